"""A list of things that is a folder: each file adds one, nothing else is edited."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

from .error import unknown_name

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """The classes that the modules of one package define, by name.

    Parameters
    ----------
    kind : str
        What one item is called in messages, such as ``optimizer``.
    package : str
        The package to import, such as ``optimizers``, beside this module.

    Attributes
    ----------
    items : dict
        Those known so far, by name: all of them once the registry was iterated over.
    aliases : dict
        From other names to names.
    """

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self._package = f"{__package__}.{package}"
        self.items: dict[str, type[T]] = {}
        self.aliases: dict[str, str] = {}
        self._loaded = False
        self._loading = False
        self._lock = threading.RLock()

    def add(self, name: str, item: type[T], aliases: tuple[str, ...] = ()) -> None:
        """Register one class.

        Raises
        ------
        TypeError
            If another class has one of the names already, or a name has capitals and could not be found:
            mistakes in the source. The same class may come again, as when its module is reloaded.
        """
        for key in (name, *aliases):
            if key != key.lower():
                raise TypeError(f"The name '{key}' of {item} must be in lower case: '{key.lower()}'.")
            known = self.items.get(self.aliases.get(key, key))
            if known is not None and (known.__module__, known.__qualname__) != (
                item.__module__,
                item.__qualname__,
            ):
                raise TypeError(f"Two classes of kind {self.kind} are named '{key}': {known} and {item}.")
        self.items[name] = item
        self.aliases.update(dict.fromkeys(aliases, name))

    def remove(self, name: str) -> None:
        """Take one off the list, with its other names."""
        self.items.pop(name, None)
        for alias in [alias for alias, meant in self.aliases.items() if meant == name]:
            del self.aliases[alias]

    def _load(self) -> None:
        if self._loaded:
            return
        with self._lock:
            # A module may look in while it is imported; another thread waits for the whole list.
            if self._loaded or self._loading:
                return
            self._loading = True
            try:
                package = importlib.import_module(self._package)
                for module in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
                    importlib.import_module(f"{self._package}.{module}")
                self._loaded = True
            finally:
                self._loading = False

    def _load_one(self, key: str) -> bool:
        """Import the file that has the name of an item; return whether the item is there."""
        if not self._known(key) and not self._loaded and key.isidentifier():
            module = f"{self._package}.{key}"
            if importlib.util.find_spec(module) is not None:
                importlib.import_module(module)
        return self._known(key)

    def _known(self, key: str) -> bool:
        return key in self.items or key in self.aliases

    def __getitem__(self, name: str) -> type[T]:
        if name not in self:
            raise unknown_name(self.kind, name, self.items, also=self.aliases)
        key = name.lower()
        return self.items[self.aliases.get(key, key)]

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        key = name.lower()
        if not self._load_one(key):
            self._load()
        return self._known(key)

    def __iter__(self) -> Iterator[type[T]]:
        self._load()
        return iter(
            sorted(
                self.items.values(),
                key=lambda item: (getattr(item, "rank", 1000), getattr(item, "name", "")),
            )
        )

    def __len__(self) -> int:
        self._load()
        return len(self.items)

    def names(self) -> list[str]:
        """Return the names in the order of the menu."""
        return [str(getattr(item, "name", "")) for item in self]
