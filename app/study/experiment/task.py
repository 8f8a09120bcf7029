"""Running one block, in whichever process, and what is said of it."""

from __future__ import annotations

import functools
import traceback
from time import perf_counter

from ...engine.error import InputError
from ..file import study_from_json
from ..spec import Study
from .block import Block
from .columns import columns_to_bytes
from .executor import Ran, Trouble
from .fingerprint import fingerprint
from .gauge import Probe, run_probe
from .kind import Watch, kind_of

__all__ = ["run_task", "study_of"]


@functools.lru_cache(maxsize=2)
def study_of(content: bytes) -> Study:
    """Return the study that a file's content describes; the same object for the same content."""
    return study_from_json(content)


def run_task(content: bytes, block: Block, worker: str, watch: Watch) -> Ran | Trouble:
    """Run a block of the study that a file's content describes.

    Only what ``watch`` raises to end the block, a `KeyboardInterrupt` or an `OSError`, passes through.
    """
    began = perf_counter()
    try:
        study = study_of(content)
        kind = kind_of(study)
        probing = isinstance(block.content, Probe)
        columns = run_probe(kind, study, block) if probing else kind.run(study, block, watch)
        found = columns_to_bytes(columns)
    except InputError as error:
        return Trouble(block.index, str(error), hopeless=True)
    except MemoryError:
        return Trouble(block.index, "Not enough memory is free for the block.")
    except OSError:
        raise
    except Exception as error:
        return Trouble(block.index, f"{type(error).__name__}: {error}", traceback.format_exc())
    return Ran(block.index, found, perf_counter() - began, fingerprint(), worker)
