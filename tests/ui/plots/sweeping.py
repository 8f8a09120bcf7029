"""Made sweeps for the tests of their plots."""

import numpy as np
from PySide6.QtCore import QPointF

from app.study.experiment.setting import Settings
from app.study.experiment.swept import Swept
from app.study.spec import LaneSpec
from app.ui.frame import LaneLook
from app.ui.theme import LIGHT

LANE = LaneSpec(optimizer="adam")
LOOKS = (LaneLook("Adam", LIGHT.lanes[0]), LaneLook("Other", LIGHT.lanes[1]))
INF = float("inf")


def found(names, rows, losses):
    """Return settings with losses (settings, seeds), as `swept` would."""
    table = np.array(losses, dtype=float)
    known = ~np.isnan(table)
    bands = np.quantile(np.where(np.isinf(table), 1e300, table), (0.5, 0.25, 0.75), axis=1)
    bands = np.where(bands > 1e290, INF, bands)
    return Swept(0, Settings(names, rows), table, *bands, known.sum(axis=1), np.isinf(table).sum(axis=1))


def place_at(plot, x, y):
    left, right, bottom, top, width, height = plot.view()
    return QPointF((x - left) / (right - left) * width, (top - y) / (top - bottom) * height)
