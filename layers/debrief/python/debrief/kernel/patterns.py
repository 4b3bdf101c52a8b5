"""Regular expressions that are compiled when they are first used."""

import re
from collections.abc import Iterator
from functools import cached_property


class LatePattern:
    """A pattern that is compiled when it is first used.

    Large ones take tens of milliseconds, which a function that only imports them needn't pay.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern, self._flags)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first place in the text where it is found, from `start` to before `end`."""
        return self.compiled.search(text, start, len(text) if end is None else end)

    def match(self, text: str) -> re.Match[str] | None:
        """Where the text begins with it."""
        return self.compiled.match(text)

    def sub(self, replacement: str, text: str) -> str:
        """The text with the replacement at each place where it is found."""
        return self.compiled.sub(replacement, text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places in the text where it is found."""
        return self.compiled.finditer(text)
