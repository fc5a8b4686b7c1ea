"""The producer's pages behind the emailed link: the case, what to do, what was filed."""

from collections.abc import Mapping

from ocop.base.pointers import Json
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.filing.idea import confirm
from ocop.html.views import Button, Link, Notice
from ocop.html.views_pages import Confirm, ProducerPage
from ocop.http.reply import Reply, see_other
from ocop.http.request import Asked
from ocop.web.asking.drawer import Drawer
from ocop.web.desk import Desk, producer, say
from ocop.web.producer.evidence import drawer_of
from ocop.web.producer.todo import opens, tasks
from ocop.web.reading.exhibits import file_address
from ocop.web.reading.filed import results, submissions
from ocop.web.reading.reading import Reading

Fields = Mapping[str, Json]


def dossier(desk: Desk, asked: Asked, id: str) -> Reply:
    """The producer's own page; before the address is confirmed, the page that confirms it."""
    drawer = drawer_of(desk, asked, id, "view")
    reading = drawer.reading
    if reading.case.status == "unconfirmed":
        return desk.show(asked, "confirm", _confirmation(reading), at=reading.province)
    return desk.show(asked, "producer", _page(drawer, asked), at=reading.province)


def confirmed(desk: Desk, asked: Asked, id: str) -> Reply:
    """The deliberate press of a button. A scanner that sends the form empty confirms nothing."""
    if asked.form().get("_do") != "submit":
        return dossier(desk, asked, id)
    confirm(desk.svc, producer(desk, asked, id, "file"))
    return see_other(f"/dossiers/{id}")


def evidence_file(desk: Desk, asked: Asked, id: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    holder = producer(desk, asked, id)
    return see_other(file_address(Reading.open(desk, id, asked.lang), holder.id, file))


def _confirmation(reading: Reading) -> Confirm:
    lang: Lang = reading.lang
    labels = {"vi": ("Sản phẩm", "Chủ thể", "Mã hồ sơ"), "en": ("Product", "Producer", "Reference")}
    found: Case = reading.case
    values = (found.subject.product, found.subject.organisation, found.reference)
    title = {"vi": "Xác nhận địa chỉ thư", "en": "Confirm your address"}[lang]
    text = {
        "vi": "Bấm nút dưới đây để chúng tôi biết thư đã đến đúng người. "
        "Sau đó ý tưởng được chuyển đến {reader}.",
        "en": "Press the button so that we know the mail reached the right person. "
        "The idea then goes to {reader}.",
    }
    note = {
        "vi": "Nếu bạn không đăng ký gì, xin đóng trang này; sẽ không có gì xảy ra.",
        "en": "If you have not registered anything, close this page; nothing will happen.",
    }
    label = {"vi": "Đúng là thư của tôi", "en": "Yes, this is my address"}[lang]
    button = Button(f"/dossiers/{found.id}/confirm", label, tone="primary")
    facts = tuple(zip(labels[lang], values, strict=True))
    told = say(lang)(text, reader=reading.first_reader)
    return Confirm(title, told, button, facts, note[lang])


def _page(drawer: Drawer, asked: Asked) -> ProducerPage:
    reading, found = drawer.reading, drawer.own()
    label = {"vi": "Tải thêm minh chứng", "en": "Add evidence"}[reading.lang]
    return ProducerPage(
        reading.case.reference,
        reading.case.subject.product,
        reading.case.subject.organisation,
        reading.state,
        reading.steps,
        reading.timeline("producer"),
        tasks(reading),
        reading.due,
        _filed(reading, asked),
        list(found.values()),
        Link(label, drawer.address) if drawer.is_open else None,
        results(reading),
        submissions(reading, found, own=True),
        certificate=reading.case.subject.certificate,
        wait=opens(reading),
    )


def _filed(reading: Reading, asked: Asked) -> Notice | None:
    form = asked.query.get("filed", "")
    if form not in reading.case.filed:
        return None
    title = say(reading.lang)(
        {"vi": "Đã nhận: {form}", "en": "Received: {form}"}, form=reading.form_title(form)
    )
    return Notice("good", title)
