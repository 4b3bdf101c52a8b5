"""Finds what is personal in a conversation: numbers by their check digits, their form, and what is said of them (N8).

The rules look at a conversation as a whole, since a number is said over several turns and what it is was asked in the
turn before. Each number is taken whole or not at all, so that what a mask leaves is never found anew.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from debrief.kernel.masking import checks, written
from debrief.kernel.masking.cues import cue_after, cue_before, others, tells_of
from debrief.kernel.masking.digits import Run, only_listens, runs_of
from debrief.kernel.masking.kinds import Found, Kind, Segment

MOST_BETWEEN: Final = 6
"""Turns that may lie between two parts of a number."""

_BEFORE: Final = 160
"""Characters before a number in which a cue is looked for."""

_YEAR_LEADS: Final = re.compile(
    r"\b(?:in|since|from|until|till|of|year|by|before|after|during|seit|im|jahr|bis|en|depuis|desde|dal|nel)\s*$",
    re.IGNORECASE,
)


def found_in(segments: Sequence[Segment], kinds: Collection[Kind]) -> tuple[Found, ...]:
    """Everything of these kinds in the conversation, in order; no two of them overlap.

    Each begins and ends with a letter, a digit, or what belongs to a number's beginning.
    """
    if not kinds:
        return ()
    by_form = [list(written.found_in(number, segment.text)) for number, segment in enumerate(segments)]
    runs = list(_runs(segments, by_form))
    found = [each for forms in by_form for each in forms]
    known = {_digits_of(segments[each.segment].text[each.start : each.end]) for each in found if each.kind is Kind.CARD}
    for run, kind in _told_of(runs, segments):
        if kind in _REPEATED and len(run.digits) >= _LEAST_REPEATED:
            known.add(run.digits)
        found += [
            Found(segment, *_widened(segments[segment].text, start, end, kind), kind)
            for segment, start, end in run.parts
        ]
    found += _said_again(runs, known, found)
    if Kind.BIRTH in kinds:
        found += _births(segments)
    if Kind.NAME in kinds:
        from debrief.kernel.masking import names

        found += names.found_in(segments)
    return _apart(each for each in found if each.kind in kinds)


def _digits_of(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _told_of(runs: Iterable[Run], segments: Sequence[Segment]) -> Iterator[tuple[Run, Kind]]:
    """What is personal of the numbers. Figures in several turns are one number where check digits say so, or each for
    itself: answers to one question after another look the same."""
    for run in runs:
        kind = _kind_of(run, segments)
        pieces = run.pieces
        whole = kind is Kind.CARD or run.spoken or _in_groups(pieces)
        if len(pieces) > 1 and (kind is None or not whole):
            yield from ((piece, own) for piece in pieces if (own := _kind_of(piece, segments)) is not None)
        elif kind is not None:
            yield run, kind


def _in_groups(pieces: Sequence[Run]) -> bool:
    """Whether figures in several turns are the groups of one telephone number."""
    return tuple(len(each.digits) for each in pieces) in _GROUPS


_GROUPS: Final = frozenset({(3, 3, 4), (1, 3, 3, 4), (4, 3, 3), (4, 3, 4)})


_REPEATED: Final = frozenset({Kind.CARD, Kind.ACCOUNT, Kind.NATIONAL_ID, Kind.PHONE})
_LEAST_REPEATED: Final = 7
_PART_OF_ONE: Final = 4


def _said_again(runs: Sequence[Run], known: Collection[str], found: Sequence[Found]) -> Iterable[Found]:
    """Parts of a number that are said again, as by whoever reads it back."""
    taken = {(each.segment, each.start) for each in found}
    for run in runs:
        if len(run.digits) < _PART_OF_ONE or not any(run.digits in each for each in known):
            continue
        for segment, start, end in run.parts:
            if (segment, start) not in taken:
                yield Found(segment, start, end, Kind.ACCOUNT)


def _apart(found: Iterable[Found]) -> tuple[Found, ...]:
    """Without what lies in another, and of two that overlap both as one."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.segment, one.start, -one.end)):
        if kept and kept[-1].segment == each.segment and each.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, each.end))
        else:
            kept.append(each)
    return tuple(kept)


def _runs(segments: Sequence[Segment], by_form: Sequence[Sequence[Found]]) -> Iterable[Run]:
    """The numbers of a conversation, those over several turns as one."""
    open_ones: dict[str, Run] = {}
    for number, segment in enumerate(segments):
        opaque = [*written.no_numbers(segment.text), *((each.start, each.end) for each in by_form[number])]
        own = runs_of(number, segment.text, opaque)
        for place, run in enumerate(own):
            before = open_ones.pop(segment.speaker, None) if place == 0 else None
            if before is not None and run.first and _goes_on(segments, before, run, number):
                own[place] = run = _together(before, run)
            elif before is not None:
                yield before
            if run.last and place == len(own) - 1:
                open_ones[segment.speaker] = run
            else:
                yield run
        if not own and segment.speaker in open_ones and not only_listens(segment.text):
            yield open_ones.pop(segment.speaker)
    yield from open_ones.values()


