"""Rows pasted from a spreadsheet into a list of a form."""

import pytest

from ocop.forms.serve import serve
from ocop.html.components.forms import FieldRows
from ocop.html.parse import posted
from ocop.html.render import fields_of
from ocop.registers.register import published_registers
from tests.support.forms import FORMS

SCHEMA = serve(published_registers().get("training").form, "vi")["schema"]
LIST = "/participants"


def people(text: str, **fields: str) -> list[dict[str, object]]:
    """The participants of a form whose list got a pasted text."""
    form = posted({f"_paste{LIST}": text, "_do": f"paste:{LIST}", **fields}, SCHEMA)
    assert form.adds_rows == LIST
    rows: list[dict[str, object]] = form.data["participants"]
    return rows


def test_cells_are_read_in_the_order_of_the_questions() -> None:
    assert people("Lê Thị Sen\tChủ thể\t\t\t\tcó\nTrần Văn Tre\tcán bộ xã\tCB-7\n") == [
        {"person": "Lê Thị Sen", "role": "owner", "woman": True},
        {"person": "Trần Văn Tre", "role": "officer-commune", "officer": "CB-7"},
    ]


def test_a_first_line_of_titles_gives_the_order() -> None:
    text = "STT\tLA\thọ tên\n1\tNgười lao động\tLê Thị Sen\n\n2\t\tTrần Văn Tre"
    assert people(text) == [
        {"role": "worker", "person": "Lê Thị Sen"},
        {"role": "worker", "person": "Trần Văn Tre"},
    ]


def test_pasted_rows_follow_those_that_were_typed() -> None:
    typed = {f"{LIST}/0/person": "Phạm Văn Đước", f"{LIST}/0/role": "owner"}
    assert [row["person"] for row in people("Lê Thị Sen\tChủ thể", **typed)] == [
        "Phạm Văn Đước",
        "Lê Thị Sen",
    ]


def test_what_is_pasted_is_taken_by_the_button_that_saves_too() -> None:
    form = posted({f"_paste{LIST}": "Lê Thị Sen\tChủ thể", "_do": "submit"}, SCHEMA)
    assert (form.adds_rows, len(form.data["participants"])) == ("", 1)


@pytest.mark.parametrize("text", ['Lê "Tư\tChủ thể', "Lê Thị Sen\tHọ hàng", " \n\t\n"])
def test_what_cannot_be_read_stays_as_typed(text: str) -> None:
    form = posted({f"_paste{LIST}": text}, SCHEMA)
    first = form.data.get("participants", [{}])[0]
    assert list(first.values()) in ([['Lê "Tư', "owner"], ["Lê Thị Sen", "Họ hàng"], []])


def test_a_short_list_takes_no_paste() -> None:
    schema = serve(FORMS.get("deployment-progress"), "vi")["schema"]
    lists = [node for node in fields_of(schema) if isinstance(node, FieldRows)]
    assert [node.pasted for node in lists] == [() for _ in lists]
    assert lists


def test_many_rows_are_closed_but_for_the_wrong_ones() -> None:
    rows = [{"person": f"Người {n}", "role": "owner"} for n in range(30)]
    del rows[9]["person"]
    nodes = fields_of(SCHEMA, values={"participants": rows}, errors={f"{LIST}/3/role": "sai"})
    lists = [node for node in nodes if isinstance(node, FieldRows)]
    (shown,) = [one for one in lists if one.pointer == LIST]
    assert [row.folded for row in shown.rows[:5]] == [True, True, True, False, True]
    assert shown.rows[7].title == "Người dự 8: Người 7"
    assert shown.rows[9].title == "Người dự 10: Chủ thể"
    assert not any(row.folded for row in shown.rows[30:])


def test_a_title_may_say_more_words_than_the_question() -> None:
    assert people("TT\tHọ và tên học viên\tLà (chức danh)\n1\tLê Thị Sen\tChủ thể") == [
        {"person": "Lê Thị Sen", "role": "owner"}
    ]


def test_a_person_whose_cells_say_a_title_among_others_is_no_line_of_titles() -> None:
    assert people("Nữ Họ Tên\tChủ thể") == [{"person": "Nữ Họ Tên", "role": "owner"}]


def test_two_cells_with_a_questions_words_name_it_once() -> None:
    text = "Họ tên\tHọ tên cha\tLà\nLê Thị Sen\tLê Văn Lúa\tChủ thể"
    assert people(text) == [{"person": "Lê Thị Sen", "role": "owner"}]


@pytest.mark.parametrize("do", [f"paste:{LIST}", "submit"])
def test_nothing_is_taken_below_titles_that_lack_what_each_row_needs(do: str) -> None:
    text = "Họ tên\tĐến với ai\tNữ\nLê Thị Sen\tChủ thể\tx"
    form = posted({f"_paste{LIST}": text, "_do": do}, SCHEMA)
    assert (form.data.get("participants"), dict(form.unread)) == (None, {LIST: ("Là",)})


def test_what_could_not_be_taken_stands_in_its_box_again() -> None:
    nodes = fields_of(SCHEMA, unread={LIST: "Nữ\nx"})
    (shown,) = (one for one in nodes if isinstance(one, FieldRows) and one.pointer == LIST)
    assert shown.unread == "Nữ\nx"


def test_an_attendance_list_as_offices_keep_it_is_read() -> None:
    text = (
        "STT\tHọ và tên\tChức danh\tĐơn vị\tGiới tính\tKý tên\n"
        "1\tLê Thị Sen\tChủ thể\tHTX Mẫu\tNữ\t\n"
        "2\tTrần Văn Tre\tCán bộ xã\t\tNam\t"
    )
    assert people(text) == [
        {"person": "Lê Thị Sen", "role": "owner", "organisation": "HTX Mẫu", "woman": True},
        {"person": "Trần Văn Tre", "role": "officer-commune", "woman": False},
    ]


def test_numbers_before_names_without_titles_are_no_names() -> None:
    assert people("1\tLê Thị Sen\tChủ thể\n2\tTrần Văn Tre\t") == [
        {"person": "Lê Thị Sen", "role": "owner"},
        {"person": "Trần Văn Tre", "role": "owner"},
    ]
