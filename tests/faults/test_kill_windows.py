"""What a kill may take with it: what was not on disk, however long saving took."""

from pathlib import Path

from tests.faults.kills.tree import Tree


def test_a_kill_may_take_what_was_not_saved_and_nothing_else(tmp_path: Path) -> None:
    tree = Tree(tmp_path, 0)
    tree.lost = [(100.0, 108.0)]
    assert [tree.may_be_lost(moment) for moment in (99.9, 100.0, 108.0, 108.1)] == [
        False,
        True,
        True,
        False,
    ]
    assert tree.may_be_lost(98.0, margin=3.0)
    assert not tree.may_be_lost(96.9, margin=3.0)
