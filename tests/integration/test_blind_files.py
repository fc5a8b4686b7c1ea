"""The bytes of the files around a round that hides the producer: papers, sheets of points, lists to
take along. What names the producer in them is there to be seen, and no member gets at it.
"""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import load_workbook

from tests.integration.test_blind import seats, token
from tests.integration.test_blind_everywhere import blind, marks_in, plain, with_account
from tests.integration.test_papers import print_all
from tests.integration.test_web_office import signed_in
from tests.support.contents import answered, text_in
from tests.support.play import Story
from tests.support.visitor import Visitor
from tests.support.world import BASE, World

BUCKET = "https://bucket.example.vn/"
KINDS = {"docx", "pdf", "xlsx"}


def kind_of(name: str) -> str:
    return name.rpartition(".")[2]


def test_the_papers_of_the_dossier_name_the_producer(world: World) -> None:
    """So that what is looked for in the others is there to be found, and the reader finds it: in
    all of them but the sheet of points.
    """
    story = blind(world).score(80, star=4)
    papers = print_all(world, story)
    assert {kind_of(name) for name in papers} == KINDS
    silent = {name for name, content in papers.items() if not marks_in(text_in(content))}
    assert silent == {"score-summary.xlsx"}
    sheets = load_workbook(BytesIO(papers["score-summary.xlsx"])).worksheets
    values = [one.value for sheet in sheets for row in sheet.iter_rows() for one in row]
    cells = [one for one in values if isinstance(one, str)]
    assert len(cells) > 20
    assert [one for one in cells if one not in text_in(papers["score-summary.xlsx"])] == []


def fetched(story: Story, files: list[str]) -> Iterator[tuple[str, str]]:
    """What a blind member who also works for an office of the province gets by the address of each
    file, with link and account at once; what an answer leads to is read too.
    """
    world, holder = story.world, plain(story)
    email = with_account(world, holder.person)
    member, _ = signed_in(world, email)
    member.get(f"{BASE}/r/{token(story, holder)}")
    homes = (f"/office/dossiers/{story.id}", f"/dossiers/{story.id}", f"/r/{story.id}-{holder.id}")
    for file in files:
        for home in homes:
            for folder in ("papers", "evidence"):
                address = f"{home}/{folder}/{file}"
                answer = member.send("GET", address, None, x_claim=email)
                assert not answer.headers.get("Location", "").startswith(BUCKET), address
                yield address, text_in(answered(answer))


def test_no_paper_of_the_dossier_comes_to_a_blind_member(world: World) -> None:
    story = blind(world)
    print_all(world, story)
    files = [key.rpartition("/")[2] for key in world.rack.papers]
    assert len(files) > 5
    found = {address: marks_in(text) for address, text in fetched(story, files)}
    assert {address: marks for address, marks in found.items() if marks} == {}
    assert len(found) == 6 * len(files)


def test_who_convenes_opens_the_same_papers(world: World) -> None:
    """So that the addresses above are those of something."""
    story = blind(world)
    print_all(world, story)
    keeper = next(one for one in seats(story) if one.seat in ("chair", "vice", "secretary"))
    email = with_account(world, keeper.person)
    for key in world.rack.papers:
        address = f"/office/dossiers/{story.id}/papers/{key.rpartition('/')[2]}"
        answer = Visitor(world, {("office", "/"): f"session:{email}"}).send("GET", address)
        led = answer.headers.get("Location", "").removeprefix(BUCKET)
        assert (answer.status, led) == (303, key)
