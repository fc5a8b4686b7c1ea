"""A case as people are told of it, in words and documents; no page is needed for it."""

from typing import TYPE_CHECKING

from ocop.base.face import face

if TYPE_CHECKING:
    from ocop.web.reading.again import (
        OCCASIONS,
        AgainReading,
        again_document,
        again_readings,
        again_references,
        renewability,
    )
    from ocop.web.reading.documents import (
        case_document,
        certificate_document,
        evidence_document,
        instant,
        office_in_words,
        result_documents,
        submission_documents,
    )
    from ocop.web.reading.dossier_papers import PaperLine, asked_papers, paper_lines
    from ocop.web.reading.exhibits import (
        exhibits_for,
        file_address,
        hides_files,
        said_of,
        slot_choices,
    )
    from ocop.web.reading.filed import (
        PartScore,
        ResultReading,
        filings,
        part_scores,
        public_results,
        results,
    )
    from ocop.web.reading.gap import (
        GapReading,
        gap_document,
        gap_lines,
        gap_readings,
    )
    from ocop.web.reading.governed import governing_facts, round_in_short
    from ocop.web.reading.reading import (
        STEPS,
        Listener,
        Phase,
        Reading,
        deadline_of,
        form_address,
    )

__all__ = [
    "OCCASIONS",
    "STEPS",
    "AgainReading",
    "GapReading",
    "Listener",
    "PaperLine",
    "PartScore",
    "Phase",
    "Reading",
    "ResultReading",
    "again_document",
    "again_readings",
    "again_references",
    "asked_papers",
    "case_document",
    "certificate_document",
    "deadline_of",
    "evidence_document",
    "exhibits_for",
    "file_address",
    "filings",
    "form_address",
    "gap_document",
    "gap_lines",
    "gap_readings",
    "governing_facts",
    "hides_files",
    "instant",
    "office_in_words",
    "paper_lines",
    "part_scores",
    "public_results",
    "renewability",
    "result_documents",
    "results",
    "round_in_short",
    "said_of",
    "slot_choices",
    "submission_documents",
]

__getattr__ = face(
    __name__,
    {
        "again": (
            "OCCASIONS AgainReading again_document again_readings again_references renewability"
        ),
        "documents": (
            "case_document certificate_document evidence_document instant office_in_words "
            "result_documents submission_documents"
        ),
        "dossier_papers": "PaperLine asked_papers paper_lines",
        "exhibits": "exhibits_for file_address hides_files said_of slot_choices",
        "filed": "PartScore ResultReading filings part_scores public_results results",
        "gap": "GapReading gap_document gap_lines gap_readings",
        "governed": "governing_facts round_in_short",
        "reading": "Listener Phase Reading STEPS deadline_of form_address",
    },
)
