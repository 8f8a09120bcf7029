"""Record trajectories of methods that PyTorch lacks, from their authors' packages and optax.

Run ``python tests/golden/record_authors.py`` in an environment with PyTorch, jax, optax, schedulefree,
prodigyopt, dadaptation and pytorch_optimizer; it writes ``authors.json`` beside this file. The tests only
read the file.

Each setting is recorded three times, in float64: from recorded gradients (the rule alone; not for SAM, which
asks for gradients of its own), on the Rosenbrock function from (-1.2, 1) for 100 steps, and on a network of
three layers for 60 full-batch steps. What is kept is the point at which a method is to be measured, as long
as a change of the gradients by 1e-9 of their size is not multiplied by more than `LARGEST_GROWTH`: the first
strides of the methods that find their own rate are huge, and what follows tells nothing but rounding.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
import pytorch_optimizer.optimizer.sam as sam_module
import torch
from dadaptation import DAdaptAdam, DAdaptSGD
from prodigyopt import Prodigy
from pytorch_optimizer import SAM
from schedulefree import AdamWScheduleFreeReference, SGDScheduleFreeReference

WIDTHS, EXAMPLES = (3, 5, 4, 3), 12
STEPS = {"gradients": 60, "rosenbrock": 100, "network": 60}
KEPT = {
    "gradients": (1, 2, 3, 10, 60),
    "rosenbrock": (1, 2, 3, 5, 10, 20, 50, 100),
    "network": (5, 20, 60),
}
NUDGE, LARGEST_GROWTH = 1e-9, 20.0
PACKAGES = ("torch", "jax", "optax", "schedulefree", "prodigyopt", "dadaptation", "pytorch_optimizer")
OPTAX = {"lr": "learning_rate", "beta1": "b1", "beta2": "b2"}
BASES = {"sgd": torch.optim.SGD, "momentum": torch.optim.SGD, "adam": torch.optim.Adam}

Point = list[np.ndarray]
Gradient = Callable[[Point], Point]

# Where it is recorded from, the engine's name, and hyperparameters by the engine's names; a pair for lr
# means: this one on the Rosenbrock function and that one elsewhere.
SETTINGS: list[tuple[str, str, dict[str, Any]]] = [
    ("optax", "lion", {"lr": 1e-2, "weight_decay": 0.0}),
    ("optax", "lion", {"lr": 3e-3, "beta1": 0.95, "beta2": 0.98, "weight_decay": 0.1}),
    ("optax", "lion", {"lr": 0.05, "beta1": 0.0, "beta2": 0.9, "weight_decay": 1.0}),
    ("optax", "signum", {"lr": 1e-2, "momentum": 0.9, "weight_decay": 0.0}),
    ("optax", "signum", {"lr": 3e-3, "momentum": 0.99, "weight_decay": 0.3}),
    ("optax", "signum", {"lr": 2e-3, "momentum": 0.0, "weight_decay": 0.0}),
    ("optax", "lars", {"lr": 1.0}),
    ("optax", "lars", {"lr": 5.0, "momentum": 0.5, "trust_coefficient": 2e-3, "weight_decay": 0.1}),
    ("optax", "lars", {"lr": (10.0, 3.0), "momentum": 0.0, "trust_coefficient": 1e-2}),
    ("optax", "lamb", {"lr": 1e-3}),
    ("optax", "lamb", {"lr": 0.02, "weight_decay": 0.1}),
    ("optax", "lamb", {"lr": 0.01, "beta1": 0.5, "beta2": 0.9, "eps": 1e-3}),
    ("schedulefree", "schedule_free_sgd", {"lr": (5e-4, 1.0)}),
    ("schedulefree", "schedule_free_sgd", {"lr": (1e-3, 0.3), "momentum": 0.5, "weight_decay": 0.1}),
    ("schedulefree", "schedule_free_sgd", {"lr": (1e-3, 2.0), "warmup_steps": 20}),
    ("schedulefree", "schedule_free_sgd", {"lr": (5e-4, 0.5), "r": 1.5, "weight_lr_power": 1.0}),
    ("schedulefree", "schedule_free_adamw", {}),
    ("schedulefree", "schedule_free_adamw", {"lr": 0.05, "weight_decay": 0.1}),
    ("schedulefree", "schedule_free_adamw", {"lr": 0.1, "beta1": 0.95, "beta2": 0.99, "warmup_steps": 10}),
    ("schedulefree", "schedule_free_adamw", {"lr": 0.02, "r": 2.0, "weight_lr_power": 0.5, "eps": 1e-3}),
    ("prodigyopt", "prodigy", {}),
    ("prodigyopt", "prodigy", {"d_coef": 2.0, "d0": 1e-3, "weight_decay": 1e-3}),
    ("prodigyopt", "prodigy", {"lr": (0.2, 0.1), "beta1": 0.5, "beta2": 0.99, "bias_correction": True}),
    ("prodigyopt", "prodigy", {"lr": 0.5, "d0": 1e-3, "safeguard_warmup": True, "eps": 1e-2}),
    ("prodigyopt", "prodigy", {"d0": 1e-3, "weight_decay": 0.1, "decouple": False}),
    ("optax", "prodigy", {"lr": (1.0, 0.2), "d0": 1e-3, "weight_decay": 0.1, "bias_correction": True}),
    ("dadaptation", "dadapt_adam", {}),
    ("dadaptation", "dadapt_adam", {"lr": (1.0, 0.1), "beta1": 0.5, "beta2": 0.99, "bias_correction": True}),
    ("dadaptation", "dadapt_adam", {"lr": (1.0, 0.2), "d0": 1e-3, "weight_decay": 0.1}),
    ("dadaptation", "dadapt_adam", {"lr": 0.5, "d0": 1e-2, "weight_decay": 0.1, "decouple": True}),
    ("optax", "dadapt_adam", {
        "lr": (1.0, 0.1), "weight_decay": 0.1, "bias_correction": True, "decouple": True,
    }),
    ("dadaptation", "dadapt_sgd", {}),
    ("dadaptation", "dadapt_sgd", {"lr": (1.0, 0.2), "d0": 1e-3, "momentum": 0.9}),
    ("dadaptation", "dadapt_sgd", {"lr": 0.5, "d0": 1e-2, "momentum": 0.5}),
    ("dadaptation", "dadapt_sgd", {"d0": 1e-3, "momentum": 0.5, "weight_decay": 0.1}),
    ("optax", "lookahead", {"lr": 0.02}),
    ("optax", "lookahead", {"base": "sgd", "lr": (1e-3, 0.1), "k": 3, "alpha": 0.8}),
    ("optax", "lookahead", {"base": "momentum", "lr": (2e-4, 0.1), "k": 7, "weight_decay": 0.1}),
    ("optax", "lookahead", {"base": "nesterov", "lr": (2e-4, 0.1), "momentum": 0.8, "alpha": 0.3}),
    ("optax", "lookahead", {"base": "rmsprop", "lr": 0.003, "beta2": 0.95, "k": 1}),
    ("optax", "lookahead", {"base": "adamw", "lr": 0.02, "beta1": 0.8, "beta2": 0.99, "weight_decay": 0.1}),
    ("optax", "sam", {"base": "sgd", "lr": (1e-3, 0.1)}),
    ("optax", "sam", {"base": "momentum", "lr": (2e-4, 0.05), "rho": 0.2}),
    ("optax", "sam", {"base": "adam", "lr": 0.02, "rho": 0.1}),
    ("optax", "sam", {"base": "adamw", "lr": 0.02, "weight_decay": 0.1}),
    ("pytorch_optimizer", "sam", {"base": "sgd", "lr": (1e-3, 0.1), "weight_decay": 0.1}),
    ("pytorch_optimizer", "sam", {"base": "momentum", "lr": (2e-4, 0.05), "rho": 0.5, "adaptive": True}),
    ("pytorch_optimizer", "sam", {"base": "adam", "lr": 0.02, "rho": 0.2, "adaptive": True}),
]  # fmt: skip


class Torch:
    """A method with PyTorch's interface."""

    def __init__(self, name: str, values: dict[str, Any], start: Point) -> None:
        self.parameters = [torch.tensor(value, requires_grad=True) for value in start]
        self.decay = 0.0
        values = dict(values)
        if "beta1" in values:
            values["betas"] = (values.pop("beta1"), values.pop("beta2"))
        if "bias_correction" in values:
            values["use_bias_correction"] = values.pop("bias_correction")
        if name == "dadapt_sgd":
            # The package adds the decay to the first gradient, but leaves it out of that gradient's length.
            self.decay = values.pop("weight_decay", 0.0)
        if name == "sam":
            base = values.pop("base")
            if base == "momentum":
                values.setdefault("momentum", 0.9)
            self.rule = SAM(self.parameters, BASES[base], **values)
            return
        kinds = {
            "schedule_free_sgd": SGDScheduleFreeReference,
            "schedule_free_adamw": AdamWScheduleFreeReference,
            "prodigy": Prodigy,
            "dadapt_adam": DAdaptAdam,
            "dadapt_sgd": DAdaptSGD,
        }
        self.rule = kinds[name](self.parameters, **values)
        if hasattr(self.rule, "train"):
            self.rule.train()

    def step(self, gradient: Gradient) -> None:
        """Do one step."""

        def fill() -> None:
            for parameter, value in zip(self.parameters, gradient(self._values()), strict=True):
                parameter.grad = torch.tensor(value) + self.decay * parameter.detach()

        fill()
        if isinstance(self.rule, SAM):
            self.rule.step(fill)
        else:
            self.rule.step()

    def shown(self) -> Point:
        """Return the point to be measured."""
        if not hasattr(self.rule, "eval"):
            return self._values()
        self.rule.eval()
        values = self._values()
        self.rule.train()
        return values

    def _values(self) -> Point:
        return [parameter.detach().numpy().copy() for parameter in self.parameters]


