"""An article is never told without its law."""

import pytest

from ocop.law.citing import cited


@pytest.mark.parametrize(
    ("article", "told"),
    [
        ("Điều 7.2", "Điều 7.2, 26/2026/QĐ-TTg"),
        ("Phụ lục II, ghi chú mục 5.2", "Phụ lục II, ghi chú mục 5.2, 26/2026/QĐ-TTg"),
        ("Luật Khiếu nại Điều 9", "Luật Khiếu nại Điều 9"),
        ("Quyết định 148/QĐ-TTg, Phụ lục II khoản 4a",) * 2,
        ("Kế hoạch Hà Nam III.1.5", "Kế hoạch Hà Nam III.1.5"),
        ("", ""),
    ],
)
def test_an_article_names_its_law(article: str, told: str) -> None:
    assert cited("26/2026/QĐ-TTg", article) == told
