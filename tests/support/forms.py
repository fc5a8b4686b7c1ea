"""The forms as the tests serve them: made-up choices, the criteria set for rice products."""

from functools import lru_cache
from typing import Any

from ocop.base.text import Lang
from ocop.forms.check import FormCheck
from ocop.forms.form import Form, published_forms
from ocop.forms.serve import served_schema
from tests.support.scoring import load_set

CHOICES = {
    "communes": [
        ("10101", {"vi": "Xã Bình Minh", "en": "Binh Minh commune"}),
        ("10102", {"vi": "Xã Hòa Bình", "en": "Hoa Binh commune"}),
    ],
    "units": [("10101", {"vi": "Xã A", "en": "A"}), ("9901", {"vi": "Sở B", "en": "B"})],
    "criteria-sets": [
        ("06", {"vi": "Chế biến từ gạo, ngũ cốc", "en": "Processed rice and cereal products"}),
        ("26", {"vi": "Du lịch", "en": "Tourism"}),
    ],
    "outcomes": [
        ("selected", {"vi": "Chọn", "en": "Select"}),
        ("propose", {"vi": "Đề nghị tỉnh đánh giá", "en": "Propose to the province"}),
        ("ready", {"vi": "Đủ điều kiện đưa ra Hội đồng", "en": "Ready for the council"}),
    ],
    "team": [
        ("tu-van-1", {"vi": "Trần Văn Sậy", "en": "Trần Văn Sậy"}),
        ("tu-van-2", {"vi": "Lê Thị Lau", "en": "Lê Thị Lau"}),
    ],
    "teams": [
        ("b" * 26, {"vi": "Tổ theo quyết định 7/QĐ-UBND", "en": "Team by decision 7/QĐ-UBND"}),
        ("c" * 26, {"vi": "Tổ theo quyết định 8/QĐ-UBND", "en": "Team by decision 8/QĐ-UBND"}),
    ],
    "withdrawal-grounds": [
        ("law-broken", {"vi": "Vi phạm pháp luật về sản phẩm", "en": "Laws on the product broken"}),
        ("mark-misused", {"vi": "Dùng sai nhãn hiệu OCOP", "en": "OCOP mark misused"}),
    ],
}
FORMS = published_forms()
RICE = load_set("26-2026", 6)


def the_form(form: str) -> Form:
    """The newest version of a form."""
    return FORMS.get(form)


@lru_cache(maxsize=64)
def schema_of(form: str, lang: Lang = "vi") -> dict[str, Any]:
    """A form's served schema with the made-up choices, for rice products."""
    return served_schema(the_form(form), lang, CHOICES, RICE)


@lru_cache(maxsize=64)
def check_of(form: str, lang: Lang = "vi") -> FormCheck:
    """A form's compiled check."""
    return FormCheck(schema_of(form, lang), lang)


def mistakes(form: str, data: object, lang: Lang = "vi") -> dict[str, str]:
    """Pointer to sentence for everything wrong with the data."""
    return {e.pointer: e.detail for e in check_of(form, lang).check(data).errors}