class Optax:
    """A method of optax."""

    def __init__(self, name: str, values: dict[str, Any], start: Point) -> None:
        self.params = [jax.numpy.asarray(value) for value in start]
        self.wrapped = name == "lookahead"
        self.asks_again = name == "sam"
        self.rule = transformation(name, dict(values))
        if self.wrapped:
            self.params = optax.LookaheadParams.init_synced(self.params)
        self.state = self.rule.init(self.params)

    def step(self, gradient: Gradient) -> None:
        """Do one step."""

        def ask(params: Any, _: int = 0) -> Any:
            return [jax.numpy.asarray(part) for part in gradient([np.asarray(value) for value in params])]

        grads = ask(self.params.fast if self.wrapped else self.params)
        more = {"grad_fn": ask} if self.asks_again else {}
        updates, self.state = self.rule.update(grads, self.state, self.params, **more)
        self.params = optax.apply_updates(self.params, updates)

    def shown(self) -> Point:
        """Return the point to be measured."""
        return [np.asarray(value) for value in (self.params.slow if self.wrapped else self.params)]


def transformation(name: str, values: dict[str, Any]) -> Any:
    """Return optax's method for hyperparameters by the engine's names."""
    if name == "signum":
        return optax.chain(
            optax.ema(values["momentum"], debias=False),
            optax.scale_by_sign(),
            optax.add_decayed_weights(values["weight_decay"]),
            optax.scale_by_learning_rate(values["lr"]),
        )
    if name in ("prodigy", "dadapt_adam"):
        kind = optax.contrib.prodigy if name == "prodigy" else optax.contrib.dadapt_adamw
        return kind(values["lr"], estim_lr0=values.get("d0", 1e-6), weight_decay=values["weight_decay"])
    if name in ("lookahead", "sam"):
        own = {key: values.pop(key) for key in ("k", "alpha", "rho") if key in values}
        base = base_transformation(values.pop("base", "adam"), values)
        if name == "lookahead":
            return optax.lookahead(base, own.get("k", 5), own.get("alpha", 0.5))
        climb = optax.chain(optax.stateless(normalised), optax.sgd(own.get("rho", 0.05)))
        return optax.contrib.sam(base, climb, opaque_mode=True)
    return getattr(optax, name)(**{OPTAX.get(key, key): value for key, value in values.items()})


