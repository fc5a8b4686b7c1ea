"""Made-up pages, one for each page of the site: what the gallery draws and the page tests read."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ocop.html.components.acts import ActButton, Box, SmallForm
from ocop.html.components.boxes import Folded, Hero, Panel, Split
from ocop.html.components.facts import FactGroup, FactLine, Facts, FiledForm
from ocop.html.components.files import FileLine, FileList, Picture, Pictures, UploadForm
from ocop.html.components.forms import Outline, PageForm
from ocop.html.components.links import Card, Cards, Link, LinkRow, Pager, Tab, Tabs
from ocop.html.components.notices import ErrorSummary, Notice, Problem, SendAgain
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
from ocop.html.components.prose import Code, Empty, Heading, Paragraph, Reference, Subheading
from ocop.html.components.results import CertificateCard, PartPoints, ResultCard, SquareCode
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
    Table,
    TableCell,
    TableColumn,
    TableRow,
)
from ocop.html.fields import problems_of
from ocop.html.render import fields_of
from ocop.html.view import Component
from ocop.html.web_page import Frame, WebPage

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
STEP_TITLES = (
    ("Tuyên truyền", "Xã phổ biến chương trình, bà con hỏi và được hướng dẫn."),
    ("Ý tưởng sản phẩm", "Bà con kể về sản phẩm muốn làm, xã giúp hoàn thiện."),
    ("Phương án kinh doanh", "Tính nguyên liệu, vốn, nơi bán cho ít nhất một năm."),
    ("Triển khai", "Làm thật, bán thật, báo cáo theo quý."),
    ("Đánh giá, phân hạng", "Nộp hồ sơ và minh chứng, hội đồng chấm điểm, tỉnh công nhận sao."),
    ("Xúc tiến thương mại", "Đưa sản phẩm đi hội chợ, lên sàn và vào cửa hàng."),
)
FRAME = Frame(lang="vi", query="", province="Tỉnh Sông Lam")
OFFICE = Frame(lang="vi", query="", province="Tỉnh Sông Lam", person="Lê Thị Thử", office=True)
PRODUCT, PRODUCER = "Chè búp Đồi Mây", "Hợp tác xã Chè Thử Nghiệm"
REFERENCE = "99-10101-003-2026"


def step_bar(now: int) -> StepBar:
    steps = tuple(
        StepMark(
            number=i,
            title=title,
            state="done" if i < now else "now" if i == now else "next",
        )
        for i, (title, _) in enumerate(STEP_TITLES, 1)
    )
    return StepBar(steps=steps, label="Sáu bước của chu trình OCOP")


IDEA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Phiếu đăng ký ý tưởng sản phẩm",
    "type": "object",
    "required": ["organisation", "product", "pledge"],
    "properties": {
        "organisation": {
            "type": "object",
            "title": "Ai đăng ký",
            "required": ["name", "kind", "email"],
            "properties": {
                "name": {"type": "string", "title": "Tên đơn vị hoặc hộ", "maxLength": 200},
                "kind": {
                    "type": "string",
                    "title": "Loại hình",
                    "oneOf": [
                        {"const": "cooperative", "title": "Hợp tác xã"},
                        {"const": "group", "title": "Tổ hợp tác"},
                        {"const": "enterprise", "title": "Doanh nghiệp nhỏ và vừa"},
                        {"const": "household", "title": "Hộ gia đình có đăng ký kinh doanh"},
                    ],
                },
                "email": {
                    "type": "string",
                    "format": "email",
                    "title": "Thư điện tử",
                    "description": "Mọi tin về hồ sơ và liên kết mở hồ sơ sẽ gửi vào đây.",
                    "maxLength": 254,
                },
                "phone": {"type": "string", "title": "Điện thoại", "maxLength": 20},
            },
        },
        "product": {
            "type": "object",
            "title": "Sản phẩm",
            "required": ["name", "story", "since"],
            "properties": {
                "name": {"type": "string", "title": "Tên sản phẩm", "maxLength": 200},
                "story": {
                    "type": "string",
                    "title": "Vì sao khách sẽ mua sản phẩm này?",
                    "description": "Kể như kể với một người lần đầu ghé xã mình.",
                    "maxLength": 2000,
                },
                "since": {"type": "string", "format": "date", "title": "Làm từ ngày"},
                "yield": {"type": "integer", "title": "Sản lượng một năm (kg)", "minimum": 0},
            },
        },
        "materials": {
            "type": "array",
            "title": "Nguyên liệu",
            "description": "Mỗi loại một mục.",
            "maxItems": 12,
            "items": {
                "type": "object",
                "title": "Nguyên liệu",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "title": "Tên", "maxLength": 100},
                    "local": {"type": "boolean", "title": "Có ngay trong xã"},
                },
            },
        },
        "photo": {
            "type": "string",
            "title": "Ảnh sản phẩm",
            "pattern": "^[a-z0-9]{26}$",
            "maxLength": 26,
            "x-upload": {"accept": ["image/jpeg", "image/png"], "maxBytes": 10485760},
        },
        "pledge": {
            "type": "boolean",
            "const": True,
            "title": "Tôi cam đoan những điều trên là đúng sự thật",
        },
    },
}
FILLED: dict[str, Any] = {
    "organisation": {
        "name": "Hợp tác xã Chè Thử Nghiệm",
        "email": "che@example.vn",
    },
    "product": {"name": "Chè búp Đồi Mây", "yield": 1200},
    "materials": [{"name": "Búp chè Shan tuyết", "local": True}],
}
ERRORS = {
    "/organisation/email": "Thư điện tử chưa đúng, ví dụ: ten@example.vn",
    "/product/story": "Xin trả lời: Vì sao khách sẽ mua sản phẩm này?",
    "/organisation/kind": "Xin chọn: Loại hình",
    "/pledge": "Xin đánh dấu cam đoan trước khi gửi",
}


def form_parts(
    errors: dict[str, str] | None = None, filled: dict[str, Any] | None = None
) -> list[Component]:
    nodes = fields_of(IDEA, {}, filled or {}, errors or {})
    return [
        ErrorSummary(problems=problems_of(nodes, errors or {})),
        step_bar(2),
        Heading(
            title="Phiếu đăng ký ý tưởng sản phẩm",
            lead="Khoảng mười phút. Điền đến đâu hay đến đó, lưu nháp lúc nào cũng được.",
        ),
        PageForm(
            action="/forms/product-idea",
            nodes=nodes,
            hidden={"_key": "sample-key"},
            submit="Gửi đăng ký",
            draft=True,
        ),
    ]


def form_page(
    errors: dict[str, str] | None = None, filled: dict[str, Any] | None = None
) -> WebPage:
    return WebPage(title=IDEA["title"], parts=form_parts(errors, filled), wrong=bool(errors))


def entry(
    title: str, state: Any, days: int | None, by: str = "", detail: str = ""
) -> TimelineEntry:
    at = None if days is None else NOW - timedelta(days=days)
    return TimelineEntry(title=title, state=state, at=at, by=by, detail=detail)


TIMELINE = Timeline(
    entries=(
        entry("Ý tưởng được chọn", "done", 90, "UBND xã Đồi Mây"),
        entry("Phương án kinh doanh được duyệt", "done", 60, "UBND xã Đồi Mây"),
        entry(
            "Hồ sơ đã nộp đủ",
            "done",
            9,
            PRODUCER,
            "Phiếu đăng ký và báo cáo tự đánh giá, 12 tệp minh chứng.",
        ),
        entry("Xã đang kiểm tra hồ sơ", "now", None, "UBND xã Đồi Mây"),
        entry("Hội đồng tỉnh chấm điểm", "next", None),
        entry("Tỉnh công nhận", "next", None),
    )
)


def file_line(name: str, kind: str, size: int, **more: Any) -> FileLine:
    return FileLine(name=name, kind=kind, size=size, added=NOW, **more)


FILES = (
    file_line("giay-dang-ky-kinh-doanh.pdf", "Giấy đăng ký kinh doanh", 1_254_000, href="/x"),
    file_line("phieu-kiem-nghiem-2026.pdf", "Phiếu kiểm nghiệm", 834_000, href="/x"),
    file_line("anh-doi-che.jpg", "Ảnh", 3_400_000, href="/x", filed=False, remove="/x/remove"),
    file_line(
        "bang-luong.xlsm", "Danh sách lao động", 90_000, state="refused", why="tệp có chứa mã lệnh"
    ),
)
DUE = Due(at=NOW + timedelta(days=4), words="còn 4 ngày làm việc")
SOON = Due(at=NOW + timedelta(days=1), words="còn 1 ngày làm việc", urgency="soon")
LATE = Due(at=NOW - timedelta(days=2), words="trễ 2 ngày làm việc", urgency="late")
RESULT = ResultCard(
    stars=4,
    points="87.33…",
    parts=(
        PartPoints(
            code="A", title="Sản phẩm và sức mạnh của cộng đồng", points="34.5", max="40", share=86
        ),
        PartPoints(code="B", title="Khả năng tiếp thị", points="21.33…", max="25", share=85),
        PartPoints(code="C", title="Chất lượng sản phẩm", points="31.5", max="35", share=90),
    ),
    lines=(
        "Tổng 87,33 điểm nằm trong khoảng từ 70 đến dưới 90: hạng bốn sao.",
        "Đủ mọi điều kiện tối thiểu của ba sao và bốn sao.",
        "Điểm là trung bình của 9 phiếu, không làm tròn.",
    ),
    next_star=5,
    gaps=(
        "Cần thêm 2,67 điểm để đạt 90.",
        "Cần giấy chứng nhận tiêu chuẩn quốc tế (GlobalGAP, hữu cơ).",
    ),
)


def filed(*, open: bool = False) -> FiledForm:
    return FiledForm(
        title="Mẫu 01: Phiếu đăng ký đánh giá, phân hạng",
        at=NOW - timedelta(days=9),
        by=PRODUCER,
        version=2,
        open=open,
        groups=(
            FactGroup(
                title="Đơn vị đăng ký",
                facts=(
                    FactLine(label="Tên đơn vị", value=PRODUCER),
                    FactLine(label="Người đại diện", value="Nguyễn Văn Mẫu"),
                    FactLine(label="Địa chỉ", value="Thôn 3, xã Đồi Mây\ntỉnh Sông Lam"),
                    FactLine(label="Trang mạng"),
                ),
            ),
            FactGroup(
                title="Sản phẩm",
                facts=(
                    FactLine(label="Tên sản phẩm", value=PRODUCT),
                    FactLine(label="Ảnh", files=FILES[:1]),
                ),
            ),
        ),
    )


WITHDRAW = ActButton(
    action="/dossiers/x/withdraw",
    label="Rút hồ sơ",
    note="Hồ sơ rút rồi thì phải nộp lại từ đầu.",
    why="reason",
    tone="danger",
    folded=True,
)


def level(key: str, label: str, **more: Any) -> ScoreLevel:
    return ScoreLevel(key=key, label=label, points=key, **more)


SCORE_ROWS = (
    ScoreRow(
        name="/c1_1",
        code="1.1",
        title="Nguồn nguyên liệu",
        max="3",
        levels=(
            level("1", "Có dùng nguyên liệu gốc trong tỉnh, nhưng dưới 50%"),
            level(
                "2", "Từ 50% đến dưới 75% nguyên liệu có nguồn gốc trong tỉnh", star=3, chosen=True
            ),
            level(
                "3",
                "Từ 75% đến 100% nguyên liệu có nguồn gốc trong tỉnh",
                claimed=True,
                advised=True,
            ),
        ),
        note="Loại: nguyên liệu nhập khẩu toàn bộ hoặc không rõ nguồn gốc",
        said="Toàn bộ búp chè mua của 64 hộ trong xã, có hợp đồng và sổ cân.",
        evidence=FILES[:2],
        comment_name="/c1_1_note",
        advice="Hợp đồng của 12 hộ hết hạn tháng 3; số còn lại đủ 75%.",
        lacking="hợp đồng gia hạn của 12 hộ",
        differs="Các thành viên khác cho từ 2 đến 3 điểm ở tiêu chí này.",
        remarks=("Hợp đồng chưa có phụ lục.",),
    ),
    ScoreRow(
        name="/c1_2",
        code="1.2",
        title="Chứng nhận chất lượng của vùng nguyên liệu",
        max="2",
        levels=(
            level("0", "Không có giấy chứng nhận chất lượng"),
            level("1", "Có giấy chứng nhận tiêu chuẩn quốc gia (VietGAP, hữu cơ)", claimed=True),
            level("2", "Có giấy chứng nhận tiêu chuẩn quốc tế (GlobalGAP, hữu cơ)", star=5),
        ),
        comment="Giấy VietGAP ghi diện tích nhỏ hơn báo cáo.",
        comment_name="/c1_2_note",
        error="Xin chọn một mức cho tiêu chí 1.2",
    ),
)
SECTION = ScoreSection(code="1", title="Tổ chức sản xuất", max="18", rows=SCORE_ROWS)
STEP = ScoreStep(
    href="/r/x-y?at=1",
    code="1.1–1.4",
    title="Tổ chức sản xuất",
    points="9",
    max="12",
    answered=1,
    count=4,
    here=True,
)
SCORE_SUM = ScoreSum(
    points="9",
    answered=1,
    count=2,
    parts=RESULT.parts,
    gates=(
        ScoreGate(star=5, missing=("1.2", "7"), elsewhere=("7",)),
        ScoreGate(star=3, missing=()),
    ),
)
MATRIX = ScoreMatrix(
    title="Phiếu của từng thành viên",
    members=("Phan Văn Hội", "Mai Thị Bằng", "Ngô Văn Chấm"),
    rows=tuple(
        MatrixRow(
            code=f"{number}.1",
            title="Nguồn nguyên liệu",
            points=("2", "3", "2"),
            mean="2,33",
            apart="1",
            marked=True,
        )
        for number in range(1, 4)
    ),
    totals=("62", "75", "64"),
)
SCORE = WebPage(
    title=f"Phiếu đánh giá: {PRODUCT}",
    wide=True,
    parts=(
        Heading(
            over="Hội đồng OCOP tỉnh Sông Lam, đợt 2 năm 2026",
            title=PRODUCT,
            byline=PRODUCER,
            reference=REFERENCE,
        ),
        DUE,
        Folded(title="Toàn bộ minh chứng (4 tệp)", parts=(FileList(files=FILES),)),
        ScoreRail(steps=[STEP, STEP.but(code="1.5–1.7", here=False, answered=3, marked=True)]),
        ScoreRail(steps=[STEP.but(wrong=True)], short=True),
        ScoreForm(
            action="/r/x-y/save",
            hidden={"_version": "3", "_at": "1"},
            part="A",
            over="Phần A. Sản phẩm và sức mạnh của cộng đồng (40 điểm)",
            sections=(SECTION,),
            total=SCORE_SUM,
            next="Lưu, sang phần sau",
        ),
        ScoreCopy(
            title="Xem lại phiếu trước khi nộp",
            lines=(
                ScoreLine(
                    code="1.1",
                    title="Nguồn nguyên liệu",
                    chosen="Từ 75% trong tỉnh",
                    points="3",
                    max="4",
                    remark="Có hợp đồng với 12 hộ.",
                ),
            ),
            said=(("Ý kiến của người đánh giá", "Nên ghi rõ vùng hoa."),),
            by="Người đánh giá: Nguyễn Văn Mẫu",
        ),
        MATRIX,
        ScoreEnd(
            action="/r/x-y/save",
            hidden={"_version": "3"},
            total=SCORE_SUM,
            grounds=(ScoreGround(name="/reject_1", label="Giả mạo hồ sơ"),),
        ),
        Subheading(text="Bạn không thể chấm sản phẩm này?"),
        ActButton(
            action="/r/x-y/conflict",
            label="Tôi có quan hệ lợi ích với chủ thể này",
            note="Bạn sẽ không thấy hồ sơ này nữa; thư ký sẽ mời người khác thay.",
            why="reason",
            folded=True,
        ),
        ActButton(
            action="/r/x-y/decline",
            label="Tôi không chấm được đợt này",
            why="reason",
            folded=True,
        ),
    ),
)


def work(product: str, producer: str, reference: str, stage: str, due: Due) -> TableRow:
    return TableRow(
        href="/x",
        cells=(
            TableCell(text=product, note=producer, reference=reference),
            TableCell(text=stage),
            TableCell(due=due),
        ),
    )


WORK = Table(
    caption="Việc đang chờ bạn",
    columns=(
        TableColumn(title="Sản phẩm"),
        TableColumn(title="Việc"),
        TableColumn(title="Hạn", href="?sort=due", order="ascending"),
    ),
    empty="Không còn việc nào đang chờ.",
    rows=(
        work("Mật ong rừng tràm", "Tổ hợp tác Ong Mẫu", "99-10101-001-2026", "Kiểm tra", LATE),
        work(PRODUCT, PRODUCER, REFERENCE, "Kiểm tra ở xã", SOON),
        work("Bánh đa làng Mẫu", "Hộ Trần Thị Ví Dụ", "99-10102-002-2026", "Chọn ý tưởng", DUE),
    ),
)
REGISTER = Table(
    caption="Lớp tập huấn",
    columns=(
        TableColumn(title="Lớp", href="?sort=title"),
        TableColumn(title="Xã"),
        TableColumn(title="Học viên", href="?sort=people", order="descending", figures=True),
        TableColumn(title="Sản phẩm tốt nhất"),
    ),
    empty="Chưa có lớp nào.",
    rows=tuple(
        TableRow(
            href=f"/x/{number}",
            cells=(
                TableCell(text=f"Lớp chế biến chè, khóa {number}", note="Ngày 12/05/2026"),
                TableCell(text="Xã Đồi Mây"),
                TableCell(text=str(40 - number)),
                TableCell(stars=3 + number % 3),
            ),
        )
        for number in range(1, 6)
    ),
)
FILTERS = Filters(
    action="/office/registers/training",
    label="Tìm và lọc lớp tập huấn",
    search="chè",
    filters=(
        Filter(
            name="unit",
            label="Xã",
            options=(
                Option(value="10101", label="Xã Đồi Mây", chosen=True),
                Option(value="10102", label="Xã Bến Thử"),
            ),
        ),
        Filter(
            name="state",
            label="Tình trạng",
            options=(Option(value="held", label="Đã mở"),),
        ),
    ),
    hidden={"sort": "people"},
    clear=Link(label="Bỏ lọc", href="/office/registers/training"),
)


def page(title: str, *parts: Component, **more: Any) -> WebPage:
    return WebPage(title=title, parts=parts, **more)


def producer_page() -> WebPage:
    tasks = (
        TaskLine(
            label="Điền: Báo cáo tự đánh giá",
            href="/forms/self-assessment",
            note="nộp sau cùng: khi đó hồ sơ được chuyển đi",
            primary=True,
        ),
        TaskLine(label="Điền: Báo cáo tiến độ", href="", note="không bắt buộc"),
    )
    return page(
        PRODUCT,
        Heading(over=PRODUCER, over_reference=REFERENCE, title=PRODUCT),
        step_bar(5),
        Notice(
            tone="info",
            title="Xã nhắn",
            points=("Phiếu kiểm nghiệm đã quá 12 tháng", "Nhãn chưa ghi ngày đóng gói"),
        ),
        Panel(
            title="Xã đề nghị bổ sung hai điểm",
            parts=(SOON, TaskList(tasks=tasks, wait="Nộp được từ ngày 25/11/2026.")),
        ),
        RESULT.but(title="Kết quả đánh giá"),
        Subheading(text="Minh chứng đã nộp"),
        Panel(
            parts=(
                FileList(files=FILES),
                LinkRow(
                    links=(
                        Link(label="Tải thêm minh chứng", href="/dossiers/x/files", sign="upload"),
                    )
                ),
            )
        ),
        Subheading(text="Phiếu đã nộp"),
        filed(),
        Subheading(text="Hồ sơ đã đi qua đâu"),
        TIMELINE,
        WITHDRAW,
    )


def review_page() -> WebPage:
    act = PageForm(action="/r/x-y", nodes=fields_of(IDEA, {}, {}, {})[:1], submit="Gửi quyết định")
    return page(
        f"Kiểm tra hồ sơ: {PRODUCT}",
        Heading(
            over="UBND xã Đồi Mây",
            title=f"Kiểm tra hồ sơ: {PRODUCT}",
            byline=PRODUCER,
            reference=REFERENCE,
        ),
        SOON,
        Subheading(text="Hồ sơ"),
        filed(open=True),
        Folded(title="Minh chứng (4 tệp)", parts=(FileList(files=FILES),)),
        Panel(title="Ý kiến của bạn", parts=(act,)),
    )


def dossier_page() -> WebPage:
    return page(
        f"{PRODUCT}, {REFERENCE}",
        Heading(
            back=Link(label="Danh sách việc", href="/office"),
            title=PRODUCT,
            byline=PRODUCER,
            reference=REFERENCE,
        ),
        step_bar(5),
        Split(
            label="Diễn biến",
            main=(
                Panel(title="Xã đang kiểm tra hồ sơ", parts=(LATE,)),
                RESULT,
                Subheading(text="Phiếu đã nộp"),
                filed(),
                Subheading(text="Minh chứng"),
                Panel(parts=(FileList(files=FILES),)),
            ),
            aside=(
                Subheading(text="Diễn biến"),
                TIMELINE,
                ActButton(action="/office/x/remind", label="Nhắc lại bằng thư"),
                WITHDRAW,
            ),
        ),
        wide=True,
    )


def sign_in(*boxes: Box, **more: Any) -> WebPage:
    parts: Sequence[Component] = (
        Heading(title="Cán bộ đăng nhập"),
        SmallForm(action="/office/sign-in", submit="Đăng nhập", boxes=boxes, **more),
        Paragraph(tone="soft", text="Người chấm và chủ thể không cần tài khoản."),
    )
    return WebPage(title="Cán bộ đăng nhập", parts=parts)


EMAIL = Box(
    id="first",
    name="email",
    label="Thư điện tử công vụ",
    type="email",
    autocomplete="username",
    inputmode="email",
)
PASSWORD = Box(
    id="password",
    name="password",
    label="Mật khẩu",
    type="password",
    autocomplete="current-password",
)
CODE = Box(
    id="code",
    name="code",
    label="Mã sáu chữ số",
    hint="Mã đang hiện trong ứng dụng xác thực.",
    error="Mã chưa đúng.",
    told_above=True,
    autocomplete="one-time-code",
    inputmode="numeric",
    max_length=10,
)


def hero(title: str) -> WebPage:
    return WebPage(
        title=title,
        hero=Hero(
            title=title,
            lead="OCOP giúp bà con biến sản vật quê mình thành sản phẩm có tên tuổi.",
            links=(
                Link(
                    label="Đăng ký ý tưởng", href="/forms/product-idea", sign="leaf", primary=True
                ),
                Link(label="Tra cứu hồ sơ", href="/cases", sign="search"),
            ),
        ),
        parts=(
            Subheading(text="Sáu bước của một năm OCOP"),
            Ladder(rungs=[Rung(text=text, note=note) for text, note in STEP_TITLES]),
            Cards(
                cards=(
                    Card(
                        title="Sản phẩm đã công nhận",
                        href="/products",
                        note="Xem sao và hạn của từng sản phẩm",
                        sign="award",
                    ),
                    Card(
                        title="Tất cả các mẫu phiếu",
                        href="/forms",
                        note="Xem trước phải chuẩn bị những gì",
                        sign="file",
                    ),
                )
            ),
        ),
    )


UPLOAD = UploadForm(
    action="https://evidence.example.vn/",
    fields={"key": "in/x", "policy": "p"},
    accept="application/pdf,image/jpeg",
    max_bytes=20 << 20,
    title="Phiếu kiểm nghiệm",
    back="/dossiers/x/evidence?key=x",
)
CERTIFICATE = CertificateCard(
    number="OCOP-99-2026-0017",
    product=PRODUCT,
    producer=PRODUCER,
    place="Xã Đồi Mây, tỉnh Sông Lam",
    stars=4,
    decision="17/QĐ-UBND ngày 20/11/2026, Trần Văn Mẫu ký",
    validity="Còn hiệu lực đến 20/11/2029",
    points="87.33…",
    lines=RESULT.lines,
)


def product(title: str, number: int, note: str, until: str, stars: int) -> Card:
    return Card(title=title, href=f"/certificates/{number}", note=note, meta=until, stars=stars)


SHOWN = ("Hũ mật trên bàn gỗ", "Tổ ong trong rừng tràm")
PAGES: dict[str, tuple[WebPage, Frame]] = {
    "home": (hero("Mỗi xã một sản phẩm"), FRAME),
    "home-en": (
        hero("One Commune One Product"),
        FRAME.but(lang="en", province="Song Lam Province"),
    ),
    "forms": (
        page(
            "Các mẫu phiếu",
            Heading(
                title="Các mẫu phiếu theo sáu bước",
                lead="Bắt đầu bằng phiếu đăng ký ý tưởng.",
            ),
            Subheading(text="Bước 2: Ý tưởng sản phẩm"),
            Cards(
                cards=(
                    Card(
                        title="Phiếu đăng ký ý tưởng sản phẩm",
                        href="/forms/product-idea",
                        note="Khoảng 10 phút, chưa cần giấy tờ",
                        sign="file",
                    ),
                )
            ),
            Subheading(text="Bước 5: Đánh giá, phân hạng"),
            Cards(
                cards=(
                    Card(title="Phiếu đăng ký đánh giá", href="/x", meta="Mẫu 01", sign="file"),
                    Card(title="Báo cáo tự đánh giá", href="/x", meta="Mẫu 02", sign="file"),
                )
            ),
        ),
        FRAME,
    ),
    "form": (form_page(), FRAME),
    "form-errors": (form_page(ERRORS, FILLED), FRAME),
    "preview": (
        page(
            IDEA["title"],
            Heading(back=Link(label="Các mẫu phiếu", href="/forms"), title=IDEA["title"]),
            step_bar(2),
            Notice(tone="info", sign="mail", text="Phiếu này mở từ liên kết trong thư của bạn."),
            Outline(nodes=fields_of(IDEA)),
        ),
        FRAME,
    ),
    "receipt": (
        page(
            f"Đã nhận {REFERENCE}",
            Heading(over="Phiếu đăng ký ý tưởng sản phẩm", title="Đã nhận hồ sơ của bạn"),
            Panel(
                parts=(
                    Paragraph(tone="soft", text="Mã hồ sơ, xin ghi lại:"),
                    Reference(text=REFERENCE),
                    Notice(
                        tone="good",
                        sign="mail",
                        title="Mời bạn mở hộp thư",
                        text="Chúng tôi vừa gửi thư đến che@example.vn.",
                    ),
                    Folded(
                        title="Sai địa chỉ? Sửa ở đây",
                        boxed=False,
                        open=True,
                        parts=(
                            SmallForm(
                                action="/received/x",
                                submit="Gửi đến địa chỉ này",
                                boxed=False,
                                primary=False,
                                boxes=(
                                    EMAIL.but(id="email", error="Địa chỉ thư chưa đúng", hint="x"),
                                ),
                            ),
                        ),
                    ),
                    Subheading(text="Việc tiếp theo"),
                    Ladder(rungs=(Rung(text="Mở thư."), Rung(text="Xã xem ý tưởng."))),
                )
            ),
            LinkRow(links=(Link(label="Theo dõi hồ sơ", href=f"/cases/{REFERENCE}"),)),
        ),
        FRAME,
    ),
    "case-search": (
        page(
            "Tra cứu hồ sơ",
            ErrorSummary(
                title="Chưa tìm thấy hồ sơ",
                problems=(Problem(detail="Không có hồ sơ nào mang mã 99-1.", target="reference"),),
            ),
            Heading(title="Tra cứu hồ sơ"),
            SmallForm(
                action="/cases",
                method="get",
                submit="Xem hồ sơ",
                sign="search",
                boxed=False,
                boxes=(
                    Box(
                        id="reference",
                        name="reference",
                        label="Mã hồ sơ",
                        value="99-1",
                        hint="Có trong thư chúng tôi gửi.",
                        error="Không có hồ sơ nào mang mã 99-1.",
                        told_above=True,
                        max_length=40,
                    ),
                ),
            ),
            wrong=True,
        ),
        FRAME,
    ),
    "case": (
        page(
            f"{PRODUCT}, hồ sơ {REFERENCE}",
            Heading(over="Hồ sơ", over_reference=REFERENCE, title=PRODUCT),
            step_bar(5),
            Panel(
                title="Xã đang kiểm tra hồ sơ",
                parts=(Paragraph(text="Đang ở:", strong="UBND xã Đồi Mây"), DUE),
            ),
            Subheading(text="Hồ sơ đã đi qua đâu"),
            TIMELINE,
        ),
        FRAME,
    ),
    "producer": (producer_page(), FRAME),
    "files": (
        page(
            "Tải tệp lên",
            Heading(
                back=Link(label="Hồ sơ của tôi", href="/dossiers/x"),
                title="Tải tệp lên",
                byline=PRODUCT,
                reference=REFERENCE,
            ),
            Notice(tone="good", title="Đã nhận tệp giay-dang-ky-kinh-doanh.pdf"),
            UPLOAD,
            Paragraph(tone="soft small", text="Nhận ảnh, PDF, Word, Excel."),
            Subheading(text="Đã có trong hồ sơ"),
            Panel(parts=(FileList(files=FILES),)),
            script="upload.js",
        ),
        FRAME,
    ),
    "review": (review_page(), FRAME),
    "score": (SCORE, FRAME),
    "confirm": (
        page(
            "Xác nhận địa chỉ thư",
            Heading(title="Xác nhận địa chỉ thư"),
            Panel(
                parts=(
                    Paragraph(text="Bấm nút dưới đây để chúng tôi biết thư đã đến đúng người."),
                    Facts(
                        facts=(
                            FactLine(label="Sản phẩm", value=PRODUCT),
                            FactLine(label="Thư điện tử", value="che@example.vn"),
                        )
                    ),
                    ActButton(
                        action="/dossiers/x/confirm", label="Đúng là thư của tôi", tone="primary"
                    ),
                )
            ),
            Paragraph(tone="soft", text="Nếu bạn không đăng ký gì, xin đóng trang này."),
        ),
        FRAME,
    ),
    "dead-link": (
        page(
            "Liên kết không còn mở được",
            Heading(title="Liên kết không còn mở được"),
            Panel(
                parts=(
                    Paragraph(text="Liên kết trong thư đã hết hạn ngày 20/11/2026."),
                    ActButton(
                        action="/r/resend",
                        label="Gửi lại liên kết",
                        hidden={"link": "x"},
                        tone="primary",
                    ),
                )
            ),
            SendAgain(
                action="/dossiers/x/forms/business-plan",
                fields=(("/summary", "Trồng thêm hai héc ta chè"),),
                do="submit",
                texts=("Trồng thêm hai héc ta chè",),
                way="mail",
            ),
        ),
        FRAME,
    ),
    "told": (
        page(
            "Đã nộp phiếu",
            Heading(title="Đã nộp phiếu"),
            Notice(tone="good", text=f"Cảm ơn bạn đã chấm {PRODUCT}."),
            LinkRow(links=(Link(label="Xem phiếu đã nộp", href="/r/x-y"),)),
        ),
        FRAME,
    ),
    "sign-in": (sign_in(EMAIL, PASSWORD), FRAME),
    "sign-in-code": (sign_in(CODE, hidden={"_state": "x"}), FRAME),
    "security-codes": (
        page(
            "Bảo mật tài khoản",
            Heading(title="Bảo mật tài khoản"),
            Subheading(text="Xác thực hai bước"),
            Paragraph(
                text="1. Nếu đang mở trang này trên điện thoại:",
                link=Link(label="thêm vào ứng dụng", href="otpauth://totp/Sao%20Xa?secret=ABCD"),
            ),
            Paragraph(text="2. Nếu không, nhập khoá này vào ứng dụng:"),
            Code(text="ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567"),
            SmallForm(action="/office/security/codes", submit="Bật", boxes=(CODE,)),
        ),
        OFFICE,
    ),
    "worklist": (
        page(
            "Việc đang chờ bạn",
            Heading(title="Việc đang chờ bạn"),
            WORK,
            Pager(more="?next"),
            wide=True,
        ),
        OFFICE,
    ),
    "worklist-empty": (
        page("Việc", Heading(title="Việc đang chờ bạn"), WORK.but(rows=()), wide=True),
        OFFICE,
    ),
    "register": (
        page(
            "Lớp tập huấn",
            Heading(title="Lớp tập huấn", lead="Sổ theo dõi các lớp của tỉnh."),
            Tabs(
                label="Lớp theo tình trạng",
                tabs=(
                    Tab(label="Tất cả", href="?", count=5, chosen=True),
                    Tab(label="Đang mở", href="?state=held", count=2),
                ),
            ),
            FILTERS,
            REGISTER,
            Pager(more="?next", first="?"),
            LinkRow(links=(Link(label="Tải bảng tính", href="?format=xlsx"),)),
            wide=True,
        ),
        OFFICE,
    ),
    "dossier": (dossier_page(), OFFICE),
    "products": (
        page(
            "Sản phẩm đã công nhận",
            Heading(title="Sản phẩm đã công nhận", lead="Giấy nào hết hạn thì ghi rõ."),
            Cards(
                cards=(
                    product(PRODUCT, 1, f"{PRODUCER}, xã Đồi Mây", "Có giá trị đến 20/11/2029", 4),
                    product("Bánh đa làng Mẫu", 2, "Hộ Trần Thị Ví Dụ", "đến 02/03/2028", 3),
                    product("Lụa Mẫu dệt tay", 3, "Công ty Lụa Ví Dụ", "đến 11/08/2027", 5),
                ),
                empty="Chưa có sản phẩm nào.",
            ),
            wide=True,
        ),
        FRAME,
    ),
    "certificate": (page(PRODUCT, CERTIFICATE), FRAME),
    "certificate-shown": (
        page(
            PRODUCT,
            CERTIFICATE,
            Pictures(
                label="Ảnh sản phẩm",
                pictures=[Picture(href="/assets/icon.svg", shows=words) for words in SHOWN],
            ),
            Cards(
                cards=[
                    Card(
                        title=PRODUCT,
                        href="/x",
                        stars=4,
                        picture="/assets/icon.svg",
                        shows=SHOWN[0],
                    )
                ]
            ),
        ),
        FRAME,
    ),
    "certificate-signed": (
        page(PRODUCT, CERTIFICATE, SquareCode(path="M0 0h2v1h-2z", size=4, label="Mã vuông")),
        FRAME,
    ),
    "certificate-expired": (
        page(PRODUCT, CERTIFICATE.but(validity="Đã hết hạn ngày 20/11/2029", in_force=False)),
        FRAME,
    ),
    "certificate-withdrawn": (
        page(PRODUCT, CERTIFICATE.but(validity="Đã bị thu hồi", in_force=False, withdrawn=True)),
        FRAME,
    ),
    "not-found": (
        page(
            "Không có trang này",
            Heading(title="Không có trang này"),
            Panel(parts=(Paragraph(text="Địa chỉ có thể đã gõ sai."),)),
            Empty(text="Không có gì ở đây."),
            wrong=True,
        ),
        FRAME,
    ),
}
