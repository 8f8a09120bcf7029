"""Every surface, and those with parameters at several values."""

import pytest

from app.engine.surface import Surface, surfaces

CASES = [item() for item in surfaces]
CASES += [surfaces["ravine"]({"kappa": kappa}) for kappa in (1.0, 1e4)]
CASES += [surfaces["rotated_ravine"]({"kappa": 300.0, "angle": angle}) for angle in (-90.0, -37.0, 0.0, 90.0)]


def label(case: Surface) -> str:
    values = (value if isinstance(value, str) else f"{value:g}" for value in case.values.values())
    return "-".join([case.name, *values])


@pytest.fixture(params=CASES, ids=label)
def surface(request):
    return request.param
