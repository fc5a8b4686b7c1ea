"""Papers: what an act calls for, made as DOCX, PDF and XLSX and laid into the bucket; and the
signature of the certificate that it gives; the papers of reports; pictures for buyers;
files of years; large sheets that officers send, and those that they ask for.
"""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from ocop.certificates.sealing import seal_certificate
from ocop.jobs.large_sheets import make_sheet, take_large_sheet
from ocop.jobs.walks import Enough
from ocop.papers.making import make_papers
from ocop.papers.packaging import make_package
from ocop.papers.pictures import lay_out_pictures
from ocop.papers.report_making import make_report_files
from ocop.papers.year_files import make_year_files
from ocop.wiring.services import programme_services, services
from ocop.wiring.start import started

RESERVE = 60_000  # milliseconds, for the step in hand when the time is over
logger = Logger()


@started
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Sign what one act has given, then make its papers; or make a package of a case. Lambda comes
    again where that fails.
    """
    if "year_files" in event:
        return {"made": make_year_files(services(), event["year_files"])}
    if "sheet" in event:
        return _taken(event, lambda: context.get_remaining_time_in_millis() < RESERVE)
    if "export" in event:
        return {"made": make_sheet(services(), event["province"], event["export"])}
    if "report" in event:
        return {"made": make_report_files(services(), programme_services(), event)}
    return _of_case(event)


def _taken(event: dict[str, Any], enough: Enough) -> dict[str, Any]:
    return {"made": take_large_sheet(services(), event["province"], event["sheet"], enough)}


def _of_case(event: dict[str, Any]) -> dict[str, Any]:
    dossier, act = event["dossier"], event.get("act", "")
    if kind := event.get("package"):
        fresh = make_package(services(), dossier, kind)
        logger.info("package", dossier=dossier, kind=kind, made=fresh)
        return {"made": int(fresh)}
    signed = seal_certificate(services(), dossier, act)
    made = make_papers(services(), dossier, act) + lay_out_pictures(services(), dossier, act)
    logger.info("papers", made=made, signed=signed)
    return {"made": made, "signed": signed}
