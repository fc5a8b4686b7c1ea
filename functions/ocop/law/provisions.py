"""A rulebook told provision by provision, each with its article or as a setting; and two compared.

It is told from the document, not from its typed value, so that nothing in it can be left out: what
has no words of its own is told by its name. The words are data (schemas/texts/provisions.json).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ocop.base.codec import Data
from ocop.base.moment import show_date
from ocop.base.pointers import Json
from ocop.base.structs import struct
from ocop.base.text import LANGS, Lang, pick
from ocop.scoring.explain import Phrases

# What names and describes, and is no rule by itself.
NO_RULES = frozenset({"id", "version", "title", "decision", "article", "label", "endings", "forms"})
# Where the law is silent though it speaks of the thing: these are settings under any article.
SILENT = (
    "ranking/between_bands",
    "ranking/rounding",
    "ranking/gates",
    "ranking/named_gate",
    "links",
    "checkpoints",
)
_DAY, _OF_EVERY_YEAR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d-\d\d")
_ANY_YEAR = 2027  # in which to write a day of every year
OWN_ARTICLE = "_article"  # ends the name of the article of one field alone
STAGES_NAMED = frozenset({"stage", "starts", "apart", "before"})
SILENT_OF_A_STAGE = frozenset({"rescores", "link_days", "role", "step", "apart"})


@struct(frozen=True)
class Provision:
    """One rule in words. `article` is empty for what is only a setting; `note` says the doubt."""

    key: str
    group: str
    label: str
    value: str
    article: str
    note: str = ""

    @property
    def said(self) -> str:
        """The rule in one line, with its place and its article."""
        article = f" [{self.article}]" if self.article else ""
        return f"{self.group} · {self.label}: {self.value}{article}"


@struct(frozen=True)
class Difference:
    """A provision in two rulebooks; None where one of them lacks it."""

    before: Provision | None
    after: Provision | None

    @property
    def of_article_alone(self) -> bool:
        """Whether the rule is the same and another article says it."""
        if self.before is None or self.after is None:
            return False
        told = (self.before.value, self.before.note)
        return told == (self.after.value, self.after.note)


def provisions(document: Data, phrases: Phrases, lang: Lang) -> tuple[Provision, ...]:
    """Every provision of a whole rulebook, in the order of the document."""
    return tuple(_Teller(document, phrases, lang).tell())


def compared(before: Sequence[Provision], after: Sequence[Provision]) -> tuple[Difference, ...]:
    """What differs, in the order of the first; what is new comes last."""
    old, new = ({one.key: one for one in side} for side in (before, after))
    changed = [
        Difference(one, new.get(key)) for key, one in old.items() if _differs(one, new.get(key))
    ]
    return (*changed, *(Difference(None, one) for key, one in new.items() if key not in old))


def _differs(one: Provision, other: Provision | None) -> bool:
    told = (one.value, one.article, one.note)
    return other is None or told != (other.value, other.article, other.note)


@struct(frozen=True)
class _Teller:
    document: Data
    phrases: Phrases
    lang: Lang

    def tell(self) -> Iterator[Provision]:
        general = self._say("general")
        for name, value in self.document.items():
            if name == "stages":
                for stage in value:
                    yield from self._stage(stage)
            elif name not in NO_RULES and not name.startswith("@"):
                yield from self._below(general, name, (name,), value, _law_of(self.document, name))

    def _stage(self, stage: Data) -> Iterator[Provision]:
        group, key = f"{pick(stage['title'], self.lang)} ({stage['id']})", f"stages/{stage['id']}"
        article = stage.get("article", "")
        for name, value in stage.items():
            if name in ("outcomes", "routes"):
                for place, way in enumerate(value):
                    yield self._way(group, f"{key}/{name}/{way.get('id', place)}", way)
            elif name not in NO_RULES:
                own = "" if name in SILENT_OF_A_STAGE else article
                yield from self._below(group, f"{key}/{name}", (name,), value, own)

    def _way(self, group: str, key: str, way: Data) -> Provision:
        label = pick(way["label"], self.lang) if "label" in way else self._say("result")
        told = [self._condition(way[name]) for name in ("when", "accepts") if way.get(name)]
        told += [f"→ {self._target(way)}"]
        known = {"when", "accepts", "to", "ending", *NO_RULES}
        told += [
            f"{self._named((name,))}: {self._value(value)}"
            for name, value in way.items()
            if name not in known
        ]
        return Provision(key, group, label, "; ".join(told), way.get("article", ""))

    def _target(self, way: Data) -> str:
        titles = {stage["id"]: stage["title"] for stage in self.document["stages"]}
        target = way.get("to") or way.get("ending", "")
        text = titles.get(target) or self.document["endings"].get(target)
        return pick(text, self.lang) if text else self._word(target)

    def _condition(self, when: Data) -> str:
        return ", ".join(f"{self._named((name,))} {self._value(v)}" for name, v in when.items())

    def _below(
        self, group: str, key: str, names: tuple[str, ...], value: Json, article: str
    ) -> Iterator[Provision]:
        """What stands at a place: one provision, or those of the things in it."""
        if key.startswith(SILENT):
            article = ""
        if isinstance(value, Mapping) and not {"say", "under"}.isdisjoint(value):
            yield self._doubtful(group, key, names, value)
        elif isinstance(value, Mapping) and not _is_text(value) and "amount" not in value:
            own = value.get("article", article)
            for name, inner in value.items():
                if name not in NO_RULES and not name.endswith(OWN_ARTICLE):
                    law = value.get(f"{name}{OWN_ARTICLE}", own)
                    yield from self._below(group, f"{key}/{name}", (*names, name), inner, law)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for place, one in enumerate(value):
                yield from self._listed(group, f"{key}/{_id(one, place)}", names, one, article)
        else:
            own = value.get("article", article) if isinstance(value, Mapping) else article
            told = self._target({"to": value}) if self._leads(group, names) else self._value(value)
            yield Provision(key, group, self._label(names, key), told, own)

    def _leads(self, group: str, names: tuple[str, ...]) -> bool:
        """Whether a value names a stage, which is told by its title."""
        return names[-1] in STAGES_NAMED or (names[-1] == "to" and group != self._say("general"))

    def _listed(
        self, group: str, key: str, names: tuple[str, ...], one: Json, article: str
    ) -> Iterator[Provision]:
        """One of the things in a list: in a line of its own when nothing stands below it."""
        if isinstance(one, Mapping) and "must" in one:
            yield self._paper(group, key, names, one)
            return
        flat = isinstance(one, Mapping) and "say" not in one
        flat = flat and not any(name.endswith(OWN_ARTICLE) for name in one)
        if not flat or any(
            isinstance(v, (Mapping, list)) and not _is_text(v) for v in one.values()
        ):
            yield from self._below(group, key, names, one, article)
            return
        told = {
            name: self._target({"to": value}) if name in STAGES_NAMED else value
            for name, value in one.items()
            if name not in NO_RULES
        }
        own = one.get("article", article)
        yield Provision(key, group, self._named_one(names, key, one), self._value(told), own)

    def _named_one(self, names: tuple[str, ...], key: str, one: Data) -> str:
        """One of the things in a list by its own words or number; never by its place there."""
        if "label" in one:
            return f"{self._named(names)} · {pick(one['label'], self.lang)}"
        known = {"id", "star", "number"} & one.keys()
        return self._label(names, key) if known else self._named(names)

    def _paper(self, group: str, key: str, names: tuple[str, ...], one: Data) -> Provision:
        """A paper of a dossier: whether it has to be there, what is wanted, what shows it."""
        told = [self._say("key_must" if one["must"] else "paper_extra")]
        told += [pick(one["asks"], self.lang)] if "asks" in one else []
        shown = ("form", "field", "kinds", "except_sets")
        told += [
            f"{self._named((name,))} {self._value(one[name])}" for name in shown if name in one
        ]
        label = f"{self._named(names[:1])} · {pick(one['label'], self.lang)}"
        return Provision(key, group, label, "; ".join(told), one["article"])

    def _doubtful(self, group: str, key: str, names: tuple[str, ...], value: Data) -> Provision:
        """A rule that may be told of with a doubt: of reading, or by which law a thing is."""
        if "say" in value:
            return self._reading(group, key, value)
        note = pick(value["doubt"], self.lang) if "doubt" in value else ""
        told, label = self._word(value["under"]), self._label(names, key)
        return Provision(key, group, label, told, value["article"], note)

    def _reading(self, group: str, key: str, rule: Data) -> Provision:
        codes = ", ".join(rule.get("criteria", ()))
        sets = self._say("in_sets").format(sets=", ".join(map(str, rule.get("sets", ()))))
        label = " ".join([self._word(rule["rule"]), codes, sets if rule.get("sets") else ""])
        say, doubt = pick(rule["say"], self.lang), pick(rule["doubt"], self.lang)
        chosen = [self._word(rule[name]) for name in ("take", "on") if name in rule]
        value = f"{say} ({', '.join(chosen)})" if chosen else say
        return Provision(key, group, " ".join(label.split()), value, rule["article"], doubt)

    def _label(self, names: tuple[str, ...], key: str) -> str:
        place = key.rpartition("/")[2]
        label = self._named(names)
        return label if place in names else f"{label} {place}"

    def _named(self, names: tuple[str, ...]) -> str:
        return " · ".join(self._say(f"key_{name}", name.replace("_", " ")) for name in names)

    def _value(self, value: Json) -> str:
        if isinstance(value, bool):
            return self._say("yes" if value else "no")
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list):
            return ", ".join(map(self._value, value)) or self._say("none_of_these")
        return self._say("open") if value is None else self._word(str(value))

    def _mapping(self, value: Data) -> str:
        if _is_text(value):
            return pick(value, self.lang)
        if "amount" in value:
            told = self._say(f"unit_{value['unit']}").format(n=value["amount"])
            since = value.get("since")
            return f"{told} {self._say('since')} {self._word(since)}" if since else told
        return "; ".join(f"{self._named((k,))} {self._value(v)}" for k, v in value.items())

    def _word(self, word: str) -> str:
        """What a code of a rulebook means; a place in a form is one too."""
        return self._say(f"value_{word.lstrip('@/').replace('/', '-')}", _day(word, self.lang))

    def _say(self, name: str, otherwise: str = "") -> str:
        return pick(self.phrases[name], self.lang) if name in self.phrases else otherwise


def _day(word: str, lang: Lang) -> str:
    """A day, or one of every year, as people write it; any other word as it is."""
    if _DAY.fullmatch(word):
        return show_date(date.fromisoformat(word), lang)
    if not _OF_EVERY_YEAR.fullmatch(word):
        return word
    day = date.fromisoformat(f"{_ANY_YEAR}-{word}")
    return f"{day.day} {day:%B}" if lang == "en" else f"{day.day}/{day.month}"


def _is_text(value: Json) -> bool:
    return isinstance(value, Mapping) and value.keys() == set(LANGS)


def _id(one: Json, place: int) -> str:
    """By what a thing in a list is known: its own name, else its number or place."""
    if isinstance(one, Mapping):
        for name in ("id", "star", "number", "stage"):
            if name in one:
                return str(one[name])
        if "rule" in one:
            sets = ",".join(map(str, one.get("sets", ())))
            return f"{one['rule']}-{','.join(one.get('criteria', ()))}-{sets}"
    return str(place)


def _law_of(document: Data, name: str) -> str:
    """What a rulebook scores by is its decision's."""
    return str(document["decision"]) if name in ("criteria", "incomplete_sets") else ""
