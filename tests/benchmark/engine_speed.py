"""The engine against ``torch.optim`` with autograd: float64, one thread, recording included.

Run ``python tests/benchmark/engine_speed.py`` with a Python that has PyTorch to see both side by side; with
one that has only NumPy it prints the engine's own times. Ratios, not microseconds, are what to compare:
both sides are measured in turns and medians are taken, so that a busy machine slows both.

* Rosenbrock: the eight optimizers, one run, 2 parameters. PyTorch notes the loss and the point of every step;
  the engine records point, gradient, loss, norms and step length into a history.
* 64 runs: the same with 64 learning rates; in PyTorch that is a loop over 64 optimizers, for fewer steps.
* Digits: a 64-32-10 tanh network, Adam, batches of 64 from one permutation an epoch, the loss over the whole
  training set at the end of every epoch. PyTorch notes the loss of every step; the engine also records norms,
  step lengths and snapshots of the parameters.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np  # noqa: E402

from app.engine.dataset import datasets  # noqa: E402
from app.engine.history import History, LanePlan, RacePlan  # noqa: E402
from app.engine.lane import Lane  # noqa: E402
from app.engine.model import models  # noqa: E402
from app.engine.optimizer import optimizers  # noqa: E402
from app.engine.problem import DataProblem, SurfaceProblem  # noqa: E402
from app.engine.race import Race  # noqa: E402
from app.engine.split import split_table  # noqa: E402
from app.engine.surface import surfaces  # noqa: E402

try:
    import torch
except ImportError:
    torch = None  # type: ignore[assignment]

REPEATS = 7
START = (-1.2, 1.0)
RULES: dict[str, tuple[str, dict[str, Any]]] = {
    "gradient_descent": ("SGD", {"lr": 1e-3}),
    "sgd": ("SGD", {"lr": 1e-3}),
    "momentum": ("SGD", {"lr": 2e-4, "momentum": 0.9}),
    "nesterov": ("SGD", {"lr": 2e-4, "momentum": 0.9}),
    "adagrad": ("Adagrad", {"lr": 0.5}),
    "rmsprop": ("RMSprop", {"lr": 0.01}),
    "adadelta": ("Adadelta", {"lr": 1.0}),
    "adam": ("Adam", {"lr": 0.01}),
}


def torch_rule(name: str, parameters: Iterable[Any], values: dict[str, Any]) -> Any:
    """Return PyTorch's optimizer of one of our names."""
    kind = getattr(torch.optim, RULES[name][0])
    return kind(parameters, **values, **({"nesterov": True} if name == "nesterov" else {}))


def surface_race(name: str, rates: list[float], steps: int, values: dict[str, Any]) -> Race:
    """Return a race of one lane on the Rosenbrock function, one run for each learning rate."""
    problem = SurfaceProblem(surfaces["rosenbrock"](), START, range(len(rates)))
    history = History(RacePlan((LanePlan(len(rates), 2, steps, path=True),)))
    given = {**values, "lr": rates[0] if len(rates) == 1 else rates}
    optimizer = optimizers[name](len(rates), 2, given, problem.order)
    return Race([Lane(problem, optimizer, history.lanes[0])], history)


def ours_on_rosenbrock(name: str, rates: list[float], steps: int) -> float:
    """Return seconds a step, of all runs together."""
    race = surface_race(name, rates, steps, RULES[name][1])
    race.begin()
    began = perf_counter()
    race.run()
    return (perf_counter() - began) / steps


def torch_on_rosenbrock(name: str, rates: list[float], steps: int) -> float:
    """Return seconds a step, of all runs together."""
    lanes = []
    for rate in rates:
        theta = torch.tensor(START, requires_grad=True)
        lanes.append((theta, torch_rule(name, [theta], {**RULES[name][1], "lr": rate}), []))
    began = perf_counter()
    for theta, rule, noted in lanes:
        for _ in range(steps):
            rule.zero_grad()
            x, y = theta[0], theta[1]
            loss = (1 - x) ** 2 + 100 * (y - x * x) ** 2
            loss.backward()
            rule.step()
            noted.append((loss.item(), theta.tolist()))
    return (perf_counter() - began) / steps


