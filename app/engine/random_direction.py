"""Random directions through the space of weights, as long in each filter as the weights are there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .layer import Layer

__all__ = ["random_directions"]

Floats = npt.NDArray[np.float64]


def random_directions(layers: Sequence[Layer], centre: Floats, seed: int) -> Floats:
    """Return two random directions with filter normalisation, shape (2, params).

    A filter is all that leads to one unit: a column of a dense layer, a kernel of a convolution over all of
    its inputs. The normal numbers of each are scaled to the norm of the weights of ``centre`` there, so that
    a step of the same length means as much in every layer, however the layers are scaled against each other.

    Parameters
    ----------
    layers : sequence of Layer
    centre : ndarray, shape (params,)
    seed : int
        Not below 0.

    Notes
    -----
    Biases are left where they are: the authors' commands for all landscapes of the paper say so
    (``--xignore biasbn --yignore biasbn``). Filters whose weights are all zero get zeros.

    References
    ----------
    Li, Xu, Taylor, Studer and Goldstein (2018). Visualizing the loss landscape of neural nets. NeurIPS.
    """
    drawn = np.random.Generator(np.random.PCG64(seed)).standard_normal((2, len(centre)))
    directions = np.zeros_like(drawn)
    for layer in layers:
        if len(layer.shape) < 2:
            continue
        weights = centre[layer.part].reshape(-1, layer.shape[-1])
        found = drawn[:, layer.part].reshape(2, -1, layer.shape[-1])
        scale = np.linalg.norm(weights, axis=0) / np.linalg.norm(found, axis=1)
        directions[:, layer.part] = (found * scale[:, None]).reshape(2, -1)
    return directions
