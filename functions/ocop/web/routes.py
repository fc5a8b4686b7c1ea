"""Every address there is: method, rule, and what answers, as "module:function" below `ocop.web`.
Those of the programme's office stand beside, in `programme_routes.py`.

`<name>` in a rule is one part of the path, passed by that name. A module is imported at the first
request to one of its addresses, so that a cold start pays for the one that is asked for alone.
"""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any

from ocop.http import Answer, Edge, Reply
from ocop.web.link_routes import REVIEW, WebRoute
from ocop.web.programme_routes import PROGRAMME_OFFICE

__all__ = ["OFFICE", "OFFICE_DOOR", "PORTAL", "REVIEW", "answer_named", "register"]


def register(
    edge: Edge,
    desk: Any,
    routes: Iterable[WebRoute],
    around: Callable[[Answer], Answer] | None = None,
) -> None:
    """Puts routes on an edge; each is answered with the desk, the request and the address's parts.

    `around` goes around each answer.
    """
    for method, rule, name in routes:
        answer = answer_named(name)
        edge.add(method, rule, partial(around(answer) if around else answer, desk))


def answer_named(name: str) -> Answer:
    """What answers, imported when it is first called."""
    module, _, function = name.partition(":")

    def answer(*given: object, **parts: str) -> Reply:
        reply: Reply = getattr(import_module(f"ocop.web.{module}"), function)(*given, **parts)
        return reply

    return answer