class Digits:
    """The digits, a 64-32-10 tanh network and Adam."""

    batch, epochs = 64, 6

    def __init__(self) -> None:
        dataset = datasets["digits"]()
        self.table = dataset.load()
        self.split = split_table(self.table, (0.85, 0.15, 0.0), 0, True)
        self.dataset = dataset

    def problem(self, runs: int) -> DataProblem:
        """Return the problem with one seed for each run."""
        model = models["mlp"](64, 10, "classification", {"hidden": (32,), "activation": "tanh"})
        return DataProblem(self.dataset, self.table, self.split, model, range(runs))

    def ours(self, runs: int) -> float:
        """Return seconds a step, of all runs together; the evaluation of the training set included."""
        problem = self.problem(runs)
        per_epoch = -(-problem.examples // self.batch)
        steps = per_epoch * self.epochs
        # As a study of this size is planned: 32 MiB of snapshots, 16 at least.
        kept = int(np.clip(32 * 2**20 // (8 * runs * problem.params), 16, 600))
        plan = LanePlan(
            runs, problem.params, steps, path=False, batch_size=self.batch, examples=problem.examples,
            steps_per_epoch=per_epoch, evaluate_at=np.arange(0, steps + 1, per_epoch), evaluated=("loss",),
            snapshot_at=np.unique(np.linspace(0, steps, kept).astype(np.int64)),
        )  # fmt: skip
        history = History(RacePlan((plan,)))
        optimizer = optimizers["adam"](runs, problem.params, {"lr": 1e-3}, problem.order)
        race = Race([Lane(problem, optimizer, history.lanes[0])], history)
        race.begin()
        began = perf_counter()
        race.run()
        return (perf_counter() - began) / steps

    def torch(self) -> float:
        """Return seconds a step of one run."""
        x = torch.from_numpy(self.split.train.features)
        y = torch.from_numpy(self.split.train.targets)
        net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10))
        rule = torch.optim.Adam(net.parameters(), lr=1e-3)
        entropy = torch.nn.functional.cross_entropy
        noted, evaluated, steps = [], [], 0
        began = perf_counter()
        for _ in range(self.epochs):
            order = torch.randperm(len(y))
            for first in range(0, len(y), self.batch):
                rows = order[first : first + self.batch]
                rule.zero_grad()
                loss = entropy(net(x[rows]), y[rows])
                loss.backward()
                rule.step()
                noted.append(loss.item())
                steps += 1
            with torch.no_grad():
                evaluated.append(entropy(net(x), y).item())
        return (perf_counter() - began) / steps


def in_turns(ours: Callable[[], float], theirs: Callable[[], float] | None) -> tuple[float, float | None]:
    """Return the medians of both, in microseconds, measured in turns."""
    pairs = [(ours(), theirs() if theirs else 0.0) for _ in range(REPEATS)]
    first, second = (1e6 * median(column) for column in zip(*pairs, strict=True))
    return first, second if theirs else None


def show(what: str, ours: float, theirs: float | None) -> None:
    """Print one line of the table."""
    compared = f"{theirs:12,.1f} {theirs / ours:9.1f} x" if theirs else ""
    print(f"{what:38}{ours:12.2f}{compared}", flush=True)


def main() -> None:
    """Measure and print."""
    print("Microseconds a step and run; float64, one thread, medians of", REPEATS)
    if torch:
        torch.set_default_dtype(torch.float64)
        torch.set_num_threads(1)
        version = torch.__version__.split("+")[0]
        print(f"NumPy {np.__version__} against PyTorch {version}, eager with autograd\n")
    else:
        print(f"NumPy {np.__version__}; PyTorch is not installed here, so nothing to compare with\n")
    print(f"{'':38}{'engine':>12}" + (f"{'PyTorch':>12} {'ratio':>11}" if torch else ""))
    for name, (_, values) in RULES.items():
        rates = [values["lr"]]
        theirs = (lambda name=name, rates=rates: torch_on_rosenbrock(name, rates, 300)) if torch else None
        show(
            f"Rosenbrock, 1 run, {name}",
            *in_turns(lambda name=name, rates=rates: ours_on_rosenbrock(name, rates, 4000), theirs),
        )
    for name in ("momentum", "adam"):
        rates = np.geomspace(1e-5, 1e-3, 64).tolist()
        theirs = (lambda name=name, rates=rates: torch_on_rosenbrock(name, rates, 10) / 64) if torch else None
        show(
            f"Rosenbrock, 64 runs, {name}",
            *in_turns(lambda name=name, rates=rates: ours_on_rosenbrock(name, rates, 2000) / 64, theirs),
        )
    digits = Digits()
    theirs = digits.torch if torch else None
    show("digits 64-32-10, 1 run, adam", *in_turns(lambda: digits.ours(1), theirs))
    show("digits 64-32-10, 32 runs, adam", *in_turns(lambda: digits.ours(32) / 32, theirs))


if __name__ == "__main__":
    main()
