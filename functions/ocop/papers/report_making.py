"""Making the papers of a report and its package, each once."""

from typing import Any

from ocop.base.errors import NotFound
from ocop.documents.making import MEDIA, make_paper
from ocop.papers.report_calling import PACKAGE_ACTS, PAPER_ACTS, ReportPaper, report_papers
from ocop.papers.report_packaging import make_report_package
from ocop.papers.report_scene import ReportPaperServices, ReportScene, report_scene
from ocop.papers.report_values import values_of_report
from ocop.programme.ports import ProgrammeServices


def make_report_files(
    svc: ReportPaperServices, programme: ProgrammeServices, event: dict[str, Any]
) -> int:
    """Make what an act on a report calls for and is not there yet; how many files were made. A
    repeat makes the same bytes, and of what is there nothing. Raises Unavailable.
    """
    place = (str(event["province"]), str(event["report"]), int(event["act"]))
    try:
        scene = report_scene(svc, programme, place)
    except NotFound:
        return 0
    if scene is None:
        return 0
    made = 0
    if scene.act.kind in PAPER_ACTS:
        papers = report_papers(scene.report.id, scene.act.number)
        made = sum(_made(scene, one) for one in papers)
    return made + (make_report_package(scene) if scene.act.kind in PACKAGE_ACTS else 0)


def _made(scene: ReportScene, called: ReportPaper) -> int:
    shelf = scene.svc.shelf
    lacking = [one for one in called.layout.formats if not shelf.holds(called.key(one))]
    if not lacking:
        return 0
    paper = called.layout.filled(values_of_report(scene))
    for format in lacking:
        content = make_paper(paper, format, scene.act.at)
        shelf.put_once(called.key(format), content, MEDIA[format])
    return len(lacking)
