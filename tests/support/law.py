"""The rulebooks as the tests read them."""

from ocop.catalogue.rulebooks import published_rulebooks

_RULEBOOKS = published_rulebooks()
load_rulebook, rulebook_ids = _RULEBOOKS.at, _RULEBOOKS.ids
