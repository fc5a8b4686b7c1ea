"""Writes `tests/samples/tables/<version>.json.gz`: `python -m tests.support.table_maker <version>`.

Two provinces whose units, people and councils bear the same ids. 99 works under 26-2026. 98 began
under 1048-2019: its ideas were confirmed in February 2023 and lay until June 2026, so their first
links were signed with a key that signs no more. The cases stand at every stage of both laws, and
then everything stops in the middle of its work.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto import mock_aws

from infra.demo import evidence
from ocop.base.errors import OcopError
from ocop.cases.effects import SendMail
from ocop.filing.access import open_link, renew_link
from ocop.filing.uploads import remove
from ocop.jobs.delivery import note_delivery
from ocop.jobs.dispatch import LEASE_SECONDS, _send, dispatch
from ocop.jobs.sweep import reconcile
from ocop.links.tokens import LinkKeys
from tests.support.errands import TOKENS, Errand, Link, People, bearer, sheet
from tests.support.kept_table import items, printable, write_kept
from tests.support.machines import FAILED, RUNNING, Run, definition
from tests.support.samples import sample
from tests.support.sparing import spare
from tests.support.table import create_table
from tests.support.tenants import FIRST, SECOND, theirs
from tests.support.world import PROVINCES, World, sub_of

OLD, NEW = "1048-2019", "26-2026"
BEGUN = datetime(2023, 2, 20, 2, tzinfo=UTC)
RESUMED = datetime(2026, 6, 17, 2, tzinfo=UTC)
KEYS = {"k0": b"0123456789abcdef0123456789abcdee", "k1": b"0123456789abcdef0123456789abcdef"}
PDF = evidence.pdf("Phieu kiem nghiem")
DISTRICT = "101"

# name: (stage it is brought to, stage it stands at once its mail is out, ending, star)
OLD_CASES = {
    "old-idea-waiting": ("idea-selection", "", "recognised", 4),
    "old-idea-again": ("idea-selection", "idea", "recognised", 4),
    "old-plan-wanted": ("plan", "", "recognised", 4),
    "old-plan-waiting": ("plan-selection", "", "recognised", 3),
    "old-deployment": ("deployment", "", "recognised", 4),
    "old-intake": ("intake", "", "recognised", 4),
    "old-intake-lost": ("intake", "", "recognised", 4),
    "old-supplement": ("intake", "supplement", "recognised", 4),
    "old-district-unassigned": ("intake", "council-district", "recognised", 4),
    "old-district-invited": ("council-district", "", "recognised", 4),
    "old-district-partly": ("council-district", "", "stopped", 0),
    "old-district-again": ("council-district", "", "recognised", 4),
    "old-district-left": ("council-district", "", "recognised", 4),
    "old-province-invited": ("council-province", "", "recognised", 4),
    "old-province-partly": ("council-province", "", "not-recognised", 0),
    "old-province-again": ("council-province", "", "recognised", 4),
    "old-recognition": ("recognition", "", "recognised", 4),
    "old-centre": ("centre", "", "recognised", 5),
    "old-centre-returned": ("centre", "centre-recognition", "recognised", 4),
    "old-recognised": ("", "", "recognised", 4),
    "old-stopped": ("", "", "stopped", 0),
    "old-rejected": ("idea-selection", "", "rejected", 0),
}
NEW_CASES = {
    "idea-unconfirmed": ("unconfirmed", "idea", "recognised", 4),
    "idea-refused": ("unconfirmed", "idea", "recognised", 4),
    "idea-bounced": ("unconfirmed", "idea", "recognised", 4),
    "idea-waiting": ("idea-selection", "", "recognised", 4),
    "idea-officer-refused": ("unconfirmed", "idea-selection", "recognised", 4),
    "idea-officer-down": ("unconfirmed", "idea-selection", "recognised", 4),
    "idea-again": ("idea-selection", "idea", "recognised", 4),
    "plan-wanted": ("plan", "", "recognised", 4),
    "plan-wanted-unsent": ("idea-selection", "plan", "recognised", 4),
    "plan-waiting": ("plan-selection", "", "recognised", 4),
    "plan-again": ("plan-selection", "plan", "recognised", 4),
    "deployment": ("deployment", "", "recognised", 4),
    "registered": ("deployment", "", "recognised", 3),
    "intake": ("deployment", "intake", "recognised", 4),
    "intake-leased": ("deployment", "intake", "recognised", 4),
    "supplement": ("intake", "supplement", "recognised", 4),
    "supplement-advised": ("advisory", "supplement", "recognised", 4),
    "advisory": ("advisory", "", "recognised", 4),
    "advisory-lost": ("advisory", "", "recognised", 4),
    "council-unassigned": ("advisory", "council-province", "recognised", 4),
    "council-inviting": ("advisory", "council-province", "recognised", 4),
    "council-invited": ("council-province", "", "recognised", 4),
    "council-partly": ("council-province", "", "recognised", 3),
    "council-partly-lost": ("council-province", "", "recognised", 4),
    "council-again": ("council-province", "", "recognised", 4),
    "council-left": ("council-province", "", "recognised", 4),
    "council-complete": ("council-province", "recognition", "recognised", 4),
    "council-low": ("council-province", "", "not-recognised", 0),
    "recognition": ("recognition", "", "recognised", 4),
    "recognition-revived": ("recognition", "", "recognised", 4),
    "recognition-five": ("recognition", "", "recognised", 5),
    "centre": ("centre", "", "recognised", 5),
    "centre-returned": ("centre", "centre-recognition", "recognised", 4),
    "recognised": ("", "", "recognised", 4),
    "not-recognised": ("", "", "not-recognised", 0),
    "rejected": ("idea-selection", "", "rejected", 0),
    "next-year": ("idea-selection", "", "next-year", 0),
    "turned-down": ("plan-selection", "", "turned-down", 0),
    "not-proposed": ("intake", "", "not-proposed", 0),
}
SECOND_CASES = {
    "second-unconfirmed": ("unconfirmed", "idea", "recognised", 4),
    "second-intake": ("intake", "", "recognised", 4),
    "second-partly": ("council-province", "", "recognised", 4),
}
POINTS = {0: 40, 3: 60, 4: 80, 5: 92}
FIVE = ("old-centre", "old-centre-returned", "recognition-five", "centre", "centre-returned")
PASSING = {"old-province-partly": 3}


def second_province() -> dict[str, Any]:
    """The sample province under another code and first under another law, with a district."""
    told = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    people = [{**one, "email": theirs(one["email"], SECOND)} for one in told["people"]]
    for one in people:
        one["roles"] = [
            {**role, "unit": SECOND if role["unit"] == FIRST else role["unit"]}
            for role in one.get("roles", ())
        ]
    officer = next(one for one in people if one["id"] == "xa-suoi-mat")
    officer["roles"].append({"role": "district-officer", "unit": DISTRICT})
    units = [{**one, "parent": DISTRICT} for one in told["units"] if one["code"] != FIRST]
    home = {**told["units"][0], "code": SECOND}
    name = {"vi": "Huyện Sông Đỏ (mẫu)", "en": "Sông Đỏ district (sample)"}
    district = {"code": DISTRICT, "name": name, "level": "district", "parent": SECOND}
    [council] = told["councils"]
    council = {**council, "unit": SECOND, "term": {"from": "2021-01-01", "to": "2030-12-31"}}
    local = {**council, "id": "hd-huyen-2021", "level": "district", "unit": DISTRICT}
    return {
        **told,
        "code": SECOND,
        "name": {"vi": "Tỉnh Sông Đỏ (mẫu)", "en": "Sông Đỏ province (sample)"},
        "rulebooks": [
            {"id": OLD, "from": "2019-08-21", "to": "2023-02-23"},
            {"id": NEW, "from": "2026-05-22"},
        ],
        "people": people,
        "units": [home, district, *units],
        "councils": [council, {**local, "members": council["members"][:5]}],
        "settings": {"members_per_product": 3, "second_factor": ["province-chairman"]},
    }


class Maker:
    """Brings every case to where it stands, then stops everything."""

    def __init__(self) -> None:
        self.world = World()
        self.world.clock.now = BEGUN
        self.sign("k0")
        self.world.put_in_force(second_province())
        self.people = People(self.world)
        self.chairman = theirs("chutich@songxanh.example.vn", SECOND)
        self.people.by_account.add(self.chairman)
        self.people.visitor.accounts.codes.add(self.chairman)
        self.cases: dict[str, Errand] = {}
        self.expected: dict[str, tuple[str, str, int]] = {}
        self.twice: set[tuple[str, str]] = set()
        self.drafts: dict[str, Any] = {}
        self.announced: list[dict[str, str]] = []

    def sign(self, current: str) -> None:
        """Sign links with this key from now on; the others still open theirs."""
        keys = LinkKeys(current, {kid: key for kid, key in KEYS.items() if kid <= current})
        self.world.svc = self.world.machines.svc = replace(self.world.svc, keys=lambda: keys)
        if hasattr(self, "people"):
            accounts = self.people.visitor.accounts
            self.people = People(self.world, [*self.mailed()])
            self.people.by_account.add(self.chairman)
            self.people.visitor.accounts.codes |= accounts.codes

    def mailed(self) -> list[Link]:
        posts = self.world.post.sent
        return [
            Link(p.to, p.template, token) for p in posts for token in TOKENS.findall(p.mail.text)
        ]

    # ----------------------------------------------------------------- ways

    def all(self) -> None:
        """From the first idea to the last instant."""
        for name, plan in OLD_CASES.items():
            self.begin(name, SECOND, OLD, plan)
            self.people.confirm(self.cases[name])
            self.world.settle()
        self.world.clock.now = RESUMED
        self.sign("k1")
        self.world.settle()  # looks that were due long ago: reminders with links that open
        for case in list(self.cases.values()):
            renew_link(self.world.svc, self.people.producer(case).token)
            self.world.settle()
        for name, plan in NEW_CASES.items():
            self.begin(name, FIRST, NEW, plan)
        for name, plan in SECOND_CASES.items():
            self.begin(name, SECOND, NEW, plan)
        for case in self.cases.values():
            self.bring(case)
        for name in self.cases:
            self.world.clock.move(minutes=7)
            getattr(self, name.replace("-", "_"), lambda: None)()
        self.stop()

    def begin(self, name: str, province: str, law: str, plan: tuple[str, str, str, int]) -> None:
        stage, then, ending, star = plan
        email = f"htx.{name}@example.vn"
        given = 5 if name in FIVE else PASSING.get(name, star)
        case = Errand(name, province, law, email, points=POINTS[given], star=given)
        self.cases[name] = case
        self.expected[name] = (then or stage, ending, star)
        if name == "idea-refused":
            self.world.post.refuse.add(email)
        self.people.idea(case)
        self.world.settle()

    def bring(self, case: Errand) -> None:
        stage = {**OLD_CASES, **NEW_CASES, **SECOND_CASES}[case.name][0]
        self.world.clock.move(minutes=11)
        if stage != "unconfirmed":
            self.people.to(case, stage)

    def decide(self, name: str, outcome: str) -> None:
        self.people.decide(self.cases[name], outcome)
        self.world.settle()

    def run(self, name: str) -> Run:
        """The execution that a case waits with."""
        id = self.cases[name].id
        [run] = [
            r
            for r in self.world.machines.runs.values()
            if (r.effect.dossier, r.status) == (id, RUNNING)
        ]
        return run

    def lose(self, name: str) -> None:
        """The execution is gone, and nobody remembers it."""
        del self.world.machines.runs[self.run(name).effect.name]

    # ------------------------------------------------- what befalls each case

    def old_idea_again(self) -> None:
        self.decide("old-idea-again", "resubmit")

    def old_intake_lost(self) -> None:
        self.lose("old-intake-lost")

    def old_supplement(self) -> None:
        self.decide("old-supplement", "supplement")

    def old_rejected(self) -> None:
        self.decide("old-rejected", "rejected")

    def old_district_partly(self) -> None:
        self.score("old-district-partly", most=2)

    def old_district_again(self) -> None:
        self.score_again("old-district-again", most=1)

    def old_district_left(self) -> None:
        self.leave("old-district-left", "conflict")

    def old_province_partly(self) -> None:
        self.cases["old-province-partly"].points = POINTS[0]
        self.score("old-province-partly", most=1)
        self.world.machines.runs[self.run("old-province-partly").effect.name].status = FAILED

    def old_province_again(self) -> None:
        self.score_again("old-province-again", most=2)

    def idea_bounced(self) -> None:
        post = self.world.post.last(self.cases["idea-bounced"].email)
        tags = {"effect": ["abc"], "province": [FIRST], "template": [post.template]}
        tags["dossier"] = [self.cases["idea-bounced"].id]
        mail = {"tags": tags, "messageId": "0100", "destination": [post.to]}
        note_delivery(self.world.svc, {"eventType": "Bounce", "mail": mail})

    def idea_again(self) -> None:
        self.decide("idea-again", "resubmit")

    def plan_again(self) -> None:
        self.decide("plan-again", "revise")

    def plan_wanted(self) -> None:
        self.draft("plan-wanted", "business-plan")

    def registered(self) -> None:
        case = self.cases["registered"]
        for form in ("deployment-progress", "registration"):
            self.people.file(case, form)
            self.world.settle()
        self.draft("registered", "self-assessment")
        self.upload("registered", "hop-dong.pdf", PDF)
        removed = self.upload("registered", "nham.pdf", PDF)
        self.people.told(case)  # whoever looks settles what has arrived
        remove(self.world.svc, open_link(self.world.svc, self.people.producer(case).token), removed)

    def intake(self) -> None:
        """Files stand in the filing, pinned."""
        self.papers("intake")
        self.people.file(self.cases["intake"], "self-assessment")
        self.world.settle()

    def papers(self, name: str) -> None:
        """All but the last form, and two files that it will pin."""
        for form in ("deployment-progress", "registration"):
            self.people.file(self.cases[name], form)
            self.world.settle()
        for paper in ("phieu.pdf", "giay-phep.pdf"):
            self.upload(name, paper, evidence.pdf(f"{name} {paper}"))
        self.people.told(self.cases[name])  # whoever looks settles what has arrived

    def intake_leased(self) -> None:
        self.papers("intake-leased")

    def supplement(self) -> None:
        self.decide("supplement", "supplement")

    def supplement_advised(self) -> None:
        self.decide("supplement-advised", "supplement")

    def advisory_lost(self) -> None:
        self.lose("advisory-lost")

    def council_partly(self) -> None:
        case = self.cases["council-partly"]
        self.score("council-partly", most=3)
        link = next(self.people.asked(case))
        told = {"data": sheet(case.law, case.points, case.star)}
        self.people.call("PUT", f"/v1/reviews/{link.key}", told, **bearer(link.token))

    def council_partly_lost(self) -> None:
        self.score("council-partly-lost", most=5)
        self.lose("council-partly-lost")

    def council_again(self) -> None:
        self.score_again("council-again", most=2)

    def council_left(self) -> None:
        self.leave("council-left", "conflict")
        self.leave("council-left", "decline")

    def recognition_revived(self) -> None:
        self.lose("recognition-revived")
        reconcile(self.world.svc)
        self.world.settle()

    def rejected(self) -> None:
        self.decide("rejected", "rejected")

    def next_year(self) -> None:
        self.decide("next-year", "next-year")

    def turned_down(self) -> None:
        self.decide("turned-down", "turned-down")

    def not_proposed(self) -> None:
        self.decide("not-proposed", "not-proposed")

    def centre_returned(self) -> None:
        self.decide("centre-returned", "returned")

    def old_centre_returned(self) -> None:
        self.decide("old-centre-returned", "returned")

    def second_partly(self) -> None:
        self.score("second-partly", most=1)

    def score(self, name: str, *points: int, most: int) -> None:
        self.people.score(self.cases[name], *points, most=most)
        self.world.settle()

    def score_again(self, name: str, most: int) -> None:
        """A first round too far apart, then a part of the second."""
        self.score(name, 70, 90, most=99)
        self.score(name, most=most)

    def leave(self, name: str, verb: str) -> None:
        self.people.leave(self.cases[name], verb)
        self.world.settle()

    def draft(self, name: str, form: str) -> None:
        case = self.cases[name]
        token = self.people.producer(case).token
        served = self.people.call(
            "GET", f"/v1/forms/{form}?dossier={case.id}", **bearer(token)
        ).json
        data = sample(served["schema"])
        path = f"/v1/dossiers/{case.id}/drafts/{form}"
        answer = self.people.call("PUT", path, {"data": data}, **bearer(token))
        self.drafts[name] = {"path": path, "answer": answer.json}

    def upload(self, name: str, file: str, content: bytes) -> str:
        """A file is announced, and comes if it has any content."""
        case = self.cases[name]
        told = {"dossier": case.id, "slot": "c1_1", "name": file, "type": "application/pdf"}
        token = self.people.producer(case).token
        given = self.people.call("POST", "/v1/uploads", told, **bearer(token)).json
        if content:
            self.world.shelf.post(given["fields"]["key"], content)
        else:
            told = {"case": name, "id": given["id"], "key": given["fields"]["key"]}
            self.announced.append({**told, "content": printable(PDF)})
        return str(given["id"])

    # ----------------------------------------------------------------- the end

    def stop(self) -> None:
        """The last acts, of which not everything is carried out."""
        self.world.settle()
        assert not self.waiting()
        self.upload("deployment", "hen-nop.pdf", b"")
        for last in (
            self.officer_refused,
            self.officer_down,
            self.unsent,
            self.unassigned,
            self.leased,
            self.partly_marked,
            self.complete,
        ):
            self.world.clock.move(seconds=3)
            last()

    def waiting(self) -> list[str]:
        return list(self.world.outbox.waiting(100).items)

    def fresh(self, act: Callable[[], object]) -> str:
        """The row of an act that nothing has carried out yet."""
        before = set(self.waiting())
        act()
        [row] = set(self.waiting()) - before
        return row

    def officer_refused(self) -> None:
        """The commune's officer has an address that takes no mail, for a moment."""
        self.world.post.refuse.add("canbo.suoi-mat@songxanh.example.vn")
        self.people.confirm(self.cases["idea-officer-refused"])
        self.world.settle()
        self.world.post.refuse.clear()

    def officer_down(self) -> None:
        """A mail could not go for now; the administrator has handed the row back."""
        self.world.post.down.add("canbo.suoi-mat@songxanh.example.vn")
        row = self.fresh(lambda: self.people.confirm(self.cases["idea-officer-down"]))
        with suppress(OcopError):
            dispatch(self.world.svc, row)
        self.world.machines.go()
        self.world.post.down.clear()
        assert self.world.outbox.hand_back(row, self.world.clock.now)

    def unsent(self) -> None:
        """Acts whose rows nobody has touched yet."""
        decided = self.cases["plan-wanted-unsent"]
        self.fresh(lambda: self.people.decide(decided))
        case = Errand("idea-unsent", FIRST, NEW, "htx.idea-unsent@example.vn")
        self.cases[case.name] = case
        self.expected[case.name] = ("idea", "recognised", 4)
        self.fresh(lambda: self.people.idea(case))

    def unassigned(self) -> None:
        """Two cases have come to their councils, whose executions have not begun."""
        for name in ("old-district-unassigned", "council-unassigned"):
            case = self.cases[name]
            self.fresh(lambda case=case: self.people.decide(case))  # type: ignore[misc]

    def leased(self) -> None:
        """A worker took a row and died before it did anything."""
        case = self.cases["intake-leased"]
        row = self.fresh(lambda: self.people.file(case, "self-assessment"))
        self.world.outbox.claim(row, self.world.clock.now, LEASE_SECONDS)

    def partly_marked(self) -> None:
        """A worker has sent three of seven invitations, and died before it marked the third."""
        decided = self.fresh(lambda: self.people.decide(self.cases["council-inviting"]))
        dispatch(self.world.svc, decided)
        id = self.fresh(self.world.machines.go)
        row = self.world.outbox.claim(id, self.world.clock.now, LEASE_SECONDS)
        assert row
        mails = [(n, one) for n, one in enumerate(row.effects) if isinstance(one, SendMail)]
        for position, mail in mails[:3]:
            _send(self.world.svc, row.effect_id(position), mail)
        for position, _ in mails[:2]:
            self.world.outbox.mark(row, position)
        self.twice.add((mails[2][1].to, mails[2][1].dossier))

    def complete(self) -> None:
        """All sheets are in, and the execution has not been told."""
        self.fresh(lambda: self.people.score(self.cases["council-complete"]))

    # ----------------------------------------------------------------- writing

    def kept(self, version: str) -> dict[str, Any]:
        """Everything there is."""
        names = sorted({run.effect.machine for run in self.world.machines.runs.values()})
        running = {n: r for n, r in self.world.machines.runs.items() if r.status == RUNNING}
        failed = {n: r for n, r in self.world.machines.runs.items() if r.status == FAILED}
        accounts = self.people.visitor.accounts
        return {
            "version": version,
            "written": self.world.clock.now.isoformat(),
            "keys": {"current": "k1", "keys": {k: printable(v) for k, v in KEYS.items()}},
            "table": sorted(items(), key=lambda one: (one["pk"]["S"], one["sk"]["S"])),
            "machines": {name: definition(name) for name in names},
            "executions": {name: _execution(run) for name, run in (running | failed).items()},
            "mails": [asdict(link) for link in self.mailed()],
            "in_flight": self.in_flight(),
            "bucket": [
                {
                    "key": file.key,
                    "version": file.version,
                    "name": file.name,
                    "size": file.size,
                    "uploaded": file.uploaded.isoformat(),
                    "content": printable(content),
                }
                for file, content in self.world.shelf.posted
            ],
            "pool": {
                "accounts": {
                    person.email: sub_of(person.email)
                    for province in self.world.store.provinces(fresh=True)
                    for person in province.people.values()
                    if person.roles
                },
                "second_step": sorted(accounts.codes),
            },
            "drafts": self.drafts,
            "announced": self.announced,
            "by_account": sorted(self.people.by_account),
            "requests": self.requests(),
            "cases": [self.case(case) for case in self.cases.values()],
        }

    def case(self, case: Errand) -> dict[str, Any]:
        stage, ending, star = self.expected[case.name]
        return {**asdict(case), "expected": {"stage": stage, "ending": ending, "star": star}}

    def in_flight(self) -> list[dict[str, Any]]:
        """Mails of the rows that wait: whom each reaches, and how often at most."""
        found = []
        for row in self.world.outbox.peek(100):
            for position, effect in enumerate(row.effects):
                if isinstance(effect, SendMail) and position not in row.done:
                    most = 2 if (effect.to, effect.dossier) in self.twice else 1
                    told = {"to": effect.to, "template": effect.template, "most": most}
                    found.append({**told, "dossier": effect.dossier})
        return found

    def requests(self) -> dict[str, Any]:
        """One of each kind of act whose answer is still the same."""
        wanted = (
            "idea-unsent idea",
            "second-unconfirmed idea",
            "plan-waiting business-plan",
            "registered registration",
            "old-intake self-assessment",
            "rejected idea-selection",
            "deployment plan-selection",
            "old-recognised recognition",
        )
        sheets = [name for name in self.people.answers if name.startswith("council-partly sheet")]
        return {name: self.people.answers[name] for name in (*wanted, *sheets)}


def _execution(run: Run) -> dict[str, Any]:
    """A running execution, as the service keeps it."""
    return {
        "machine": run.effect.machine,
        "status": run.status,
        "input": run.given,
        "data": run.data,
        "state": run.at,
        "entered": run.entered,
        "token": run.token,
        "until": run.until.isoformat() if run.until else None,
        "tried": run.tried,
        "due": run.due,
    }


def main() -> None:
    """Writes the file of a version."""
    [_, version] = sys.argv
    with pytest.MonkeyPatch.context() as patched, mock_aws():
        spare(patched)
        create_table(boto3.client("dynamodb", region_name="ap-southeast-1"), "ocop")
        maker = Maker()
        maker.all()
        path = write_kept(version, maker.kept(version))
    print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    with patch.dict("os.environ", {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}):
        main()