def normalised(updates: Any, _: Any) -> Any:
    """Return as optax.contrib.normalize, with what the authors add to the norm."""
    norm = optax.tree.norm(updates) + 1e-12
    return [update / norm for update in updates]


def base_transformation(name: str, values: dict[str, Any]) -> Any:
    """Return what Lookahead and SAM wrap, for hyperparameters by the engine's names."""
    lr, momentum = values["lr"], values.get("momentum", 0.9)
    betas = {"b1": values.get("beta1", 0.9), "b2": values.get("beta2", 0.999)}
    decay = values.get("weight_decay", 0.0)
    if name == "adamw":
        return optax.adamw(lr, **betas, weight_decay=decay)
    rule = {
        "sgd": optax.sgd(lr),
        "momentum": optax.sgd(lr, momentum=momentum),
        "nesterov": optax.sgd(lr, momentum=momentum, nesterov=True),
        "rmsprop": optax.rmsprop(lr, decay=betas["b2"], eps_in_sqrt=False),
        "adam": optax.adam(lr, **betas),
    }[name]
    return optax.chain(optax.add_decayed_weights(decay), rule)


def rosenbrock(values: Point) -> Point:
    """Return the gradient of (1 - x)² + 100 (y - x²)²."""
    x, y = values[0]
    away = y - x * x
    return [np.array([-2.0 * (1.0 - x) - 400.0 * x * away, 200.0 * away])]


