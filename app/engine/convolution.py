"""Convolutions with pooling between, for many runs at once: what comes before the dense layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .activation import ACTIVATIONS
from .layer import Layer

__all__ = ["Convolutions"]

Floats = npt.NDArray[np.float64]

_KEPT = 16


class Convolutions:
    """A chain of convolutions, each with an activation and pooling, on one channel of signals or images.

    Each convolution keeps the size: zeros are put around, (kernel - 1) // 2 before and the rest behind, which
    is PyTorch's padding='same'. Pooling takes whole windows side by side; what is left at the border is not
    seen. A window that is larger than the image is the image.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the input; one row is a signal.
    channels : sequence of int
        Of each convolution.
    kernel, pool : int
        Edge of a kernel and of a window; along columns only where there is one row.
    largest : bool
        Whether a window gives its largest value or the mean.
    activation : str
        A name in `ACTIVATIONS`.

    Attributes
    ----------
    layers : tuple of Layer
        Weights of shape (rows, columns, inputs, outputs) of a kernel, and biases.
    size, outputs, units : int
        Of the parameters, of what comes out for an example, and of all that is in memory for it.

    Notes
    -----
    Arrays are (runs, channels, rows, columns, batch): examples lie along contiguous memory. A convolution is
    one product of the kernels with all patches (im2col), its gradients are two.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        channels: Sequence[int],
        kernel: int,
        pool: int,
        largest: bool,
        activation: str,
    ) -> None:
        self._activation = ACTIVATIONS[activation]()
        self.steps: list[_Geometry] = []
        layers: list[Layer] = []
        start, inputs, (rows, columns) = 0, 1, shape
        edges = (1 if rows == 1 else kernel, kernel)
        for depth, outputs in enumerate(channels, 1):
            step = _Geometry(rows, columns, inputs, outputs, edges, pool, largest)
            weight = Layer(f"convolution {depth} weight", (*step.kernel, inputs, outputs), start)
            bias = Layer(f"convolution {depth} bias", (outputs,), start + weight.size)
            layers += [weight, bias]
            start = bias.start + bias.size
            self.steps.append(step)
            (rows, columns), inputs = step.pooled, outputs
        self.layers, self.size = tuple(layers), start
        self.outputs = inputs * rows * columns
        self.units = sum(step.units for step in self.steps)
        self._work: dict[tuple[int, int, int], list[_Memory]] = {}

    def forward(self, theta: Floats, features: Floats, keep: Floats | None) -> Floats:
        """Return what comes out, shape (runs, outputs, batch), kept for `backward`.

        Parameters
        ----------
        theta : ndarray, shape (runs, P)
        features : ndarray, shape (1 or runs, batch, rows * columns)
        keep : ndarray, shape (runs, outputs, batch), optional
            Factors on what comes out, as of dropout.
        """
        runs, (own, batch) = len(theta), features.shape[:2]
        work = self._memory(runs, own, batch)
        rows, columns = self.steps[0].rows, self.steps[0].columns
        below = features.transpose(0, 2, 1).reshape(own, 1, rows, columns, batch)
        for step, memory, (weight, bias) in zip(self.steps, work, self._cut(theta), strict=True):
            step.patches(below, memory)
            np.matmul(weight, memory.flat_patches, out=memory.flat_values)
            memory.flat_values += bias
            self._activation(memory.flat_values, memory.slopes)
            step.pool(memory)
            below = memory.pooled
        out = below.reshape(runs, self.outputs, batch)
        return out if keep is None else np.multiply(out, keep, out=work[-1].scratch.reshape(out.shape))

    def backward(
        self, theta: Floats, features: Floats, delta: Floats, keep: Floats | None, grad: Floats
    ) -> None:
        """Write the gradient of the convolutions' part of ``grad``, after `forward` with the same arguments.

        ``delta``, the derivative of the loss by what came out, is overwritten.
        """
        runs, (own, batch) = len(theta), features.shape[:2]
        work = self._memory(runs, own, batch)
        if keep is not None:
            delta *= keep
        above = delta.reshape(work[-1].pooled.shape)
        slots, weights = self._cut(grad), self._cut(theta)
        for depth in range(len(self.steps) - 1, -1, -1):
            step, memory = self.steps[depth], work[depth]
            step.unpool(memory, above)
            change = memory.change.reshape(memory.flat_values.shape)
            change *= memory.slopes
            weight, bias = slots[depth]
            np.matmul(change, memory.flat_patches.transpose(0, 2, 1), out=weight)
            np.sum(change, axis=2, keepdims=True, out=bias)
            if depth:
                spread = np.matmul(weights[depth][0].transpose(0, 2, 1), change)
                above = step.gather(spread.reshape(memory.patches.shape), memory)

    def _cut(self, flat: Floats) -> list[tuple[Floats, Floats]]:
        """Return weights (runs, outputs, patch) and biases (runs, outputs, 1) as views of (runs, P)."""
        views = [layer.view(flat) for layer in self.layers]
        return [
            (weight.reshape(len(flat), -1, weight.shape[-1]).transpose(0, 2, 1), bias[:, :, None])
            for weight, bias in zip(views[::2], views[1::2], strict=True)
        ]

    def _memory(self, runs: int, own: int, batch: int) -> list[_Memory]:
        key = runs, own, batch
        if key not in self._work:
            if len(self._work) >= _KEPT:
                del self._work[next(iter(self._work))]
            # The patches of a batch that all runs share are cut once.
            self._work[key] = [
                _Memory(step, runs, runs if depth else own, batch) for depth, step in enumerate(self.steps)
            ]
        return self._work[key]


