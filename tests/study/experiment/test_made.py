import pytest

from app.study.experiment.block import Block
from app.study.experiment.made import Made


class Row(Made[Block]):
    what = "block"

    def __init__(self):
        self.made = []

    def __len__(self):
        return 5

    def make(self, index):
        self.made.append(index)
        return Block(index=index, content=None, work=1.0, label=str(index))


def test_only_what_is_asked_for_is_made():
    row = Row()
    assert [row[2].index, row[-1].index] == [2, 4]
    assert [block.index for block in row[1:5:2]] == [1, 3]
    assert row.made == [2, 4, 1, 3]


@pytest.mark.parametrize("index", [5, -6])
def test_a_place_that_is_none(index):
    with pytest.raises(IndexError, match=f"block {index} of 5"):
        Row()[index]


def test_it_ends():
    assert [block.index for block in Row()] == [0, 1, 2, 3, 4]
