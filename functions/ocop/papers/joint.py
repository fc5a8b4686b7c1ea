"""What papers tell of a decision on several products: its list."""

from collections.abc import Iterator

from ocop.base.points import show_points
from ocop.cases.decision_list import ListedProduct
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows
from ocop.papers.scene import PaperScene
from ocop.papers.signed_acts import signed_by


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
    units = {one.id: one.unit for one in scene.assignments}
    signed = signed_by(scene.rulebook, scene.case, scene.event, units)
    if signed is None:
        return []
    lists = [one for one in scene.svc.store.decision_lists(signed) if one.is_told]
    products = {item.dossier: item for one in lists for item in one.items}
    return list(products.values()) if scene.case.id in products else []
