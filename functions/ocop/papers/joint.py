"""What papers tell of a decision on several products: its list."""

from collections.abc import Iterator
from datetime import date

from ocop.base.points import show_points
from ocop.cases.decision_list import ListedProduct
from ocop.cases.signed import SignedDecision
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows
from ocop.papers.scene import PaperScene


def joint_values(scene: PaperScene) -> dict[str, str]:
    """How many products the decision is about, where it is about more than one."""
    count = len(_listed(scene))
    return {"listed_count": str(count)} if count > 1 else {}


def recognised_rows(scene: PaperScene) -> Rows:
    """The list as the decision prints it; nothing where it has none."""
    return list(_rows(_listed(scene)))


def _rows(listed: list[ListedProduct]) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(listed, 1):
        points, star = show_points(one.points, "vi"), say("vi", "papers.stars", n=one.star)
        yield str(number), one.product, one.organisation, one.address, points, star


def _listed(scene: PaperScene) -> list[ListedProduct]:
    """The products under the decision of the act, its own among them; nothing where it was taken by
    itself.
    """
    data, stage = scene.event.data, scene.stage
    if scene.event.kind != "decided" or stage is None or "decision_date" not in data:
        return []
    day, signer = date.fromisoformat(data["decision_date"]), str(data.get("signer", ""))
    signed = SignedDecision(
        scene.case.province, stage.level, str(data["decision_number"]), day, signer
    )
    lists = scene.svc.store.decision_lists(signed)
    products = {item.dossier: item for one in lists for item in one.items}
    return list(products.values()) if scene.case.id in products else []
