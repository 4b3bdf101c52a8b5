"""Numbers as they are written or spelled aloud, as runs of digits with their place: `four one double five`, `41 55`.

Speech recognisers write what they hear as words or as figures, in one turn or in several, with fillers between. What a
digit is called is known in the languages of `digit_words`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Final, NamedTuple

from debrief.kernel.masking.digit_words import (
    ENGLISH_TENS,
    HUNDREDS,
    NEVER_ALONE_ENGLISH,
    OH,
    TEENS,
    TIMES,
    UNSURE,
    Words,
    bare_of,
    words,
)
from debrief.kernel.masking.kinds import FILLER

_FILLERS: Final = frozenset(
    re.findall(
        r"\S+",
        """
        uh um uhm erm er em hm hmm mm ah eh and then dash hyphen minus space like äh ähm und dann euh et tiret
        este y guion e trattino ehm en streepje okay ok so
        """,
    )
)
"""What may stand between two digits of one number."""

_BACKCHANNEL: Final = _FILLERS | frozenset(
    re.findall(
        r"\S+",
        """
        yes yeah yep yup right sure alright mhm uhhuh huh go on ahead please continue got it thanks thank you
        perfect great good i see one moment sorry pardon what was that again is next the rest ja genau oui sí si
        sim da claro vale danke merci gracias bitte d'accord d accord no nope wait a second hold
        """,
    )
)
"""What somebody says who only listens."""


def is_filler(bare: str) -> bool:
    """Whether a word may stand between two parts of one number."""
    return bare in _FILLERS


class Token(NamedTuple):
    """A word or a figure.

    digits: those it stands for; empty for any other word. times: how often the next one counts. unsure: whether it is
    a digit only beside others.
    """

    start: int
    end: int
    bare: str
    digits: str = ""
    times: int = 1
    spoken: bool = False
    unsure: bool = False


_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def tokens_of(text: str, opaque: Sequence[tuple[int, int]]) -> list[Token]:
    """The words and figures of a text. opaque: places that hold no digits of a number: times, sums, masks."""
    table = words()
    found: list[Token] = []
    # Long mails have thousands of each: both are gone through once, side by side.
    places, at, covered = sorted(opaque), 0, 0
    marks = _markup(text)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while marks and marks[-1][1] <= start:
            marks.pop()
        if marks and marks[-1][0] < start:
            # A tag parts nothing: what stands before and behind it is read as one.
            continue
        while at < len(places) and places[at][0] < end:
            covered, at = max(covered, places[at][1]), at + 1
        if start < covered:
            found.append(Token(start, end, FILLER))
        elif _is_extension(text, start, end):
            continue
        elif match[0][0].isdigit():
            mixed = _touches_letters(text, start, end)
            digits = "" if mixed else "".join(str(unicodedata.decimal(each, 0)) for each in match[0])
            found.append(Token(start, end, match[0], digits))
        else:
            found += _spoken(match[0], start, end, table)
    return found


_MARKUP: Final = re.compile(
    r"<[/!]?[A-Za-z][^<>]{0,200}>|&(?:nbsp|shy|thinsp|ensp|emsp|zwnj|zwj|#\d{1,5});|[\u200b-\u200d\u2060\ufeff\u00ad]"
)
"""Tags, and signs that nobody sees."""


def _markup(text: str) -> list[tuple[int, int]]:
    """Where markup stands, the first at the end."""
    if not any(each in text for each in "<&\u200b\u200c\u200d\u2060\ufeff\u00ad"):
        return []
    return [match.span() for match in reversed(list(_MARKUP.finditer(text)))]


def _touches_letters(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_extension(text, start - 1, start) or _is_extension(text, end, end + 1):
        return False
    return before.isalpha() or after.isalpha() or "_" in (before, after)


def _is_extension(text: str, start: int, end: int) -> bool:
    """Whether it is the `x` between a telephone number and an extension."""
    return start > 0 and text[start:end] in {"x", "X"} and text[start - 1].isdigit() and text[end : end + 1].isdigit()


def _spoken(word: str, start: int, end: int, table: Words) -> Iterator[Token]:
    bare = bare_of(word)
    if "-" in word and bare not in table.pairs:
        tens, _, unit = (bare_of(part) for part in word.partition("-"))
        whole = str(ENGLISH_TENS.get(tens, "")) or table.pairs.get(tens, "")
        if whole.endswith("0") and len(table.digits.get(unit, "")) == 1 and unit not in OH:
            yield Token(start, end, bare, whole[0] + table.digits[unit], 1, True)
            return
        at = start
        for part in word.split("-"):
            yield from _spoken(part, at, at + len(part), table) if part else ()
            at += len(part) + 1
        return
    if bare in table.digits:
        yield Token(start, end, bare, table.digits[bare], 1, True, bare in UNSURE or bare in OH)
    elif bare in ENGLISH_TENS:
        yield Token(start, end, bare, str(ENGLISH_TENS[bare]), 1, True)
    elif bare in TEENS:
        yield Token(start, end, bare, str(TEENS[bare]), 1, True, bare == "ten")
    elif bare in table.pairs:
        yield Token(start, end, bare, table.pairs[bare], 1, True, True)
    elif bare in HUNDREDS:
        yield Token(start, end, bare, HUNDREDS[bare], 1, True, True)
    else:
        yield Token(start, end, bare, "", TIMES.get(bare, 1), bare in TIMES)


class Run(NamedTuple):
    """Digits of one number. parts: where they stand, by segment. spoken: whether any of them was said as a word.

    written: as it stands in the text of its first part. first, last: whether nothing but fillers stand before it in
    its first segment, and after it in its last one. alone: whether a short turn holds hardly anything but numbers.
    in_turns: what of it was said in each turn, where those are several.
    """

    digits: str
    parts: tuple[tuple[int, int, int], ...]
    spoken: bool
    written: str
    first: bool
    last: bool
    alone: bool = False
    in_turns: tuple["Run", ...] = ()

    @property
    def pieces(self) -> tuple["Run", ...]:
        """What of it was said in one turn each."""
        return self.in_turns or (self,)


_BETWEEN: Final = re.compile(r"[\s\-–—‐‑./()+xX]*")
_LONGEST_GAP: Final = 4


def runs_of(segment: int, text: str, opaque: Sequence[tuple[int, int]]) -> list[Run]:
    """The numbers of one text, each as the longest run of digits that belong together."""
    tokens = tokens_of(text, opaque)
    if not any(token.digits for token in tokens):
        return []
    runs: list[list[Token]] = []
    current: list[Token] = []
    pending: Token | None = None
    fillers = 0
    for token in tokens:
        if token.digits:
            begins = pending or token
            if current and not _joins(text, current[-1], begins, fillers):
                runs.append(current)
                current = []
            current.append(token._replace(start=begins.start, times=pending.times if pending else 1))
            pending, fillers = None, 0
        elif pending is not None and token.bare in _OF_TIMES:
            continue
        elif token.times > 1:
            if pending is not None and current:
                runs.append(current)
                current = []
            pending = token
        elif token.bare in _FILLERS:
            pending, fillers = None, fillers + 1
        else:
            pending = None
            if current:
                runs.append(current)
                current = []
            fillers = 0
    if current:
        runs.append(current)
    kept = [trimmed for run in runs if (trimmed := _trimmed(run))]
    return [_run(segment, text, tokens, run) for run in kept]


_OF_TIMES: Final = frozenset({"die", "der", "a", "le", "la", "el", "the"})
"""Between how often and the digit: `viermal die Eins`."""


def _joins(text: str, before: Token, after: Token, fillers: int) -> bool:
    gap = text[before.end : after.start]
    if "<" in gap or "&" in gap or not gap.isascii():
        gap = _MARKUP.sub("", gap)
    if fillers:
        # Two figures with a word between them are two numbers.
        return fillers <= 3 and (before.spoken or after.spoken or len(before.digits) == len(after.digits) == 1)
    if "\n" in gap:
        return False
    if "," in gap or ";" in gap:
        alike = len(before.digits) == len(after.digits) and len(before.digits) in {1, 2, 4}
        spoken = before.spoken and after.spoken
        return gap.strip() in {",", ";"} and (alike or spoken)
    if before.spoken != after.spoken and len(before.digits) > 4:
        return False
    if before.spoken and gap in {"... ", "… "}:
        return True
    return len(gap) <= _LONGEST_GAP and _BETWEEN.fullmatch(gap) is not None


def _trimmed(run: list[Token]) -> list[Token]:
    """The run without words at its ends that are digits only between others; nothing where no sure one is left."""
    while run and run[-1].bare in NEVER_ALONE_ENGLISH:
        run = run[:-1]
    while run and (run[0].bare in NEVER_ALONE_ENGLISH or run[0].bare in HUNDREDS):
        run = run[1:]
    return run if len(run) > 1 or (run and not run[0].unsure) else []


def _run(segment: int, text: str, tokens: Sequence[Token], run: Sequence[Token]) -> Run:
    start, end = run[0].start, run[-1].end
    # From either end of the text: hardly ever more than one has to be looked at.
    before = takewhile(lambda token: token.end <= start, tokens)
    after = takewhile(lambda token: token.start >= end, reversed(tokens))
    return Run(
        digits=_digits(run),
        parts=((segment, start, end),),
        spoken=any(token.spoken for token in run),
        written=text[start:end],
        first=all(token.bare in _BACKCHANNEL for token in before),
        last=all(token.bare in _BACKCHANNEL for token in after),
        alone=_is_alone(tokens),
    )


_ANSWERS: Final = _BACKCHANNEL | frozenset(
    re.findall(
        r"\S+",
        """
        its it's it is that that's this the my name i i'm im am number no and
        """,
    )
)
_MOST_BESIDE: Final = 3


def _is_alone(tokens: Sequence[Token]) -> bool:
    """Whether a turn is an answer that gives numbers, and at most somebody's name with them."""
    if len(tokens) > _LONGEST_ANSWER:
        return False
    beside = [token for token in tokens if not token.digits and token.bare not in _ANSWERS and token.times == 1]
    return len(beside) <= _MOST_BESIDE


