"""What the programme has to reach and how far it is, for everybody, as counted last night."""

from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.html import Heading, Link, Notice, Paragraph, Subheading, TargetList, WebPage, show
from ocop.http import Reply, Request, json_reply
from ocop.web.public.desk import PortalDesk
from ocop.web.showing import ProgrammeNames, charts_of, line_document, snapshot_target


def show_public_programme(desk: PortalDesk, request: Request) -> Reply:
    """Targets with their actual figures, and charts."""
    lang, title = request.lang, say(request.lang, "programme.title")
    province = desk.province(request)
    try:
        board = desk.programme.store.kept_board(province.code)
    except NotFound:
        none = Notice(tone="info", title=say(lang, "programme.no_board"))
        page = WebPage(title=title, parts=[Heading(title=title), none])
        return desk.show(request, page, public=True, at=province)
    names = ProgrammeNames(desk.programme, desk.svc.criteria, province, lang)
    lines = [snapshot_target(one, lang) for one in board.lines]
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(title=title, lead=pick(board.title, lang)),
            Paragraph(text=say(lang, "programme.as_of_night", day=show.day(board.day, lang))),
            TargetList(label=title, lines=lines),
            Subheading(text=say(lang, "programme.charts")),
            *charts_of(board.charts, names.of_charts, lang),
            Paragraph(text="", link=Link(label="JSON", href="/v1/programme")),
        ],
    )
    return desk.show(request, page, public=True, at=province)


def send_public_programme(desk: PortalDesk, request: Request) -> Reply:
    """The same as JSON. Raises NotFound before the first night."""
    board = desk.programme.store.kept_board(desk.province(request).code)
    return json_reply(
        {
            "province": board.province,
            "plan": board.plan,
            "day": board.day.isoformat(),
            "indicators": [line_document(one, request.lang) for one in board.lines],
            "charts": board.charts,
        }
    )
