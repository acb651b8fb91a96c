"""How a lower room asks an upper one: the upper room adds itself once, from its `registrations.py`."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """Things by `key`, iterated in the order in which they were added."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._things: dict[str, T] = {}

    def add(self, thing: T) -> None:
        """Raises ValueError when the key is taken: two rooms that claim one name is a mistake."""
        if thing.key in self._things:
            raise ValueError(f"{thing.key!r} is already in {self.name}.")
        self._things[thing.key] = thing

    def get(self, key: str) -> T | None:
        return self._things.get(key)

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def __contains__(self, key: str) -> bool:
        return key in self._things

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._things.values()))

    def __len__(self) -> int:
        return len(self._things)