def _goes_on(segments: Sequence[Segment], before: Run, after: Run, number: int) -> bool:
    last = before.parts[-1][0]
    between = segments[last + 1 : number]
    if number - last > MOST_BETWEEN + 1 or not segments[number].speaker:
        return False
    if len(before.digits) + len(after.digits) > _LONGEST or checks.is_card(before.digits):
        return False
    # A figure at the beginning of a sentence counts something; a number that was written whole doesn't go on.
    if (len(after.digits) < 2 and not after.last) or (not before.spoken and len(before.digits) >= _LONG):
        return False
    # Who says the whole number again doesn't go on with it.
    if after.digits == before.digits and len(before.digits) > _PART_OF_ONE:
        return False
    return all(segment.speaker != segments[number].speaker and _lets_go_on(segment.text) for segment in between)


_LONGEST: Final = 34


def _lets_go_on(text: str) -> bool:
    """Whether what somebody else says leaves a number to go on: they listen, or ask for the rest of it."""
    return only_listens(text) or (len(text.split()) <= 6 and _REST.search(text) is not None)


_REST: Final = re.compile(r"\b(?:last|next|rest|remaining|other)\b", re.IGNORECASE)


def _together(before: Run, after: Run) -> Run:
    return Run(
        digits=before.digits + after.digits,
        parts=(*before.parts, *after.parts),
        spoken=before.spoken or after.spoken,
        written=f"{before.written} {after.written}",
        first=before.first,
        last=after.last,
        alone=before.alone and after.alone,
        in_turns=(*before.pieces, *after.pieces),
    )


# What a number is ------------------------------------------------------------------------------------------------


def _kind_of(run: Run, segments: Sequence[Segment]) -> Kind | None:
    segment, start, _ = run.parts[0]
    last, _, end = run.parts[-1]
    text = segments[segment].text
    before = text[max(0, start - _BEFORE) : start]
    after = segments[last].text[end : end + 60]
    cue = cue_before(before) or (None if _far(after) else cue_after(after))
    asked = cue is None
    if asked and len(before.split()) <= _ANSWERS_WITH:
        cue = _asked_for(segments, segment)
    elif asked and len(run.digits) in _CVV_DIGITS and _asks_for(segments, segment, Kind.CVV):
        # Asked for the expiry date and the code, people tell both in one breath; an order or a flat is neither.
        cue = None if _of_something_else().search(before) else Kind.CVV
    if _may_count(run.digits) and (cue is None or asked):
        # Years, round sums and dates are what is answered most; only a word beside one makes it somebody's.
        return Kind.BIRTH if cue is Kind.BIRTH else None
    alone = run.alone and others().search(before) is None
    return _told(run, cue, before, after, alone=alone)


def _may_count(digits: str) -> bool:
    """Whether it may be a year, a sum, or a date without marks."""
    if len(digits) == 4 and digits[:2] in {"19", "20"}:
        return True
    if len(digits) <= 6 and digits.endswith("00"):
        return True
    return _date_of_figures().fullmatch(digits) is not None


@cache
def _date_of_figures() -> re.Pattern[str]:
    day, month = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
    return re.compile(
        rf"{day}{month}(?:19|20)?[0-9]{{2}}|{month}{day}(?:19|20)?[0-9]{{2}}|(?:19|20)[0-9]{{2}}{month}{day}"
    )


_CVV_DIGITS: Final = (3, 4)


@cache
def _of_something_else() -> re.Pattern[str]:
    """Finds what is said right before a number that is neither a date nor a code."""
    return re.compile(
        r"(?<!\w)(?:orders?|tickets?|rooms?|flats?|apartments?|house|gates?|flights?|models?|extension|invoices?|bookings?|"
        r"bestellung|auftrag|rechnung|wohnung|zimmer|fehler)(?: (?:no|nr|number|nummer))?\.? ?$",
        re.IGNORECASE,
    )


_ANSWERS_WITH: Final = 6
"""Words that somebody says before the number that they were asked for: `sure, it's`."""


def _far(after: str) -> bool:
    return "\n" in after[:2]


def _asked_for(segments: Sequence[Segment], number: int) -> Kind | None:
    """What was asked for in the turns before; the nearest question counts."""
    speaker = segments[number].speaker
    for each in reversed(segments[max(0, number - 3) : number]):
        if each.speaker == speaker:
            # Who speaks on has just said what comes: "my card number is".
            cue = cue_before(each.text[-_JUST_SAID:])
            return cue if cue is not None and each.text[-1:].isalpha() and len(each.text.split()) <= _BEGUN else None
        if only_listens(each.text):
            continue
        return cue_before(each.text[-_BEFORE:])
    return None


