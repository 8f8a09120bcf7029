"""The study as a file: JSON that a person can read, checked key by key. docs/study-file.md describes it."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Callable
from typing import Any

import msgspec

from .. import __version__
from ..engine.error import InputError
from .check import check_study
from .disk import read_whole, write_whole
from .key import check_keys
from .layout import readable
from .pairing import with_streams
from .spec import Study
from .strict import parse_json

__all__ = ["FORMAT", "SCHEMA", "load_study", "save_study", "study_from_json", "study_to_json"]

FORMAT = "descent-lab-study"
SCHEMA = 3

_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object {...}",
}

Migration = Callable[[dict[str, Any]], dict[str, Any]]

# From each older schema to the next: gets the study as plain data and returns it as the next schema has it.
# Whoever raises SCHEMA adds one here, and a file of the old schema to the tests.
MIGRATIONS: dict[int, Migration] = {
    1: lambda body: body,  # 2 has the key `prediction`, which may be left out
    # 3 has `pairing`, `curves`, `stream` in lanes, `seeds` and `steps` in experiments: without them, all is
    # as it was.
    2: lambda body: body,
}


def save_study(study: Study, path: str | os.PathLike[str]) -> None:
    """Write a study to a file; equal studies give equal bytes.

    Raises
    ------
    InputError
        If the study holds what a file cannot, or the file cannot be written; an older file is then untouched.
    """
    write_whole(path, study_to_json(study))


def load_study(path: str | os.PathLike[str]) -> Study:
    """Read and check a study: its own file, or a report, which holds one.

    Raises
    ------
    InputError
        That names the file, the place in it and the rule.
    """
    content = read_whole(path)
    try:
        study = study_from_json(content if _is_json(content) else _within(content))
        check_study(study)
    except InputError as error:
        raise InputError(f"{os.fspath(path)}: {error}") from None
    return with_streams(study)


def _is_json(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<"


def _within(content: bytes) -> str:
    from .report.embedded import study_within  # a parser of pages, which few files are

    return study_within(content)


def study_to_json(study: Study) -> bytes:
    """Return the content of a study's file, also for undo and the clipboard.

    Raises
    ------
    InputError
        If a number is not finite, or a value has no form in JSON.
    """
    try:
        plain = msgspec.to_builtins(study, order="deterministic", enc_hook=_number)
    except (NotImplementedError, TypeError) as error:
        raise InputError(f"A study holds numbers, texts, switches and lists only: {error}.") from None
    _refuse_infinite(plain, "")
    whole = {"format": FORMAT, "schema": SCHEMA, "app_version": __version__, "study": plain}
    return readable(whole).encode()


def study_from_json(content: bytes | str) -> Study:
    """Return the study that a file's content describes; names and ranges are left to `check_study`.

    Raises
    ------
    InputError
        If it is not JSON (with line and column), not a study, of a newer schema, or holds a value of the
        wrong type or an unknown key.
    """
    raw = parse_json(content)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InputError(f'This is not a study: a study\'s file starts with {{"format": "{FORMAT}", ...}}.')
    body = _migrate(raw.get("study"), raw.get("schema"))
    check_keys({**raw, "study": body})
    try:
        study = msgspec.convert(body, Study)
    except msgspec.ValidationError as error:
        raise _wrong_type(error, body) from None
    return _with_tuples(study)


def _migrate(body: Any, schema: Any) -> Any:
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise InputError(f"The schema is a whole number from 1, but {schema!r} was given.", "schema")
    if schema > SCHEMA:
        raise InputError(
            f"This study was written by a newer version (schema {schema}); this version reads schema "
            f"{SCHEMA}. Update Descent Lab to open it.",
            "schema",
        )
    if not isinstance(body, dict):
        raise InputError(f"The study is an object {{...}}, but {_shown(body)} was given.", "study")
    for older in range(schema, SCHEMA):
        try:
            body = MIGRATIONS[older](body)
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise InputError(f"The study is not as schema {older} had it: {error!r}.", "study") from None
    return body


def _number(value: Any) -> Any:
    """Return a NumPy number or array as plain data."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise NotImplementedError(f"{value!r} is a {type(value).__name__}")


def _refuse_infinite(value: Any, where: str) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError(f"Numbers in a study are finite, but {value} was given.", where)
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_infinite(item, f"{where}.{key}" if where else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _refuse_infinite(item, f"{where}[{index}]")


def _shown(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "..."


def _wrong_type(error: msgspec.ValidationError, body: Any) -> InputError:
    message, _, place = str(error).partition(" - at `$")
    found = re.fullmatch(r"Expected `(.+)`( of length \d+)?, got `?(.+?)`?", message)
    if found:
        wanted = " or ".join(_WORDS.get(word, word) for word in found[1].split(" | "))
        given = _given(body, place) or _WORDS.get(found[3], found[3])
        message = f"{wanted.capitalize()}{found[2] or ''} belongs here, but {given} was given"
    return InputError(f"{message}.", place.rstrip("`").lstrip("."))


def _given(body: Any, place: str) -> str:
    """Return what stands at a place of the study, if the place is told exactly."""
    for part in re.findall(r"\w+|\[\.\.\.\]", place):
        try:
            body = body[int(part)] if isinstance(body, list) else body[part]
        except (KeyError, TypeError, ValueError):
            return ""
    return _shown(body)


def _with_tuples(study: Study) -> Study:
    """Return the study with lists of numbers as tuples, as the parameters have them."""
    replace = msgspec.structs.replace
    problem = _with_tuple_parameters(study.problem)
    lanes = tuple(
        replace(
            lane,
            hyperparameters=_tuples(lane.hyperparameters),
            schedule=_with_tuple_values(lane.schedule),
            filters=tuple(map(_with_tuple_values, lane.filters)),
            changes=tuple(
                type(change)(change.step, change.name, _tuples(change.value)) for change in lane.changes
            ),
        )
        for lane in study.lanes
    )
    return replace(study, problem=problem, lanes=lanes, experiment=_with_tuple_axes(study.experiment))


def _with_tuple_axes(experiment: Any) -> Any:
    """Return an experiment whose axes hold tuples where an optimizer has lists of numbers, and its tasks."""
    found: dict[str, Any] = {}
    if getattr(experiment, "axes", ()):
        found["axes"] = tuple(
            msgspec.structs.replace(axis, values=_tuples(list(axis.values))) for axis in experiment.axes
        )
    if getattr(experiment, "tasks", ()):
        found["tasks"] = tuple(
            msgspec.structs.replace(task, problem=_with_tuple_parameters(task.problem))
            for task in experiment.tasks
        )
    if getattr(experiment, "tune", None) is not None:
        found["tune"] = _with_tuple_axes(experiment.tune)
    return msgspec.structs.replace(experiment, **found) if found else experiment


def _with_tuple_parameters(problem: Any) -> Any:
    named = [name for name in problem.__struct_fields__ if name.endswith("parameters")]
    return msgspec.structs.replace(problem, **{name: _tuples(getattr(problem, name)) for name in named})


def _with_tuple_values(spec: Any) -> Any:
    return spec and msgspec.structs.replace(spec, parameters=_tuples(spec.parameters))


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
