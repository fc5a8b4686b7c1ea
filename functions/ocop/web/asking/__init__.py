"""What several doors ask alike: files, decisions, sheets, the data of a posted document."""

from typing import TYPE_CHECKING

from ocop.base.face import face

if TYPE_CHECKING:
    from ocop.web.asking.again import (
        begin_from,
        begun_reply,
    )
    from ocop.web.asking.answering import (
        WRONG,
        answer,
        is_pressed,
        reason_typed,
        status_of_page,
    )
    from ocop.web.asking.decision import (
        JOINT_DESK,
        decision_form,
        decision_notices,
        decision_panel,
        decision_parts,
        list_instead,
        told_left_out,
    )
    from ocop.web.asking.documents import (
        data_in,
        dossier_in,
        key_for,
        nothing_asked,
    )
    from ocop.web.asking.drawer import (
        ACCEPT,
        Drawer,
        add,
        in_frame,
        look,
        take_back,
    )
    from ocop.web.asking.questions import (
        look_again,
        question_to,
        sheet_of,
    )
    from ocop.web.asking.tickets import (
        ticket_reply,
    )

__all__ = [
    "ACCEPT",
    "JOINT_DESK",
    "WRONG",
    "Drawer",
    "add",
    "answer",
    "begin_from",
    "begun_reply",
    "data_in",
    "decision_form",
    "decision_notices",
    "decision_panel",
    "decision_parts",
    "dossier_in",
    "in_frame",
    "is_pressed",
    "key_for",
    "list_instead",
    "look",
    "look_again",
    "nothing_asked",
    "question_to",
    "reason_typed",
    "sheet_of",
    "status_of_page",
    "take_back",
    "ticket_reply",
    "told_left_out",
]

__getattr__ = face(
    __name__,
    {
        "again": "begin_from begun_reply",
        "answering": "WRONG answer is_pressed reason_typed status_of_page",
        "decision": "JOINT_DESK decision_form decision_notices decision_panel decision_parts "
        "list_instead told_left_out",
        "documents": "data_in dossier_in key_for nothing_asked",
        "drawer": "ACCEPT Drawer add in_frame look take_back",
        "questions": "look_again question_to sheet_of",
        "tickets": "ticket_reply",
    },
)
