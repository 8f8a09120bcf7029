"""The identity of an experiment: a hash of all that its results depend on, but for the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from ..file import study_to_json
from ..spec import Study
from .fingerprint import VERSIONS, fingerprint
from .store import FORMAT, Header

__all__ = ["header_of"]

_APPEARANCE: dict[str, Any] = {"title": "", "description": "", "prediction": "", "curves": ()}


def header_of(study: Study, own: Sequence[bytes] = ()) -> Header:
    """Return which experiment it is: the study without texts that decide nothing.

    All blocks are made from it, and those of a later stage from the results of the first.

    Parameters
    ----------
    study : Study
    own : sequence of bytes
        The content of files with optimizers of one's own.
    """
    named = msgspec.structs.replace(study, **_APPEARANCE)
    digest = hashlib.sha256(study_to_json(named) + str(FORMAT).encode())
    for content in own:
        digest.update(hashlib.sha256(content).digest())
    return Header(plan=digest.hexdigest(), fingerprint=fingerprint(), versions=VERSIONS)
