"""What papers say of a dossier's receipt by its commune and by the province's OCOP office."""

from ocop.cases.custody import movements, slip_in_words
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows
from ocop.documents.wording import short_day, with_zero
from ocop.papers.scene import PaperScene


def slip_values(scene: PaperScene) -> dict[str, str | Rows]:
    """Under which number an office has the dossier, from whom, and with which samples."""
    chain = movements(one for one in scene.events if one.seq <= scene.event.seq)
    office = str(scene.event.data.get("unit", scene.case.province))
    receipt = next((one for one in chain if one.slip and one.unit == office), None)
    if receipt is None:
        return {}
    return {
        "slip": slip_in_words(receipt.slip, scene.case),
        "slip_count": with_zero(str(receipt.count)),
        "slip_day": short_day(receipt.day),
        "slip_from": receipt.other,
        "slip_place": receipt.place,
        "slip_samples": [
            (say("vi", "papers.samples_received", n=one.count, day=short_day(one.day)),)
            for one in chain
            if (one.what, one.move, one.unit) == ("samples", "received", office)
        ],
    }
