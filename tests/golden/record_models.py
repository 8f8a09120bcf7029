"""Record losses and gradients of the models from PyTorch's autograd into ``models.json`` beside this file.

Run ``python tests/golden/record_models.py`` in an environment with PyTorch. The tests only read the file.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import torch
from torch import nn

FEATURES, PIXELS, BATCH, CLASSES = 3, 12, 5, 3
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
    ("linear", "regression", {"loss": "huber", "delta": 0.5}),
    ("logistic", "classification", {"loss": "hinge"}),
    ("softmax", "classification", {"loss": "hinge"}),
    ("softmax", "classification", {"loss": "squared_error"}),
    (
        "mlp",
        "classification",
        {"hidden": (4,), "activation": "tanh", "loss": "huber", "delta": 0.3, "l2": 0.0},
    ),
    ("mlp", "regression", {"hidden": (4,), "activation": "tanh", "loss": "huber", "delta": 0.3, "l2": 0.0}),
    *(
        (
            "cnn",
            "classification",
            {"rows": rows, "channels": (2, 3), "kernel": kernel, "pool": 2, "pooling": pooling}
            | {"hidden": hidden, "activation": activation, "l2": 0.01},
        )
        for rows, kernel, pooling, hidden, activation in (
            (3, 3, "max", (), "relu"),
            (3, 2, "mean", (4,), "tanh"),
            (1, 3, "max", (4,), "tanh"),
            (1, 4, "mean", (), "gelu"),
        )
    ),
    ("autoencoder", "regression", {"hidden": (2,), "activation": "tanh"}),
    ("autoencoder", "regression", {"hidden": (4, 2), "activation": "gelu", "loss": "huber", "l2": 0.1}),
    ("matrix_factorisation", "regression", {"factors": 2, "l2": 0.1}),
    ("matrix_factorisation", "regression", {"factors": 3, "loss": "huber"}),
]


def network(hidden: tuple[int, ...], outputs: int, activation: str, inputs: int = FEATURES) -> nn.Sequential:
    """Return a chain of linear layers with activations between them."""
    widths = (inputs, *hidden, outputs)
    parts: list[nn.Module] = []
    for inputs, units in pairwise(widths):
        parts += [nn.Linear(inputs, units), ACTIVATIONS[activation]()]
    return nn.Sequential(*parts[:-1])


def convolutional(values: dict) -> nn.Sequential:
    """Return convolutions with activation and pooling, and linear layers behind."""
    rows, columns = values["rows"], PIXELS // values["rows"]
    flat_signal = rows == 1
    convolution = nn.Conv1d if flat_signal else nn.Conv2d
    pools = {
        ("max", True): nn.MaxPool1d, ("max", False): nn.MaxPool2d,
        ("mean", True): nn.AvgPool1d, ("mean", False): nn.AvgPool2d,
    }  # fmt: skip
    bend, inputs = ACTIVATIONS[values["activation"]], 1
    parts: list[nn.Module] = [nn.Unflatten(1, (1, columns) if flat_signal else (1, rows, columns))]
    for outputs in values["channels"]:
        window = (min(values["pool"], rows), min(values["pool"], columns))
        pool = pools[values["pooling"], flat_signal](window[1] if flat_signal else window)
        parts += [convolution(inputs, outputs, values["kernel"], padding="same"), bend(), pool]
        rows, columns, inputs = rows // window[0], columns // window[1], outputs
    head = network(tuple(values["hidden"]), CLASSES, values["activation"], inputs * rows * columns)
    return nn.Sequential(*parts, nn.Flatten(), *head)


class Factorisation(nn.Module):
    """Biases and products of factors, summed over pairs of features."""

    def __init__(self, factors: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(1, FEATURES))
        self.bias = nn.Parameter(torch.empty(1))
        self.factors = nn.Parameter(torch.empty(factors, FEATURES))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return predictions (batch, 1), pair by pair."""
        z = x @ self.weight.T + self.bias
        for i in range(FEATURES):
            for j in range(i + 1, FEATURES):
                z = z + (self.factors[:, i] @ self.factors[:, j]) * (x[:, i] * x[:, j])[:, None]
        return z


def cost(scores: torch.Tensor, targets: torch.Tensor, name: str, delta: float) -> torch.Tensor:
    """Return a loss of scores (batch, outputs) that is not the usual one."""
    if name == "hinge" and scores.shape[1] == 1:
        return torch.clamp(1 - (2 * targets - 1) * scores[:, 0], min=0).mean()
    if name == "hinge":
        return nn.functional.multi_margin_loss(scores, targets)
    if targets.dtype == torch.int64:
        targets = nn.functional.one_hot(targets, scores.shape[1]).double()
    wanted = targets.reshape(scores.shape)
    if name == "huber":
        return nn.functional.huber_loss(scores, wanted, delta=delta)
    return 0.5 * nn.functional.mse_loss(scores, wanted)


def flat(values: list[torch.Tensor]) -> list[float]:
    """Return weights and biases as the app lays them out: inputs before outputs, places of a kernel first."""
    order = {1: (0,), 2: (1, 0), 3: (2, 1, 0), 4: (2, 3, 1, 0)}
    return torch.cat([value.detach().permute(order[value.ndim]).reshape(-1) for value in values]).tolist()


def record(model: str, task: str, values: dict) -> dict:
    """Return one case with its inputs, loss and gradient."""
    outputs = {"linear": 1, "logistic": 1}.get(model, CLASSES if task == "classification" else 1)
    hidden, activation = tuple(values.get("hidden", ())), values.get("activation", "tanh")
    net: nn.Module = network(hidden, outputs, activation)
    if model == "cnn":
        net = convolutional(values)
    elif model == "autoencoder":
        net = network((*hidden, *hidden[-2::-1]), FEATURES, activation)
    elif model == "matrix_factorisation":
        net = Factorisation(values["factors"])
    for parameter in net.parameters():
        nn.init.normal_(parameter, std=0.8)
    features = torch.randn(BATCH, PIXELS if model == "cnn" else FEATURES)
    if task == "regression":
        targets = torch.randn(BATCH)
        wanted = features if model == "autoencoder" else targets
        loss = cost(net(features), wanted, values.get("loss", ""), values.get("delta", 1.0))
    elif model == "logistic":
        targets = torch.randint(0, 2, (BATCH,))
        loss = nn.functional.binary_cross_entropy_with_logits(net(features)[:, 0], targets.double())
    else:
        targets = torch.randint(0, CLASSES, (BATCH,))
        loss = nn.functional.cross_entropy(net(features), targets)
    if task == "classification" and "loss" in values:
        loss = cost(net(features), targets, values["loss"], values.get("delta", 1.0))
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
