"""Record what PyTorch has not, from optax and from ports of the authors' code, into ``optax.json``.

Run ``python tests/golden/record_optax.py`` in an environment with jax, optax, torch and pytorch_optimizer.
The tests only read the file. Gradients are those of ``torch.json``; the Rosenbrock function is as there.

optax's adan weighs the differences by 1 - beta2, so the authors' rule is recorded from pytorch_optimizer,
whose port keeps it. The same package has QHM and QHAdam; its QHAdam keeps the weights of the averages in
single precision, and is given double ones here. Adan's decay is the authors' when ``weight_decouple`` is
False.
"""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
import pytorch_optimizer
import torch

HERE = Path(__file__).parent
TORCH = json.loads((HERE / "torch.json").read_text(encoding="utf-8"))
STEPS, KEPT = TORCH["steps"], TORCH["kept"]
SHORT = {"beta1": "b1", "beta2": "b2", "beta3": "b3", "lr": "learning_rate"}

# The engine's name, the source, hyperparameters by the engine's names, and what the source calls otherwise or
# must be told besides. A pair for lr: on the Rosenbrock function, and from recorded gradients.
SETTINGS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("yogi", "optax.yogi", {}, {"learning_rate": 0.01}),
    ("yogi", "optax.yogi", {"lr": 0.05, "beta1": 0.8, "beta2": 0.9, "eps": 1e-5}, {}),
    ("yogi", "optax.yogi", {"lr": 0.1, "beta2": 0.99}, {}),
    ("adabelief", "optax.adabelief", {}, {"learning_rate": 1e-3}),
    ("adabelief", "optax.adabelief", {"lr": 0.05, "beta1": 0.8, "beta2": 0.9, "eps": 1e-6}, {}),
    ("adabelief", "optax.adabelief", {"lr": 0.02, "beta2": 0.99, "eps": 1e-8, "eps_root": 1e-6}, {}),
    ("ademamix", "optax.contrib.ademamix", {}, {"learning_rate": 1e-3}),
    (
        "ademamix",
        "optax.contrib.ademamix",
        {"lr": 0.01, "beta1": 0.8, "beta2": 0.99, "beta3": 0.99, "alpha": 2.0},
        {},
    ),
    ("ademamix", "optax.contrib.ademamix", {"lr": 0.02, "beta3": 0.95, "eps": 1e-3, "weight_decay": 0.1}, {}),
    (
        "ademamix",
        "pytorch_optimizer.AdEMAMix",
        {"lr": 0.01, "beta3": 0.999, "alpha": 8.0, "warmup": 40},
        {"weight_decouple": True},
    ),
    ("adan", "pytorch_optimizer.Adan", {}, {}),
    ("adan", "pytorch_optimizer.Adan", {"lr": 0.02, "beta1": 0.9, "beta2": 0.8, "beta3": 0.95}, {}),
    ("adan", "pytorch_optimizer.Adan", {"lr": 0.02, "eps": 1e-3, "weight_decay": 0.2}, {}),
    ("adan", "optax.adan", {"lr": 0.01, "optax_form": True}, {"eps_root": 0.0}),
    ("qhm", "pytorch_optimizer.QHM", {"lr": (1e-3, 0.1), "momentum": 0.999, "nu": 0.7}, {}),
    ("qhm", "pytorch_optimizer.QHM", {"lr": (1e-3, 0.1), "momentum": 0.9, "nu": 0.9}, {}),
    (
        "qhm",
        "pytorch_optimizer.QHM",
        {"lr": (5e-4, 0.05), "momentum": 0.95, "nu": 0.3, "weight_decay": 0.1},
        {},
    ),
    ("qhadam", "pytorch_optimizer.QHAdam", {"beta1": 0.995, "nu1": 0.7, "nu2": 1.0}, {}),
    (
        "qhadam",
        "pytorch_optimizer.QHAdam",
        {"lr": 0.02, "beta1": 0.9, "beta2": 0.99, "nu1": 0.8, "nu2": 0.5},
        {},
    ),
    (
        "qhadam",
        "pytorch_optimizer.QHAdam",
        {"lr": 0.01, "beta1": 0.8, "nu1": 0.6, "nu2": 0.9, "eps": 1e-3, "weight_decay": 0.1},
        {},
    ),
    ("amsgrad", "optax.amsgrad", {"lr": 0.02, "max_corrected": True}, {}),
    ("amsgrad", "optax.amsgrad", {"lr": 0.05, "beta1": 0.8, "beta2": 0.9, "max_corrected": True}, {}),
    ("nadam", "optax.nadam", {"lr": 0.01, "momentum_decay": 1e6}, {}),
    ("rmsprop", "optax.rmsprop", {"lr": 0.01, "alpha": 0.9, "eps": 1e-3, "eps_inside": True}, {}),
    (
        "adagrad",
        "optax.adagrad",
        {"lr": 0.1, "initial_accumulator_value": 0.1, "eps": 1e-3, "eps_inside": True},
        {},
    ),
]
OURS_ONLY = ("optax_form", "max_corrected", "momentum_decay", "eps_inside")