PORTAL: tuple[WebRoute, ...] = (
    ("GET", "/", "public.pages:show_home"),
    ("GET", "/forms", "public.pages:show_forms"),
    ("GET", "/about", "public.pages:show_about"),
    ("GET", "/privacy", "public.pages:show_privacy"),
    ("GET", "/products", "public.register:show_products"),
    ("GET", "/products.csv", "public.register:send_sheet"),
    ("GET", "/certificates/<number>", "public.certificate:show_certificate"),
    ("GET", "/certificates/<number>/report", "public.misuse:show_misuse_form"),
    ("POST", "/certificates/<number>/report", "public.misuse:take_misuse_form"),
    ("GET", "/certificates/<number>/<more>", "public.certificate:find_certificate"),
    ("GET", "/certificates/<number>/pictures/<picture>", "public.product_page:send_picture"),
    ("GET", "/assets/<name>", "public.pages:send_asset"),
    ("GET", "/forms/<form>", "public.forms:show_form"),
    ("POST", "/forms/<form>", "public.forms:take_form"),
    ("GET", "/cases", "public.tracking:search_case"),
    ("GET", "/cases/<reference>", "public.tracking:show_case"),
    ("POST", "/cases/<reference>", "public.tracking:open_case"),
    ("GET", "/v1/cases/<reference>", "public.tracking_api:send_case"),
    ("GET", "/received/<reference>", "public.received:show_receipt"),
    ("POST", "/received/<reference>", "public.received:correct_address"),
    ("GET", "/dossiers/<id>", "producer.pages:show_own_case"),
    ("POST", "/dossiers/<id>/confirm", "producer.pages:confirm_address"),
    ("GET", "/dossiers/<id>/evidence/<file>", "producer.pages:open_own_file"),
    ("GET", "/dossiers/<id>/papers/<paper>", "producer.papers:open_own_paper"),
    ("GET", "/dossiers/<id>/forms/<form>", "producer.forms:show_own_form"),
    ("POST", "/dossiers/<id>/forms/<form>", "producer.forms:take_own_form"),
    ("GET", "/dossiers/<id>/evidence", "producer.evidence:show_evidence"),
    ("POST", "/dossiers/<id>/evidence", "producer.evidence:add_evidence"),
    ("POST", "/dossiers/<id>/evidence/<file>/remove", "producer.evidence:remove_evidence"),
    ("GET", "/dossiers/<id>/gap", "producer.gap:show_gap"),
    ("GET", "/v1/dossiers/<id>/gap", "producer.gap:send_gap"),
    ("POST", "/dossiers/<id>/again", "producer.again:begin_own"),
    ("GET", "/dossiers/<id>/complaint", "producer.complaint:show_complaint"),
    ("POST", "/dossiers/<id>/complaint", "producer.complaint:take_complaint"),
    ("GET", "/dossiers/<id>/support", "producer.support:show_support"),
    ("POST", "/dossiers/<id>/support", "producer.support:take_support"),
    ("POST", "/v1/dossiers/<id>/support", "producer.support:ask_by_link"),
    ("GET", "/dossiers/<id>/product-page", "producer.product_page:show_page_form"),
    ("POST", "/dossiers/<id>/product-page", "producer.product_page:take_page_form"),
    ("POST", "/v1/dossiers/<id>/product-page", "producer.product_page:show_by_link"),
    ("GET", "/v1/dossiers/<id>/papers", "producer.papers:list_own_papers"),
    ("POST", "/v1/dossiers/<id>/complaint", "producer.complaint:complain_by_link"),
    ("POST", "/dossiers/<id>/forget", "forget:forget"),
    ("GET", "/programme", "public.programme:show_public_programme"),
    ("GET", "/v1/programme", "public.programme:send_public_programme"),
    ("GET", "/data", "public.open_data:show_data"),
    ("GET", "/data/years/<year>", "public.year_data:show_year_data"),
    ("GET", "/data/years/<year>/<file>", "public.year_data:send_year_file"),
    ("GET", "/data/<file>", "public.open_data:send_open_data"),
    ("GET", "/files/<register>/<id>/<file>", "public.open_files:open_public_file"),
    ("GET", "/events", "public.open_data:show_events"),
    ("GET", "/sales-points", "public.open_data:show_sales_points"),
    ("GET", "/law", "public.law:list_laws"),
    ("GET", "/law/<rulebook>", "public.law:show_law"),
    ("GET", "/.well-known/ocop-keys.json", "public.sealed:send_keys"),
    ("GET", "/.well-known/ocop-proof.py", "public.sealed:send_checker"),
    ("GET", "/openapi.json", "public.api:send_openapi"),
    ("GET", "/v1/forms", "public.api:list_forms"),
    ("GET", "/v1/forms/<form>", "public.api:send_form"),
    ("POST", "/v1/forms/<form>/submissions", "public.submissions_api:submit_form"),
    ("GET", "/v1/products", "public.api:list_products"),
    ("GET", "/v1/certificates/<number>", "public.api:send_certificate"),
    ("GET", "/v1/dossiers/<id>", "public.api:send_dossier"),
    ("GET", "/v1/criteria/<rulebook>", "public.criteria_api:list_criteria_sets"),
    ("GET", "/v1/criteria/<rulebook>/<number>", "public.criteria_api:send_criteria_set"),
    ("GET", "/v1/dossiers/<id>/drafts/<form>", "producer.drafts_api:send_draft"),
    ("PUT", "/v1/dossiers/<id>/drafts/<form>", "producer.drafts_api:save_draft"),
    ("POST", "/v1/dossiers/<id>/again", "producer.again:begin_by_link"),
    ("POST", "/v1/uploads", "producer.uploads_api:announce_upload"),
    ("DELETE", "/v1/dossiers/<id>/evidence/<file>", "producer.uploads_api:remove_upload"),
)

OFFICE_DOOR: tuple[WebRoute, ...] = (
    ("GET", "/office/sign-in", "office.sessions:show_sign_in"),
    ("POST", "/office/sign-in", "office.sessions:sign_in"),
    ("POST", "/office/sign-out", "office.sessions:sign_out"),
    ("GET", "/office/forgotten", "office.passwords:show_forgotten"),
    ("POST", "/office/forgotten", "office.passwords:mail_new_password"),
    ("GET", "/office/password/<token>", "office.passwords:show_password"),
    ("POST", "/office/password/<token>", "office.passwords:take_password"),
)

