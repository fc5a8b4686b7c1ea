"""Pages: what they are made of, how a form is laid out and read back, how a page is drawn.

A page is drawn from components: each a small class here and a macro of the same name in a template.
Parts are loaded when they are first asked for: a program's request loads none.
"""

from typing import TYPE_CHECKING

from ocop.base.face import face

if TYPE_CHECKING:
    from ocop.html import show
    from ocop.html.assets import (
        SCRIPTS,
        icon,
        script,
        stylesheet,
    )
    from ocop.html.components.acts import (
        ActButton,
        Box,
        SmallForm,
    )
    from ocop.html.components.boxes import (
        Folded,
        Hero,
        Panel,
        Split,
    )
    from ocop.html.components.charts import (
        Bar,
        BarChart,
        TargetLine,
        TargetList,
    )
    from ocop.html.components.facts import (
        FactGroup,
        FactLine,
        Facts,
        FactSheet,
        FiledForm,
    )
    from ocop.html.components.files import (
        FileLine,
        FileList,
        Picture,
        Pictures,
        UploadForm,
    )
    from ocop.html.components.forms import FieldChoice, Outline, PageForm
    from ocop.html.components.links import (
        Card,
        Cards,
        Link,
        LinkRow,
        Pager,
        Tab,
        Tabs,
    )
    from ocop.html.components.notices import (
        ErrorSummary,
        Notice,
        Problem,
        SendAgain,
        Tone,
    )
    from ocop.html.components.progress import (
        Due,
        Ladder,
        Rung,
        StepBar,
        StepMark,
        TaskLine,
        TaskList,
        Timeline,
        TimelineEntry,
    )
    from ocop.html.components.prose import (
        Code,
        Empty,
        Heading,
        Paragraph,
        Reference,
        Subheading,
    )
    from ocop.html.components.results import (
        CertificateCard,
        PartPoints,
        ResultCard,
        SquareCode,
    )
    from ocop.html.components.scores import (
        MatrixRow,
        ScoreCopy,
        ScoreEnd,
        ScoreForm,
        ScoreGate,
        ScoreGround,
        ScoreLevel,
        ScoreLine,
        ScoreMatrix,
        ScoreRail,
        ScoreRow,
        ScoreSection,
        ScoreStep,
        ScoreSum,
    )
    from ocop.html.components.tables import (
        Filter,
        Filters,
        Option,
        Order,
        Table,
        TableCell,
        TableColumn,
        TableRow,
    )
    from ocop.html.fields import (
        NO_FIELD,
    )
    from ocop.html.filling import (
        VERSION,
        PageFilling,
        posted_key,
        posted_version,
        read_posted,
        repeated,
        unread_of,
    )
    from ocop.html.parse import (
        Posted,
    )
    from ocop.html.reading import (
        titled_value,
    )
    from ocop.html.record import (
        record_of,
    )
    from ocop.html.resending import (
        typed_before,
    )
    from ocop.html.view import (
        Component,
        View,
    )
    from ocop.html.web_page import (
        Frame,
        WebPage,
        draw_inner,
        draw_page,
    )

__all__ = [
    "NO_FIELD",
    "SCRIPTS",
    "VERSION",
    "ActButton",
    "Bar",
    "BarChart",
    "Box",
    "Card",
    "Cards",
    "CertificateCard",
    "Code",
    "Component",
    "Due",
    "Empty",
    "ErrorSummary",
    "FactGroup",
    "FactLine",
    "FactSheet",
    "Facts",
    "FieldChoice",
    "FileLine",
    "FileList",
    "FiledForm",
    "Filter",
    "Filters",
    "Folded",
    "Frame",
    "Heading",
    "Hero",
    "Ladder",
    "Link",
    "LinkRow",
    "MatrixRow",
    "Notice",
    "Option",
    "Order",
    "Outline",
    "PageFilling",
    "PageForm",
    "Pager",
    "Panel",
    "Paragraph",
    "PartPoints",
    "Picture",
    "Pictures",
    "Posted",
    "Problem",
    "Reference",
    "ResultCard",
    "Rung",
    "ScoreCopy",
    "ScoreEnd",
    "ScoreForm",
    "ScoreGate",
    "ScoreGround",
    "ScoreLevel",
    "ScoreLine",
    "ScoreMatrix",
    "ScoreRail",
    "ScoreRow",
    "ScoreSection",
    "ScoreStep",
    "ScoreSum",
    "SendAgain",
    "SmallForm",
    "Split",
    "SquareCode",
    "StepBar",
    "StepMark",
    "Subheading",
    "Tab",
    "Table",
    "TableCell",
    "TableColumn",
    "TableRow",
    "Tabs",
    "TargetLine",
    "TargetList",
    "TaskLine",
    "TaskList",
    "Timeline",
    "TimelineEntry",
    "Tone",
    "UploadForm",
    "View",
    "WebPage",
    "draw_inner",
    "draw_page",
    "icon",
    "posted_key",
    "posted_version",
    "read_posted",
    "record_of",
    "repeated",
    "script",
    "show",
    "stylesheet",
    "titled_value",
    "typed_before",
    "unread_of",
]

__getattr__ = face(
    __name__,
    {
        "assets": "SCRIPTS icon script stylesheet",
        "components.acts": "ActButton Box SmallForm",
        "components.boxes": "Folded Hero Panel Split",
        "components.charts": "Bar BarChart TargetLine TargetList",
        "components.facts": "FactGroup FactLine FactSheet Facts FiledForm",
        "components.files": "FileLine FileList Picture Pictures UploadForm",
        "components.forms": "FieldChoice Outline PageForm",
        "components.links": "Card Cards Link LinkRow Pager Tab Tabs",
        "components.notices": "ErrorSummary Notice Problem SendAgain Tone",
        "components.progress": (
            "Due Ladder Rung StepBar StepMark TaskLine TaskList Timeline TimelineEntry"
        ),
        "components.prose": "Code Empty Heading Paragraph Reference Subheading",
        "components.results": "CertificateCard PartPoints ResultCard SquareCode",
        "components.scores": (
            "ScoreCopy ScoreEnd ScoreForm ScoreGate ScoreGround ScoreLevel "
            "ScoreLine ScoreRail ScoreRow ScoreSection ScoreStep ScoreSum "
            "MatrixRow ScoreMatrix"
        ),
        "components.tables": "Filter Filters Option Order Table TableCell TableColumn TableRow",
        "fields": "NO_FIELD",
        "filling": "PageFilling VERSION posted_key posted_version read_posted repeated unread_of",
        "parse": "Posted",
        "reading": "titled_value",
        "record": "record_of",
        "resending": "typed_before",
        "view": "Component View",
        "web_page": "Frame WebPage draw_inner draw_page",
    },
)
