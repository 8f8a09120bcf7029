"""The address of a scheduler, as dask.distributed understands it."""

from __future__ import annotations

import re

from ...engine.error import InputError

__all__ = ["check_address"]

_SCHEMES = ("tcp", "tls", "ucx", "ws", "wss")
_FORM = re.compile(r"(?:(?P<scheme>[^:/]*)://)?(?P<host>\[[^\]/]*\]|[^:/\[\]\s]*)(?::(?P<port>[^:/]*))?/?")
_PORT = 8786  # which `dask scheduler` takes by itself


def check_address(address: str) -> None:
    """Check what can be seen without asking anybody.

    Raises
    ------
    InputError
        With the nearest address that could be one.
    """
    found = _FORM.fullmatch(address.strip())
    scheme, host, port = found.group("scheme", "host", "port") if found else (None, "", None)
    known = scheme if scheme in _SCHEMES else "tcp"
    number = int(port) if port and port.isascii() and port.isdecimal() else 0
    if host and 0 < number < 65536 and scheme in (None, *_SCHEMES):
        return
    near = f"{known}://{host or 'host'}:{number if 0 < number < 65536 else _PORT}"
    raise InputError(
        f"A scheduler of dask.distributed is an address such as tcp://host:{_PORT}, but '{address}' was "
        f"given. The nearest valid choice is {near}.",
        "--scheduler",
    )
