"""How the maps of two lanes are paired is said as it is run: in pairs, or with chance of the lanes' own."""

import msgspec
import numpy as np
import pytest

from app.study.basin.block import run_starts
from app.study.basin.pair import pair_sentence, pair_words
from app.study.spec import FilterSpec, LaneSpec, Study, SurfaceSpec

LANES = (LaneSpec(optimizer="momentum", stream=1), LaneSpec(optimizer="momentum", stream=2))
CERTAIN = SurfaceSpec(surface="himmelblau")
NOISY = SurfaceSpec(surface="himmelblau", noise=0.5)
SPREAD = SurfaceSpec(surface="himmelblau", spread=0.5)


def study(problem, pairing):
    return Study(problem=problem, lanes=LANES, steps=20, seeds=(7,), pairing=pairing)


@pytest.mark.parametrize(
    ("problem", "pairing", "words", "same"),
    [
        (CERTAIN, "paired", "same starts", True),
        (CERTAIN, "independent", "same starts", True),
        (NOISY, "paired", "same starts and noise", True),
        (NOISY, "independent", "same starts, own noise", False),
        (SPREAD, "paired", "same starts and shift", True),
        (SPREAD, "independent", "same starts, own shift", False),
    ],
)
def test_the_words_are_what_two_equal_lanes_show(problem, pairing, words, same):
    asked = study(problem, pairing)
    starts = np.array([[0.5, 0.5], [-2.0, 1.0], [3.0, -3.0]])
    one, other = (run_starts(asked, lane, starts, lambda share: None) for lane in (0, 1))
    assert (one["x_end"].tobytes() == other["x_end"].tobytes()) == same
    assert pair_words(asked) == words
    assert ("of its own" not in pair_sentence(asked)) == same


def test_the_sentence_names_what_is_drawn_and_the_seed():
    both = msgspec.structs.replace(NOISY, spread=0.1)
    assert "the same shift of the starts and gradient noise (of seed 7)" in pair_sentence(
        study(both, "paired")
    )
    filtered = msgspec.structs.replace(LANES[0], filters=(FilterSpec(name="gradient_noise"),))
    asked = msgspec.structs.replace(study(CERTAIN, "paired"), lanes=(filtered, LANES[1]))
    assert "gradient noise" in pair_sentence(asked)