class _Geometry:
    """The sizes of one convolution with its pooling, and the moves between its arrays."""

    def __init__(
        self,
        rows: int,
        columns: int,
        inputs: int,
        outputs: int,
        kernel: tuple[int, int],
        pool: int,
        largest: bool,
    ) -> None:
        self.rows, self.columns, self.inputs, self.outputs = rows, columns, inputs, outputs
        self.kernel = kernel
        self.window = (min(pool, rows), min(pool, columns))
        self.pooled = (rows // self.window[0], columns // self.window[1])
        self.largest = largest
        self.before = tuple((edge - 1) // 2 for edge in self.kernel)
        places = rows * columns
        self.units = places * (inputs * self.kernel[0] * self.kernel[1] + 3 * outputs)

    def _shifts(self, padded: Floats) -> Iterator[tuple[int, int, Floats]]:
        """Yield the part of the padded input that each place of the kernel meets."""
        for i in range(self.kernel[0]):
            for j in range(self.kernel[1]):
                yield i, j, padded[:, :, i : i + self.rows, j : j + self.columns]

    def _windows(self, values: Floats) -> list[Floats]:
        """Return the first, second, ... value of all windows."""
        (tall, wide), (rows, columns) = self.window, self.pooled
        return [
            values[:, :, i : rows * tall : tall, j : columns * wide : wide]
            for i in range(tall)
            for j in range(wide)
        ]

    def _inside(self, padded: Floats) -> Floats:
        top, left = self.before
        return padded[:, :, top : top + self.rows, left : left + self.columns]

    def patches(self, below: Floats, memory: _Memory) -> None:
        self._inside(memory.padded)[...] = below
        for i, j, part in self._shifts(memory.padded):
            memory.patches[:, i, j] = part

    def gather(self, spread: Floats, memory: _Memory) -> Floats:
        """Return the sum of what patches give back to each place: the transpose of `patches`."""
        total = np.zeros_like(memory.padded)
        for i, j, part in self._shifts(total):
            part += spread[:, i, j]
        return self._inside(total)

    def pool(self, memory: _Memory) -> None:
        first, *others = self._windows(memory.values)
        np.copyto(memory.pooled, first)
        for part in others:
            (np.maximum if self.largest else np.add)(memory.pooled, part, out=memory.pooled)
        if not self.largest:
            memory.pooled *= 1.0 / (self.window[0] * self.window[1])

    def unpool(self, memory: _Memory, above: Floats) -> None:
        memory.change[...] = 0.0
        windows = self._windows(memory.change)
        if not self.largest:
            for part in windows:
                np.multiply(above, 1.0 / len(windows), out=part)
            return
        # Of equal values the first has been taken, as in PyTorch.
        free = np.ones(above.shape, dtype=bool)
        for part, values in zip(windows, self._windows(memory.values), strict=True):
            hit = (values == memory.pooled) & free
            np.multiply(above, hit, out=part)
            free &= ~hit


class _Memory:
    """The arrays of one convolution for one number of runs and one batch size."""

    def __init__(self, step: _Geometry, runs: int, own: int, batch: int) -> None:
        (high, wide), (rows, columns) = step.kernel, (step.rows, step.columns)
        self.padded = np.zeros((own, step.inputs, rows + high - 1, columns + wide - 1, batch))
        self.patches = np.empty((own, high, wide, step.inputs, rows, columns, batch))
        self.flat_patches: Any = self.patches.reshape(own, high * wide * step.inputs, rows * columns * batch)
        self.values = np.empty((runs, step.outputs, rows, columns, batch))
        self.flat_values = self.values.reshape(runs, step.outputs, rows * columns * batch)
        self.slopes = np.empty_like(self.flat_values)
        self.change = np.empty_like(self.values)
        self.pooled = np.empty((runs, step.outputs, *step.pooled, batch))
        self.scratch = np.empty_like(self.pooled)
