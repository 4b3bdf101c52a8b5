"""Postal addresses: streets and numbers in several lands' manner, what stands around them, and what is told (N8).

A street is found by its form. What belongs to it (the flat, the town, the postcode, on the same line or on those below)
is told by where it stands, since town names are words like any other.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from debrief.kernel.masking.cues import others
from debrief.kernel.masking.kinds import Kind

_Place = tuple[int, int, Kind]

_STREETS: Final = (
    r"street|str|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|circle|cir|place|pl|plaza|square|sq|"
    r"terrace|ter|parkway|pkwy|highway|hwy|way|trail|trl|close|crescent|grove|mews|row|gardens|colony|cross|alley|"
    r"loop|hill|heights|walk|broadway|route|nagar|layout"
)


@cache
def _address() -> re.Pattern[str]:
    number = (
        r"(?:(?:no\.?\s)?\d{1,6}[a-z]?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
        r"sixty|seventy|eighty|ninety|hundred|oh|\d+)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
        r"twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|oh|\d+)){0,5})"
    )
    tail = (
        r"(?:[,\s]+(?:apt|apartment|suite|unit|flat|floor|#|no)\.?\s?#?\w{1,6})?"
        r"(?:,\s*(?-i:[A-ZÀ-Þ])[^\W\d_]+(?:\s[^\W\d_]+){0,2}(?=,|\s+(?-i:[A-Z]{2})\b|\s+\d{5}|"
        r"\s*$))?(?:,?\s+(?-i:[A-Z]{2})\b)?(?:,?\s*\d{5}(?:-\d{4})?\b)?"
    )
    german = (
        r"[^\W\d_]{3,}(?:straße|strasse|str\.|weg|gasse|platz|allee|damm|ufer|ring|straat|laan|gracht|katu|gatan|"
        r"vej|gata)\s\d{1,4}\s?[a-z]?\b(?:,?\s+\d{4,5}\s[^\W\d_]+)?"
    )
    latin = (
        r"(?:\d{1,6}\s)?(?:rue|avenue|boulevard|calle|avenida|plaza|via|viale|piazza|rua|travessa|ulica|ul\.|"
        r"улица)\s(?:d[aeiou]\w{0,3}\s)?"
        r"[^\W\d_]+(?:\s[^\W\d_]+){0,3}?,?\s\d{1,5}\b|(?:\d{1,6}\s(?=\d))?\d{1,4},?\s(?:rue|avenue|boulevard|place|chemin|"
        r"impasse)\s(?:d\w{0,3}\s|l['’])?"
        r"[^\W\d_]+(?:\s(?-i:[A-Z])[^\W\d_]+){0,3}"
    )
    # A house's number, its street, and the number in it; between the street's words stand particles of several lands.
    nordic = (
        r"(?-i:\d{2,6}\s(?:ul\.\s)?(?:[A-ZÀ-ÞĀ-Ž][^\W\d_]+\s(?:(?:d[aeo]s?|de la|i|e|u\.|út|útja|utca|tér|"
        r"rkp\.|terrasse)\s){0,2}){1,5}\d{1,4}(?:\s(?:Apt|Suite|Unit)\.?\s\d+)?)\b"
    )
    box = r"(?:\d{1,6}\s)?p\.?\s?o\.?\s?box\s\d+"
    # Of forces abroad: a unit and its box, or a ship (USPS publication 28, 238).
    forces = r"(?:(?:psc|unit|cmr)\s\d{1,5},?\s+box\s\d{1,5}|us(?:s|ns|nv|cgc)\s[^\W\d_]+(?=\s+[adf]po\s+a[aep]\b))"
    # Words are taken whole: tried letter by letter, four long ones behind a number would take seconds.
    corner = r"(?:the\s)?corner\sof\s\S+(?:\s\S+){0,4}?\sand\s\S+(?:\s(?-i:[A-ZÀ-Þ])[^\W\d_]+){0,2}"
    return re.compile(
        rf"(?<![\w•.])(?:(?:\d{{1,6}}\s(?=\d))?{number}\s(?:[nsew]\.?\s|north\s|south\s|east\s|west\s)?(?:(?!(?:and|is|the|my|for|to|"
        rf"of)\b)[^\W\d_]\w*+['’]?+\w*+\s|\d+(?:st|nd|rd|th)\s){{1,4}}?(?:{_STREETS})\b\.?{tail}|"
        rf"{german}|{latin}|{nordic}|{forces}|{box}|{corner})",
        re.IGNORECASE,
    )


@cache
def _told_address() -> re.Pattern[str]:
    """What follows `my address is`, `I live at`: up to the end of the sentence, or to what is said next."""
    return re.compile(
        r"\b(?:(?:(?:new|current|home|billing|shipping|mailing|old|postal|street|"
        r"residential)\s)?address(?:es)?\s?(?:is|:|to|will be|as|changed to)\s|"
        r"(?:i|we|he|she|they)\s(?:live|lives|reside|resides|moved)\s(?:at|to|on)\s|\blives at\s|"
        r"(?:meine|die) adresse (?:ist|lautet)\s|(?:ich )?wohne? in der\s|mon adresse est\s|j'habite (?:au\s|"
        r"à\s)?|mi direcci[óo]n es\s|vivo en\s|il mio indirizzo è\s|abito in\s)"
        r"(?:changed to |now |at |currently )?(?P<value>(?=[^.?!\n]*\w)[^?!\n•]{3,90}?)"
        r"(?=[.?!](?:\s|$)|\n|$|\s+(?:and|but|so|because|please|my|phone|ssn|card|thanks|thank|und|et|y)\b|•)",
        re.IGNORECASE,
    )


_STATES: Final = (
    "a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]"
)
"""The states of the USA as they stand before a postcode."""

_STATE_NAMES: Final = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    "indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|"
    "montana|nebraska|nevada|new (?:hampshire|jersey|mexico|york)|(?:north|south) (?:carolina|dakota)|ohio|oklahoma|"
    "oregon|pennsylvania|rhode island|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming"
)
_DIGIT: Final = "(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine)"

_SPELLED: Final = (
    rf"(?:[a-z](?![\w'’])(?:\s(?:for|as in|like|wie)\s[^\W\d_]{{2,15}})?|\d{{1,2}}(?!\w)|{_DIGIT}(?!\w)|"
    r"(?:null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|double|triple|cero|uno|dos|tres|cuatro|cinco|seis|siete|"
    r"ocho|nueve|un|deux|trois|quatre|cinq|sept|huit|neuf)(?!\w))"
)
"""A letter or a digit of a postcode that is spelled aloud."""


@cache
def _told_code() -> re.Pattern[str]:
    """A postcode that is spelled aloud behind its name: `my postcode is S W one A two A A`."""
    return re.compile(
        r"(?<!\w)(?:zip(?:\s?codes?)?|post(?:al)?\s?codes?|plz|postleitzahl|code postal|c[óo]digo postal)"
        r"(?:[\s,:]{1,2}(?:is|ist|lautet|est|es|that(?:'|’)?s|it(?:'|’)?s|would|be|here|there|uh|um|äh|yes|so|the|die)){0,4}[\s,:]{1,3}"
        rf"(?P<value>{_SPELLED}(?:[\s,.\-]{{1,4}}{_SPELLED}){{3,8}})",
        re.IGNORECASE,
    )


@cache
def _spelled_code() -> re.Pattern[str]:
    """A postcode of Britain or Canada spelled aloud, by its form: `E C two A four N X`, `K one A zero B one`."""
    letter, digit = r"[A-Za-z](?![\w'’])", rf"(?:\d(?!\w)|{_DIGIT}(?!\w))"
    apart = r"[\s,\-]{1,3}"
    british = (
        rf"{letter}{apart}(?:{letter}{apart})?{digit}{apart}(?:(?:{digit}|{letter}){apart})?"
        rf"{digit}{apart}{letter}{apart}{letter}"
    )
    canadian = rf"{letter}{apart}{digit}{apart}{letter}{apart}{digit}{apart}{letter}{apart}{digit}"
    return re.compile(
        rf"(?<![\w'’])(?<!(?<![\w'’])\w[\s,\-])(?:{british}|{canadian})(?!{apart}(?:{letter}|{digit}))", re.IGNORECASE
    )


_LANDS: Final = "uk|usa|england|scotland|wales|ireland|canada|india|australia"


@cache
def _unit() -> re.Pattern[str]:
    """The flat in a house: where it is, its street stands before it."""
    return re.compile(r"(?<![\w•])(?:(?i:apt|apartment|suite)|Unit|Flat|Ste)\.?\s?#?\d{1,5}\b")


_STREET_ENDS: Final = re.compile(
    r"[:;!?\"“”•]\s|\b(?:at|in|to|is|are|was|with|and|from|on|it['’]?s|of|same|here)\s|[,.]\s(?=\d{2,6}\s)",
    re.IGNORECASE,
)
"""What the street before a flat begins behind."""

_MOST_OF_STREET: Final = 70
_LINE: Final = re.compile(r"[ \t>?*|–-]*")
"""What stands at the beginning of lines that somebody quotes or lists."""


def _street_before(text: str, end: int) -> int | None:
    """Where the street begins that ends at `end`: on this line, or on the one above where this one has nothing else."""
    begin = text.rfind("\n", 0, end) + 1
    if not text[begin:end].strip(" \t>?*|,–-"):
        if begin == 0:
            return None
        begin = text.rfind("\n", 0, begin - 1) + 1
    begin = max(begin, end - _MOST_OF_STREET)
    line = text[begin:end]
    for match in _STREET_ENDS.finditer(line):
        if any(each.isdigit() for each in line[match.end() :]):
            begin = end - len(line) + match.end()
    found = _LINE.match(text, begin)
    begin = found.end() if found else begin
    street = text[begin:end]
    words = street.split()
    numbered = any(each.isdigit() for each in street) and any(each.isalpha() for each in street)
    begun = numbered and (words[0][0].isdigit() or words[0][0].isupper())
    return begin if begun and len(words) <= _MOST_WORDS and not _STREET_ENDS.search(f"{words[-1]} ") else None


_MOST_WORDS: Final = 10


@cache
def _rest() -> re.Pattern[str]:
    """What follows a street: the flat, towns and regions on lines of their own or behind commas, and a postcode."""
    flat = r"[ \t>?,]*\n?[ \t>?]*(?:apt|apartment|suite|unit|flat|ste)\.?\s?#?\d{1,5}\b"
    place = r"[^\W\d_][^\W\d_.'’()-]*(?:[ '’./()-]{1,2}[^\W\d_()]+\)?){0,4}"
    capital = place.replace(r"[^\W\d_]", r"(?-i:[A-ZÀ-ÞĀ-ŽΑ-Ω])", 1)
    apart = r"(?:[ \t]*,[ \t]*|[ \t]*,?[ \t]*(?:\n[ \t>?*|,]*){1,2})"
    code = (
        r"(?:\d{4,6}(?:-\d{4})?|\d{3}\s\d{2}|\d{4}\s[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})"
        r"(?![\w-]|[ .,/()]{0,2}\d)"
    )
    us = (
        rf"(?:[\s,]+[^\W\d_]+){{0,5}}?[\s,]+(?:{_STATES}|{_STATE_NAMES})[\s,]+"
        rf"(?:\d{{4,5}}(?:-\d{{4}})?\b|{_DIGIT}(?:\s{_DIGIT}){{4}}\b)(?:\s+usa?\b)?|"
        rf"[\s,]+(?:[^\W\d_]+\s){{0,2}}?(?:{_STATES}|{_STATE_NAMES}|{_LANDS})(?=[\s.,!]*$)"
    )
    forces = r"[\s,]+[adf]po[\s,]+a[aep][\s,]+\d{5}\b"
    # Towns in capitals, as post offices want them.
    shouted = r"(?-i:(?:[ \t]+[A-ZÀ-Þ][A-ZÀ-Þ-]{2,}){1,3}(?:[ \t]+[A-Z][a-z]+)?)"
    coded = rf"(?:{apart}{place}){{0,4}}(?:{apart}|[ \t]+(?:{place}[ \t]+)?){code}"
    towns = rf"(?:{apart}{capital}(?=[ \t]*[,.!?\n]|[ \t]*$)){{1,4}}"
    return re.compile(rf"(?:{flat}){{0,2}}(?:{forces}|{us}|{coded}|{towns}|{shouted})?", re.IGNORECASE)


def found_in(text: str) -> Iterator[_Place]:
    """Postal addresses in a text; no two of them overlap."""
    found: list[tuple[int, int]] = []
    for match in _told_address().finditer(text):
        value = match["value"]
        # Where somebody lives is told with a number or with a name; "my address is wrong" tells nothing.
        if any(each.isdigit() for each in value) or re.search(rf"\b(?:{_STREETS})\b", value, re.IGNORECASE):
            found.append((match.start("value"), _end(text, match.end("value"))))
    found += [(match.start(), _end(text, match.end())) for match in _address().finditer(text)]
    for match in _unit().finditer(text):
        begin = _street_before(text, match.start())
        if begin is not None or match[0][0].isupper():
            found.append((match.start() if begin is None else begin, _end(text, match.end())))
    found += [match.span("value") for match in _told_code().finditer(text)]
    spelled = (match.span() for match in _spelled_code().finditer(text))
    found += [each for each in spelled if not others().search(text[max(0, each[0] - _MOST_OF_STREET) : each[0]])]
    last = -1
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if start < last:
            kept[-1] = (kept[-1][0], max(last, end))
        else:
            kept.append((start, end))
        last = kept[-1][1]
    for start, end in kept:
        yield start, start + len(text[start:end].rstrip(" ,.\n\t")), Kind.ADDRESS


def _end(text: str, end: int) -> int:
    """Where an address ends whose street ends at `end`."""
    rest = _rest().match(text, end)
    return rest.end() if rest else end
