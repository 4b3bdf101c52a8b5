"""The cells of a scorecard's CSV: how texts, lists and numbers are written, and read back as they were."""

import re
from collections.abc import Sequence
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may run as a formula begins so (OWASP, CSV Injection); apostrophes before it keep it a text."""

_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_WHOLE: Final = re.compile(r"\d+(?:[.,]0+)?")
_YES: Final = frozenset({"yes", "true", "1", "y"})
_NO: Final = frozenset({"no", "false", "0", "n"})
_LONGEST_NUMBER: Final = 400


class Mistaken(ValueError):
    """A cell doesn't hold what its column is for. The text is the end of a sentence that begins with the column."""


def text_out(text: str) -> str:
    """A text as a cell that no spreadsheet runs: an apostrophe stands before what would be a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def text_in(cell: str) -> str:
    """The text of a cell: the first apostrophe before a formula was put there by `text_out`, or by a person."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def list_out(items: Sequence[str]) -> str:
    r"""Several texts as one cell, a line each. In a text, `\` is `\\`, and ends of lines are `\n` and `\r`.

    One that is empty is a line with `\` alone, since an empty cell holds none.
    """
    escaped = (item.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") for item in items)
    return text_out("\n".join(each or "\\" for each in escaped))


def list_in(cell: str) -> tuple[str, ...]:
    r"""The texts of a cell. Lines without anything are none.

    Raises:
        Mistaken: a `\` stands before something else than `\`, `n` and `r`.
    """
    lines = re.split(r"\r\n|\r|\n", text_in(cell))
    return tuple(_unescaped(line) for line in lines if line)


def _unescaped(line: str) -> str:
    if line == "\\":
        return ""
    if re.search(r"(?<!\\)(?:\\\\)*\\(?![\\nr])", line):
        raise Mistaken(r"holds a \ that means nothing: write \\ for the sign itself")
    return re.sub(r"\\([\\nr])", lambda found: {"n": "\n", "r": "\r", "\\": "\\"}[found[1]], line)


def number_out(number: float | None) -> str:
    """A number as short as it says the same; an empty cell for none."""
    return "" if number is None else repr(float(number)).removesuffix(".0")


def number_in(cell: str) -> float | None:
    """The number of a cell, with a point or a decimal comma; none where it is empty. Raises Mistaken."""
    text = cell.strip().lstrip("'")
    if not text:
        return None
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) and len(text) < _LONGEST_NUMBER else None
    if number is None or number in (float("inf"), float("-inf")):
        raise Mistaken("is not a number")
    return number


def whole_in(cell: str) -> int | None:
    """The whole number of a cell; none where it is empty. Raises Mistaken."""
    text = cell.strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or len(text) > 15:
        raise Mistaken("is not a whole number")
    return int(re.split("[.,]", text)[0])


def yes_no_out(value: bool) -> str:
    """`yes` or `no`."""
    return "yes" if value else "no"


def yes_no_in(cell: str) -> bool | None:
    """Whether a cell says yes; none where it is empty. Raises Mistaken."""
    word = cell.strip().casefold()
    if not word:
        return None
    if word not in _YES | _NO:
        raise Mistaken("has to be yes or no")
    return word in _YES


def word_in(cell: str, words: Sequence[str]) -> str | None:
    """The one of `words` that a cell holds, in any case and with blanks, hyphens or slashes; none where it is empty.

    Raises:
        Mistaken: it is none of them.
    """
    word = re.sub(r"[\s/\-]+", "_", cell.strip().casefold())
    if not word:
        return None
    if word not in words:
        raise Mistaken(f"has to be {', '.join(words[:-1])} or {words[-1]}")
    return word
