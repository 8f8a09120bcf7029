"""Record schedules and short races under them from ``torch.optim`` into ``schedules.json`` beside this file.

Run ``python tests/golden/record_schedules.py`` in an environment with PyTorch. The tests only read the file.
The learning rate of PyTorch's optimizer is 1, so that what is recorded is the factor.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.optim import lr_scheduler as schedulers
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

STEPS = 60
LOSSES = [
    *(1.0, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.79999, 0.7999, 0.79, 0.8, 0.79, 0.79, 0.79, 0.79, 0.7),
    *(0.7, float("inf"), float("nan"), 0.7, 0.7, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69),
]

# Our name, our parameters, and PyTorch's scheduler for an optimizer with a learning rate of 1.
SCHEDULES: list[tuple[str, dict[str, Any], Callable[[Any], Any]]] = [
    ("step", {"step_size": 7, "gamma": 0.3}, lambda o: schedulers.StepLR(o, 7, 0.3)),
    ("step", {"step_size": 0.5}, lambda o: schedulers.StepLR(o, 30)),
    (
        "multistep",
        {"milestones": [5, 20, 5, 33], "gamma": 0.5},
        lambda o: schedulers.MultiStepLR(o, [5, 20, 5, 33], 0.5),
    ),
    ("multistep", {}, lambda o: schedulers.MultiStepLR(o, [30, 45])),
    ("exponential", {"gamma": 0.93}, lambda o: schedulers.ExponentialLR(o, 0.93)),
    ("exponential", {"end_factor": 0.01}, lambda o: schedulers.ExponentialLR(o, 0.01 ** (1 / STEPS))),
    ("polynomial", {"total_iters": 5}, lambda o: schedulers.PolynomialLR(o)),
    ("polynomial", {"total_iters": 40, "power": 2.0}, lambda o: schedulers.PolynomialLR(o, 40, 2.0)),
    ("constant_warm", {"total_iters": 5}, lambda o: schedulers.ConstantLR(o)),
    (
        "constant_warm",
        {"start_factor": 0.1, "total_iters": 0.2},
        lambda o: schedulers.ConstantLR(o, 0.1, 12),
    ),
    ("linear", {"total_iters": 5}, lambda o: schedulers.LinearLR(o)),
    (
        "linear",
        {"start_factor": 0.9, "end_factor": 0.2, "total_iters": 33},
        lambda o: schedulers.LinearLR(o, 0.9, 0.2, 33),
    ),
    ("cosine", {}, lambda o: schedulers.CosineAnnealingLR(o, STEPS)),
    ("cosine", {"T_max": 20}, lambda o: schedulers.CosineAnnealingLR(o, 20)),
    ("cosine", {"T_max": 13, "min_factor": 0.1}, lambda o: schedulers.CosineAnnealingLR(o, 13, 0.1)),
    ("cosine_restarts", {"T_0": 7}, lambda o: schedulers.CosineAnnealingWarmRestarts(o, 7)),
    (
        "cosine_restarts",
        {"T_0": 5, "T_mult": 2, "min_factor": 0.05},
        lambda o: schedulers.CosineAnnealingWarmRestarts(o, 5, 2, 0.05),
    ),
    ("one_cycle", {}, lambda o: schedulers.OneCycleLR(o, 1.0, STEPS)),
    (
        "one_cycle",
        {"pct_start": 0.45, "div_factor": 10.0, "final_div_factor": 100.0, "anneal_strategy": "linear"},
        lambda o: schedulers.OneCycleLR(
            o, 1.0, STEPS, pct_start=0.45, div_factor=10.0, final_div_factor=100.0, anneal_strategy="linear"
        ),
    ),
    (
        "one_cycle",
        {"three_phase": True, "pct_start": 0.4, "base_momentum": 0.6, "max_momentum": 0.9},
        lambda o: schedulers.OneCycleLR(
            o, 1.0, STEPS, three_phase=True, pct_start=0.4, base_momentum=0.6, max_momentum=0.9
        ),
    ),
    (
        "one_cycle",
        {"cycle_momentum": False, "pct_start": 0.33},
        lambda o: schedulers.OneCycleLR(o, 1.0, STEPS, cycle_momentum=False, pct_start=0.33),
    ),
    (
        "cyclic",
        {"base_factor": 0.1, "step_size_up": 7},
        lambda o: schedulers.CyclicLR(o, 0.1, 1.0, 7),
    ),
    (
        "cyclic",
        {"base_factor": 0.2, "step_size_up": 5, "step_size_down": 9, "mode": "triangular2"},
        lambda o: schedulers.CyclicLR(o, 0.2, 1.0, 5, 9, mode="triangular2"),
    ),
    (
        "cyclic",
        {"base_factor": 0.0, "step_size_up": 8, "mode": "exp_range", "gamma": 0.97, "base_momentum": 0.5},
        lambda o: schedulers.CyclicLR(o, 0.0, 1.0, 8, mode="exp_range", gamma=0.97, base_momentum=0.5),
    ),
    (
        "warmup_cosine",
        {"warmup_steps": 10, "start_factor": 0.1, "min_factor": 0.05},
        lambda o: schedulers.SequentialLR(
            o,
            [schedulers.LinearLR(o, 0.1, 1.0, 10), schedulers.CosineAnnealingLR(o, STEPS - 10, 0.05)],
            [10],
        ),
    ),
    (
        "linear_to_zero",
        {"warmup_steps": 0.0},
        lambda o: schedulers.PolynomialLR(o, STEPS),
    ),
]

PLATEAUS: list[dict[str, Any]] = [
    {"patience": 3},
    {"patience": 0, "decrease": 0.5, "threshold": 0.0},
    {"patience": 1, "decrease": 0.3, "cooldown": 2, "min_factor": 0.05},
    {"patience": 2, "threshold": 0.05, "threshold_mode": "abs", "decrease": 0.2, "eps": 0.01},
]

# Our optimizer, its values, PyTorch's, our schedule, PyTorch's, our filters, and what PyTorch does around.
RACES: list[dict[str, Any]] = [
    {
        "optimizer": "momentum", "values": {"lr": 4e-4, "momentum": 0.9},
        "torch": lambda p: torch.optim.SGD(p, lr=4e-4, momentum=0.9),
        "schedule": {"name": "one_cycle"}, "scheduler": lambda o: schedulers.OneCycleLR(o, 4e-4, STEPS),
        "filters": [],
    },
    {
        "optimizer": "adam", "values": {"lr": 0.1},
        "torch": lambda p: torch.optim.Adam(p, lr=0.1),
        "schedule": {"name": "cosine"}, "scheduler": lambda o: schedulers.CosineAnnealingLR(o, STEPS),
        "filters": [{"name": "clip_norm", "parameters": {"max_norm": 1.0}}], "clip_norm": 1.0,
    },
    {
        "optimizer": "adam", "values": {"lr": 0.05},
        "torch": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1),
        "schedule": {"name": "exponential", "parameters": {"gamma": 0.97}},
        "scheduler": lambda o: schedulers.ExponentialLR(o, 0.97),
        "filters": [{"name": "decoupled_decay", "parameters": {"decay": 0.1}}],
    },
    {
        "optimizer": "momentum", "values": {"lr": 1e-3, "momentum": 0.8, "weight_decay": 0.1},
        "torch": lambda p: torch.optim.SGD(p, lr=1e-3, momentum=0.8, weight_decay=0.1),
        "schedule": None, "scheduler": None,
        "filters": [
            {"name": "clip_value", "parameters": {"clip_value": 20.0}},
            {"name": "ema", "parameters": {"decay": 0.9}},
        ],
        "clip_value": 20.0, "average": "ema",
    },
    {
        "optimizer": "gradient_descent", "values": {"lr": 2e-3},
        "torch": lambda p: torch.optim.SGD(p, lr=2e-3),
        "schedule": {"name": "linear", "parameters": {"total_iters": 20}},
        "scheduler": lambda o: schedulers.LinearLR(o, total_iters=20),
        "filters": [{"name": "swa", "parameters": {"start_at": 30, "every": 3}}],
        "average": "swa",
    },
]  # fmt: skip


def optimizer_of_one() -> torch.optim.Optimizer:
    """Return an optimizer with a learning rate of 1, and momentum."""
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0, momentum=0.9)


def follow(make: Callable[[Any], Any]) -> tuple[list[float], list[float]]:
    """Return learning rate and momentum of every step."""
    optimizer = optimizer_of_one()
    scheduler = make(optimizer)
    rates, momenta = [], []
    for step in range(STEPS):
        group = optimizer.param_groups[0]
        rates.append(float(group["lr"]))
        momenta.append(float(group["momentum"]))
        optimizer.step()
        if step < STEPS - 1:
            scheduler.step()
    return rates, momenta


def plateau(values: dict[str, Any]) -> list[float]:
    """Return the learning rate after each loss."""
    names = {"decrease": "factor", "min_factor": "min_lr"}
    optimizer = optimizer_of_one()
    given = {names.get(name, name): value for name, value in values.items()}
    scheduler = schedulers.ReduceLROnPlateau(optimizer, **given)
    rates = []
    for loss in LOSSES:
        scheduler.step(loss)
        rates.append(float(optimizer.param_groups[0]["lr"]))
    return rates


class Point(torch.nn.Module):
    """Two parameters on the Rosenbrock function."""

    def __init__(self) -> None:
        super().__init__()
        self.theta = torch.nn.Parameter(torch.tensor([-1.2, 1.0]))

    def forward(self) -> torch.Tensor:
        """Return the value."""
        x, y = self.theta
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def race(case: dict[str, Any]) -> list[list[float]]:
    """Return the point after each step, or the averaged one."""
    point = Point()
    optimizer = case["torch"](point.parameters())
    scheduler = case["scheduler"] and case["scheduler"](optimizer)
    average = case.get("average")
    averaged = AveragedModel(
        point, multi_avg_fn=get_ema_multi_avg_fn(0.9) if average == "ema" else None, use_buffers=False
    )
    rows = []
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        point().backward()
        if "clip_norm" in case:
            torch.nn.utils.clip_grad_norm_(point.parameters(), case["clip_norm"])
        if "clip_value" in case:
            torch.nn.utils.clip_grad_value_(point.parameters(), case["clip_value"])
        optimizer.step()
        if scheduler and step < STEPS:
            scheduler.step()
        taken = average == "ema" or (average == "swa" and step >= 30 and (step - 30) % 3 == 0)
        if taken:
            averaged.update_parameters(point)
        shown = averaged.module if average == "ema" or (average == "swa" and step >= 30) else point
        rows.append(shown.theta.tolist())
    return rows


def main() -> None:
    """Record everything."""
    torch.set_default_dtype(torch.float64)
    warnings.simplefilter("ignore")
    found: dict[str, Any] = {"torch": torch.__version__, "steps": STEPS, "schedules": [], "plateaus": []}
    for name, values, make in SCHEDULES:
        rates, momenta = follow(make)
        case = {"name": name, "values": values, "factors": rates}
        found["schedules"].append(case | ({"momenta": momenta} if len(set(momenta)) > 1 else {}))
    found["losses"] = [repr(loss) for loss in LOSSES]
    found["plateaus"] = [{"values": values, "factors": plateau(values)} for values in PLATEAUS]
    keys = ("optimizer", "values", "schedule", "filters")
    found["races"] = [{key: case[key] for key in keys} | {"rows": race(case)} for case in RACES]
    text = json.dumps(found)
    Path(__file__).with_name("schedules.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
