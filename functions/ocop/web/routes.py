"""Every address there is: method, rule, and what answers, as "module:function" below `ocop.web`.

`<name>` in a rule is one part of the path, passed by that name. A module is imported at the first
request to one of its addresses, so that a cold start pays for the one that is asked for alone.
"""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any

from ocop.http.edge import Edge
from ocop.http.reply import Reply

Route = tuple[str, str, str]
Answer = Callable[..., Reply]


def register(
    edge: Edge, desk: Any, routes: Iterable[Route], around: Callable[[Answer], Answer] | None = None
) -> None:
    """Puts routes on an edge; each is answered with the desk, the request and the address's parts.

    `around` goes around each answer.
    """
    for method, rule, name in routes:
        answer = by_name(name)
        edge.add(method, rule, partial(around(answer) if around else answer, desk))


def by_name(name: str) -> Answer:
    """What answers, imported when it is first called."""
    module, _, function = name.partition(":")

    def answer(*given: object, **parts: str) -> Reply:
        found: Reply = getattr(import_module(f"ocop.web.{module}"), function)(*given, **parts)
        return found

    return answer


PORTAL: tuple[Route, ...] = (
    ("GET", "/", "public.pages:home"),
    ("GET", "/forms", "public.pages:forms"),
    ("GET", "/about", "public.pages:about"),
    ("GET", "/products", "public.pages:products"),
    ("GET", "/certificates/<number>", "public.pages:certificate"),
    ("GET", "/assets/<name>", "public.pages:asset"),
    ("GET", "/forms/<form>", "public.forms:any_form"),
    ("POST", "/forms/<form>", "public.forms:any_form_posted"),
    ("GET", "/cases", "public.tracking:search"),
    ("GET", "/cases/<reference>", "public.tracking:case"),
    ("POST", "/cases/<reference>", "public.tracking:opened"),
    ("GET", "/v1/cases/<reference>", "public.tracking:case_api"),
    ("GET", "/received/<reference>", "public.received:received"),
    ("POST", "/received/<reference>", "public.received:corrected"),
    ("GET", "/dossiers/<id>", "producer.pages:dossier"),
    ("POST", "/dossiers/<id>/confirm", "producer.pages:confirmed"),
    ("GET", "/dossiers/<id>/evidence/<file>", "producer.pages:evidence_file"),
    ("GET", "/dossiers/<id>/forms/<form>", "producer.forms:form_page"),
    ("POST", "/dossiers/<id>/forms/<form>", "producer.forms:form_posted"),
    ("GET", "/dossiers/<id>/evidence", "producer.evidence:evidence"),
    ("POST", "/dossiers/<id>/evidence", "producer.evidence:evidence_asked"),
    ("POST", "/dossiers/<id>/evidence/<file>/remove", "producer.evidence:evidence_removed"),
    ("POST", "/dossiers/<id>/forget", "forget:forget"),
    ("GET", "/openapi.json", "public.api:openapi"),
    ("GET", "/v1/forms", "public.api:forms"),
    ("GET", "/v1/forms/<form>", "public.api:form"),
    ("POST", "/v1/forms/<form>/submissions", "public.submissions_api:submit"),
    ("GET", "/v1/products", "public.api:products"),
    ("GET", "/v1/certificates/<number>", "public.api:certificate"),
    ("GET", "/v1/dossiers/<id>", "public.api:dossier"),
    ("GET", "/v1/criteria/<rulebook>", "public.criteria_api:criteria_list"),
    ("GET", "/v1/criteria/<rulebook>/<number>", "public.criteria_api:criteria_set"),
    ("GET", "/v1/dossiers/<id>/drafts/<form>", "producer.drafts_api:draft"),
    ("PUT", "/v1/dossiers/<id>/drafts/<form>", "producer.drafts_api:draft_saved"),
    ("POST", "/v1/uploads", "producer.uploads_api:upload"),
    ("DELETE", "/v1/dossiers/<id>/evidence/<file>", "producer.uploads_api:removed"),
)

