"""Record trajectories of matrix and curvature methods into ``matrix.json`` beside this file.

Run ``python tests/golden/record_matrix.py`` in an environment with PyTorch, pytorch_optimizer, jax and optax.
The tests only read the file. Everything is float64, with three departures from the libraries:

- PyTorch's Muon orthogonalizes in bfloat16: each setting is recorded so, and again in float64.
- pytorch_optimizer's SOAP, which is the authors' rule, does its QR decomposition in float32: here in float64.
  It trains a network whose layers are square, or wider by one, so that the eigenvectors are unique.
- optax's Sophia estimates after the step, so an empty first step lets it have the estimate in time; it
  corrects the momentum, so beta1 is 0 there. pytorch_optimizer's SophiaH has no gamma, but is the same after
  rescaling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jax
import numpy as np
import optax.contrib
import pytorch_optimizer.optimizer.soap as soap_module
import torch
from pytorch_optimizer import SOAP, SophiaH
from torch import nn

WIDTHS, EXAMPLES = {"network": (3, 6, 4, 5), "square": (4, 4, 4, 5)}, 20
KEPT = {"rosenbrock": (1, 2, 3, 5, 8, 12, 20, 30, 40), "network": (1, 2, 3, 5, 10, 20, 40)}
KEPT["square"] = KEPT["network"]

# Settings by the engine's names.
LBFGS: dict[str, list[dict[str, Any]]] = {
    "rosenbrock": [
        {"lr": 1.0},
        {"lr": 0.3, "history_size": 5},
        {"line_search_fn": "strong_wolfe"},
        {"line_search_fn": "strong_wolfe", "history_size": 2, "lr": 0.5},
    ],
    "network": [
        {"lr": 0.5},
        {"lr": 0.2, "history_size": 3},
        {"line_search_fn": "strong_wolfe"},
        {"line_search_fn": "strong_wolfe", "history_size": 4},
    ],
}
MUON: list[dict[str, Any]] = [
    {"lr": 0.02},
    {"lr": 0.02, "nesterov": False, "momentum": 0.9, "weight_decay": 0.0},
    {"lr": 0.01, "adjust_lr_fn": "match_rms_adamw", "weight_decay": 0.5, "adamw_ratio": 0.5},
    {"lr": 0.02, "ns_steps": 3, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3},
]
ADAFACTOR: list[dict[str, Any]] = [
    {},
    {"lr": 0.3, "weight_decay": 0.1},
    {"lr": 0.1, "beta2_decay": -0.5, "d": 1.5, "eps1": 1e-2, "eps2": 0.1},
]
SOAPS: list[dict[str, Any]] = [
    {},
    {"lr": 0.01, "precondition_frequency": 3, "weight_decay": 0.1},
    {"lr": 0.01, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3, "precondition_frequency": 1},
]
SOPHIA: list[dict[str, Any]] = [
    {"lr": 0.01},
    {"lr": 0.02, "gamma": 0.5, "update_interval": 3, "weight_decay": 0.0},
    {"lr": 0.05, "gamma": 2.0, "clip": 0.7, "beta1": 0.8, "beta2": 0.6, "update_interval": 1, "eps": 1e-2},
]

Step = Callable[[], None]


def flat(values: list[torch.Tensor]) -> list[float]:
    """Return weights and biases as the app lays them out: a matrix is (inputs, outputs), row by row."""
    matrices = (value.detach().mT if value.ndim == 2 else value.detach() for value in values)
    return torch.cat([matrix.reshape(-1) for matrix in matrices]).tolist()


def network(place: str, start: list[torch.Tensor] | None = None) -> nn.Sequential:
    """Return a network, with a copy of given weights."""
    net = nn.Sequential()
    for inputs, units in pairwise(WIDTHS[place]):
        net.extend([nn.Linear(inputs, units), nn.Tanh()])
    net = net[:-1]
    if start is not None:
        for parameter, value in zip(net.parameters(), start, strict=True):
            parameter.data = value.clone()
    return net


def rosenbrock(theta: torch.Tensor) -> torch.Tensor:
    """Return the value."""
    return (1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2


def follow(place: str, parameters: list[torch.Tensor], step: Step) -> list[list[float]]:
    """Do all steps and keep some points."""
    kept = []
    for number in range(1, KEPT[place][-1] + 1):
        step()
        if number in KEPT[place]:
            kept.append(flat(parameters))
    return kept


def closure_of(rules: list[Any], loss: Callable[[], torch.Tensor]) -> Callable[[], torch.Tensor]:
    """Return what PyTorch calls a closure: gradients afresh."""

    def closure() -> torch.Tensor:
        for rule in rules:
            rule.zero_grad()
        value = loss()
        value.backward()
        return value

    return closure


def each(
    make: Callable[[list[torch.Tensor], dict[str, Any]], list[Any]],
    place: str,
    values: dict[str, Any],
    data: Any,
) -> dict[str, Any]:
    """Descend Rosenbrock's function or train a network by optimizers that ``make`` returns."""
    if place == "rosenbrock":
        theta = torch.tensor([-1.2, 1.0], requires_grad=True)
        parameters, loss = [theta], lambda: rosenbrock(theta)
    else:
        weights, x, y = data[place]
        net = network(place, weights)
        parameters, loss = list(net.parameters()), lambda: nn.functional.cross_entropy(net(x), y)
    rules = make(parameters, values)
    closure = closure_of(rules, loss)
    evaluations = []

    def step() -> None:
        if isinstance(rules[0], torch.optim.LBFGS):
            rules[0].step(closure)
            evaluations.append(rules[0].state[parameters[0]]["func_evals"])
            return
        closure()
        for rule in rules:
            rule.step()

    found: dict[str, Any] = {"values": values, "rows": follow(place, parameters, step)}
    if evaluations:
        found["evaluations"] = [evaluations[number - 1] for number in KEPT[place]]
    return found


