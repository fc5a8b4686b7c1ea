"""Which papers the acts on a report call for, and under which names they lie."""

from collections.abc import Sequence

from ocop.base.structs import struct
from ocop.documents.layout import Format, Layout
from ocop.papers.calling import layouts
from ocop.programme.report import ProgrammeReport, ReportEvent

REPORTED = "reported"  # what calls for a layout: a report that was put forward, approved or sent
PAPER_ACTS = ("drafted", "approved", "submitted", "issued")
PACKAGE_ACTS = ("submitted", "issued", "received")


@struct(frozen=True)
class ReportPaper:
    """A paper of a report, called for by the act of that number."""

    layout: Layout
    report: str
    act: int

    def key(self, format: Format) -> str:
        """Where it lies in the bucket."""
        return f"papers/{self.report}/{self.layout.id}-{self.act}.{format}"


def report_papers(report: str, act: int) -> tuple[ReportPaper, ...]:
    """The papers that an act on a report calls for."""
    every = (layouts().get(id) for id in layouts().ids())
    return tuple(ReportPaper(one, report, act) for one in every if one.event == REPORTED)


def report_package_key(report: str, act: int) -> str:
    """Where the package of a report lies, as it stood after an act."""
    return f"packages/{report}/{act}.zip"


def report_file(report: ProgrammeReport, ending: str) -> str:
    """What a file of a report is called when it is taken along."""
    return f"bao-cao-{report.unit}-{report.period}.{ending}"


def newest_act(acts: Sequence[ReportEvent], content: str, kinds: Sequence[str]) -> int:
    """The number of the newest act of these kinds on a content, 0 where there is none."""
    fitting = [one.number for one in acts if one.kind in kinds and one.content == content]
    return max(fitting, default=0) if content else 0
