"""`POST /v1/forms/{form}/submissions`, and all that a first submission loads: no page, no reading
of cases. tests/unit/test_imports.py watches over it.
"""

from ocop.filing.filing import file_form
from ocop.filing.idea import FORM, Receipt, submit_idea
from ocop.http import Reply, Request, json_reply
from ocop.web.asking import data_in, dossier_in, key_for
from ocop.web.desk import Desk, producer


def submit_form(desk: Desk, request: Request, form: str) -> Reply:
    """Files a form: an idea by anybody, a later form by the producer's link."""
    document = request.json()
    data, key = data_in(document, request.lang), key_for(desk, request, document)
    if form != FORM or document.get("dossier"):
        desk.svc.forms.get(form)
        holder = producer(desk, request, dossier_in(document, request.lang), "file")
        case = desk.svc.store.case(holder.dossier)
        return _receipt(file_form(desk.svc, case, holder, form, data, request.lang, key))
    province = desk.province(request)
    client = request.address
    return _receipt(submit_idea(desk.svc, province, data, request.lang, key, client=client))


def _receipt(receipt: Receipt) -> Reply:
    document = {
        "reference": receipt.reference,
        "dossier": receipt.dossier,
        "event": receipt.event,
    }
    return json_reply(document, 201, {"Location": f"/v1/cases/{receipt.reference}"})
