"""The present code takes over a stack that an earlier version has left in `kept_table`'s form.

All that the takeover needs of the code itself stands here; the rest is mail, links and the API.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import boto3

from ocop.base.errors import Busy
from ocop.cases.effects import StartWorkflow
from ocop.cases.history import verify
from ocop.cases.records import StoredFile
from ocop.jobs.audit import audit
from ocop.jobs.dispatch import dispatch
from ocop.jobs.sweep import reconcile, sweep
from ocop.links.tokens import LinkKeys
from tests.support.browser_form import Element
from tests.support.errands import TOKENS, Errand, Link, People
from tests.support.kept_table import REGION, TABLE, put_items, unprintable
from tests.support.machines import RUNNING, Run
from tests.support.table import create_table
from tests.support.visitor import Visitor
from tests.support.world import World

PASSWORD = "mat-khau-dung"
ADMINISTRATORS = {"99": "quantri@songxanh.example.vn", "98": "quantri@songdo.example.vn"}
TROUBLE, MOST_TROUBLES = "/office/trouble", 10


@dataclass
class Takeover:
    """A world that begins in the middle of another one's work."""

    kept: Any
    world: World = field(init=False)
    people: People = field(init=False)
    cases: dict[str, Errand] = field(init=False)

    def __post_init__(self) -> None:
        self.world = World()
        client = boto3.client("dynamodb", region_name=REGION)
        client.delete_table(TableName=TABLE)
        create_table(client, TABLE)
        put_items(self.kept["table"])
        self.world.store.provinces(fresh=True)
        self.world.clock.now = datetime.fromisoformat(self.kept["written"])
        self._keys()
        self.world.machines.runs = dict(self._runs())
        self.world.machines.entries = 10**6
        self.world.shelf.posted = [self._stored(file) for file in self.kept["bucket"]]
        self.people = People(self.world, [Link(**link) for link in self.kept["mails"]])
        self.people.by_account.update(self.kept["by_account"])
        self._pool(self.people.visitor)
        told = [{k: v for k, v in one.items() if k != "expected"} for one in self.kept["cases"]]
        self.cases = {one["name"]: Errand(**one) for one in told}

    def _keys(self) -> None:
        """The earlier version's keys: its links open, and new ones are signed with its newest."""
        told = self.kept["keys"]
        keys = LinkKeys(told["current"], {k: unprintable(v) for k, v in told["keys"].items()})
        self.world.svc = self.world.machines.svc = replace(self.world.svc, keys=lambda: keys)

    def _runs(self) -> Iterator[tuple[str, Run]]:
        """The executions, going on by the definitions they began with."""
        for name, told in self.kept["executions"].items():
            given = told["input"]
            visit = given["round"]
            effect = StartWorkflow(
                told["machine"],
                given["dossier"],
                given["stage"],
                visit,
                given["attempt"],
                given["seconds"],
            )
            assert effect.name == name
            until = told["until"] and datetime.fromisoformat(told["until"])
            yield (
                name,
                Run(
                    effect,
                    given,
                    told["data"],
                    told["state"],
                    told["entered"],
                    told["token"],
                    until,
                    told["tried"],
                    told["due"],
                    told["status"],
                    self.kept["machines"][told["machine"]],
                ),
            )

    def _stored(self, told: Any) -> tuple[StoredFile, bytes]:
        """A file under the very version that pins name: the bucket is a made-up one."""
        uploaded = datetime.fromisoformat(told["uploaded"])
        file = StoredFile(told["key"], told["name"], told["size"], "", uploaded, told["version"])
        return file, unprintable(told["content"])

    def _pool(self, visitor: Visitor) -> None:
        pool = self.kept["pool"]
        visitor.accounts.codes.update(pool["second_step"])
        visitor.accounts.enrolled.update(pool["accounts"])

    # --------------------------------------------------------------- the clock

    def stream(self, *, every: int) -> None:
        """The stream brings a part of the rows that wait."""
        for row in self.waiting()[::every]:
            with suppress(Busy):
                dispatch(self.world.svc, row)

    def first_hour(self) -> int:
        """The stream brings some of what was left, the clock finds the rest; how much it could not
        do.
        """
        self.stream(every=2)
        sweep(self.world.svc)
        failed = 0
        for _ in range(2):
            self.world.clock.move(minutes=30)
            failed += reconcile(self.world.svc).failed
            self.world.settle(wholly=False)
        return failed

    def waiting(self) -> tuple[str, ...]:
        """Effects that have not been carried out."""
        return self.world.outbox.waiting(100).items

    def audited(self) -> int:
        """How many histories the clock's own audit finds broken or cannot read."""
        swept = audit(self.world.svc)
        return swept.failed + swept.broken

    # ------------------------------------------------------------------- looks

    def broken(self, case: Errand) -> list[str]:
        """What is wrong with a case's history."""
        return verify(self.world.store.events(case.id), self.world.store.case(case.id))

    def events(self, case: Errand) -> list[str]:
        """The hashes of a case's events, oldest first."""
        return [event.hash for event in self.world.store.events(case.id)]

    def mails(self) -> Counter[tuple[str, str, str]]:
        """Mails since the takeover: to whom, by which template, about which case."""
        return Counter(
            (post.to, post.template, Link(post.to, post.template, token).dossier)
            for post in self.world.post.sent
            for token in TOKENS.findall(post.mail.text)
        )

    def running(self, case: Errand) -> int:
        """How many executions wait for a case."""
        runs = self.world.machines.runs.values()
        return sum((run.effect.dossier, run.status) == (case.id, RUNNING) for run in runs)

    def status(self, execution: str) -> str:
        """What has become of an execution."""
        return self.world.machines.runs[execution].status

    # ----------------------------------------------------------- administrators

    def administrator(self, province: str) -> Visitor:
        """Somebody signed in who sees what did not go out."""
        visitor = Visitor(self.world, accounts=self.people.visitor.accounts)
        door = visitor.get("/office/sign-in")
        told = {"email": ADMINISTRATORS[province], "password": PASSWORD}
        visitor.follow(visitor.press(door, "/office/sign-in", **told))
        return visitor

    def troubles(self, province: str) -> int:
        """How many things did not go out, as their administrator reads it."""
        page = self.administrator(province).get(TROUBLE)
        assert page.status == 200, page.body
        return len({one.attributes["value"] for one in page.page.all("input") if _is_row(one)})

    def mend(self, province: str) -> None:
        """The administrator presses every button there is, with another address where one is
        asked for.
        """
        visitor = self.administrator(province)
        for number in range(MOST_TROUBLES):
            page = visitor.get(TROUBLE)
            if any(_is_row(one) for one in page.page.all("input")):
                told = {"email": f"dung.{number}@example.vn"}
                answer = visitor.press(page, TROUBLE, **told)
                assert answer.status == 303, answer.body
                self.world.settle()


def _is_row(one: Element) -> bool:
    return one.attributes.get("name") == "row"
