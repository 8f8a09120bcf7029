"""A file's examples in three parts, standardised: made once, mapped by every process that needs them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np

from ...engine.dataset import Table
from ...engine.error import InputError
from ...engine.split import PARTS, Part, Split, split_table
from ..spec import DataSpec
from .pages import SUFFIX, Pages, PagesWriter, clear_unused, open_pages
from .store import open_table

__all__ = ["shared_split"]

_FORM = 1  # another number makes what older versions wrote unknown


def shared_split(folder: Path, spec: DataSpec) -> Split:
    """Return the split of a stored table, in memory that all processes share.

    Parameters
    ----------
    folder : Path
        Of the table; the parts are kept beside it while somebody uses them.
    spec : DataSpec
        With the split, its seed, label noise and whether to standardise.

    Raises
    ------
    InputError
        If the split is not possible, or there is no room for it.
    """
    path = folder.parent / f"{_key(folder, spec)}{SUFFIX}"
    pages = open_pages(path)
    return _split_of(_made(path, folder, spec) if pages is None else pages)


def _key(folder: Path, spec: DataSpec) -> str:
    # Sums may round otherwise in another NumPy.
    told = (
        _FORM,
        np.__version__,
        folder.name,
        spec.split,
        spec.split_seed,
        spec.standardise,
        spec.label_noise,
    )
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:32]


def _made(path: Path, folder: Path, spec: DataSpec) -> Pages:
    """Write the parts; of two processes that do so at the same time, one's file stays."""
    clear_unused(path.parent)
    _, table = open_table(folder)  # a map of its own, which goes with all that is read of it into memory
    try:
        with PagesWriter(path) as writer:
            _write(writer, table, spec)
            return writer.finish()
    except OSError as error:
        needed = (table.features.nbytes + 2 * table.targets.nbytes) / 2**20
        raise InputError(
            f"The examples, split and standardised, take {needed:,.0f} MiB beside the table in the folder "
            f"{path.parent}, but they cannot be written there: {error.strerror or error}. Free some room.",
            "file",
        ) from None


def _write(writer: PagesWriter, table: Table, spec: DataSpec) -> None:
    split = split_table(table, spec.split, spec.split_seed, spec.standardise, spec.label_noise, writer.make)
    writer.make("offset", split.offset.shape, np.float64)[...] = split.offset
    writer.make("scale", split.scale.shape, np.float64)[...] = split.scale
    writer.make("target", (2,), np.float64)[...] = split.target_offset, split.target_scale


def _split_of(pages: Pages) -> Split:
    arrays = pages.arrays()
    train, validation, test = (
        Part(*(arrays[f"{part} {what}"] for what in ("features", "targets", "rows"))) for part in PARTS
    )
    shift, factor = arrays["target"].tolist()
    # The few numbers of the columns are copied, as nothing else keeps them from being changed.
    return Split(train, validation, test, arrays["offset"].copy(), arrays["scale"].copy(), shift, factor)
