"""Record losses and gradients of the models from PyTorch's autograd into ``models.json`` beside this file.

Run ``python tests/golden/record_models.py`` in an environment with PyTorch. The tests only read the file.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import torch
from torch import nn

FEATURES, BATCH, CLASSES = 3, 5, 3
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": nn.GELU}

CASES = [
    ("linear", "regression", {}),
    ("linear", "regression", {"l2": 0.1}),
    ("logistic", "classification", {}),
    ("logistic", "classification", {"l2": 0.1}),
    ("softmax", "classification", {}),
    ("softmax", "classification", {"l2": 0.1}),
    *(
        ("mlp", task, {"hidden": hidden, "activation": activation, "l2": l2})
        for task in ("classification", "regression")
        for activation in ACTIVATIONS
        for hidden, l2 in (((4,), 0.0), ((4, 3), 0.01))
    ),
    ("mlp", "classification", {"hidden": (), "activation": "tanh", "l2": 0.0}),
]


def network(hidden: tuple[int, ...], outputs: int, activation: str) -> nn.Sequential:
    """Return a chain of linear layers with activations between them."""
    widths = (FEATURES, *hidden, outputs)
    parts: list[nn.Module] = []
    for inputs, units in pairwise(widths):
        parts += [nn.Linear(inputs, units), ACTIVATIONS[activation]()]
    return nn.Sequential(*parts[:-1])


def flat(values: list[torch.Tensor]) -> list[float]:
    """Return weights and biases as the app lays them out: a matrix is (inputs, outputs), row by row."""
    return torch.cat([value.detach().T.reshape(-1) for value in values]).tolist()


def record(model: str, task: str, values: dict) -> dict:
    """Return one case with its inputs, loss and gradient."""
    outputs = {"linear": 1, "logistic": 1}.get(model, CLASSES if task == "classification" else 1)
    net = network(tuple(values.get("hidden", ())), outputs, values.get("activation", "tanh"))
    for parameter in net.parameters():
        nn.init.normal_(parameter, std=0.8)
    features = torch.randn(BATCH, FEATURES)
    if task == "regression":
        targets = torch.randn(BATCH)
        loss = 0.5 * nn.functional.mse_loss(net(features)[:, 0], targets)
    elif model == "logistic":
        targets = torch.randint(0, 2, (BATCH,))
        loss = nn.functional.binary_cross_entropy_with_logits(net(features)[:, 0], targets.double())
    else:
        targets = torch.randint(0, CLASSES, (BATCH,))
        loss = nn.functional.cross_entropy(net(features), targets)
    parameters = list(net.parameters())
    loss = loss + values.get("l2", 0.0) / 2 * sum((parameter**2).sum() for parameter in parameters)
    gradient = torch.autograd.grad(loss, parameters)
    return {
        "model": model,
        "task": task,
        "outputs": 2 if model == "logistic" else outputs,
        "values": values,
        "features": features.tolist(),
        "targets": targets.tolist(),
        "theta": flat(parameters),
        "loss": loss.item(),
        "gradient": flat(list(gradient)),
        "scores": net(features).tolist(),
    }


def main() -> None:
    """Write the file."""
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    cases = [record(*case) for case in CASES]
    text = ",\n".join(json.dumps(case) for case in cases)
    header = json.dumps({"torch": torch.__version__.split("+")[0]})
    path = Path(__file__).with_name("models.json")
    path.write_text(f'{{"made_with": {header}, "cases": [\n{text}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