def network(features: np.ndarray, targets: np.ndarray) -> Gradient:
    """Return the gradient of the mean cross-entropy of a tanh network; a matrix is (inputs, outputs)."""

    def gradient(values: Point) -> Point:
        tensors = [torch.tensor(value, requires_grad=True) for value in values]
        signal = torch.tensor(features)
        for weight, bias in zip(tensors[::2], tensors[1::2], strict=True):
            signal = torch.tanh(signal) if weight is not tensors[0] else signal
            signal = signal @ weight + bias
        torch.nn.functional.cross_entropy(signal, torch.tensor(targets)).backward()
        return [tensor.grad.numpy() for tensor in tensors]

    return gradient


def follow(make: Callable[[], Torch | Optax], gradients: Callable[[int], Gradient], kind: str) -> Any:
    """Return the steps and rows to be kept."""
    rng = np.random.default_rng(1)

    def nudged(step: int) -> Gradient:
        exact = gradients(step)
        return lambda point: [part * (1.0 + NUDGE * rng.normal(size=part.shape)) for part in exact(point)]

    rule, beside = make(), make()
    size = np.abs(flat(rule.shown()))
    steps, rows = [], []
    for step in range(1, STEPS[kind] + 1):
        rule.step(gradients(step))
        beside.step(nudged(step))
        row = flat(rule.shown())
        size = np.maximum(size, np.abs(row))
        if np.max(np.abs(flat(beside.shown()) - row) / size) > LARGEST_GROWTH * NUDGE:
            break
        if step in KEPT[kind]:
            steps.append(step)
            rows.append(row.tolist())
    return {"steps": steps, "rows": rows}


def flat(values: Point) -> np.ndarray:
    """Return all weights as the app lays them out."""
    return np.concatenate([part.ravel() for part in values])


def main() -> None:
    """Write the file."""
    jax.config.update("jax_enable_x64", True)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    # The package adds up the norm in float32, which is a mistake of 1e-7.
    sam_module.get_global_gradient_norm = _squared_norm
    rng = np.random.default_rng(0)
    start = rng.normal(size=6)
    scales = 10.0 ** np.array([-6, -3, -1, 0, 1, 3])
    rows = (
        rng.normal(size=(STEPS["gradients"], 6)) * scales * 10.0 ** rng.normal(size=(STEPS["gradients"], 1))
    )
    rows[7] = 0.0
    rows[20:25, 2] = 0.0
    weights = []
    for inputs, units in pairwise(WIDTHS):
        bound = inputs**-0.5
        weights += [rng.uniform(-bound, bound, (inputs, units)), rng.uniform(-bound, bound, units)]
    features, targets = rng.normal(size=(EXAMPLES, WIDTHS[0])), rng.integers(0, WIDTHS[-1], EXAMPLES)
    tasks = {
        "gradients": ([start], lambda step: lambda _: [rows[step - 1]]),
        "rosenbrock": ([np.array([-1.2, 1.0])], lambda _: rosenbrock),
        "network": (weights, lambda _: network(features, targets)),
    }
    cases = []
    for package, name, given in SETTINGS:
        case: dict[str, Any] = {"package": package, "optimizer": name}
        for kind, (point, gradients) in tasks.items():
            if (name, kind) == ("sam", "gradients"):
                continue
            values = dict(given)
            if isinstance(values.get("lr"), tuple):
                values["lr"] = values["lr"][0 if kind == "rosenbrock" else 1]
            make = partial(Optax if package == "optax" else Torch, name, values, point)
            case[kind] = {"values": values, **follow(make, gradients, kind)}
        cases.append(case)
    head = {
        "made_with": {package: version(package).split("+")[0] for package in PACKAGES},
        "steps": STEPS,
        "gradients": {"start": start.tolist(), "rows": rows.tolist()},
        "network": {
            "widths": WIDTHS,
            "features": features.tolist(),
            "targets": targets.tolist(),
            "start": flat(weights).tolist(),
        },
    }
    text = ",\n".join(json.dumps(case) for case in cases)
    path = Path(__file__).with_name("authors.json")
    path.write_text(f'{json.dumps(head)[:-1]},\n"cases": [\n{text}\n]}}\n', encoding="utf-8")


def _squared_norm(groups: Any, *_: Any, **__: Any) -> torch.Tensor:
    parts = [
        (parameter.grad * parameter if group["adaptive"] else parameter.grad).square().sum()
        for group in groups
        for parameter in group["params"]
    ]
    return torch.stack(parts).sum().reshape(1)


if __name__ == "__main__":
    main()
