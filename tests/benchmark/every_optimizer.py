"""Every optimizer against ``torch.optim`` and against jax with optax, where they are installed.

Run ``python tests/benchmark/every_optimizer.py`` with a Python that has PyTorch, jax and optax to see all
columns; with one that has only NumPy it prints the engine's own. Microseconds a step and run, float64, one
thread.

* Rosenbrock, 1 run: 2,000 steps, recording included. PyTorch: eager, autograd, the loss of each step noted.
* Rosenbrock, 1,000 runs: the engine's runs axis against ``vmap`` over ``scan``, compiled beforehand, whole
  trajectory returned. Compilation is not counted; the first call of each shape takes 0.2 to 1 s.
* Methods that make no sense on a surface race on the digits, 64-32-10, tanh, batches of 64, 1 run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
sys.path.insert(0, str(Path(__file__).parents[2]))

from app.engine.optimizer import optimizers  # noqa: E402
from app.study.build import build_race  # noqa: E402
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec  # noqa: E402

try:
    import torch
except ImportError:
    torch = None  # type: ignore[assignment]
try:
    import jax
    import jax.numpy as jnp
    import optax
    import optax.contrib

    jax.config.update("jax_enable_x64", True)
except ImportError:
    jax = None  # type: ignore[assignment]

STEPS, RUNS, FEW, REPEATS = 2_000, 1_000, 200, 3
LR = 1e-4
TORCH: dict[str, tuple[str, dict[str, Any]]] = {
    "gradient_descent": ("SGD", {}), "sgd": ("SGD", {}), "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}), "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}), "adadelta": ("Adadelta", {}), "adam": ("Adam", {}), "adamw": ("AdamW", {}),
    "amsgrad": ("Adam", {"amsgrad": True}), "nadam": ("NAdam", {}), "radam": ("RAdam", {}),
    "adamax": ("Adamax", {}), "rprop": ("Rprop", {}), "asgd": ("ASGD", {}), "adafactor": ("Adafactor", {}),
    "lbfgs": ("LBFGS", {"max_iter": 1}),
}  # fmt: skip
OPTAX = {
    "gradient_descent": "sgd", "sgd": "sgd", "momentum": "momentum", "nesterov": "nesterov",
    "adagrad": "adagrad", "rmsprop": "rmsprop", "adadelta": "adadelta", "adam": "adam", "adamw": "adamw",
    "amsgrad": "amsgrad",
    "nadam": "nadam", "radam": "radam", "adamax": "adamax", "rprop": "rprop", "lion": "lion", "yogi": "yogi",
    "adabelief": "adabelief", "adan": "adan", "lamb": "lamb", "lars": "lars", "signum": "sign_sgd",
    "adafactor": "adafactor", "prodigy": "prodigy", "dadapt_adam": "dadapt_adamw", "ademamix": "ademamix",
    "schedule_free_sgd": "schedule_free_sgd", "schedule_free_adamw": "schedule_free_adamw",
}  # fmt: skip


def engine_time(name: str, runs: int, steps: int) -> float:
    """Return microseconds a step and run of the engine, recording included."""
    kind = optimizers[name]
    values = {"lr": LR} if any(p.name == "lr" for p in kind.parameters) else {}
    lane = LaneSpec(optimizer=name, hyperparameters=values, batch_size=64 if kind.no_surface else None)
    if kind.no_surface:
        network = {"hidden": [32], "activation": "tanh"}
        data = DataSpec(dataset="digits", model="mlp", model_parameters=network)
        study = Study(problem=data, lanes=(lane,), epochs=10, seeds=tuple(range(runs)))
    else:
        problem = SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0))
        study = Study(problem=problem, lanes=(lane,), steps=steps, seeds=tuple(range(runs)))
    race = build_race(study)
    race.begin()
    began = perf_counter()
    race.run()
    return 1e6 * (perf_counter() - began) / (race.history.plan.lanes[0].steps * runs)


def torch_time(name: str, steps: int) -> float:
    """Return microseconds a step of PyTorch, one run on Rosenbrock."""
    kind, more = TORCH[name]
    torch.set_num_threads(1)
    point = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([point], lr=LR, **more)
    losses = []

    def closure() -> Any:
        optimizer.zero_grad()
        x, y = point[0], point[1]
        loss = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        loss.backward()
        losses.append(loss.item())
        return loss

    began = perf_counter()
    for _ in range(steps):
        if name == "lbfgs":
            optimizer.step(closure)
        else:
            closure()
            optimizer.step()
    return 1e6 * (perf_counter() - began) / steps


def optax_time(name: str, runs: int, steps: int) -> float:
    """Return microseconds a step and run of a compiled vmap over scan."""
    make = getattr(optax, OPTAX[name], None) or getattr(optax.contrib, OPTAX[name], None)
    if make is None and OPTAX[name] in ("momentum", "nesterov"):
        rule = optax.sgd(LR, momentum=0.9, nesterov=OPTAX[name] == "nesterov")
    else:
        rule = make(LR)

    def value(point: Any) -> Any:
        x, y = point
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2

    def one(start: Any) -> Any:
        def step(carry: Any, _: Any) -> Any:
            point, state = carry
            loss, grad = jax.value_and_grad(value)(point)
            change, state = rule.update(grad, state, point)
            return (optax.apply_updates(point, change), state), (point, loss)

        return jax.lax.scan(step, (start, rule.init(start)), None, length=steps)[1]

    many = jax.jit(jax.vmap(one))
    starts = jnp.tile(jnp.array([-1.2, 1.0]), (runs, 1))
    jax.block_until_ready(many(starts))
    began = perf_counter()
    jax.block_until_ready(many(starts))
    return 1e6 * (perf_counter() - began) / (steps * runs)


def cell(measure: Any, *arguments: Any) -> str:
    """Return the median of a few goes as text; a dash where there is nothing to measure."""
    try:
        return f"{median(measure(*arguments) for _ in range(REPEATS)):.3g}"
    except Exception as error:
        return type(error).__name__


def main() -> None:
    """Print the table."""
    print("| optimizer | engine, 1 run | torch.optim, 1 run | engine, 1,000 runs | optax, 1,000 runs |")
    print("|---|---|---|---|---|")
    for kind in optimizers:
        name = kind.name
        surface = not kind.no_surface
        row = [
            kind.title + ("" if surface else " (digits)"),
            cell(engine_time, name, 1, STEPS),
            cell(torch_time, name, STEPS) if torch is not None and name in TORCH else "-",
            cell(engine_time, name, RUNS, FEW) if surface else "-",
            cell(optax_time, name, RUNS, FEW) if jax is not None and surface and name in OPTAX else "-",
        ]
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