REVIEW: tuple[Route, ...] = (
    ("POST", "/r/renew", "deadlinks:renew"),
    ("GET", "/r/renewed", "deadlinks:renewed"),
    ("POST", "/r/<key>/forget", "forget:forget"),
    ("GET", "/r/gone/<verb>", "reviewer.pages:gone"),
    ("GET", "/r/<key>", "reviewer.pages:opened"),
    ("GET", "/r/<key>/decided", "reviewer.pages:told_decided"),
    ("GET", "/r/<key>/evidence/<file>", "reviewer.pages:evidence_file"),
    ("GET", "/r/<key>/evidence", "reviewer.papers:opened"),
    ("POST", "/r/<key>/evidence", "reviewer.papers:announced"),
    ("POST", "/r/<key>/evidence/<file>/remove", "reviewer.papers:removed"),
    ("POST", "/v1/reviews/<key>/uploads", "reviewer.papers:api_announced"),
    ("DELETE", "/v1/reviews/<key>/evidence/<file>", "reviewer.papers:api_removed"),
    ("POST", "/r/<key>/decide", "reviewer.pages:decided"),
    ("POST", "/r/<key>/save", "reviewer.pages:sheet_posted"),
    ("POST", "/r/<key>/<verb>", "reviewer.pages:left"),
    ("GET", "/v1/reviews/<key>", "reviewer.api:read"),
    ("PUT", "/v1/reviews/<key>", "reviewer.api:save"),
    ("POST", "/v1/reviews/<key>/submit", "reviewer.api:submit"),
    ("POST", "/v1/reviews/<key>/decide", "reviewer.api:decided"),
    ("POST", "/v1/reviews/<key>/<verb>", "reviewer.api:leave"),
)

OFFICE_DOOR: tuple[Route, ...] = (
    ("GET", "/office/sign-in", "office.sessions:sign_in_page"),
    ("POST", "/office/sign-in", "office.sessions:sign_in"),
    ("POST", "/office/sign-out", "office.sessions:sign_out"),
    ("GET", "/office/forgotten", "office.passwords:forgotten_page"),
    ("POST", "/office/forgotten", "office.passwords:forgotten"),
    ("GET", "/office/password/<token>", "office.passwords:password_page"),
    ("POST", "/office/password/<token>", "office.passwords:password"),
)

OFFICE: tuple[Route, ...] = (
    ("GET", "/office", "office.pages:show_work"),
    ("GET", "/office/dossiers/<id>", "office.pages:dossier"),
    ("GET", "/office/dossiers/<id>/evidence/<file>", "office.pages:evidence_file"),
    ("POST", "/office/dossiers/<id>/<assignment>/decide", "office.pages:decided"),
    ("GET", "/v1/office/worklist", "office.pages:api_worklist"),
    ("GET", "/v1/office/dossiers/<id>", "office.pages:api_dossier"),
    ("POST", "/v1/office/dossiers/<id>/<assignment>/decide", "office.pages:api_decided"),
    ("GET", "/office/dossiers/<id>/<assignment>/evidence", "office.papers:opened"),
    ("POST", "/office/dossiers/<id>/<assignment>/evidence", "office.papers:announced"),
    ("POST", "/office/dossiers/<id>/<assignment>/evidence/<file>/remove", "office.papers:removed"),
    ("POST", "/v1/office/dossiers/<id>/<assignment>/uploads", "office.papers:api_announced"),
    (
        "DELETE",
        "/v1/office/dossiers/<id>/<assignment>/evidence/<file>",
        "office.papers:api_removed",
    ),
    ("GET", "/office/trouble", "office.troubles:trouble"),
    ("POST", "/office/trouble", "office.troubles:put_right"),
    ("GET", "/office/security", "office.passwords:security_page"),
    ("POST", "/office/security/codes", "office.passwords:second_factor"),
    ("POST", "/office/security/password", "office.passwords:change_password"),
    ("GET", "/v1/office/province", "office.provinces_api:read"),
    ("PUT", "/v1/office/province", "office.provinces_api:replace_document"),
    ("GET", "/v1/office/province/versions", "office.provinces_api:versions"),
)
