"""What people write into the forms: the documents of producers, officers and advisors."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from infra.demo.story import Product, Step

Document = dict[str, Any]
MILLION = 1_000_000
SIGNER = "Nguyễn Văn Mẫu"
TEAM = "Nguyễn Thị Mẫu, cơ quan OCOP tỉnh; Trần Văn Mẫu, cơ quan an toàn thực phẩm"


def idea(product: Product, place: str) -> Document:
    """The product idea."""
    return {
        "product_name": product.name,
        "criteria_set": f"{product.set_number:02d}",
        "novelty": "existing",
        "description": product.description,
        "core_value": product.core_value,
        "local_materials": product.materials,
        "missing": product.improvements,
        "target_star": product.target_star,
        "producer_kind": product.kind,
        "organisation": product.organisation,
        "representative": product.representative,
        "commune": product.commune,
        "address": f"Thôn Mẫu, {place}",
        "phone": product.phone,
        "email": product.email,
        "language": product.language,
        "consent": True,
    }


def plan(product: Product, day: date) -> Document:
    """The business plan."""
    return {
        "target_star": product.target_star,
        "organisation_plan": {
            "structure": "Giám đốc, kế toán, tổ sản xuất và tổ bán hàng.",
            "workers": 14,
            "local_workers": 12,
        },
        "market": {
            "customers": "Gia đình trong tỉnh, cửa hàng thực phẩm sạch, khách du lịch.",
            "channels": "Chợ xã, điểm bán OCOP của tỉnh, trang bán hàng của chủ thể.",
        },
        "product": {"improvements": product.improvements},
        "materials": {"sources": product.materials},
        "finance": {
            "capital": 600 * MILLION,
            "loan": 200 * MILLION,
            "revenue": 1800 * MILLION,
            "cost": 1450 * MILLION,
        },
        "schedule": [
            {
                "work": "Hoàn thiện bao bì, nhãn và giấy tờ chất lượng",
                "from": day.isoformat(),
                "to": (day + timedelta(days=60)).isoformat(),
                "who": "Tổ sản xuất",
            }
        ],
    }


def progress(product: Product, day: date) -> Document:
    """A report of how the plan goes."""
    return {
        "from": (day - timedelta(days=28)).isoformat(),
        "to": day.isoformat(),
        "percent": 70,
        "done": f"Đã làm được: {product.improvements}",
        "problems": "Xưởng in giao bao bì chậm một tuần.",
    }


def registration(product: Product, place: str, group: str) -> Document:
    """Form 01."""
    return {
        "organisation": product.organisation,
        "representative": product.representative,
        "position": "Giám đốc",
        "address": f"Thôn Mẫu, {place}",
        "phone": product.phone,
        "email": product.email,
        "product_name": product.name,
        "product_group": group,
        "occasion": "first",
        "report_original": True,
        "report_electronic": True,
        "samples": 5,
        "pledge": True,
    }


def self_assessment(
    product: Product, place: str, levels: Mapping[str, str], files: Sequence[str]
) -> Document:
    """Form 02: each criterion's level as the producer sees it, the files beside the first ones."""
    criteria: dict[str, Any] = {name: {"level": level} for name, level in levels.items()}
    for name, file in zip(criteria, files, strict=False):
        paper = {"kind": "other", "file": file, "note": "Bản chụp giấy tờ"}
        criteria[name] |= {"description": product.materials, "evidence": [paper]}
    return {
        "general": _general(product, place),
        "plan_result": {
            "production": product.materials,
            "quality": product.improvements,
            "market": "Bán trong tỉnh và qua ba cửa hàng ở thành phố.",
            "revenue": 1750 * MILLION,
            "profit": 260 * MILLION,
        },
        "criteria": criteria,
        "plan": {
            "product": "Giữ chất lượng đều, thêm một quy cách đóng gói nhỏ.",
            "production": "Mở rộng vùng nguyên liệu cùng các hộ trong xã.",
            "market": "Tham gia hội chợ của tỉnh, bán qua sàn thương mại điện tử.",
        },
    }


def _registered(product: Product, place: str) -> Document:
    """Kinds of producers that the law wants registered say by what; others when they were founded.

    The numbers are made up: 99 is no province's.
    """
    if product.kind in ("cooperative-group", "tourism-body"):
        return {"founded": "2018-03-12"}
    by_tax_number = product.kind in ("cooperative", "small-medium-enterprise")
    return {
        "registration_number": "9900000016" if by_tax_number else "99A8000016",
        "registered_on": "2018-03-12",
        "registered_by": f"Cơ quan đăng ký kinh doanh cấp tỉnh (mẫu), {place}",
    }


