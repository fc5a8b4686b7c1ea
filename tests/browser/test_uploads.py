"""Handing a file in: the page stays, with a script and without one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from infra.demo import evidence
from infra.local.runtime import Runtime
from tests.support.walk import Walk
from tests.support.window import PHONE, Window

pytestmark = pytest.mark.e2e
LARGE = 22 * 1024 * 1024


@pytest.fixture(scope="module")
def gathering(runtime: Runtime) -> Walk:
    """A case whose producer gathers evidence."""
    return Walk.on(runtime).to_plan()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files to choose from."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "lon.pdf").write_bytes(b"%PDF-1.4\n" + bytes(LARGE))
    (folder / "vua.pdf").write_bytes(evidence.pdf("Phieu kiem nghiem"))
    (folder / "may.pdf").write_bytes(b"MZ\x90\x00" + bytes(100))
    return folder


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(
    request: pytest.FixtureRequest, window: Callable[..., Window], gathering: Walk
) -> Iterator[Window]:
    """A phone of the producer's; the bucket is the one other host it may meet."""
    with window(**PHONE, java_script_enabled=request.param) as opened:
        opened.open(f"/r/{gathering.token}")
        yield opened
        met = ("asked another host: http://127.0.0.1:", "400 http://127.0.0.1:")
        opened.troubles[:] = [one for one in opened.troubles if not one.startswith(met)]


def begin(page: Window, walk: Walk, name: str) -> None:
    page.open(f"/dossiers/{walk.dossier}/evidence")
    page.fill({"/name": name, "/slot": "general"})
    page.press("Tiếp tục, chọn tệp")
    page.page.wait_for_load_state()  # the page's script is at work


def choose(page: Window, file: Path) -> None:
    page.page.locator("#file").set_input_files(str(file))
    page.page.get_by_role("button", name="Tải lên").click()


def scripted(page: Window) -> bool:
    return page.page.locator("iframe[name=answer]").is_hidden()


def arrive(page: Window) -> None:
    """The page that says what became of the file; without a script it is a tap away."""
    if not scripted(page):
        page.page.frame_locator("iframe[name=answer]").get_by_role("link").click()
    page.page.wait_for_url("**?key=*")


def test_a_file_that_is_too_large_leaves_the_page_where_it_is(
    page: Window, gathering: Walk, papers: Path
) -> None:
    begin(page, gathering, "Chồng giấy tờ")
    assert page.faults() == []
    choose(page, papers / "lon.pdf")
    if scripted(page):
        expect(page.page.locator("#file-error")).to_contain_text("lớn hơn 20 MB")
    else:
        answer = page.page.frame_locator("iframe[name=answer]").locator("Error")
        expect(answer).to_contain_text("EntityTooLarge")
        assert "EntityTooLarge" in page.page.locator("noscript").inner_text()
    assert page.path == f"/dossiers/{gathering.dossier}/evidence"
    expect(page.page.get_by_role("button", name="Tải lên")).to_be_enabled()


def test_a_paper_arrives_and_a_program_is_told_apart(
    page: Window, gathering: Walk, papers: Path
) -> None:
    begin(page, gathering, "Phiếu kiểm nghiệm")
    choose(page, papers / "vua.pdf")
    arrive(page)
    expect(page.page.locator(".notice")).to_contain_text("Đã nhận tệp Phiếu kiểm nghiệm.pdf")
    begin(page, gathering, "Giấy phép")
    choose(page, papers / "may.pdf")
    arrive(page)
    expect(page.page.locator(".notice")).to_contain_text("Không nhận tệp Giấy phép")
    assert page.faults() == []


def test_no_file_chosen_is_told_in_words(window: Callable[..., Window], gathering: Walk) -> None:
    with window(**PHONE) as opened:
        opened.open(f"/r/{gathering.token}")
        begin(opened, gathering, "Chưa chọn")
        opened.page.get_by_role("button", name="Tải lên").click()
        expect(opened.page.locator("#file-error")).to_have_text("Bạn chưa chọn tệp nào.")
