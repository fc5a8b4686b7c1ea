"""Which papers a dossier holds under a law: those it has to hold, those that show its claims."""

from ocop.base.codec import Data
from ocop.base.structs import struct
from ocop.base.text import Text


@struct(frozen=True)
class DossierPaper:
    """A paper of a dossier; with `must` the dossier is incomplete without it.

    It is the filed form named, or told in one `field` of that form, or evidence of one of `kinds`.
    `asks` says what is wanted; it is not asked of the sets excepted. `article` is empty for a
    province's setting.
    """

    id: str
    label: Text
    must: bool
    article: str
    asks: Text | None
    form: str
    field: str
    kinds: tuple[str, ...]
    except_sets: tuple[int, ...]


@struct(frozen=True)
class DossierRule:
    """The papers of a law, in its order. Whether one that has to be there and is not `blocks` the
    way on from the intake, and where the list comes from if not from the wording.
    """

    papers: tuple[DossierPaper, ...]
    blocks: bool
    doubt: Text | None

    def asked_of(self, set_number: int) -> tuple[DossierPaper, ...]:
        """Those that are asked of products of a criteria set."""
        return tuple(one for one in self.papers if set_number not in one.except_sets)


def parse_dossier(data: Data) -> DossierRule:
    """The papers in a rulebook's document; none where it lists none."""
    papers = tuple(_paper(row) for row in data.get("papers", ()))
    return DossierRule(papers, data.get("missing") == "blocks", data.get("doubt"))


def _paper(row: Data) -> DossierPaper:
    return DossierPaper(
        id=row["id"],
        label=row["label"],
        must=row["must"],
        article=row["article"],
        asks=row.get("asks"),
        form=row.get("form", ""),
        field=row.get("field", ""),
        kinds=tuple(row.get("kinds", ())),
        except_sets=tuple(row.get("except_sets", ())),
    )
