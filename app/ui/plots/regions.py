"""Which class a model would choose, over the plane of two features."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ...engine.problem import DataProblem
from ..theme import Theme

__all__ = ["CELLS", "MOST", "RegionMap", "class_colours", "drawn", "has_regions", "limits", "raw_points"]

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]

CELLS = 120
MOST = 2000  # examples of a part; more would be one blot, and to paint them would hold the window up


def has_regions(problem: object) -> bool:
    """Return whether a problem has two features and classes."""
    return (
        isinstance(problem, DataProblem)
        and problem.model.task == "classification"
        and problem.table.features.shape[1] == 2
    )


def drawn(count: int) -> slice:
    """Return which of so many examples are looked at: all, or of large data some, evenly spread."""
    return slice(None, None, -(-count // MOST) or None)


def limits(problem: DataProblem) -> tuple[Range, Range]:
    """Return the part of the plane that holds the examples looked at, with a margin."""
    features = problem.table.features[drawn(len(problem.table.targets))]
    low, high = features.min(axis=0), features.max(axis=0)
    pad = 0.08 * np.where(high > low, high - low, 1.0)
    return (float(low[0] - pad[0]), float(high[0] + pad[0])), (
        float(low[1] - pad[1]),
        float(high[1] + pad[1]),
    )


def raw_points(problem: DataProblem, features: Floats) -> Floats:
    """Return features in the data set's own units."""
    return features * problem.split.scale + problem.split.offset


def class_colours(theme: Theme, count: int) -> list[str]:
    """Return a colour for each class."""
    return [theme.lanes[index % len(theme.lanes)] for index in range(count)]


class RegionMap:
    """A grid over the plane, and the probabilities of one model on it.

    Parameters
    ----------
    problem : DataProblem
    """

    def __init__(self, problem: DataProblem) -> None:
        self._problem = problem
        self.x, self.y = limits(problem)
        self._across = self.x[0] + (np.arange(CELLS) + 0.5) * (self.x[1] - self.x[0]) / CELLS
        self._up = self.y[0] + (np.arange(CELLS) + 0.5) * (self.y[1] - self.y[0]) / CELLS
        across, up = np.meshgrid(self._across, self._up)
        raw = np.column_stack([across.ravel(), up.ravel()])
        self._features = ((raw - problem.split.offset) / problem.split.scale)[None]
        self.classes = max(len(problem.table.class_names), 2)

    def probabilities(self, theta: Floats) -> Floats:
        """Return the probability of each class, shape (CELLS, CELLS, classes); row 0 is the lowest.

        Parameters
        ----------
        theta : ndarray, shape (params,)
        """
        with np.errstate(all="ignore"):
            scores = self._problem.model.outputs_of(theta[None], self._features)[0]
            if scores.shape[1] == 1:
                one = 0.5 * (1.0 + np.tanh(0.5 * scores))
                shares = np.concatenate([1.0 - one, one], axis=1)
            else:
                shares = np.exp(scores - scores.max(axis=1, keepdims=True))
                shares /= shares.sum(axis=1, keepdims=True)
        return np.nan_to_num(shares, nan=1.0 / shares.shape[1]).reshape(CELLS, CELLS, -1)

    def boundaries(self, shares: Floats) -> tuple[Floats, ...]:
        """Return lines where the most probable class changes."""
        import contourpy  # not at the start, which has nothing to draw

        found: list[Floats] = []
        for index in range(shares.shape[2] - (shares.shape[2] == 2)):
            rest = np.delete(shares, index, axis=2).max(axis=2)
            generator = contourpy.contour_generator(
                self._across, self._up, shares[:, :, index] - rest, line_type="Separate"
            )
            found += [np.asarray(line) for line in generator.lines(0.0)]
        return tuple(found)

    def image(self, shares: Floats, theme: Theme) -> QImage:
        """Return soft colours: the surer the model is, the stronger."""
        colours = np.array(
            [QColor(c).getRgb()[:3] for c in class_colours(theme, shares.shape[2])], dtype=np.float64
        )
        base = np.array(QColor(theme.plot).getRgb()[:3], dtype=np.float64)
        mixed = shares @ colours
        sure = np.clip((shares.max(axis=2) * shares.shape[2] - 1.0) / (shares.shape[2] - 1.0), 0.0, 1.0)
        strength = (0.06 + (0.30 if theme.dark else 0.26) * sure)[..., None]
        rgb = np.rint(base + strength * (mixed - base)).astype(np.uint32)
        pixels = np.uint32(0xFF000000) | rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]
        pixels = np.ascontiguousarray(pixels[::-1])
        return QImage(pixels.data, CELLS, CELLS, 4 * CELLS, QImage.Format.Format_RGB32).copy()
