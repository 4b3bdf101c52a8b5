"""Things that are made at first use, so that importing a handler reads no environment and opens no connection."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Calling it gives the thing, made at the first call."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: T | None = None

    def __call__(self) -> T:
        if self._made is None:
            self._made = self._make()
        return self._made

    def forget(self) -> None:
        """Make it anew next time (tests change the environment underneath)."""
        self._made = None
