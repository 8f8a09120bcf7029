"""A flat vector seen as the weights and biases of dense layers, as their products want them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .layer import Layer

__all__ = ["Cut", "LayerCut"]

Floats = npt.NDArray[np.float64]
Cut = list[tuple[Floats, Floats]]
"""Weight (runs, units, inputs) and bias (runs, units, 1) of each layer."""

_KEPT = 16


class LayerCut:
    """Cuts vectors into layers, without a copy.

    Parameters
    ----------
    layers : sequence of Layer
        Weight and bias in turn.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)
        self._known: dict[tuple[int, bool], tuple[Floats, Cut]] = {}

    def of(self, flat: Floats, joined: bool) -> Cut:
        """Return the views of `made`, remembered because making them takes as long as a product."""
        key = (id(flat), joined)
        known = self._known.get(key)
        if known is None or known[0] is not flat:
            if len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            known = self._known[key] = (flat, self.made(flat, joined))
        return known[1]

    def made(self, flat: Floats, joined: bool) -> Cut:
        """Return weight and bias of each layer as views of a vector a run.

        Parameters
        ----------
        flat : ndarray, shape (runs, params)
        joined : bool
            Whether runs take the place of units: (1, runs, inputs) and (1, runs, 1). Of one layer with one
            output.
        """
        if joined:
            return [(flat[None, :, :-1], flat[None, :, -1:])]
        views = [layer.view(flat) for layer in self._layers]
        return [
            (weight.transpose(0, 2, 1), bias[:, :, None])
            for weight, bias in zip(views[::2], views[1::2], strict=True)
        ]