def of_optax(kind: Any, values: dict[str, Any], extra: dict[str, Any]) -> Any:
    """Return optax's transformation for hyperparameters by the engine's names."""
    given = {SHORT.get(name, name): value for name, value in values.items() if name not in OURS_ONLY}
    if "alpha" in given and kind is optax.rmsprop:
        given["decay"] = given.pop("alpha")
    return kind(**given, **extra)


def of_torch(name: str, kind: Any, values: dict[str, Any], extra: dict[str, Any], theta: torch.Tensor) -> Any:
    """Return pytorch_optimizer's optimizer for hyperparameters by the engine's names."""
    given = dict(values)
    first, second = {"adan": (0.98, 0.92)}.get(name, (0.9, 0.999))
    if name != "qhm":
        betas = [given.pop("beta1", first), given.pop("beta2", second)]
        if name in ("adan", "ademamix"):
            betas.append(given.pop("beta3", {"adan": 0.99}.get(name, 0.9999)))
        given["betas"] = tuple(betas)
    if name == "qhadam":
        given["nus"] = (given.pop("nu1"), given.pop("nu2"))
    if name == "ademamix":
        given["t_alpha_beta3"] = given.pop("warmup")
    rule = kind([theta], foreach=False, **given, **extra)
    if name == "qhadam":
        rule.state[theta] = {
            "beta1_weight": torch.zeros(1, dtype=torch.float64),
            "beta2_weight": torch.zeros(1, dtype=torch.float64),
            "exp_avg": torch.zeros_like(theta),
            "exp_avg_sq": torch.zeros_like(theta),
        }
    return rule


def slope(theta: np.ndarray) -> np.ndarray:
    """Return the gradient of the Rosenbrock function."""
    x, y = theta
    wall = y - x * x
    return np.array([-2.0 * (1.0 - x) - 400.0 * x * wall, 200.0 * wall])


def follow(case: Any, start: Any, gradient: Any, steps: int, kept: list[int]) -> list[list[float]]:
    """Do steps with the gradient of step and point, and return the points that are kept."""
    name, source, values, extra = case
    package, *path = source.split(".")
    kind = reduce(getattr, path, {"optax": optax, "pytorch_optimizer": pytorch_optimizer}[package])
    points = []
    if package == "optax":
        rule, theta = of_optax(kind, values, extra), np.array(start)
        state = rule.init(theta)
        for step in range(1, steps + 1):
            change, state = rule.update(gradient(step, theta), state, theta)
            theta = np.asarray(optax.apply_updates(theta, change))
            points.append(theta.tolist())
    else:
        theta = torch.tensor(start, requires_grad=True)
        rule = of_torch(name, kind, values, extra, theta)
        for step in range(1, steps + 1):
            theta.grad = torch.tensor(gradient(step, theta.detach().numpy()))
            rule.step()
            points.append(theta.tolist())
    return [points[step - 1] for step in kept]


def main() -> None:
    """Write the file."""
    jax.config.update("jax_enable_x64", True)
    torch.set_default_dtype(torch.float64)
    rows = np.array(TORCH["gradients"]["rows"])
    cases = []
    for name, source, values, extra in SETTINGS:
        steep, plain = dict(values), dict(values)
        if isinstance(values.get("lr"), tuple):
            steep["lr"], plain["lr"] = values["lr"]
        alone = follow(
            (name, source, plain, extra),
            TORCH["gradients"]["start"],
            lambda step, _: rows[step - 1],
            STEPS["gradients"],
            KEPT["gradients"],
        )
        valley = follow(
            (name, source, steep, extra),
            [-1.2, 1.0],
            lambda _, theta: slope(theta),
            STEPS["rosenbrock"],
            KEPT["rosenbrock"],
        )
        cases.append(
            {
                "optimizer": name,
                "source": source,
                "gradients": {"values": plain, "rows": alone},
                "rosenbrock": {"values": steep, "rows": valley},
            }
        )
    head = {"made_with": {"optax": optax.__version__, "jax": jax.__version__}}
    text = ",\n".join(json.dumps(case) for case in cases)
    (HERE / "optax.json").write_text(f'{json.dumps(head)[:-1]},\n"cases": [\n{text}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
