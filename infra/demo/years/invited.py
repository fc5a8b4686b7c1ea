"""Producers invited to a fair and a course, who answer by the link in the mail; a list that is
held; a leaflet of the office as a file of the register.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from infra.demo import evidence
from infra.demo.client import Visitor
from infra.demo.machine import Machine
from infra.demo.postbox import Postbox
from infra.demo.years.seats import REGISTERS, Seat, Seats
from infra.demo.years.story import Story

FAIRS, COURSES, TOLD = "trade-events", "training", "communication"


class Invited:
    """The day on which an office invites to what it holds."""

    def __init__(self, machine: Machine, story: Story) -> None:
        self.machine, self.story = machine, story
        self.told: Mapping[str, Any] = story.special["invited"]

    def play(self, day: date, seats: Seats) -> Iterator[str]:
        """Invitations to both, one of them taken back, answers by link, and the leaflet."""
        if day.isoformat() == self.told["held"]["on"]:
            yield self._hold(day, seats)
        if day.isoformat() != self.told["on"]:
            return
        [unit] = self.story.units_on(self.told["by"], day)
        seat, post = seats.of(unit), self.machine.postbox()
        fair = self._found(seat, FAIRS, self.told["fair"])
        course = self._found(seat, COURSES, self.told["course"])
        self._invite(seat, FAIRS, fair, [*self.told["guests"], self.told["mistaken"]["name"]])
        self._take_back(seat, post, fair)
        self._invite(seat, COURSES, course, [*self.told["guests"]])
        for event in (self.told["fair"], self.told["course"]):
            for guest in self.told["guests"].values():
                self._answer(post, event, guest)
        said = seat.read(f"{REGISTERS}/{FAIRS}/{fair}/invitations")
        yield f"{said['comes']} producers come to the fair, {said['stays']} do not"
        yield self._hand_out(seat, day)

    def _hold(self, day: date, seats: Seats) -> str:
        """A fair that is to come, and a list of guests that waits to be released."""
        held = self.told["held"]
        [unit] = self.story.units_on(self.told["by"], day)
        seat = seats.of(unit)
        fair = seat.post(f"{REGISTERS}/{FAIRS}", {"data": held["event"]})["id"]
        self._invite(seat, FAIRS, fair, held["guests"], hold=True)
        return f"{len(held['guests'])} invitations are held"

    def _found(self, seat: Seat, register: str, name: str) -> str:
        """The id of a record of this name."""
        unit = self.story.province["code"]
        found = seat.read(f"{REGISTERS}/{register}?unit={unit}&q={quote(name)}")["records"]
        return str(next(one["id"] for one in found if one["name"] == name))

    def _invite(
        self, seat: Seat, register: str, event: str, guests: list[str], *, hold: bool = False
    ) -> None:
        ids = [self._found(seat, "organisations", one) for one in guests]
        sent = {"guests": ids, "hold": hold}
        seat.post(f"{REGISTERS}/{register}/{event}/invitations", sent)

    def _take_back(self, seat: Seat, post: Postbox, fair: str) -> None:
        """Somebody was invited by mistake, and is told so."""
        mistaken = self.told["mistaken"]
        post.await_new(mistaken["email"], self.told["fair"])
        guest = self._found(seat, "organisations", mistaken["name"])
        invited = seat.read(f"{REGISTERS}/{FAIRS}/{fair}/invitations")["invitations"]
        id = next(one["id"] for one in invited if one["guest"] == guest)
        seat.post(f"{REGISTERS}/invitations/{id}/take-back", {"reason": mistaken["reason"]})
        post.await_count(mistaken["email"], self.told["fair"], 2)

    def _answer(self, post: Postbox, event: str, guest: Mapping[str, str]) -> None:
        letter, person = post.open(guest["email"], event), Visitor(self.machine.base)
        form = person.get(letter.link).page.form("/r/invited/")
        person.send(form, {name: guest[name] for name in ("reply", "reason")})

    def _hand_out(self, seat: Seat, day: date) -> str:
        """A leaflet, entered with its file."""
        told = self.told["leaflet"]
        data = {
            "form": "print", "title": told["title"], "outlet": told["outlet"],
            "date": day.isoformat(),
        }  # fmt: skip
        kept = seat.post(f"{REGISTERS}/{TOLD}", {"data": data})
        address = f"{REGISTERS}/{TOLD}/{kept['id']}"
        asked = {"slot": "materials", "name": told["file"], "type": evidence.PDF}
        ticket = seat.post(f"{address}/files", asked)
        web = Visitor(self.machine.base)
        file = evidence.pdf(told["title"])
        web.upload(ticket["url"], ticket["fields"].items(), told["file"], file, follow=False)
        named = {**data, "materials": [{"title": told["file"], "file": ticket["id"]}]}
        seat.put(address, {"data": named}, str(kept["version"]))
        return "a leaflet is in the register with its file"
