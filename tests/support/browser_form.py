"""Reads pages as a browser without scripts would: what a form posts, what names each control."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

VOID = {"input", "meta", "link", "br", "path", "rect", "img"}


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple["Element", ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    children: list["Element"] = field(default_factory=list, repr=False)

    def within(self, tag: str) -> "Element | None":
        return next((one for one in reversed(self.parents) if one.tag == tag), None)


class Page(HTMLParser):
    """Every element of a page in order, with its attributes, parents and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
        found = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(found)
        if self._open:
            self._open[-1].children.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.text += data

    def all(self, *tags: str) -> list[Element]:
        return [one for one in self.elements if one.tag in tags]

    def by_id(self, wanted: str) -> Element | None:
        return next((one for one in self.elements if one.attributes.get("id") == wanted), None)


def posts(html: str, press: str = "submit") -> bytes:
    """The urlencoded body that pressing the button of that value would send."""
    fields = [("_do", press)]
    for one in Page(html).all("input", "textarea", "select"):
        name, kind = one.attributes.get("name", ""), one.attributes.get("type", "text")
        ticked = kind not in ("radio", "checkbox") or "checked" in one.attributes
        if name and ticked:
            fields.append((name, value_of(one)))
    return urlencode(fields).encode()


def value_of(element: Element) -> str:
    if element.tag == "textarea":
        return element.text.removeprefix("\n").replace("\n", "\r\n")
    if element.tag == "select":
        chosen = [one for one in element.children if "selected" in one.attributes]
        return (chosen or element.children)[0].attributes["value"]
    return element.attributes.get("value", "")