_JUST_SAID: Final = 24
_BEGUN: Final = 12


def _told(run: Run, cue: Kind | None, before: str, after: str, *, alone: bool) -> Kind | None:
    digits, count = run.digits, len(run.digits)
    if _counted().match(after) is not None and count < _LONG:
        return None
    if _looks_like_year(digits, before, cue):
        return None
    if checks.is_card(digits):
        return Kind.CARD
    if cue is Kind.CVV and 3 <= count <= 8:
        return Kind.CVV
    if cue is Kind.BIRTH and 4 <= count <= 8:
        return Kind.BIRTH
    if cue is Kind.CARD and 4 <= count <= 19:
        return Kind.CARD
    if cue is Kind.NATIONAL_ID and 3 <= count <= 20:
        return Kind.NATIONAL_ID
    if cue is Kind.ACCOUNT and 4 <= count <= 34:
        return Kind.ACCOUNT
    if cue is Kind.ADDRESS and 3 <= count <= 9:
        return Kind.ADDRESS
    if _ssn_form().fullmatch(run.written) and checks.is_ssn(digits):
        return Kind.NATIONAL_ID
    if _is_phone(run, cue, before):
        return Kind.PHONE
    if checks.is_national(digits):
        return Kind.NATIONAL_ID
    bare = count == _PART_OF_ONE - 1 and not digits.endswith("0") and not (before.strip() or after.strip(" .!"))
    return Kind.ACCOUNT if count >= _LONG or (alone and (count >= _PART_OF_ONE or bare)) else None


_LONG: Final = 9
"""Digits of a number that is hardly ever a sum, a year or a count: whatever it is, it leads to somebody."""


@cache
def _counted() -> re.Pattern[str]:
    """What follows a number that counts something."""
    return re.compile(rf"[ -]?(?:{written.UNITS}|[ap]\.?m\.?|o['’]clock|hrs)(?!\w)", re.IGNORECASE)


@cache
def _ssn_form() -> re.Pattern[str]:
    return re.compile(r"\d{3}[-–. ]\d{2}[-–. ]\d{4}")


def _looks_like_year(digits: str, before: str, cue: Kind | None) -> bool:
    if len(digits) != 4 or digits[:2] not in {"19", "20"} or cue is Kind.BIRTH:
        return False
    return _YEAR_LEADS.search(before) is not None and not before.rstrip().casefold().endswith("ending in")


def _is_phone(run: Run, cue: Kind | None, before: str) -> bool:
    count, groups = len(run.digits), re.findall(r"\d+", run.written)
    if not 7 <= count <= 15:
        return cue is Kind.PHONE and 4 <= count <= 6 and run.last and run.first
    if cue is Kind.PHONE:
        return True
    if before.rstrip().endswith("+") or run.digits.startswith("00"):
        return True
    if count in {10, 11} and (len(groups) >= 3 or run.spoken or count == 10):
        return True
    if [len(each) for each in groups] == [3, 4]:
        return True
    if count in {7, 8, 9} and len(groups) in {2, 3, 4} and re.search(r"\d[-)]", run.written) is not None:
        return True
    return run.digits[0] == "0" and 9 <= count <= 12 and len(groups) != 1


def _widened(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """With the `+` and the brackets of a number, and the letters before one that has some, as policies do."""
    if kind in {Kind.ACCOUNT, Kind.NATIONAL_ID} and (letters := _letters_before().search(text[:start])):
        return letters.start(), end
    while start > 0 and text[start - 1] in "+(":
        start -= 1
    if end < len(text) and text[end] == ")" and "(" in text[start:end] and ")" not in text[start:end]:
        end += 1
    return start, end


@cache
def _letters_before() -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])(?!SSN|ID|NO|PIN|DOB|IBAN|TAX)[A-Z]{2,4}[ -]$")


# Dates of birth --------------------------------------------------------------------------------------------------


def _births(segments: Sequence[Segment]) -> Iterable[Found]:
    """Dates of which somebody says, or was asked, that it is when they were born."""
    for number, segment in enumerate(segments):
        for start, end in written.dates_in(segment.text):
            before = segment.text[max(0, start - 80) : start]
            cue = cue_before(before) or cue_after(segment.text[end : end + 60])
            if cue is None and len(before.split()) <= _ANSWERS_WITH and _asks_for(segments, number, Kind.BIRTH):
                cue = Kind.BIRTH
            if cue is Kind.BIRTH:
                yield Found(number, start, end, Kind.BIRTH)


def _asks_for(segments: Sequence[Segment], number: int, kind: Kind) -> bool:
    """Whether the last that somebody else said asks for such, maybe among other things."""
    speaker = segments[number].speaker
    others_said = (each.text for each in reversed(segments[max(0, number - 3) : number]) if each.speaker != speaker)
    return tells_of(next((each for each in others_said if not only_listens(each)), ""), kind)
