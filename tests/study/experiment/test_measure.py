"""Numbers by which runs are compared."""

import numpy as np
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
    areas = {"area": np.array([-2.0, np.inf, np.nan])}
    assert measured(area, areas, None).tolist() == [pytest.approx(0.01), np.inf, np.inf]
    finals = {"final": np.array([3.0, np.nan, 1.0, np.inf])}
    assert measured(FINAL, finals, 1.0).tolist() == [2.0, np.inf, 1e-15, np.inf]
    assert measured(FINAL, finals, None).tolist() == [3.0, np.inf, 1.0, np.inf]
    assert measured(FINAL, {"best": np.zeros(2)}, None).tolist() == [np.inf, np.inf]