def _general(product: Product, place: str) -> Document:
    return {
        **_registered(product, place),
        "organisation": product.organisation,
        "producer_kind": product.kind,
        "address": f"Thôn Mẫu, {place}",
        "phone": product.phone,
        "email": product.email,
        "representative": product.representative,
        "product_name": product.name,
        "specification": product.description,
        "history": f"{product.organisation} do người trong xã lập ra để giữ nghề và bán chung.",
        "structure": "Giám đốc, kế toán, tổ sản xuất và tổ bán hàng.",
    }


def verdict(step: Step, asked: set[str]) -> Document:
    """An officer's answer to whichever form asks for these fields.

    A story told of several products numbers its decisions by the day of the year: "{day}".
    """
    said = {"outcome": step.text("outcome"), "reason": step.text("reason")}
    if "local_labour" in asked:
        return _filled({**_commune_report(), **_on_paper(asked), **_proposal(step), **said})
    if "lab_tests" in asked:
        return _filled({**_advice(asked), **said})
    if "visited_on" in asked:
        return _filled({**_inspection_report(step), **said})
    day = {"decision_date": step.day.isoformat(), "signer": step.text("signer") or SIGNER}
    number = step.text("number").format(day=step.day.timetuple().tm_yday)
    paper = {"decision_number": number, **day}
    centre = {"central_total": step.text("total")}
    more = {**centre, **_on_paper(asked)}
    return _filled({**said, **(paper if paper["decision_number"] else {}), **more})


def inspection_plan(step: Step) -> Document:
    """A visit of this day."""
    return {"kind": "sudden", "visit_on": step.day.isoformat(), "team": TEAM}


def complaint(product: Product, step: Step) -> Document:
    """What the producer says against a decision."""
    return {
        "against": step.text("against"),
        "demand": step.text("demand"),
        "representative": product.representative,
        "phone": product.phone,
    }


def _inspection_report(step: Step) -> Document:
    return {
        "visited_on": step.day.isoformat(),
        "team": TEAM,
        "criteria": {"verdict": "kept"},
        "mark": {"verdict": "broken", "remark": step.text("remark")},
        "product_law": {"verdict": "not-checked"},
        "concluded_on": step.day.isoformat(),
        "ground": step.text("ground"),
    }


def _proposal(step: Step) -> Document:
    """The commune's own paper, of the day of the act."""
    if step.text("outcome") != "propose":
        return {}
    number = f"{step.day.timetuple().tm_yday}/TTr-UBND"
    return {
        "document_number": number,
        "document_date": step.day.isoformat(),
        "signer": step.text("signer") or SIGNER,
    }


def _on_paper(asked: set[str]) -> Document:
    """The paper dossier holds what the electronic one lacks."""
    return {"papers_seen": True} if "papers_seen" in asked else {}


def _commune_report() -> Document:
    return {
        "file_check": "complete",
        "local_materials": "Nguyên liệu mua trong xã; cán bộ đã đối chiếu hợp đồng với các hộ.",
        "local_labour": "12 trong 14 lao động thường trú tại xã.",
        "idea_origin": "Nghề có ở xã từ lâu, sản phẩm được làm mới về bao bì.",
        "local_identity": "Cách làm riêng do người trong xã truyền lại.",
    }


def _advice(asked: set[str]) -> Document:
    """Nobody had to be visited; of a re-rating the report says that there was no cause."""
    cause = {"cause": "none"} if "cause" in asked else {}
    return {
        "file_check": "complete",
        "site_visit": {**cause, "needed": "not-needed"},
        "lab_tests": {"needed": "not-needed"},
        "remarks": {
            "part_a": "Nguyên liệu và lao động tại chỗ.",
            "part_b": "Bán chủ yếu trong tỉnh, có câu chuyện sản phẩm.",
            "part_c": "Chất lượng đều, hồ sơ kiểm nghiệm đủ chỉ tiêu.",
        },
    }


def _filled(answers: Document) -> Document:
    """The answers without those left blank."""
    return {name: answer for name, answer in answers.items() if answer != ""}