_LONGEST_ANSWER: Final = 40


def _digits(run: Sequence[Token]) -> str:
    found: list[str] = []
    before: Token | None = None
    for token in run:
        whole = _together(before, found[-1], token) if before is not None else None
        if whole is not None:
            found[-1] = whole
        else:
            found.append(token.digits * token.times)
        before = token
    return "".join(found)


def _together(before: Token, said: str, token: Token) -> str | None:
    """Two words as the one number that they are: `twenty four`, `treinta y cuatro`, `soixante dix huit`; None where
    each is one for itself. said: the digits so far that the word before ends."""
    if not (before.spoken and token.spoken) or token.times > 1 or before.times > 1:
        return None
    digits = token.digits
    if (before.bare, token.bare) in _QUATRE_VINGT:
        return "80" if said == "4" else said[:-1] + "80"
    if said in {"60", "80"} and _is_french_ten(before.bare) and len(digits) == 2 and digits[0] == "1":
        return str(int(said) + int(digits))
    zeros = len(said) - len(said.rstrip("0"))
    tens = before.bare in ENGLISH_TENS or before.bare in _of_more() or (said.isdigit() and before.bare in _FRENCH_TEN)
    if tens and 0 < len(digits.lstrip("0")) == len(digits) <= zeros:
        return said[: -len(digits)] + digits
    return None


_QUATRE_VINGT: Final = frozenset({("quatre", "vingt"), ("quatre", "vingts")})
_FRENCH_TEN: Final = frozenset({"dix", "vingt", "vingts"})


def _is_french_ten(bare: str) -> bool:
    return bare in {"soixante", "quatre-vingt", "quatre-vingts", "vingt", "vingts"}


@cache
def _of_more() -> frozenset[str]:
    """Words of tens and hundreds that go on with units, as in `treinta y cuatro`."""
    return frozenset(bare for bare, value in words().pairs.items() if value.endswith("0") and value != "10")


def only_listens(text: str) -> bool:
    """Whether somebody only listens, or says digits back."""
    tokens = tokens_of(text, ())
    return len(tokens) <= 24 and all(token.bare in _BACKCHANNEL or token.digits or token.times > 1 for token in tokens)
