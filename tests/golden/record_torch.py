"""Record optimizer trajectories from ``torch.optim`` into ``torch.json`` beside this file.

Run ``python tests/golden/record_torch.py`` in an environment with PyTorch. The tests only read the file.

Each setting is recorded three times, in float64: from recorded gradients (the rule alone), on the Rosenbrock
function from (-1.2, 1) for 100 steps with autograd, and on a network of three layers for 60 full-batch steps.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import nn

WIDTHS, EXAMPLES = (3, 5, 4, 3), 12
STEPS = {"gradients": 60, "rosenbrock": 100, "network": 60}
KEPT = {
    "gradients": (1, 2, 3, 5, 10, 30, 60),
    "rosenbrock": (*range(1, 11), *range(20, 101, 10)),
    "network": (5, 60),
}

SGD, ADAGRAD, RMSPROP = torch.optim.SGD, torch.optim.Adagrad, torch.optim.RMSprop
ADADELTA, ADAM, ADAMW, ADAMAX = torch.optim.Adadelta, torch.optim.Adam, torch.optim.AdamW, torch.optim.Adamax
NADAM, RADAM, RPROP, ASGD = torch.optim.NAdam, torch.optim.RAdam, torch.optim.Rprop, torch.optim.ASGD

# The engine's name, PyTorch's class, and hyperparameters by the engine's names; a pair for lr means: this one
# on the Rosenbrock function, where plain gradients reach 200 and the curvature 1,300, and that one elsewhere.
# In that valley the gradient is a small difference: Adamax of short memory makes 2e-11 of rounding with 0.05.
# On the network some settings multiply any rounding by thousands within 60 steps (Adagrad with 0.5, AdaDelta
# with 5, Adam of short memory with 0.02), as a change of the gradients by 1e-9 shows: lr is smaller there.
SETTINGS: list[tuple[str, Any, dict[str, Any]]] = [
    ("gradient_descent", SGD, {"lr": (1e-3, 0.1)}),
    ("gradient_descent", SGD, {"lr": (2e-4, 0.5)}),
    ("gradient_descent", SGD, {"lr": (1e-3, 0.1), "weight_decay": 0.1}),
    ("sgd", SGD, {"lr": (1.5e-3, 0.2)}),
    ("sgd", SGD, {"lr": (1e-4, 1.0)}),
    ("sgd", SGD, {"lr": (5e-4, 0.05), "weight_decay": 0.01}),
    ("momentum", SGD, {"lr": (2e-4, 0.1), "momentum": 0.9}),
    ("momentum", SGD, {"lr": (1e-3, 0.3), "momentum": 0.5}),
    ("momentum", SGD, {"lr": (1e-4, 0.02), "momentum": 0.99}),
    ("momentum", SGD, {"lr": (1e-3, 0.5), "momentum": 0.9, "dampening": 0.9}),
    ("momentum", SGD, {"lr": (5e-4, 0.2), "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.05}),
    ("momentum", SGD, {"lr": (2e-4, 0.1), "momentum": 0.9, "weight_decay": 0.1}),
    ("nesterov", SGD, {"lr": (2e-4, 0.1), "momentum": 0.9}),
    ("nesterov", SGD, {"lr": (5e-4, 0.3), "momentum": 0.5}),
    ("nesterov", SGD, {"lr": (1e-4, 0.02), "momentum": 0.99}),
    ("nesterov", SGD, {"lr": (2e-4, 0.1), "momentum": 0.9, "weight_decay": 0.1}),
    ("adagrad", ADAGRAD, {"lr": 0.01}),
    ("adagrad", ADAGRAD, {"lr": (0.5, 0.2)}),
    ("adagrad", ADAGRAD, {"lr": 0.3, "lr_decay": 0.02}),
    ("adagrad", ADAGRAD, {"lr": 0.1, "initial_accumulator_value": 0.1, "eps": 1e-3}),
    ("adagrad", ADAGRAD, {"lr": 0.2, "lr_decay": 0.01, "weight_decay": 0.1}),
    ("rmsprop", RMSPROP, {"lr": 0.01}),
    ("rmsprop", RMSPROP, {"lr": 0.003, "alpha": 0.9, "eps": 1e-3}),
    ("rmsprop", RMSPROP, {"lr": 0.003, "alpha": 0.95, "weight_decay": 0.1}),
    ("rmsprop", RMSPROP, {"lr": 0.003, "centered": True}),
    ("rmsprop", RMSPROP, {"lr": 0.001, "centered": True, "alpha": 0.9, "eps": 1e-2}),
    ("rmsprop", RMSPROP, {"lr": 0.001, "momentum": 0.9}),
    ("rmsprop", RMSPROP, {"lr": 0.002, "momentum": 0.5, "alpha": 0.9, "weight_decay": 0.01}),
    ("rmsprop", RMSPROP, {"lr": 0.001, "momentum": 0.8, "centered": True, "eps": 1e-3}),
    ("adadelta", ADADELTA, {}),
    ("adadelta", ADADELTA, {"lr": 1.0, "rho": 0.95, "eps": 1e-4}),
    ("adadelta", ADADELTA, {"lr": (5.0, 1.0), "rho": 0.99}),
    ("adadelta", ADADELTA, {"lr": 1.0, "weight_decay": 0.1}),
    ("adam", ADAM, {}),
    ("adam", ADAM, {"lr": 0.1}),
    ("adam", ADAM, {"lr": (0.02, 0.005), "beta1": 0.5, "beta2": 0.9}),
    ("adam", ADAM, {"lr": 0.05, "beta1": 0.95, "beta2": 0.9999, "eps": 1e-3}),
    ("adam", ADAM, {"lr": 0.01, "beta1": 0.0, "beta2": 0.99}),
    ("adam", ADAM, {"lr": 0.05, "weight_decay": 0.1}),
    ("adamw", ADAMW, {}),
    ("adamw", ADAMW, {"lr": (0.1, 0.01), "weight_decay": 0.5}),
    ("adamw", ADAMW, {"lr": 0.02, "beta1": 0.8, "beta2": 0.99, "eps": 1e-3, "weight_decay": 0.0}),
    ("amsgrad", ADAM, {"lr": 0.01}),
    ("amsgrad", ADAM, {"lr": 0.05, "beta1": 0.8, "beta2": 0.9, "eps": 1e-4}),
    ("amsgrad", ADAM, {"lr": 0.05, "weight_decay": 0.1}),
    ("adamax", ADAMAX, {}),
    ("adamax", ADAMAX, {"lr": (0.02, 0.05), "beta1": 0.8, "beta2": 0.9}),
    ("adamax", ADAMAX, {"lr": 0.02, "eps": 1e-2, "weight_decay": 0.1}),
    ("nadam", NADAM, {}),
    ("nadam", NADAM, {"lr": 0.02, "momentum_decay": 1.0, "eps": 1e-7}),
    ("nadam", NADAM, {"lr": 0.01, "beta1": 0.8, "beta2": 0.99, "momentum_decay": 0.1, "weight_decay": 0.1}),
    ("radam", RADAM, {"lr": (1e-4, 0.02)}),
    ("radam", RADAM, {"lr": (1e-3, 0.05), "beta1": 0.8, "beta2": 0.99}),
    ("radam", RADAM, {"lr": (1e-4, 0.02), "beta2": 0.5, "eps": 1e-3}),
    ("radam", RADAM, {"lr": (1e-3, 0.02), "beta2": 0.9, "weight_decay": 0.1}),
    ("rprop", RPROP, {}),
    ("rprop", RPROP, {"lr": 0.1, "etaminus": 0.7, "etaplus": 1.05}),
    ("rprop", RPROP, {"lr": 0.05, "step_min": 1e-3, "step_max": 0.1}),
    ("asgd", ASGD, {"lr": (5e-4, 0.05), "t0": 1e6}),
    ("asgd", ASGD, {"lr": (5e-4, 0.2), "t0": 10.0}),
    ("asgd", ASGD, {"lr": (1e-3, 0.2), "lambd": 0.5, "alpha": 0.5, "t0": 2.5}),
    ("asgd", ASGD, {"lr": (5e-4, 0.1), "t0": 0.0, "weight_decay": 0.1}),
]


def optimizer(name: str, kind: Any, values: dict[str, Any], parameters: list[torch.Tensor]) -> Any:
    """Return PyTorch's optimizer for hyperparameters by the engine's names."""
    values = dict(values)
    if "beta1" in values:
        values["betas"] = (values.pop("beta1"), values.pop("beta2"))
    elif "beta2" in values:
        values["betas"] = (0.9, values.pop("beta2"))
    if name == "nesterov":
        values["nesterov"] = True
    if name == "amsgrad":
        values["amsgrad"] = True
    if "etaminus" in values:
        values["etas"] = (values.pop("etaminus"), values.pop("etaplus"))
    if "step_min" in values:
        values["step_sizes"] = (values.pop("step_min"), values.pop("step_max"))
    if name in ("gradient_descent", "sgd"):
        values["momentum"] = 0.0
    return kind(parameters, **values)


def shown(rule: Any, parameters: list[torch.Tensor]) -> list[torch.Tensor]:
    """Return where the app draws the method: the average of ASGD, else the parameters."""
    return [rule.state[parameter].get("ax", parameter).detach() for parameter in parameters]


def flat(values: list[torch.Tensor]) -> list[float]:
    """Return weights and biases as the app lays them out: a matrix is (inputs, outputs), row by row."""
    matrices = (value.detach().mT if value.ndim == 2 else value.detach() for value in values)
    return torch.cat([matrix.reshape(-1) for matrix in matrices]).tolist()


def follow_gradients(name: str, kind: Any, values: dict[str, Any], start: Any, rows: Any) -> list[Any]:
    """Feed recorded gradients, whatever the point."""
    theta = start.clone().requires_grad_()
    rule = optimizer(name, kind, values, [theta])
    kept = []
    for step, row in enumerate(rows, start=1):
        theta.grad = row.clone()
        rule.step()
        if step in KEPT["gradients"]:
            kept.append(shown(rule, [theta])[0].tolist())
    return kept


def follow_rosenbrock(name: str, kind: Any, values: dict[str, Any]) -> list[Any]:
    """Descend the Rosenbrock function."""
    theta = torch.tensor([-1.2, 1.0], requires_grad=True)
    rule = optimizer(name, kind, values, [theta])
    kept = []
    for step in range(1, STEPS["rosenbrock"] + 1):
        rule.zero_grad()
        loss = (1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2
        loss.backward()
        rule.step()
        if step in KEPT["rosenbrock"]:
            kept.append(shown(rule, [theta])[0].tolist())
    return kept


def network(start: list[torch.Tensor] | None = None) -> nn.Sequential:
    """Return the network, with a copy of given weights."""
    net = nn.Sequential()
    for inputs, units in pairwise(WIDTHS):
        net.extend([nn.Linear(inputs, units), nn.Tanh()])
    net = net[:-1]
    if start is not None:
        for parameter, value in zip(net.parameters(), start, strict=True):
            parameter.data = value.clone()
    return net


def follow_network(name: str, kind: Any, values: dict[str, Any], start: Any, x: Any, y: Any) -> list[Any]:
    """Train the network on the whole set."""
    net = network(start)
    rule = optimizer(name, kind, values, list(net.parameters()))
    kept = []
    for step in range(1, STEPS["network"] + 1):
        rule.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        rule.step()
        if step in KEPT["network"]:
            kept.append(flat(shown(rule, list(net.parameters()))))
    return kept


def main() -> None:
    """Write the file."""
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    start = torch.randn(6)
    scales = 10.0 ** torch.tensor([-6, -3, -1, 0, 1, 3])
    rows = torch.randn(STEPS["gradients"], 6) * scales * 10.0 ** torch.randn(STEPS["gradients"], 1)
    rows[7] = 0.0
    rows[20:25, 2] = 0.0
    weights = [parameter.detach() for parameter in network().parameters()]
    x, y = torch.randn(EXAMPLES, WIDTHS[0]), torch.randint(0, WIDTHS[-1], (EXAMPLES,))
    cases = []
    for name, kind, values in SETTINGS:
        pair = values.get("lr", None)
        steep, plain = dict(values), dict(values)
        if isinstance(pair, tuple):
            steep["lr"], plain["lr"] = pair
        cases.append(
            {
                "optimizer": name,
                "gradients": {"values": plain, "rows": follow_gradients(name, kind, plain, start, rows)},
                "rosenbrock": {"values": steep, "rows": follow_rosenbrock(name, kind, steep)},
                "network": {"values": plain, "rows": follow_network(name, kind, plain, weights, x, y)},
            }
        )
    head = {
        "made_with": {"torch": torch.__version__.split("+")[0]},
        "steps": STEPS,
        "kept": KEPT,
        "gradients": {"start": start.tolist(), "rows": rows.tolist()},
        "network": {
            "widths": WIDTHS,
            "features": x.tolist(),
            "targets": y.tolist(),
            "start": flat(weights),
        },
    }
    text = ",\n".join(json.dumps(case) for case in cases)
    path = Path(__file__).with_name("torch.json")
    path.write_text(f'{json.dumps(head)[:-1]},\n"cases": [\n{text}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
