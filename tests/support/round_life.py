"""A whole round of a council over HTTP: thirty members, of whom some are late, decline, have a
conflict, get no mail or are replaced, and some of whose scores lie too far apart.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from ocop.aws.commits import assignment_row, case_row
from ocop.aws.table import Row, council_work
from ocop.base.calendar import end_of_day
from ocop.base.hashing import short_id
from ocop.base.moment import local_date
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound
from ocop.cases.history import verify
from ocop.cases.questions import criteria_of
from ocop.council.second_look import second_look
from ocop.forms.score_form import write_score_sheet
from ocop.jobs.sweep import reconcile
from tests.support.convening import BOSS, prepared, released
from tests.support.errands import bearer
from tests.support.known import known_device
from tests.support.member_lists import listed_token
from tests.support.play import Story, sheet_again
from tests.support.scoring import sheet_for
from tests.support.visitor import Visitor
from tests.support.world import World

MEMBERS = 30
HIGH, LOW, STAR = 75, 60, 3
CONFLICT, DECLINED, APART, LATE, STUBBORN, PLAIN = range(6)  # what happens on every sixth product
WHY = "Đi công tác dài ngày"


def thirty_members(world: World) -> None:
    """The sample's council with as many members more as make thirty."""
    document = world.store.province_document("99")
    [council] = document["councils"]
    more = range(MEMBERS - len(council["members"]))
    person = next(one for one in document["people"] if one["id"] == "hd-2")
    people = [{**person, "id": f"tv-{n}", "email": f"tv{n}@songxanh.example.vn"} for n in more]
    agencies = sorted({one["agency"] for one in council["members"]})
    seats = [
        {"person": f"tv-{n}", "seat": "member", "agency": agencies[n % len(agencies)]}
        | {"capacity": 60, "expertise": [1 + n % 26]}
        for n in more
    ]
    kept = [{**one, "capacity": 250} for one in council["members"]]
    everybody = {**council, "members": [*kept, *seats]}
    world.province = world.put_in_force(
        {**document, "people": [*document["people"], *people], "councils": [everybody]}
    )


def copies(story: Story, count: int) -> None:
    """The case as many times more, with all it was asked, before the same council."""
    world, case = story.world, story.case
    asked = world.store.assignments(case.id)
    [entry] = Row.query(council_work(case.province, case.province))
    for number in range(count):
        id = short_id(case.id, str(number))
        subject = replace(case.subject, product=f"Sản phẩm {number}")
        case_row(replace(case, id=id, subject=subject, version=1, head="", seq=0)).save()
        for one in asked:
            assignment_row(replace(one, dossier=id, version=0)).save()
        Row(entry.pk, entry.sk.replace(case.id, id), body=entry.body).save()


