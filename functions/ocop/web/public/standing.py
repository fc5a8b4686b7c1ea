"""How the public register words a certificate: where from, and whether it counts."""

from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.catalogue.texts import say
from ocop.certificates.life import Validity
from ocop.html import show
from ocop.people.province import Province


def commune_of_certificate(province: Province, certificate: Certificate, lang: Lang) -> str:
    """The commune's name; its code where the province's document no longer has it."""
    return pick(province.unit_name(certificate.unit, certificate.province), lang)


def standing_in_words(state: Validity, lang: Lang) -> str:
    """What a certificate is worth, with the day that bounds it."""
    return say(lang, f"standings.{standing_word(state)}", day=show.day(state.day, lang))


def standing_word(state: Validity) -> str:
    """The name of a state among the texts."""
    return state.state.replace("-", "_")
