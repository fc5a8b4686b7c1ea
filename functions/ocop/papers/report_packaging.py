"""A report as one archive that anybody checks offline: what was put forward, every act on it, the
plan and the kind of report it follows, and its papers.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ocop.base import proof
from ocop.base.codec import encode
from ocop.base.proof import REPORT_ACTS, REPORT_CONTENT
from ocop.catalogue.folders import (
    DUTY_FOLDER,
    INDICATOR_FOLDER,
    PLAN_FOLDER,
    REPORT_FOLDER,
)
from ocop.catalogue.published import Published, as_it_is
from ocop.papers.contents import Content, whole_file
from ocop.papers.packaging import ZIP_MEDIA, sealed_archive
from ocop.papers.report_calling import (
    PAPER_ACTS,
    newest_act,
    report_package_key,
    report_papers,
)
from ocop.papers.report_scene import ReportScene

REPORT_RECORD = "report.json"


def make_report_package(scene: ReportScene) -> int:
    """Make the package of a report as it stood after an act; 0 where it is there."""
    key = report_package_key(scene.report.id, scene.act.number)
    if scene.svc.shelf.holds(key):
        return 0
    report, content = scene.report, scene.content
    told = {
        "kind": "report",
        "report": report.id,
        "province": report.province,
        "unit": report.unit,
        "period": report.period,
        "content": content["sha256"],
        "head": scene.act.hash,
    }
    files = sorted(_files(scene), key=lambda one: one.name)
    scene.svc.shelf.put_parts(key, sealed_archive(scene.svc, files, told), ZIP_MEDIA)
    return 1


def _files(scene: ReportScene) -> Iterator[Content]:
    report = scene.report
    facts = {
        "id": report.id,
        "unit": report.unit,
        "level": report.level,
        "kind": report.kind,
        "period": report.period,
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "answering": list(report.answering),
        **scene.entered,
    }
    yield whole_file(REPORT_RECORD, facts)
    yield whole_file(REPORT_CONTENT, scene.content)
    yield whole_file(REPORT_ACTS, [encode(one) for one in scene.acts])
    yield from _law(scene)
    yield from _papers(scene)
    yield Content("proof.py", Path(proof.__file__).read_bytes)


def _law(scene: ReportScene) -> Iterator[Content]:
    """The plan, its indicators and duties, and the kind of report, as they were used."""
    plan = scene.programme.plans.at(scene.content["plan"])
    named = (
        (PLAN_FOLDER, f"{plan.id}@{plan.version}"),
        (INDICATOR_FOLDER, scene.content["indicators"]),
        (DUTY_FOLDER, plan.duties),
        (REPORT_FOLDER, scene.report.kind),
    )
    for folder, ref in named:
        yield whole_file(f"law/{folder.name}/{ref}.json", Published(folder, as_it_is).at(ref))


def _papers(scene: ReportScene) -> Iterator[Content]:
    """The papers of the newest act that has any, by the names they lie under."""
    act = newest_act(scene.acts, scene.act.content, PAPER_ACTS)
    for called in report_papers(scene.report.id, act):
        for format in called.layout.formats:
            key = called.key(format)
            if scene.svc.shelf.holds(key):
                name = f"papers/{called.layout.id}.{format}"
                yield Content(name, partial(scene.svc.shelf.read, key))
