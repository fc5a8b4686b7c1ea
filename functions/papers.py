"""Papers: what an act calls for, made as DOCX, PDF and XLSX and laid into the bucket."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from typing import Any

from aws_lambda_powertools import Logger

from ocop.papers.making import make_papers
from ocop.wiring.services import services
from ocop.wiring.start import started

logger = Logger()


@started
def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Make the papers of one act; Lambda comes again where that fails."""
    made = make_papers(services(), event["dossier"], event["act"])
    logger.info("papers", made=made)
    return {"made": made}
