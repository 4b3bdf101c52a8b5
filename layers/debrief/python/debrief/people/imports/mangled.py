"""Values that a spreadsheet made of what was entered: what was meant can't be told from them any more."""

import re
from collections.abc import Iterable
from typing import Final

from debrief.kernel.encoded_twice import meant_letters

_SHORTENED = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]\d{1,3}|[+-]?\d+[.,]\d+[eE]\d{1,3}")
_WITH_DECIMALS = re.compile(r"\d{3,}[.,]0+")
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mrz|Mär|Mai|Okt|Dez|janv|févr|mars|avr|juin|juil|août|déc|ene|"
    r"abr|ago|dic)"
)
_DAY = re.compile(
    rf"\d{{1,2}}(?:-|\. ?){_MONTH}\.?(?:[-. ]\d{{2,4}})?|"
    r"\d{1,2}([/.])\d{1,2}\1\d{4}(?: 0?0:00(?::00)?)?|\d{4}-\d{2}-\d{2} 00:00:00|\d{1,2}:\d{2}:\d{2}",
    re.IGNORECASE,
)
"""Dates and times as Excel shows what was entered as `5-1`, `1/5` or `00:15`, in some of its languages."""

_ERROR = re.compile(r"#[^\W\d_a-z]{2,12}[!?]|#(?:N/A|N/D|N/V|NV|DIV/0!)")
_TOO_NARROW = re.compile(r"#{4,}")
_LONG_NUMBER = re.compile(r"\d{16,}")
_AS_FORMULA = re.compile(r'="([^"=]*)"')
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_NOTHING = frozenset(
    {"null", "none", "nil", "nan", "n/a", "na", "-", "--", "\u2013", "\u2014", "?", "undefined", "(blank)"}
)
_KEPT_DIGITS: Final = 15
"""Excel keeps so many digits of a number and writes zeros for the rest."""

_AS_TEXT = "format the column as text, enter it again, and save the file anew"


def as_entered(text: str) -> str:
    """A cell as it was entered: without what nobody sees, and `="0012"`, which keeps a spreadsheet from it, as 0012."""
    # What nobody sees may be half of a letter that was encoded twice, which is told then.
    plain = (text if meant_letters(text) else _UNSEEN.sub("", text)).strip()
    kept = _AS_FORMULA.fullmatch(plain)
    return kept[1].strip() if kept else plain


def spreadsheet_fault(text: str) -> str | None:
    """What a spreadsheet did to a cell of any column; None where nothing is to be seen."""
    if _ERROR.fullmatch(text):
        return f"holds an error of the spreadsheet ({text})"
    if (meant := meant_letters(text)) is not None:
        return f"holds letters that were encoded twice ({text}, meant as {meant}); save the file anew as UTF-8"
    if _TOO_NARROW.fullmatch(text):
        return "holds only # signs: the column was too narrow when the file was saved"
    return None


def number_fault(text: str) -> str | None:
    """What a spreadsheet did to a number that is somebody's or something's name."""
    if _SHORTENED.fullmatch(text):
        return f"holds a number that the spreadsheet shortened ({text}); {_AS_TEXT}"
    return None


def reference_fault(text: str) -> str | None:
    """What a spreadsheet did to what a telephony system calls an agent."""
    if fault := number_fault(text):
        return fault
    if text.casefold() in _NOTHING:
        return f"holds {text}, which stands for nothing; leave the cell empty"
    if text.startswith("'") and text[1:2].isdigit():
        return f"holds the apostrophe by which a spreadsheet marks a text ({text}); enter it without"
    if _WITH_DECIMALS.fullmatch(text):
        return f"holds a number that got decimal places ({text}); {_AS_TEXT}"
    if _DAY.fullmatch(text):
        return f"holds what the spreadsheet took for a date or a time ({text}); {_AS_TEXT}"
    return None


def rounded(numbers: Iterable[str]) -> set[str]:
    """Those of the values that are numbers of more digits than a spreadsheet keeps, where it rounded them.

    One number that is longer and doesn't end in zeros shows that the column went through no spreadsheet as numbers.
    """
    long = [each for each in numbers if _LONG_NUMBER.fullmatch(each)]
    return set(long) if all(not each[_KEPT_DIGITS:].strip("0") for each in long) else set()


def rounded_fault(text: str) -> str:
    """The sentence for one of `rounded`."""
    return f"holds a number whose last digits the spreadsheet replaced by zeros ({text}); {_AS_TEXT}"
