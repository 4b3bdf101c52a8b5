"""What is spelled letter by letter: e-mail addresses and IBANs, with the alphabets that people spell by (N8).

A text becomes a row of signs: a letter (`p`, `P.`, `papa`, `p wie Paula`, `a for alpha`), digits (`four`, `44`), an at,
a dot. What stands close together is one row; an IBAN is found in it by its check digits, an address by its at and its
dot.
Every text is gone through once.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from debrief.kernel.masking import checks
from debrief.kernel.masking.digits import Token, is_filler, tokens_of
from debrief.kernel.masking.kinds import Kind

_Place = tuple[int, int, Kind]

_ALPHABETS: Final = """
alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec
romeo sierra tango uniform victor whiskey whisky xray yankee zulu
anton berta cäsar caesar dora emil friedrich gustav heinrich ida julius kaufmann konrad ludwig martha nordpol otto paula
quelle richard samuel siegfried theodor ulrich viktor wilhelm xanthippe ypsilon zacharias zeppelin
aachen berlin chemnitz düsseldorf essen frankfurt goslar hamburg ingelheim jena köln leipzig münchen nürnberg offenbach
potsdam quickborn rostock salzwedel tübingen unna völklingen wuppertal xanten zwickau
ancona bologna como domodossola empoli firenze genova imola jolly kursaal livorno milano napoli otranto padova quarto
roma savona torino udine venezia washington yacht zara
anatole berthe célestin désiré eugène françois gaston henri irma joseph kléber louis marcel nicolas oscar pierre quintal
raoul suzanne thérèse ursule victor william xavier yvonne zoé
antonio barcelona carmen dolores enrique francia gerona historia inés josé kilo lorenzo madrid navarra oviedo parís
querido ramón sábado tarragona ulises valencia
"""
"""NATO (ICAO annex 10), DIN 5009 of before 2022 and since, and the Italian, French and Spanish ones: each word stands
for the letter that it begins with."""

_LIKE: Final = frozenset({"wie", "for", "as", "like", "comme", "come", "como", "van", "als", "jak"})
"""Between a letter and the word that it is told by; `as in` has one more."""

_ATS: Final = frozenset({"at", "ät", "arroba", "arobase", "chiocciola", "apenstaartje", "małpa", "klammeraffe"})
_DOTS: Final = frozenset({"dot", "punkt", "point", "punto", "ponto", "kropka"})
_MARKS: Final = {"underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "bindestrich": "-", "unterstrich": "_"}
_TIMES: Final = {"double": 2, "doppel": 2, "triple": 3, "doble": 2, "doppia": 2, "doppio": 2}
_TOPS: Final = frozenset(
    re.findall(
        r"\w+",
        "com net org edu gov io uk de fr es it nl pl eu us ca in au br info biz ch at be se dk no fi pt ie cz me co",
    )
)
_LEAST_SPELLED: Final = 2
"""Letters of an address that are spelled; fewer are words like `a`."""

_LONGEST_GAP: Final = 5
_GAP: Final = re.compile(r"[\s.,;:/\-–—+()\[\]{}'’\"]*")


@cache
def _letters() -> dict[str, str]:
    return {word: word[0].replace("ä", "a").replace("é", "e").replace("ü", "u") for word in _ALPHABETS.split()}


class Sign(NamedTuple):
    """A letter, digits, an at (`@`), a dot (`.`), a mark, or a word that is none of these.

    spelled: whether it is one letter, by itself or by a word. unsure: a digit's word that means something else as well.
    """

    start: int
    end: int
    said: str
    spelled: bool = False
    word: bool = False
    unsure: bool = False


def found_in(text: str) -> Iterator[_Place]:
    """Addresses and IBANs of which something is spelled."""
    for row in _rows(text):
        yield from _ibans(row)
        yield from _addresses(row)


def _rows(text: str) -> Iterator[list[Sign]]:
    """The signs of a text that stand close together."""
    row: list[Sign] = []
    reach = 0
    for sign in _signs(text, tokens_of(text, ())):
        if row and not _close(text, reach, sign.start):
            yield row
            row = []
        reach = sign.end
        # What somebody says while they think is no sign, and parts nothing.
        if sign.said:
            row.append(sign)
    yield row


def _close(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return len(gap) <= _LONGEST_GAP and _GAP.fullmatch(gap) is not None and "\n\n" not in gap


def _signs(text: str, tokens: Sequence[Token]) -> Iterator[Sign]:
    at, times, begins = 0, 1, None
    while at < len(tokens):
        token = tokens[at]
        sign, used = _sign(text, tokens, at)
        if token.bare in _TIMES:
            times, begins = _TIMES[token.bare], token.start
            at += 1
            continue
        if begins is not None:
            if len(sign.said) == 1 and not sign.word:
                sign = sign._replace(said=sign.said * times, start=begins)
            times, begins = 1, None
        at += used
        yield sign._replace(said="") if sign.word and is_filler(token.bare) else sign


def _sign(text: str, tokens: Sequence[Token], at: int) -> tuple[Sign, int]:
    """The sign that the tokens from a place on are, and how many of them it takes."""
    token = tokens[at]
    letters = _letters()
    if len(token.bare) == 1 and token.bare.isalpha():
        told = _told_by(tokens, at)
        return Sign(token.start, tokens[at + told].end, token.bare, spelled=True), told + 1
    if token.digits and token.times == 1:
        return Sign(token.start, token.end, token.digits, unsure=token.unsure), 1
    if token.bare in _ATS:
        return Sign(token.start, token.end, "@"), 1
    if token.bare in _DOTS:
        return Sign(token.start, token.end, "."), 1
    if token.bare in _MARKS:
        return Sign(token.start, token.end, _MARKS[token.bare]), 1
    if token.bare in letters:
        return Sign(token.start, token.end, letters[token.bare], spelled=True), 1
    return Sign(token.start, token.end, text[token.start : token.end].casefold(), word=True), 1


def _told_by(tokens: Sequence[Token], at: int) -> int:
    """How many tokens tell a letter by a word: `wie Paula`, `as in peter`; 0 where none do."""
    letter = tokens[at].bare
    for more, like in enumerate(token.bare for token in tokens[at + 1 : at + 3]):
        if more == 0 and like not in _LIKE:
            return 0
        told = tokens[at + more + 2].bare if at + more + 2 < len(tokens) else ""
        if told != "in" and told[:1] == letter and len(told) > 1:
            return more + 2
        if told != "in":
            return 0
    return 0


def _ibans(row: Sequence[Sign]) -> Iterator[_Place]:
    """IBANs in a row, some of whose letters or digits are spelled."""
    said: list[str] = []
    places: list[int] = []
    for number, sign in enumerate(row):
        letters = sign.said if not sign.word or len(sign.said) <= _LONGEST_CODE else "?"
        if letters == "@" or not letters.isalnum() or not letters.isascii():
            letters = "?"
        said.append(letters.upper())
        places += [number] * len(letters)
    whole = "".join(said)
    last = -1
    for match in _BEGINS.finditer(whole):
        begin = match.start()
        length = checks.iban_length(whole[begin : begin + 2])
        end = begin + (length or 0)
        if length and begin > last and end <= len(whole) and checks.is_iban(whole[begin:end]):
            last = end - 1
            yield row[places[begin]].start, row[places[end - 1]].end, Kind.ACCOUNT


_BEGINS: Final = re.compile(r"(?=[A-Z]{2}\d\d)")
_LONGEST_CODE: Final = 4
"""Letters of a bank that are written as one word."""


def _addresses(row: Sequence[Sign]) -> Iterator[_Place]:
    """Addresses in a row whose name or whose host is spelled."""
    for at, sign in enumerate(row):
        if sign.said != "@":
            continue
        first = at
        while first and _is_part(row[first - 1]) and at - first < _LONGEST:
            first -= 1
        while first < at and (row[first].unsure or row[first].said in _BETWEEN_PARTS):
            first += 1
        if first == at and at and row[at - 1].word:
            first -= 1
        stop = _host_end(row, at + 1) if first < at else None
        if stop is None:
            continue
        if sum(len(each.said) for each in row[first:stop] if each.spelled) >= _LEAST_SPELLED:
            yield row[first].start, row[stop - 1].end, Kind.EMAIL


_LONGEST: Final = 64


_BETWEEN_PARTS: Final = frozenset({".", "_", "-"})


def _is_part(sign: Sign) -> bool:
    return sign.spelled or sign.said in _BETWEEN_PARTS or sign.said.isdigit()


def _host_end(row: Sequence[Sign], at: int) -> int | None:
    """Where a host ends that begins at a place: names with dots between, the last of them a top-level domain."""
    found: int | None = None
    while at < len(row):
        name = at
        while name < len(row) and (row[name].spelled or row[name].said.isdigit() or row[name].said == "-"):
            name += 1
        if name == at and name < len(row) and row[name].word:
            name += 1
        if name == at or name >= len(row) or row[name].said != ".":
            return found
        end = _top_end(row, name + 1)
        if end is not None:
            found = end
        at = name + 1
    return found


def _top_end(row: Sequence[Sign], at: int) -> int | None:
    said = ""
    for number, sign in enumerate(row[at : at + 4], start=at + 1):
        if not (sign.spelled or sign.word or sign.said == "@"):
            return None
        said += "at" if sign.said == "@" else sign.said
        if said in _TOPS and (sign.word or sign.said == "@" or number >= len(row) or not row[number].spelled):
            return number
        if sign.word:
            return None
    return None
