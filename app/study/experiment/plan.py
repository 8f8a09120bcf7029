"""The identity of an experiment: a hash of all that its results depend on, but for the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from ... import __version__
from ..file import study_to_json
from ..spec import Study
from .block import Block
from .fingerprint import fingerprint
from .store import Header

__all__ = ["header_of"]

_APPEARANCE: dict[str, Any] = {"title": "", "description": "", "prediction": "", "curves": ()}


def header_of(study: Study, blocks: Sequence[Block], own: Sequence[bytes] = ()) -> Header:
    """Return which experiment it is: the study without texts that decide nothing, and the first blocks.

    The later stages are made from the study and the results of the first.

    Parameters
    ----------
    study : Study
    blocks : sequence of Block
    own : sequence of bytes
        The content of files with optimizers of one's own.
    """
    named = msgspec.structs.replace(study, **_APPEARANCE)
    digest = hashlib.sha256(study_to_json(named))
    for block in blocks:
        digest.update(block.key.to_bytes(4, "little"))
    for content in own:
        digest.update(hashlib.sha256(content).digest())
    versions = {"Descent Lab": __version__, "NumPy": np.__version__}
    return Header(plan=digest.hexdigest(), fingerprint=fingerprint(), versions=versions)