def lbfgs(parameters: list[torch.Tensor], values: dict[str, Any]) -> list[Any]:
    """One inner iteration a step; max_eval leaves the line search its 25 trials."""
    return [torch.optim.LBFGS(parameters, **{"max_iter": 1, "max_eval": 26} | values)]


def adafactor(parameters: list[torch.Tensor], values: dict[str, Any]) -> list[Any]:
    """PyTorch has the two eps in a pair."""
    rest = {name: value for name, value in values.items() if not name.startswith("eps")}
    return [torch.optim.Adafactor(parameters, eps=(values.get("eps1"), values.get("eps2", 1e-3)), **rest)]


def muon(parameters: list[torch.Tensor], values: dict[str, Any]) -> list[Any]:
    """Muon for hidden matrices, AdamW for the last one and the biases, with the same weight decay."""
    values = {
        "lr": 1e-3,
        "weight_decay": 0.1,
        "beta1": 0.9,
        "beta2": 0.999,
        "eps": 1e-8,
        "adamw_ratio": 1.0,
    } | values
    matrices = [parameter for parameter in parameters if parameter.ndim == 2]
    hidden = matrices[:-1]
    rest = [parameter for parameter in parameters if all(parameter is not other for other in hidden)]
    own = ("lr", "weight_decay", "momentum", "nesterov", "ns_steps", "adjust_lr_fn")
    return [
        torch.optim.Muon(hidden, **{name: values[name] for name in own if name in values}),
        torch.optim.AdamW(
            rest,
            lr=values["lr"] * values["adamw_ratio"],
            betas=(values["beta1"], values["beta2"]),
            eps=values["eps"],
            weight_decay=values["weight_decay"],
        ),
    ]


def soap(parameters: list[torch.Tensor], values: dict[str, Any]) -> list[Any]:
    """The authors' rule."""
    values = {"beta1": 0.95, "beta2": 0.95} | values
    betas = (values.pop("beta1"), values.pop("beta2"))
    return [SOAP(parameters, betas=betas, **values)]


@contextmanager
def in_float64() -> Iterator[None]:
    """Let Muon and SOAP compute in float64 throughout."""
    kept = torch.Tensor.bfloat16, soap_module.torch
    # A copy, as bfloat16() is: Muon divides it in place, and without Nesterov it would be the momentum.
    torch.Tensor.bfloat16 = lambda tensor: tensor.double().clone()
    soap_module.torch = SimpleNamespace(**vars(torch) | {"float32": torch.float64})
    try:
        yield
    finally:
        torch.Tensor.bfloat16, soap_module.torch = kept


