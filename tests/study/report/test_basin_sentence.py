import msgspec
import numpy as np

from app.engine.surface import surfaces
from app.study.basin.noise import is_noisy
from app.study.report.basin_sentence import basin_sentences
from app.study.spec import FilterSpec, LaneSpec, Study, SurfaceSpec
from tests.study.report.mapping import left, made_map, quarter

STUDY = Study(problem=SurfaceSpec(surface="himmelblau"), lanes=(LaneSpec(), LaneSpec()), steps=40)
ONE = made_map(left, lambda x, y: np.where(x < 0.5, 10, 30))
OTHER = made_map(quarter, lambda x, y: np.where((x < 0.5) & (y < 0.5), -1, 20))


def said(maps=(ONE, OTHER), surface="himmelblau", study=STUDY):
    names = ("A", "B")[: len(maps)]
    return basin_sentences(study, names, surfaces[surface](), maps)


def texts(kind="", **more):
    return [each.text for each in said(**more) if not kind or each.kind == kind]


def test_who_reaches_the_target_comes_first():
    assert texts()[0] == (
        "On Himmelblau, from 2,500 starts evenly over the plotted domain and within 40 steps, the target is "
        "reached by A from 100.0% and B from 75.0% of them."
    )


def test_what_each_wins():
    assert "Of the area, with A, minimum 1 wins 50.0% and minimum 2 wins 50.0%." in texts()
    assert "Of the area, with B, minimum 1 wins 75.0%; 25.0% end at none." in texts()
    nowhere = made_map(lambda x, y: np.full(len(x), -1), lambda x, y: np.full(len(x), -1))
    assert "A ends at no known minimum from any start." in texts(maps=(nowhere,))


def test_which_of_equal_minima_is_no_merit():
    assert [each.kind for each in said() if "equally low" in each.text] == ["open"]
    (lowest,) = [text for text in texts(surface="styblinski_tang") if "the lowest minimum" in text]
    assert "A from" in lowest
    assert [each.kind for each in said(surface="bowl") if "one minimum only" in each.text] == ["open"]


def test_the_two_that_are_surest_are_compared_start_by_start():
    (text,) = [each for each in texts("finding") if "needed fewer steps" in each]
    # A: 10 at the left, 30 at the right; B: 20, and a miss in a quarter at the left.
    assert text.startswith("A needed fewer steps than B from 50.0% of the starts, more from 50.0%; from 0.0%")
    assert not any("needed fewer" in each for each in texts(maps=(ONE,)))


def test_no_interval_is_claimed_and_the_lattice_tells_how_sure_it_is():
    cautions = texts("caution")
    assert any("no p-value" in text for text in cautions)
    moved = abs(float((ONE.layer("minimum", 25) == 0).mean()) - 0.5)  # of 25 columns 12 or 13 are at the left
    assert 0.01 < moved < 0.03
    assert any(f"differ by more than {100.0 * moved:.2g} percentage points" in text for text in cautions)
    coarse = made_map(left, lambda x, y: np.full(len(x), 3), level=25)
    assert not any("half as many" in text for text in texts("caution", maps=(coarse,)))


def test_noise_is_said():
    noisy = msgspec.structs.replace(STUDY, problem=SurfaceSpec(surface="himmelblau", noise=0.1), seeds=(7,))
    assert is_noisy(noisy)
    assert any("one seed, 7" in text for text in texts("caution", study=noisy))
    around = LaneSpec(filters=(FilterSpec(name="gradient_noise"),))
    assert is_noisy(msgspec.structs.replace(STUDY, lanes=(around,)))
    assert not is_noisy(STUDY)
