"""Figures of a period as they are compiled for a report: as JSON with a digest, and as a sheet."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ocop.base.text import Lang, pick
from ocop.base.workbook_out import XLSX_MEDIA, write_workbook
from ocop.catalogue.texts import say
from ocop.http import Reply, Request, json_reply
from ocop.plans.indicator import Indicator, PlanIndicators
from ocop.programme.compiled import compiled_report
from ocop.programme.periods import report_period
from ocop.programme.wording import figure_text, state_text
from ocop.web.office.board_seat import BoardSeat, board_seat
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.record_parts import in_parts

FIGURE_COLUMN = {2}


def send_compiled(desk: OfficeDesk, request: Request) -> Reply:
    """What is compiled, as JSON: its records and a SHA-256 over the canonical form of the rest."""
    seat = board_seat(desk, request)
    return json_reply(in_parts(_compiled(seat), request))


def send_compiled_file(desk: OfficeDesk, request: Request) -> Reply:
    """The same to take along: as JSON, or its tables as a workbook."""
    seat = board_seat(desk, request)
    document = _compiled(seat)
    name = f"report-{document['unit']}-{document['period']}"
    if request.query.get("format") == "xlsx":
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        book = write_workbook(compiled_sheet(seat, document), FIGURE_COLUMN)
        return Reply(200, content=XLSX_MEDIA, headers=headers, raw=book)
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    text = json.dumps(in_parts(document, request), ensure_ascii=False, indent=1)
    return Reply(200, text, "application/json; charset=utf-8", headers)


def _compiled(seat: BoardSeat) -> dict[str, Any]:
    period = report_period(seat.request.query.get("period", ""))
    return compiled_report(seat.svc, seat.who.province, seat.unit, period)


def compiled_sheet(seat: BoardSeat, document: Mapping[str, Any]) -> list[list[str]]:
    """Indicators, what was done, units of which nothing was kept, and the digest, line by line."""
    lang, indicators = seat.lang, seat.svc.indicators.at(document["indicators"])
    return [
        [say(lang, f"programme.column_{name}") for name in ("id", "counted", "figure", "state")],
        *(_indicator_line(indicators, one, lang) for one in document["figures"]),
        *([name, seat.names.measure(name), str(n), ""] for name, n in document["done"].items()),
        *(
            [code, pick(seat.who.province.unit_name(code), lang), "", say(lang, "programme.silent")]
            for code in document["without_records"]
        ),
        ["SHA-256", document["sha256"], "", f"{document['from']} – {document['to']}"],
    ]


def _indicator_line(indicators: PlanIndicators, told: Mapping[str, Any], lang: Lang) -> list[str]:
    indicator = indicators.get(told["id"])
    figure = told_figure(told, indicator, lang)
    return [told["id"], pick(indicator.title, lang), figure, state_text(told["state"], lang)]


def told_figure(told: Mapping[str, Any], indicator: Indicator, lang: Lang) -> str:
    """The figure of an indicator in a document, with its unit."""
    actual = None if told["actual"] is None else Fraction(told["actual"])
    return figure_text(actual, pick(indicator.unit, lang), lang)
