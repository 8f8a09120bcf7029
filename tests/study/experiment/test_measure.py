"""Numbers by which runs are compared."""

import pytest

from app.study.experiment.measure import MEASURES, measured, measures_of
from app.study.spec import DataSpec, Study

FINAL = MEASURES[0]


def test_measures_are_lower_for_the_better():
    assert [each.name for each in measures_of(Study())] == ["final", "best", "area"]
    on_data = Study(problem=DataSpec(dataset="iris", model="softmax"))
    assert "validation_final" in [each.name for each in measures_of(on_data)]
    assert not any("test" in each.column for each in measures_of(on_data))
    area = next(each for each in MEASURES if each.name == "area")
    assert measured(area, {"area": -2.0}, None) == pytest.approx(0.01)
    assert measured(area, {"area": float("inf")}, 0.0) == float("inf")
    assert measured(FINAL, {"final": 3.0}, 1.0) == 2.0
    assert measured(FINAL, {}, None) == float("inf")
