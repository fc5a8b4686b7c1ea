"""A producer in need: a tick in the report of progress, money looked for, an adviser who comes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from infra.demo import papers, producers, reviewers
from infra.demo.case import Case, Scene
from infra.demo.cast import Cast
from infra.demo.machine import Machine
from infra.demo.page import flat
from infra.demo.story import Expected, Product, Step
from infra.demo.years.seats import Seats
from infra.demo.years.story import Story

LAW = "1048-2019"


class Supported:
    """One producer on the way, until help has come."""

    def __init__(self, machine: Machine, story: Story) -> None:
        self.story = story
        self.told: Mapping[str, Any] = story.special["support"]
        product = Product(law=LAW, steps=(), expected=Expected(""), **self.told["product"])
        self.case = Case(product, Cast(story.province), Scene(machine.base, machine.postbox()))

    def begin(self, day: date) -> str:
        """The idea and the plan, both chosen by the district."""
        chosen = Step(day, "decide", {"by": "district", "outcome": "selected"})
        producers.send_idea(self.case, chosen)
        reviewers.decide(self.case, chosen)
        producers.file_plan(self.case, chosen)
        reviewers.decide(self.case, chosen)
        return f"{self.case.reference}: the idea and the plan are chosen"

    def get_help(self, day: date, seats: Seats) -> str:
        """Two needs ticked, looked at by the commune, granted, answered on site."""
        need = papers.progress(self.case.product, day)
        need["help"] = dict.fromkeys(self.told["needs"], True)
        producers.desk(self.case).file("deployment-progress", need)
        commune, province = self.told["product"]["commune"], self.story.province["code"]
        for email, said in (
            (seats.holder("commune-officer", commune), "check"),
            (seats.holder("finance-officer", province), "finance"),
            (self.told["check"]["adviser_email"], "visit"),
        ):
            self._decide(email, self.told[said])
        return f"{self.request}: an adviser has come, and the money is in the register"

    @property
    def request(self) -> str:
        """The reference of the request."""
        return f"{self.case.reference}-HT1"

    def _decide(self, email: str, answers: Mapping[str, Any]) -> None:
        letter = self.case.scene.post.open(email, self.request)
        person = self.case.scene.visitor()
        person.send(person.get(letter.link).page.form("/decide"), flat(answers))
