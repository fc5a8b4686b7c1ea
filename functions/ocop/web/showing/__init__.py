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
        way_of,
    )
    from ocop.web.showing.dossier_parts import dossier_count, dossier_table, papers_lacking
    from ocop.web.showing.file_parts import (
        file_lines,
        file_panel,
        folded_files,
        nameable,
    )
    from ocop.web.showing.folds import (
        CaseFolds,
    )
    from ocop.web.showing.inquiry_parts import (
        inquiry_parts,
    )
    from ocop.web.showing.paper_parts import (
        paper_documents,
        paper_list,
        paper_reply,
        papers_for,
    )
    from ocop.web.showing.point_parts import (
        own_points,
        points_notices,
        told_points,
    )
    from ocop.web.showing.programme_names import (
        ProgrammeNames,
    )
    from ocop.web.showing.programme_parts import (
        bars_of,
        charts_of,
        expected_share,
        line_document,
        snapshot_target,
        span_text,
        why_text,
    )
    from ocop.web.showing.support_parts import (
        needs_in_words,
        support_lines,
    )
    from ocop.web.showing.told import (
        tell,
    )

__all__ = [
    "CaseFolds",
    "ProgrammeNames",
    "again_panel",
    "bars_of",
    "certificate_link",
    "charts_of",
    "dossier_count",
    "dossier_table",
    "due_of",
    "expected_share",
    "file_lines",
    "file_panel",
    "filed_forms",
    "folded_files",
    "governing_of",
    "inquiry_parts",
    "line_document",
    "nameable",
    "needs_in_words",
    "own_points",
    "paper_documents",
    "paper_list",
    "paper_reply",
    "papers_for",
    "papers_lacking",
    "points_by_part",
    "points_notices",
    "result_card",
    "result_cards",
    "snapshot_target",
    "span_text",
    "step_bar",
    "support_lines",
    "tell",
    "timeline_of",
    "told_points",
    "way_of",
    "why_text",
]

__getattr__ = face(
    __name__,
    {
        "again_parts": "again_panel",
        "case_parts": (
            "certificate_link due_of filed_forms governing_of points_by_part result_card "
            "result_cards step_bar timeline_of way_of"
        ),
        "dossier_parts": "dossier_count dossier_table papers_lacking",
        "file_parts": "file_lines file_panel folded_files nameable",
        "folds": "CaseFolds",
        "inquiry_parts": "inquiry_parts",
        "paper_parts": "paper_documents paper_list paper_reply papers_for",
        "point_parts": "own_points points_notices told_points",
        "programme_names": "ProgrammeNames",
        "programme_parts": (
            "bars_of charts_of expected_share line_document snapshot_target span_text why_text"
        ),
        "support_parts": "needs_in_words support_lines",
        "told": "tell",
    },
)
