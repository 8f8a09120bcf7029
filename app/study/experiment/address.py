"""The address of a scheduler of dask.distributed: whether it can be one, and whether one answers there."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import Any

from ...engine.error import InputError

__all__ = ["check_address", "find_scheduler"]

_SCHEMES = ("tcp", "tls", "ucx", "ws", "wss")
_FORM = re.compile(r"(?:(?P<scheme>[^:/]*)://)?(?P<host>\[[^\]/]*\]|[^:/\[\]\s]*)(?::(?P<port>[^:/]*))?/?")
_PORT = 8786  # which `dask scheduler` takes by itself
_GRACE = 2.0  # seconds for an attempt to end by itself that has taken too long


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


def find_scheduler(address: str, seconds: float) -> None:
    """Ask who is there.

    A client of dask asks, too, but one that finds something else waits for twenty seconds when it is thrown
    away, or for ever.

    Raises
    ------
    InputError
        If no scheduler answers in time.
    """
    found: list[object] = []

    def ask() -> None:
        try:
            found.append(asyncio.run(asyncio.wait_for(_identity(address, seconds), seconds + _GRACE / 2)))
        except Exception as error:
            found.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds + _GRACE)
    said = found[0] if found else None
    if said == "Scheduler":
        return
    if isinstance(said, str):
        why = f"a {said.lower()} of dask"
    elif said is None or (isinstance(said, TimeoutError) and not str(said)):
        why = f"nothing that says what it is within {seconds:g} seconds"
    else:
        why = f"{type(said).__name__}: {said}"
    raise InputError(
        f"A scheduler of dask.distributed belongs at the address, but at '{address}' there is none: {why}. "
        "To start one: dask scheduler",
        "--scheduler",
    )


async def _identity(address: str, seconds: float) -> str:
    from distributed.comm import connect  # type: ignore[import-not-found, unused-ignore]
    from distributed.security import Security  # type: ignore[import-not-found, unused-ignore]

    comm: Any = await connect(address, timeout=seconds, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        return str((await comm.read())["type"])
    finally:
        comm.abort()