@dataclass
class RoundLife:
    """A round of many copies of one product, `size` members to each, from its release to its end.

    The quorum is the whole of them, so that nothing ends without whoever is late or replaced.
    """

    world: World
    size: int
    sent: Counter[str] = field(default_factory=Counter)
    mute: str = ""
    first: dict[str, set[str]] = field(default_factory=dict)

    def play(self) -> None:
        """All of it."""
        self.wait()
        self.open()
        self.leave()
        self.replace_the_unreached()
        self.score_in_time()
        self.give_the_late_time()
        self.score_again()
        self.settle_by_chair()

    # ------------------------------------------------------------- who and what

    @cached_property
    def group(self) -> CouncilRound:
        return prepared(self.world, scoring="some", size=self.size)

    @property
    def dossiers(self) -> list[str]:
        return [one.dossier for one in self.group.products]

    def happens(self, what: int) -> list[str]:
        """The products on which something happens."""
        return self.dossiers[what::6]

    def case(self, dossier: str) -> Case:
        return self.world.store.case(dossier)

    def seats(self, dossier: str, *states: str) -> list[Assignment]:
        """Who was asked about a product, by their names; whoever presides first."""
        every = [one for one in self.world.store.assignments(dossier) if one.seat]
        some = [one for one in every if not states or one.status in states]
        return sorted(some, key=lambda one: (one.seat == "member", one.person))

    @cached_property
    def criteria(self) -> Any:
        return criteria_of(self.world.svc, self.case(self.dossiers[0]))

    # ---------------------------------------------------------------- the acts

    def wait(self) -> None:
        """Have every product wait for a round: copies have no execution yet."""
        reconcile(self.world.svc)
        self.world.settle()

    def open(self) -> None:
        """Release it while the mails of one of its members do not arrive."""
        loads = self.world.store.round_plan("99", self.group.id).loads
        self.mute = max((who for who in loads if who.startswith("tv-")), key=loads.__getitem__)
        self.world.post.refuse.add(self.world.province.people[self.mute].email)
        released(self.world, self.group)
        plan = self.world.store.round_plan("99", self.group.id)
        self.first = {dossier: set(seats) for dossier, seats in plan.seats.items()}

    def leave(self) -> None:
        """Members declare conflicts and decline; others are asked in their places."""
        for what, verb in ((CONFLICT, "conflict"), (DECLINED, "decline")):
            for dossier in self.happens(what):
                leaver = [one for one in self.seats(dossier) if one.person != self.mute][-1]
                self._post(leaver, verb, {"reason": WHY})
        self.world.settle()

    def replace_the_unreached(self) -> None:
        """The desk says whom no mail reached; they are replaced."""
        address = f"/office/rounds/{self.group.id}/replace"
        for dossier in self.dossiers:
            if any(one.person == self.mute for one in self.seats(dossier, "open")):
                told = {"dossier": dossier, "person": self.mute, "reason": WHY}
                self._office(f"/v1{address}", told)
        self.world.settle()

    def score_in_time(self) -> None:
        """Everybody but who is late scores; on some products one is far below the others."""
        late, far = {*self.happens(LATE)}, {*self.happens(APART), *self.happens(STUBBORN)}
        for dossier in self.dossiers:
            asked = self.seats(dossier, "open")
            for place, one in enumerate(asked[:-1] if dossier in late else asked):
                low = dossier in far and place == 0
                self._post(one, "submit", {"data": self._answers(LOW if low else HIGH)})
        self.world.settle()

    def give_the_late_time(self) -> None:
        """After the day the desk gives who is late some days more, and they score."""
        last = end_of_day(self.group.terms.finish_by) + timedelta(hours=1)
        self.world.clock.move(seconds=(last - self.world.clock.now).total_seconds())
        self.world.sweep()
        until = local_date(self.world.clock.now) + timedelta(days=5)
        told = {"until": until.isoformat(), "reason": WHY}
        self._office(f"/v1/office/rounds/{self.group.id}/extend", told)
        self.world.settle()
        for dossier in self.happens(LATE):
            [one] = self.seats(dossier, "open")
            self._post(one, "submit", {"data": self._answers(HIGH)})
        self.world.settle()

    def score_again(self) -> None:
        """The second time all agree, or on some products nobody changes anything."""
        for dossier in (*self.happens(APART), *self.happens(STUBBORN)):
            for one in self.seats(dossier, "open"):
                same = dossier in self.happens(STUBBORN)
                self._post(one, "submit", {"data": self._again(one, same=same)})
        self.world.settle()

    def settle_by_chair(self) -> None:
        """Whoever presides settles what is apart still, with reasons."""
        for dossier in self.happens(STUBBORN):
            every = self.world.store.assignments(dossier)
            [one] = [a for a in every if a.is_open and a.stage == "settlement-province"]
            self._post(one, "decide", {"data": {"outcome": "settle", "reason": WHY}})
        self.world.settle()

    # ----------------------------------------------------------- what is posted

    def _answers(self, total: int) -> dict[str, Any]:
        if total not in self._made:
            sheet = sheet_for(self.criteria, total, STAR)
            self._made[total] = write_score_sheet(self.criteria, sheet)
        return self._made[total]

    @cached_property
    def _made(self) -> dict[int, dict[str, Any]]:
        return {}

    def _again(self, one: Assignment, *, same: bool) -> dict[str, Any]:
        case = self.case(one.dossier)
        look = second_look(self.criteria, self.world.store.events(case.id), one)
        assert look, "a second scoring"
        sheet = look.first if same else sheet_again(self.world, case, one, HIGH, STAR)
        assert sheet
        return write_score_sheet(self.criteria, sheet)

    def _post(self, one: Assignment, verb: str, body: Any) -> None:
        """What somebody does by the link in their newest mail about a product."""
        token = self._tokens(one)
        address = f"/v1/reviews/{one.dossier}-{one.id}/{verb}"
        headers = {**bearer(token), "idempotency_key": f"{one.id}-{one.n}-{verb}"}
        headers["x_device"] = known_device(self.world, one.party.email)
        answer = Visitor(self.world).call("POST", address, body, **headers)
        assert answer.status == 200, answer.body
        self.sent[verb] += 1

    def _tokens(self, one: Assignment) -> str:
        sent = self.world.post.sent
        own = f".{one.dossier}-{one.id}-{one.n}."
        mails = (post for post in reversed(sent) if post.to == one.party.email)
        direct = next((post.token for post in mails if own in post.mail.text), "")
        return direct or listed_token(self.world, one.party.email, one.dossier)

    def _office(self, address: str, body: Any) -> None:
        answer = Visitor(self.world).call("POST", address, body, x_claim=BOSS)
        assert answer.status == 200, answer.body
        self.sent[address.rpartition("/")[2]] += 1

    # ------------------------------------------------------------- how it ended

    def faults(self) -> Iterator[str]:
        """What did not end as it has to."""
        for dossier in self.dossiers:
            case, events = self.case(dossier), self.world.store.events(dossier)
            if case.position.stage != "recognition":
                yield f"{dossier} stands at {case.position.stage}"
            if verify(events, case):
                yield f"the history of {dossier} is broken"
            tallies = [one for one in events if one.kind in ("rescore", "tallied")]
            twice = dossier in (*self.happens(APART), *self.happens(STUBBORN))
            if len(tallies) != 1 + twice:
                yield f"{dossier} was counted {len(tallies)} times"
            gone = {one.person for one in self.seats(dossier, "declined", "conflict")}
            for one in tallies:
                scored = {*one.data["sheets"]}
                if len(scored) != self.size or scored & gone:
                    yield f"{dossier} was scored by {sorted(scored)}"
            new = {one.person for one in self.seats(dossier)} - self.first[dossier]
            if len(new) != len(gone):
                yield f"{dossier}: {sorted(gone)} made way for {sorted(new)}"
        yield from self._told_twice()

    def _told_twice(self) -> Iterator[str]:
        told = Counter(
            (post.to, self.world.dossier_of(post.token))
            for post in self.world.post.sent
            if post.template in ("council-invited", "round-invited")
        )
        yield from (f"{who} was invited {count} times" for who, count in told.items() if count > 1)
