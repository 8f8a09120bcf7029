"""What a worker of a cluster does: say what it has, and run a block."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from time import monotonic

from ... import __version__
from .executor import Gone, Ran, Trouble
from .task import run_task

__all__ = ["look_there", "run_there"]

_TELL = 0.5  # seconds between two messages about a block


def run_there(version: str, asked: bytes) -> Ran | Trouble | Gone:
    """Run a block on a worker of the cluster, and tell under a topic how far it is.

    What is asked comes as bytes, for another version may not be able to read it. `Gone` is the answer of a
    worker that has become another one since it was looked at.
    """
    from distributed import get_worker  # type: ignore[import-not-found, unused-ignore]

    worker = get_worker()
    address = str(worker.address)
    if version != __version__:
        return Gone(f"The worker at {address} has Descent Lab {__version__}, but {version} is needed.")
    study, block, topic = pickle.loads(asked)
    last = monotonic()
    worker.log_event(topic, (block.index, 0.0, address))

    def watch(share: float) -> None:
        nonlocal last
        if monotonic() - last >= _TELL:
            last = monotonic()
            worker.log_event(topic, (block.index, share, address))

    return run_task(study, block, address, watch)


def look_there(wanted: Mapping[str, str]) -> Callable[[], object]:
    """Return a function for a worker: its versions, and if they are the wanted ones its ``fingerprint``.

    It returns a text where the app cannot be loaded.
    """
    package = __name__.partition(".")[0]
    versions = dict(wanted)

    def look() -> object:  # within another one: it is sent as a whole, for a worker may not have this module
        from importlib import import_module

        try:
            found: dict[str, object] = {
                "Descent Lab": str(import_module(package).__version__),
                "NumPy": str(import_module("numpy").__version__),
            }
            if found == versions:
                found["fingerprint"] = import_module(f"{package}.study.experiment.fingerprint").fingerprint()
        except (ImportError, AttributeError) as error:
            return str(error)
        return found

    return look
