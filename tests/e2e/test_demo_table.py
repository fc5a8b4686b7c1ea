"""`make demo`: its stories add up, and every product ends as its story says."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from infra.demo import sheets, story
from infra.demo.case import Case, Scene
from infra.demo.cast import Cast
from infra.demo.postbox import Postbox
from infra.demo.result import Outcome
from infra.demo.story import Product, Step
from infra.demo.table import written
from infra.local.folders import ROOT
from infra.local.mail import MailArchive
from ocop.scoring.ranking import RankingRules, rank
from ocop.scoring.sheet import ScoreSheet, score
from ocop.scoring.tally import TallyRules, tally
from tests.support.law import load_rulebook
from tests.support.scoring import law_set

PRODUCTS = [product for season in story.seasons() for product in season.products]
SCORED = [
    pytest.param(product, step, id=f"{product.law}-{product.set_number:02d}-{step.text('level')}")
    for product in PRODUCTS
    for step in product.steps
    if step.said.get("total") and step.act == "score"
]


def test_at_least_sixteen_products_of_different_criteria_sets_under_two_laws() -> None:
    sets = {(product.law, product.set_number) for product in PRODUCTS}
    assert len(sets) == len(PRODUCTS) >= 16
    assert {law for law, _ in sets} == {"1048-2019", "26-2026"}


def test_the_stories_end_in_every_way() -> None:
    endings = Counter(product.expected.ending for product in PRODUCTS)
    ways = {"recognised", "not-recognised", "stopped", "disqualified", "next-year", "turned-down"}
    assert ways <= endings.keys()
    assert {product.expected.star for product in PRODUCTS} == {0, 1, 2, 3, 4, 5}


def test_a_dossier_is_handed_in_under_a_law_that_its_idea_did_not_know() -> None:
    """26/2026/QĐ-TTg is in force from 22 May 2026 on."""
    first = date(2026, 5, 22)
    days = [[s.day for s in one.steps if s.act in ("idea", "dossier")] for one in PRODUCTS]
    assert any(idea < first <= dossier for idea, dossier in (d for d in days if len(d) == 2))


def test_stars_live_on_after_their_stories() -> None:
    stars = {one.name: one.expected.star for one in PRODUCTS if one.expected.star >= 3}
    lives = story.lives()
    assert {life.name for life in lives} <= stars.keys()
    acts = Counter((step.act, step.text("occasion")) for life in lives for step in life.steps)
    assert acts["again", "upgrade"] == acts["inspect", ""] == acts["complain", ""] == 1
    assert acts["again", "re-rating"] == 2  # in its window, and after the star has run out


@pytest.mark.parametrize(("product", "step"), SCORED)
def test_a_sheet_makes_the_points_and_star_of_its_story(product: Product, step: Step) -> None:
    criteria = law_set(product.law, product.set_number)
    total, star = step.number("total"), step.number("star")
    levels = sheets.levels_for(asdict(criteria), total, star, step.number("missed"))
    codes = [criterion.code for criterion in criteria.criteria]
    card = score(criteria, ScoreSheet(dict(zip(codes, levels, strict=True))))
    rulebook = load_rulebook(product.law)
    counted = tally(criteria, {"m": card}, TallyRules.from_data(rulebook.tally), "m")
    ranked = rank(criteria, counted, RankingRules.from_data(rulebook.ranking))
    assert (card.total, ranked.star) == (total, star)
    assert bool(ranked.capped_by) is bool(step.number("missed"))


def test_the_table_names_what_did_not_end_as_told(tmp_path: Path) -> None:
    season = story.seasons()[0]
    scene = Scene("", Postbox(MailArchive(tmp_path, tmp_path / "clock")))
    case = Case(season.products[0], Cast.of(season.file), scene)
    lines = written([Outcome(case, "stopped", wrong=("expected recognised",))]).splitlines()
    assert next(line for line in lines if line.startswith(case.product.name)).endswith("NO")
    assert "    ! expected recognised" in lines
    assert lines[-1] == "0 of 1 as expected."


@pytest.mark.e2e
def test_every_product_ends_as_its_story_says_whatever_scans_its_mail(tmp_path: Path) -> None:
    played = [sys.executable, "-m", "infra.demo", "--only", "products", "--scanner", "turns"]
    command = [*played, "--state", str(tmp_path / "s"), "--port", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(PRODUCTS)} of {len(PRODUCTS)} as expected." in done.stdout
    assert re.search(r"left http://\S+ and went on at http://\S+", done.stdout)
    assert re.search(r"moved +http://\S+/certificates/OCOP-99-\S+", done.stdout)
    visits = re.search(r"Scanner: ([0-9]+) visits", done.stdout)
    assert visits
    assert int(visits[1]) > 2 * 15 * len(PRODUCTS)
