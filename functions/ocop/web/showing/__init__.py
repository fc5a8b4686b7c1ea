"""A case as its pages show it: components made of what `ocop.web.reading` says."""

from typing import TYPE_CHECKING

from ocop.base.face import face

if TYPE_CHECKING:
    from ocop.web.showing.again_parts import again_panel
    from ocop.web.showing.case_parts import (
        certificate_link,
        due_of,
        filed_forms,
        governing_of,
        points_by_part,
        result_card,
        result_cards,
        step_bar,
        timeline_of,
    )
    from ocop.web.showing.file_parts import (
        file_lines,
        file_panel,
        folded_files,
        nameable,
    )
    from ocop.web.showing.paper_parts import (
        paper_documents,
        paper_list,
        paper_reply,
        papers_for,
    )
    from ocop.web.showing.told import (
        tell,
    )

__all__ = [
    "again_panel",
    "certificate_link",
    "due_of",
    "file_lines",
    "file_panel",
    "filed_forms",
    "folded_files",
    "governing_of",
    "nameable",
    "paper_documents",
    "paper_list",
    "paper_reply",
    "papers_for",
    "points_by_part",
    "result_card",
    "result_cards",
    "step_bar",
    "tell",
    "timeline_of",
]

__getattr__ = face(
    __name__,
    {
        "again_parts": "again_panel",
        "case_parts": (
            "certificate_link due_of filed_forms governing_of points_by_part result_card "
            "result_cards step_bar timeline_of"
        ),
        "file_parts": "file_lines file_panel folded_files nameable",
        "paper_parts": "paper_documents paper_list paper_reply papers_for",
        "told": "tell",
    },
)
