"""Who of a cluster's workers may run blocks: those that are there, and would give the same bits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

__all__ = ["Crew"]

# Workers that a block may go to: a thousand addresses with each block would be most of its message.
_CHOICE = 16


class Crew:
    """Keeps who fits, and says of each one that does not, once, why it is left out.

    It asks nobody: who holds it tells it who is there and what they said.

    Parameters
    ----------
    versions : mapping
        From names to what a worker must have.
    fingerprint : int
        Of the arithmetic that a worker must have.

    Attributes
    ----------
    fit : list of str
        The workers that may run blocks, in the order in which the scheduler names them.
    threads : int
        How many blocks these can run at one time.
    """

    def __init__(self, versions: Mapping[str, str], fingerprint: int) -> None:
        self._versions = dict(versions)
        self._fingerprint = fingerprint
        self._there: dict[str, int] = {}
        self._known: dict[str, bool] = {}  # whether they fit who were asked; others may be there
        self._turn = 0
        self.fit: list[str] = []
        self.threads = 0

    @property
    def asked(self) -> frozenset[str]:
        """Return the workers of whom it is known whether they fit."""
        return frozenset(self._known)

    @property
    def unfit(self) -> int:
        """Return how many workers are there that may not run blocks."""
        return sum(not fit for fit in self._known.values())

    def see(self, there: Mapping[str, int], found: Mapping[str, object]) -> list[str]:
        """Take in who is there, and return what a person should be told: a sentence for each thing.

        Parameters
        ----------
        there : mapping
            From addresses to threads.
        found : mapping
            From addresses of those who were asked to their versions, with their ``fingerprint`` if all are
            the right ones, or to a text that says why there are none. A worker that said nothing, because it
            ended, is asked again if it is still there.
        """
        left = [address for address in self.fit if address not in there]
        self._there = dict(there)
        self._known = {address: fit for address, fit in self._known.items() if address in there}
        reasons: dict[str, list[str]] = {}
        for address, said in found.items():
            if address not in there or address in self._known:
                continue
            why = self._why_not(said)
            self._known[address] = not why
            if why:
                reasons.setdefault(why, []).append(address)
        self._count()
        told = [f"{_named(some)} {why} It gets no block." for why, some in reasons.items()]
        if left:
            told.append(self._parted(left))
        return told

    def _why_not(self, said: object) -> str:
        """Return why a worker cannot run blocks, as a sentence that its name begins; empty if it can."""
        if not isinstance(said, Mapping):
            return (
                f"cannot load Descent Lab: {said}. Install {self._wanted()} there, with the extra 'cluster'."
            )
        for name, version in self._versions.items():
            if said.get(name) != version:
                return (
                    f"has {name} {said.get(name)}, but {version} is needed. Install {self._wanted()} there."
                )
        if said.get("fingerprint") != self._fingerprint:
            return (
                "has a processor that rounds differently from this one, so the results would depend on who "
                "ran what."
            )
        return ""

    def _wanted(self) -> str:
        return " and ".join(f"{name} {version}" for name, version in self._versions.items())

    def _parted(self, left: list[str]) -> str:
        rest = len(self.fit)
        if rest == 0:
            return f"{_named(left)} ended, and none is left; blocks wait for one."
        return f"{_named(left)} ended; blocks go on with {rest} {'other' if rest == 1 else 'others'}."

    def forget(self, addresses: Iterable[str]) -> None:
        """Have workers asked again, one of whom is not what it said."""
        for address in addresses:
            self._known.pop(address, None)
        self._count()

    def _count(self) -> None:
        self.fit = [address for address in self._there if self._known.get(address)]
        self.threads = sum(self._there[address] for address in self.fit)

    def offer(self) -> list[str]:
        """Return whom the next block may go to: all, or some of many in turn."""
        fit = self.fit
        if len(fit) <= _CHOICE:
            return list(fit)
        first = self._turn % len(fit)
        self._turn = first + _CHOICE
        return (fit + fit)[first : first + _CHOICE]

    def is_stranded(self, offered: Collection[str]) -> bool:
        """Return whether none of those is left whom a block may go to."""
        return not any(self._known.get(address) for address in offered)


def _named(addresses: list[str]) -> str:
    """Return how a sentence begins about some workers."""
    if len(addresses) == 1:
        return f"The worker at {addresses[0]}"
    return f"Each of {len(addresses)} workers, such as the one at {addresses[0]},"