OFFICE: tuple[WebRoute, ...] = (
    ("GET", "/office", "office.cases:show_work"),
    ("GET", "/office/dossiers/<id>", "office.cases:show_dossier"),
    ("GET", "/office/dossiers/<id>/evidence/<file>", "office.cases:open_office_file"),
    ("GET", "/office/dossiers/<id>/papers/<paper>", "office.made_papers:open_made_paper"),
    ("POST", "/office/dossiers/<id>/papers/<paper>", "office.made_papers:make_paper_again"),
    ("GET", "/office/dossiers/<id>/packages/<kind>", "office.packages:open_package"),
    ("POST", "/office/dossiers/<id>/packages/<kind>", "office.packages:order_package"),
    ("GET", "/v1/office/dossiers/<id>/packages/<kind>", "office.packages:send_package"),
    (
        "POST",
        "/v1/office/dossiers/<id>/packages/<kind>",
        "office.packages:order_package_by_program",
    ),
    ("GET", "/office/dossiers/<id>/<assignment>/decide", "office.acting:show_deciding"),
    ("POST", "/office/dossiers/<id>/<assignment>/decide", "office.acting:take_decision"),
    ("POST", "/office/dossiers/<id>/again", "office.again:begin_for_producer"),
    ("POST", "/v1/office/dossiers/<id>/again", "office.again:begin_by_account"),
    ("GET", "/v1/office/worklist", "office.api:send_work"),
    ("GET", "/v1/office/dossiers/<id>", "office.api:send_office_dossier"),
    ("POST", "/v1/office/dossiers/<id>/<assignment>/decide", "office.api:decide_by_account"),
    ("GET", "/office/dossiers/<id>/<assignment>/evidence", "office.papers:show_office_papers"),
    ("POST", "/office/dossiers/<id>/<assignment>/evidence", "office.papers:add_office_paper"),
    (
        "POST",
        "/office/dossiers/<id>/<assignment>/evidence/<file>/remove",
        "office.papers:remove_office_paper",
    ),
    (
        "POST",
        "/v1/office/dossiers/<id>/<assignment>/uploads",
        "office.papers:announce_office_paper",
    ),
    (
        "DELETE",
        "/v1/office/dossiers/<id>/<assignment>/evidence/<file>",
        "office.papers:delete_office_paper",
    ),
    ("GET", "/office/dossiers/<id>/links", "office.links:show_links"),
    ("POST", "/office/dossiers/<id>/links/<act>", "office.links:act_on_links"),
    ("GET", "/v1/office/dossiers/<id>/links", "office.links:send_links"),
    ("POST", "/v1/office/dossiers/<id>/links", "office.links:act_on_links_by_program"),
    ("GET", "/office/dossiers/<id>/redo", "office.redo:show_redo"),
    ("POST", "/office/dossiers/<id>/redo", "office.redo:take_redo"),
    ("POST", "/v1/office/dossiers/<id>/redo", "office.redo:redo_by_program"),
    ("GET", "/office/dossiers/<id>/inquiry", "office.inquiries:show_inquiry"),
    ("POST", "/office/dossiers/<id>/inquiry/<act>", "office.inquiries:act_on_inquiry"),
    ("GET", "/v1/office/dossiers/<id>/inquiry", "office.inquiries:send_inquiry"),
    (
        "POST",
        "/v1/office/dossiers/<id>/inquiry/<act>",
        "office.inquiries:act_on_inquiry_by_program",
    ),
    ("GET", "/office/dossiers/<id>/custody", "office.custody:show_custody"),
    ("POST", "/office/dossiers/<id>/custody", "office.custody:record_custody"),
    ("GET", "/v1/office/dossiers/<id>/custody", "office.custody:send_custody"),
    ("POST", "/v1/office/dossiers/<id>/custody", "office.custody:record_by_program"),
    ("GET", "/office/tasks", "office.duty_lists:show_duties"),
    ("GET", "/office/tasks/<id>", "office.duties:show_duty"),
    ("POST", "/office/tasks/<id>/<act>", "office.duties:act_on_duty"),
    ("GET", "/v1/office/tasks", "office.duty_lists:send_duties"),
    ("GET", "/v1/office/tasks/<id>", "office.duty_api:send_duty"),
    ("POST", "/v1/office/tasks/<id>/<act>", "office.duty_api:act_by_program"),
    ("GET", "/office/councils", "office.councils:show_councils"),
    ("GET", "/v1/office/councils", "office.councils:send_councils"),
    ("GET", "/office/rounds", "office.rounds:show_rounds"),
    ("GET", "/office/rounds/new", "office.rounds:show_new_round"),
    ("POST", "/office/rounds/new", "office.rounds:take_new_round"),
    ("GET", "/office/rounds/<id>", "office.round_page:show_round"),
    ("POST", "/office/rounds/<id>/remind", "office.round_desk:remind_members"),
    ("POST", "/office/rounds/<id>/<verb>", "office.round_page:act_on_round"),
    ("GET", "/v1/office/rounds", "office.rounds_api:send_rounds"),
    ("POST", "/v1/office/rounds", "office.rounds_api:prepare_by_program"),
    ("GET", "/v1/office/rounds/<id>", "office.rounds_api:send_round"),
    ("POST", "/v1/office/rounds/<id>/<verb>", "office.rounds_api:turn_by_program"),
    ("GET", "/office/renewals", "office.renewals:show_renewals"),
    ("GET", "/office/renewals.csv", "office.renewals:send_renewals_sheet"),
    ("GET", "/v1/office/renewals", "office.renewals:send_renewals"),
    ("GET", "/office/trouble", "office.troubles:show_trouble"),
    ("POST", "/office/trouble", "office.troubles:put_right"),
    ("GET", "/office/security", "office.security:show_security"),
    ("POST", "/office/security/codes", "office.security:take_code"),
    ("POST", "/office/security/password", "office.security:change_password"),
    ("GET", "/office/certificates", "office.imports:show_import"),
    ("POST", "/office/certificates", "office.imports:take_sheet_in"),
    ("POST", "/v1/office/certificates/import", "office.imports:import_by_program"),
    ("GET", "/office/certificates/<number>", "office.certificates:show_overseen"),
    ("GET", "/office/certificates/<number>/page", "office.product_page:show_removal"),
    ("POST", "/office/certificates/<number>/page", "office.product_page:take_removal"),
    ("POST", "/v1/office/certificates/<number>/page", "office.product_page:take_down_by_program"),
    ("GET", "/office/certificates/<number>/<matter>", "office.certificates:show_opening"),
    ("POST", "/office/certificates/<number>/<matter>", "office.certificates:take_opening"),
    ("GET", "/v1/office/dossiers/<id>/papers", "office.made_papers:list_made_papers"),
    ("GET", "/v1/office/certificates/<number>", "office.certificates:send_overseen"),
    ("POST", "/v1/office/certificates/<number>/<matter>", "office.certificates:open_by_program"),
    ("GET", "/office/decisions", "office.joint:show_decisions"),
    ("POST", "/office/decisions/preview", "office.joint:preview_decisions"),
    ("POST", "/office/decisions/release", "office.joint:release_decisions"),
    ("POST", "/office/decisions/undo", "office.joint_held:undo_decisions"),
    ("GET", "/v1/office/decisions", "office.joint_api:send_ready"),
    ("POST", "/v1/office/decisions", "office.joint_api:release_by_program"),
    ("POST", "/v1/office/decisions/preview", "office.joint_api:preview_by_program"),
    ("POST", "/v1/office/decisions/undo", "office.joint_api:undo_by_program"),
    ("GET", "/office/meetings/<id>", "office.meetings:show_meeting"),
    ("GET", "/office/meetings/<id>/<part>", "office.meeting_forms:show_meeting_part"),
    ("POST", "/office/meetings/<id>/<part>", "office.meeting_forms:take_meeting_part"),
    (
        "GET",
        "/office/meetings/<id>/products/<dossier>",
        "office.meeting_forms:show_meeting_product",
    ),
    (
        "POST",
        "/office/meetings/<id>/products/<dossier>",
        "office.meeting_forms:take_meeting_product",
    ),
    ("GET", "/v1/office/meetings/<id>", "office.meetings_api:send_meeting"),
    (
        "POST",
        "/v1/office/meetings/<id>/<part>",
        "office.meetings_api:record_meeting_by_program",
    ),
    (
        "POST",
        "/v1/office/meetings/<id>/products/<dossier>",
        "office.meetings_api:record_product_by_program",
    ),
    *PROGRAMME_OFFICE,
    ("GET", "/v1/office/province", "office.provinces_api:send_province"),
    ("PUT", "/v1/office/province", "office.provinces_api:replace_province"),
    ("GET", "/v1/office/province/versions", "office.provinces_api:list_versions"),
)
