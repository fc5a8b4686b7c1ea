"""Bodies set up by a decision: councils and who sits on them."""

from datetime import date

from ocop.base.structs import struct

CONVENING = ("secretary", "chair", "vice")  # seats


@struct(frozen=True)
class Member:
    """A council member.

    `communes` and `interests` (firms, mail domains) are where they have ties, `advises` are the
    firms they advise, `family` the names or addresses of relatives who may apply; `expertise` are
    the numbers of the criteria sets they know best.
    """

    person: str
    seat: str
    agency: str
    capacity: int
    communes: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    advises: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    expertise: frozenset[int] = frozenset()


@struct(frozen=True)
class ScoringPanel:
    """Some members who score together for the whole council. `head` presides over what the panel
    scores, also where neither the chair nor the vice chair is in it; `lead_agency` answers for the
    criteria sets the panel is there for.
    """

    name: str
    head: str
    lead_agency: str
    members: frozenset[str]


@struct(frozen=True)
class Regulation:
    """How a council works, by the regulation the province gives it (26/2026/QĐ-TTg Điều 7.3b).

    `panel` is the least number of members who may score for the whole council, whoever presides
    among them; 0, the default, lets nobody do so. `panels` are those that it sets up by name, if
    any. `secretary_scores` tells whether the secretary is a full member, as provinces have it, or
    keeps the papers alone. With `rounds` products wait until the council is asked about many of
    them at once; by default each asks it by itself. With `votes` a meeting notes a vote of hands on
    each product beside the sheets; the default has none. On the occasions of `meets_on` the council
    meets as soon as opinions in writing are too far apart; the default is the one for which the law
    asks it (26/2026/QĐ-TTg Điều 7.6d), on others they score once more in writing. Members may be
    given time until `extends_days` calendar days after the day that a round names, and never longer
    than the law; how long the law leaves to the province, by default two weeks.
    With `blind_files`, the default, members of a round that hides the producer see the dossier's
    files, in which nothing can be hidden; without it they do not.
    With `yearly_list` it sits on products of an approved list alone, as the plan of Hà Nam has it
    (V.1); by default on whatever comes before it, since the law asks for no list.
    """

    number: str = ""
    panel: int = 0
    secretary_scores: bool = True
    rounds: bool = False
    panels: tuple[ScoringPanel, ...] = ()
    votes: bool = False
    meets_on: tuple[str, ...] = ("re-rating",)
    extends_days: int = 14
    yearly_list: bool = False
    blind_files: bool = True


@struct(frozen=True)
class Delegation:
    """The paper by which who should preside has the head of an agency preside instead, and still
    answers for the result (26/2026/QĐ-TTg Điều 7.3b): by whom, its number and its day.
    """

    by: str
    number: str
    day: date


@struct(frozen=True)
class Council:
    """A council set up by a decision, for a term. `decided` is the decision's day."""

    id: str
    level: str
    unit: str
    decision_number: str
    starts: date
    ends: date
    members: tuple[Member, ...]
    regulation: Regulation = Regulation()
    decided: date | None = None
    delegation: Delegation | None = None

    def keeps_papers(self, person: str) -> bool:
        """Whether somebody convenes it: its secretary, or who presides."""
        return any(one.person == person and one.seat in CONVENING for one in self.members)

    def seats(self, person: str) -> bool:
        """Whether somebody is a member."""
        return any(one.person == person for one in self.members)

    @property
    def scorers(self) -> tuple[Member, ...]:
        """The members who score."""
        if self.regulation.secretary_scores:
            return self.members
        return tuple(member for member in self.members if member.seat != "secretary")
