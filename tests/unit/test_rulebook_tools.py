"""The commands for those who keep the rules, as they are typed."""

import json
import re
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from infra.dry_run import PastTally, try_law
from infra.rulebook import main
from ocop.law.rulebook import Rulebook
from ocop.scoring.sheet import ScoreSheet
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.scoring import law_set, sheet_for

FORCE = "26-2026"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(words)
    said = capsys.readouterr()
    return status, said.out + said.err


def past(reference: str, *sheets: ScoreSheet, stage: str = "council-province") -> PastTally:
    kept = {f"m{place}": sheet.to_data() for place, sheet in enumerate(sheets)}
    return PastTally(reference, f"{FORCE}@2.0.0", 6, stage, "m0", kept)


def sheet(total: int, star: int = 0, **choices: Any) -> ScoreSheet:
    return sheet_for(law_set(FORCE, 6), total, star, choices or None)


def test_a_law_is_shown_with_its_articles(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(capsys, "show", FORCE)
    assert status == 0
    assert "Thời hạn: 15 ngày làm việc [Điều 7.2]" in said
    status, said = run(capsys, "--lang", "en", "show", FORCE)
    assert "Time limit: 15 working days [Điều 7.2]" in said


@pytest.mark.parametrize("law", rulebook_ids())
def test_no_code_stands_where_a_name_would_do(capsys: pytest.CaptureFixture[str], law: str) -> None:
    """Behind the colon people read words; stages have their id beside their title."""
    said = run(capsys, "show", law)[1]
    values = [line.partition(": ")[2] for line in said.splitlines()]
    codes = re.compile(r"(?:^|, |→ )(@?[a-z]+(?:-[a-z]+)+)(?=;|,| \[|$)")
    assert [told for value in values for told in codes.findall(value)] == []


def test_two_laws_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(capsys, "--lang", "en", "diff", "148-2023", "1489-2025")
    assert status == 0
    assert said.startswith("148-2023 against 1489-2025: ")
    assert "Gone: Decision by the district's chairman (recognition-district)" in said
    assert "New: Report by the provincial advisory team (advisory)" in said
    assert "Time limit: 10 working days becomes 15 working days" in said
    rules, _, articles = said.partition("The same rule by another article: ")
    assert "withdrawal · stage: Decision on a withdrawal" not in articles
    assert "Kế hoạch Hà Nam III.1.2 becomes only a setting" in articles
    assert "Changed: Choice of ideas" not in rules
    assert run(capsys, "diff", FORCE, FORCE)[1].endswith("Không khác nhau.\n")


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, said = run(capsys, "show", "27-2030")
    assert (status, said.startswith("Không có bộ quy định")) == (2, True)
    assert run(capsys, "show", f"{FORCE}@9.9.9") == (2, "“26-2026” không có phiên bản 9.9.9.\n")
    status, said = run(capsys, "try", FORCE, str(tmp_path / "none"))
    assert (status, "none: không đọc được" in said) == (2, True)


@pytest.mark.parametrize("line", ["[]", "5", "{", '{"reference": "99-1"}', "changed"])
def test_a_line_that_is_no_past_sheet_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    good = asdict(past("99-1", sheet(82, 4)))
    bad = json.dumps({**good, "sheets": {"m0": 5}}) if line == "changed" else line
    file = tmp_path / "past.jsonl"
    file.write_text(f"{json.dumps(good)}\n\n{bad}\n", "utf-8")
    status, said = run(capsys, "--lang", "en", "try", FORCE, str(file))
    assert (status, f"{file}, line 3: is no line" in said) == (2, True)


def test_sheets_are_read_from_a_stack_that_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TABLE_NAME", raising=False)
    status, said = run(capsys, "sheets")
    assert (status, "--stack" in said, "--state" in said) == (2, True, True)
    status, said = run(capsys, "--lang", "en", "sheets", "--state", str(tmp_path))
    assert (status, said.startswith("No stack runs on this machine")) == (2, True)


def test_what_is_shipped_has_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(capsys, "--lang", "en", "check")
    assert status == 0
    assert re.fullmatch(
        r"Checked 4 rulebooks, 73 criteria sets, \d+ processes, \d+ forms: nothing is wrong.\n",
        said,
    )


def test_past_sheets_under_the_version_before(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "past.jsonl"
    lines = [past("99-1", sheet(82, 4), sheet(84, 4)), past("99-2", sheet(92, 5))]
    file.write_text("".join(f"{json.dumps(asdict(one))}\n" for one in lines), "utf-8")
    status, said = run(capsys, "--lang", "en", "try", f"{FORCE}@1.0.0", str(file))
    assert status == 0
    assert said.splitlines() == [
        "2 cases scored under 26-2026@1.0.0: 0 change, 0 cannot be scored",
        "99-1: still 4 stars, 83.00 points",
        "99-2: still 5 stars, 92.00 points",
    ]


def with_bands(law: Rulebook, four: str) -> Rulebook:
    bands = [{**band, "from": four} if band["star"] == 4 else band for band in law.ranking["bands"]]
    return replace(law, ranking={**law.ranking, "bands": bands})


def test_who_would_get_another_star_is_exact() -> None:
    law = load_rulebook(FORCE)
    tallies = [past("below", sheet(74, 4), sheet(75, 4)), past("at", sheet(75, 4), sheet(75, 4))]
    laws = {f"{FORCE}@2.0.0": law}
    below, at = try_law(tallies, laws, with_bands(law, "75"), "en")
    assert below.after is not None
    assert below.before is not None
    assert (below.before.star, below.after.star, below.after.total) == (4, 3, Fraction(149, 2))
    assert (below.changed, at.changed) == (True, False)
    told = below.said("en")
    assert told.startswith(
        "below: 4 stars, 74.50 points (Decision by the province's chairman) becomes 3 stars, 74.50"
    )


def test_a_sheet_that_the_law_refuses_is_told() -> None:
    law = load_rulebook(FORCE)
    best = sheet(80, 4, **{"5.1": 2, "5.2": 2})
    without = ScoreSheet({**best.choices, "5.1": 0})
    old = replace(past("story", without), law=f"{FORCE}@1.0.0")
    [trial] = try_law([old], {old.law: load_rulebook(old.law)}, law, "en")
    assert trial.after is None
    assert "/c5_2" in trial.said("en")


def test_sheets_that_their_own_law_refuses_are_told() -> None:
    law, one = load_rulebook(FORCE), replace(past("x", sheet(80)), set_number=99)
    [trial] = try_law([one], {one.law: law}, law, "en")
    assert trial.said("en").startswith("x: cannot be scored under this law: the case's own law")


def test_other_criteria_and_stages_are_told_apart() -> None:
    law, laws = load_rulebook(FORCE), {f"{FORCE}@2.0.0": load_rulebook(FORCE)}
    [trial] = try_law([past("x", sheet(80))], laws, load_rulebook("1048-2019"), "en")
    assert trial.said("en").endswith("other criteria (1048-2019)")
    stages = {id: stage for id, stage in law.stages.items() if id != "council-province"}
    [trial] = try_law([past("x", sheet(80))], laws, replace(law, stages=stages), "en")
    title = law.stage("council-province").title["en"]
    assert trial.said("en").endswith(f"this law has no stage “{title}”")


def test_a_rulebook_that_there_is_none_of_is_named_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "99-2030"]) == 2
    assert capsys.readouterr().err.strip() == "Không có bộ quy định “99-2030”."
    assert main(["--lang", "en", "show", "99-2030"]) == 2
    assert capsys.readouterr().err.strip() == "There is no rulebook “99-2030”."


@pytest.mark.parametrize("law", rulebook_ids())
def test_a_rulebook_is_told_without_codes(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Those of stages and processes stand beside their words, in brackets or with a version."""
    main(["show", law])
    told = capsys.readouterr().out
    coded = re.findall(r"(?<![\w(@])(?:[a-z]+(?:[-_][a-z]+)+|administrator|apart)(?![\w)@-])", told)
    assert coded == []