def sophia(values: dict[str, Any]) -> dict[str, Any]:
    """Follow pytorch_optimizer's SophiaH on Rosenbrock's function with the exact diagonal.

    m / max(gamma h, eps) clipped at rho is 1 / gamma times m / max(h, eps / gamma) clipped at rho gamma.
    """
    full = {"lr": 1e-3, "beta1": 0.965, "beta2": 0.99, "gamma": 0.01, "clip": 1.0, "update_interval": 10}
    full |= {"eps": 1e-12, "weight_decay": 0.1} | values
    gamma = full["gamma"]
    theta = torch.tensor([-1.2, 1.0], requires_grad=True)
    rule = SophiaH(
        [theta],
        lr=full["lr"] / gamma,
        betas=(full["beta1"], full["beta2"]),
        p=full["clip"] * gamma,
        eps=full["eps"] / gamma,
        weight_decay=full["weight_decay"] * gamma,
        update_period=10**9,
    )
    count = 0

    def step() -> None:
        nonlocal count
        rule.zero_grad()
        rosenbrock(theta).backward()
        x, y = theta.detach().tolist()
        diagonal = torch.tensor([max(1200 * x * x - 400 * y + 2, 0.0), 200.0])
        due = count % full["update_interval"] == 0
        count += 1
        if due:
            rule.step(hessian=[diagonal])
            return
        # Without one of its own it would estimate; a period that never ends is met at the first step only.
        rule.step()

    return {"values": values, "rows": follow("rosenbrock", [theta], step)}


def optax_sophia(gradients: Any, diagonals: Any, start: Any) -> dict[str, Any]:
    """Follow optax from recorded gradients and diagonals, one a step, with beta1 = 0."""
    values = {"lr": 0.1, "beta1": 0.0, "beta2": 0.7, "gamma": 0.5, "clip": 0.8, "eps": 1e-3}
    values |= {"weight_decay": 0.0, "update_interval": 1}
    rows = iter([*diagonals, diagonals[0]])
    feed = optax.GradientTransformationExtraArgs(
        lambda params: optax.EmptyState(),
        lambda updates, state, params=None, **extra: (extra["diagonal"], state),
    )
    rule = optax.contrib.sophia(
        values["lr"],
        b1=0.0,
        b2=values["beta2"],
        eps=values["eps"],
        weight_decay=0.0,
        gamma=values["gamma"],
        clip_threshold=values["clip"],
        update_interval=1,
        hessian_diagonal_fn=feed,
    )
    theta = jax.numpy.asarray(start)
    state = rule.init(theta)
    _, state = rule.update(jax.numpy.zeros_like(theta), state, theta, diagonal=jax.numpy.asarray(next(rows)))
    kept = []
    for gradient in gradients:
        diagonal = jax.numpy.asarray(next(rows))
        updates, state = rule.update(jax.numpy.asarray(gradient), state, theta, diagonal=diagonal)
        theta = optax.apply_updates(theta, updates)
        kept.append(np.asarray(theta).tolist())
    return {"values": values, "rows": kept}


def main() -> None:
    """Write the file."""
    jax.config.update("jax_enable_x64", True)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    data = {
        place: (
            [parameter.detach() for parameter in network(place).parameters()],
            torch.randn(EXAMPLES, widths[0]),
            torch.randint(0, widths[-1], (EXAMPLES,)),
        )
        for place, widths in WIDTHS.items()
    }
    cases: list[dict[str, Any]] = []

    def add(name: str, place: str, found: dict[str, Any], **more: Any) -> None:
        cases.append({"optimizer": name, "place": place} | more | found)

    for place, settings in LBFGS.items():
        for values in settings:
            add("lbfgs", place, each(lbfgs, place, values, data))
    for values in ADAFACTOR:
        for place in ("rosenbrock", "network"):
            add("adafactor", place, each(adafactor, place, values, data))
    for values in MUON:
        found = each(muon, "network", values, data)
        add("muon", "network", found, bfloat16=True)
        with in_float64():
            add("muon", "network", each(muon, "network", values, data))
    for values in SOAPS:
        with in_float64():
            add("soap", "square", each(soap, "square", values, data))
    for values in SOPHIA:
        add("sophia", "rosenbrock", sophia(values))
    rng = np.random.default_rng(0)
    gradients = rng.normal(size=(12, 5)) * 10.0 ** rng.normal(size=(12, 1))
    diagonals, start = np.abs(rng.normal(size=(12, 5))) * 10.0 ** np.arange(-3, 2), rng.normal(size=5)
    head = {
        "made_with": {
            "torch": torch.__version__.split("+")[0],
            "pytorch_optimizer": "SOAP, SophiaH",
            "optax": optax.__version__,
        },
        "kept": KEPT,
        "networks": {
            place: {
                "widths": WIDTHS[place],
                "features": x.tolist(),
                "targets": y.tolist(),
                "start": flat(weights),
            }
            for place, (weights, x, y) in data.items()
        },
        "sophia": {
            "gradients": gradients.tolist(),
            "diagonals": diagonals.tolist(),
            "start": start.tolist(),
        }
        | optax_sophia(gradients, diagonals, start),
    }
    text = ",\n".join(json.dumps(case) for case in cases)
    path = Path(__file__).with_name("matrix.json")
    path.write_text(f'{json.dumps(head)[:-1]},\n"cases": [\n{text}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
