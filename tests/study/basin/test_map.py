"""What is known of a map, level by level."""

import numpy as np

from app.engine.surface import surfaces
from app.study.basin.block import BasinBlock, run_block
from app.study.basin.lattice import LEVELS, block_count
from app.study.basin.map import BasinMap
from app.study.basin.text import basin_rows, share_rows, shares_sentence
from app.study.spec import LaneSpec, Study, SurfaceSpec

STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(LaneSpec(optimizer="momentum", hyperparameters={"lr": 0.012}),),
    steps=60,
)
SURFACE = surfaces["himmelblau"]()


def filled(*levels):
    found = BasinMap()
    for level in levels:
        for part in range(block_count(level)):
            found.put(BasinBlock(0, level, part), run_block(STUDY, BasinBlock(0, level, part)))
    return found


def test_a_level_counts_when_it_is_complete_and_those_before_it():
    assert filled().level == 0
    assert filled(50).level == 0
    assert filled(25).level == 25
    found = filled(25, 50)
    assert found.level == 50
    assert found.missing(50) == []
    assert found.missing(100) == [0]
    assert LEVELS[0] == 25


def test_a_finer_level_keeps_the_starts_of_the_coarser():
    coarse, fine = filled(25), filled(25, 50)
    for name in ("minimum", "steps", "x_end"):
        assert np.array_equal(fine.layer(name, 25), coarse.layer(name), equal_nan=name == "x_end")
    places = [np.argwhere(coarse.known(400)), np.argwhere(fine.known(400))]
    assert {tuple(each) for each in places[0].tolist()} < {tuple(each) for each in places[1].tolist()}


def test_shares_are_of_all_starts():
    found = filled(25)
    shares = found.shares(4)
    assert [code for code, _ in shares[:4]] == [0, 1, 2, 3]
    assert sum(share for _, share in shares) == 1.0
    assert dict(shares)[0] == (found.layer("minimum") == 0).sum() / 625
    assert "% diverged" in shares_sentence("Momentum", found, SURFACE)
    assert shares_sentence("Momentum", BasinMap(), SURFACE) == "Momentum: being computed"


def test_the_table_has_a_line_for_each_start_that_was_run():
    found = filled(25)
    head, *lines = b"".join(basin_rows(["a, b"], [found], SURFACE, 25)).decode().split("\r\n")[:-1]
    assert head == "lane,x,y,minimum,steps,evaluations,diverged,arrived,x_end,y_end"
    assert len(lines) == 625
    first = lines[0].removeprefix('"a, b",').split(",")
    assert [float(value) for value in first[:2]] == [-4.8625, -4.8625]
    assert [float(value) for value in first[-2:]] == [found.layer(end)[0, 0] for end in ("x_end", "y_end")]
    words = {line.split(",")[4] for line in lines}
    assert words <= {"1", "2", "3", "4", "elsewhere", "outside", "diverged"}
    assert "diverged" in words
    gone = next(line for line in lines if ",diverged," in line).split(",")
    assert gone[5:7] == ["", ""]
    assert int(gone[7]) > 0
    assert len(list(basin_rows(["a"], [filled(25)], SURFACE, 50))) == 51
    unfinished = b"".join(basin_rows(["a"], [filled(25)], SURFACE, 50))
    assert unfinished.count(b"\r\n") == 626


def test_the_shares_as_a_table():
    text = b"".join(share_rows(["Momentum"], [filled(25)], SURFACE)).decode().split("\r\n")
    assert text[0] == "lane,minimum,x,y,f,share"
    assert text[1].startswith("Momentum,1,3.0,2.0,0.0,0.")
