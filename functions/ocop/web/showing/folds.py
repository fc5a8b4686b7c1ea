"""What the page of a case folds, or leaves to a page of its own, so that a phone shows what is to
be done first and no page is a scroll without end.
"""

from collections.abc import Mapping
from typing import Literal

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.html import Component, FiledForm, FileLine, FileList, Folded, Link, LinkRow, Subheading
from ocop.http import Request
from ocop.web.reading import Reading
from ocop.web.showing.case_parts import filed_forms, governing_of, result_cards, timeline_of
from ocop.web.showing.dossier_parts import dossier_count, dossier_table
from ocop.web.showing.file_parts import file_panel, folded_files
from ocop.web.showing.paper_parts import paper_list

RECENT = 3  # lines of the history in sight
CASE_PARTS = ("governing", "dossier", "forms", "results", "papers", "evidence", "history")


@struct(frozen=True)
class CaseFolds:
    """The parts of a case for one audience, whose page of it is at `address`, with the files that
    it may open. More than `most` things are no fold but a page of their own, and more than
    `forms_at_once` forms.
    """

    reading: Reading
    address: str
    audience: Literal["producer", "office"]
    files: Mapping[str, FileLine]
    most: int
    forms_at_once: int

    @property
    def _own(self) -> bool:
        return self.audience == "producer"

    def governing(self) -> list[Component]:
        """Under which law and in which round a product is rated; for its producer only the way to
        it once the case is over.
        """
        if self.audience == "producer" and not self.reading.case.is_open:
            return self._way("governing", 0)
        title = self.reading.say("case.part_governing")
        return [Folded(title=title, parts=[governing_of(self.reading)], boxed=False)]

    def dossier(self) -> list[Component]:
        """The way to the papers that the law asks of the dossier, with how many are there."""
        label = dossier_count(self.reading, own=self._own)
        return [self._link("dossier", label)] if label else []

    def results(self, title: str = "") -> list[Component]:
        """The newest evaluation, and the way to those before it."""
        cards = result_cards(self.reading, title, self.audience)
        return [*cards[:1], *(self._way("results", len(cards)) if len(cards) > 1 else [])]

    def forms(self) -> list[Component]:
        """What was filed, or the way to it; of a long form alone the way."""
        forms = self._forms(at=self.address)
        if len(forms) > self.forms_at_once:
            return self._way("forms", len(forms))
        return [Subheading(text=self.reading.say("case.filed")), *forms] if forms else []

    def evidence(self) -> list[Component]:
        """The files, folded under their number; or that there is none."""
        if len(self.files) > self.most:
            return self._way("evidence", len(self.files))
        title = self.reading.say("review.evidence", n=len(self.files))
        if not self.files and len(self.reading.case.filed) > self.forms_at_once:
            return []  # long ago
        return folded_files(title, self.files) or [file_panel(self.reading, self.files)]

    def papers(self) -> list[Component]:
        """The papers that were made, folded under their number."""
        return [
            one
            for folded in paper_list(self.reading, self.address, self.audience)
            for one in self._fold_or_way("papers", folded)
        ]

    def history(self) -> list[Component]:
        """What happened last and where the case waits; what was before folded above it."""
        whole = timeline_of(self.reading, self.audience)
        earlier, recent = whole.entries[:-RECENT], whole.entries[-RECENT:]
        if len(earlier) > self.most:
            return [*self._way("history", len(whole.entries)), whole.but(entries=recent)]
        title = self.reading.say("case.earlier", n=len(earlier))
        folded = [Folded(title=title, parts=[whole.but(entries=earlier)], boxed=False)]
        return [*(folded if earlier else []), whole.but(entries=recent)]

    def asked(self, request: Request) -> tuple[str, list[Component]] | None:
        """The part by itself that is asked for, under its title: the form whose place among the
        case's is `filed`, or the one that `part` names; None where the whole is. Raises NotFound
        for none.
        """
        query = request.query
        if "part" in query:
            return self._part(query["part"])
        place = query.get("filed", "")
        if not place or place in self.reading.case.filed:
            return None  # under its id a form has just come in
        return self._form(place)

    def _form(self, place: str) -> tuple[str, list[Component]]:
        for number, form in enumerate(self._forms(), 1):
            if str(number) == place:
                return form.title, [form.but(open=True)]
        raise NotFound

    def _part(self, part: str) -> tuple[str, list[Component]]:
        if part not in CASE_PARTS:
            raise NotFound
        shown: dict[str, list[Component]] = {
            "governing": [governing_of(self.reading)],
            "dossier": dossier_table(self.reading, own=self._own),
            "results": [*result_cards(self.reading, "", self.audience)],
            "forms": [*self._forms(at=self.address)],
            "evidence": [FileList(files=list(self.files.values()))],
            "papers": _unfolded(paper_list(self.reading, self.address, self.audience)),
            "history": [timeline_of(self.reading, self.audience)],
        }
        parts = shown[part]
        number = len(self.files) if part == "evidence" else _counted(parts)
        return self.reading.say(f"case.part_{part}", n=number), parts

    def _forms(self, at: str = "") -> list[FiledForm]:
        return filed_forms(self.reading, self.files, own=self._own, at=at)

    def _way(self, part: str, number: int) -> list[Component]:
        return [self._link(part, self.reading.say(f"case.part_{part}", n=number))]

    def _link(self, part: str, label: str) -> LinkRow:
        return LinkRow(links=[Link(label=label, href=f"{self.address}?part={part}")])

    def _fold_or_way(self, part: str, folded: Component) -> list[Component]:
        """A fold, or the way to what would be too much in it."""
        if not isinstance(folded, Folded):
            return [folded]
        held = sum(len(one.files) for one in folded.parts if isinstance(one, FileList))
        return self._way(part, held) if held > self.most else [folded]


def _unfolded(parts: list[Component]) -> list[Component]:
    return [one for part in parts for one in (part.parts if isinstance(part, Folded) else [part])]


def _counted(parts: list[Component]) -> int:
    """How many things a part holds: entries, files, or what it shows one below the other."""
    held = [getattr(one, "entries", None) or getattr(one, "files", None) for one in parts]
    return sum(len(one) if one else 1 for one in held)
