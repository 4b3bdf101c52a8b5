"""A conversation without who is in it: what a model reads when it scores (N12).

Whatever those in it are known by is replaced by the role that they have: `Agent`, `Customer`, `Colleague`, and `Team`
for the agent's team. So nothing that a model may hold of a name, a team or a history can move an answer (decision
0085). What it quotes is led back to the words that were said.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.kernel.model import Entity
from debrief.kernel.text import Word, is_unspaced, words_of
from debrief.quality.evaluations.model import VerifiedQuote

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "agent": "Agent",
    "customer": "Customer",
    "colleague": "Colleague",
    "team": "Team",
}
"""What stands in the place of a name, by whose it is. Plain words: a model writes them in its reasons as well."""

MOST_NAMES: Final = 200
"""Names of one role that are looked for; nobody goes by more."""

_NO_NAMES: Final = frozenset(
    re.findall(
        r"\S+",
        """
    agent advisor adviser caller channel ch client colleague customer external guest internal left operator
    participant rep representative right service speaker spk support system team unknown user visitor voice de
    del della der di da van von vom zu zur la le el al bin ibn mr mrs ms miss mx dr prof sir herr frau info
    sales contact hello mail office help admin
    """,
    )
)
"""Words that a name or an address may have, and that are nobody's."""

_ORDINARY: Final = frozenset(
    re.findall(
        r"\S+",
        """
    amber april art august autumn baker ball bank banks bell best bill black blue bond brook brown bush
    carpenter case chance chase church clay cliff cook cooper crystal dale dawn day dean dick dot drew earl
    early ernest faith field fisher flora ford forest fox frank gay gene gold good grace grant gray green grey
    guy hall hand hill holly home hope house hunter ivy jack jade jean john joy june justice king knight lane
    law lee little long love low major march mark marsh mason may mercy mike miles miller mine moon new noble
    north norm olive page park parker pat patience pearl penny piper pleasant poole pope price prince quick ray
    read red reed rich rick river rob robin rock rose ruby sage sandy shaw short sky small smart smith south
    star stone storm strong sue summer sunny swift taylor terry tiffany town trinity turner violet wade walker
    ward waters way weaver wells west white wild will winter wise wood woods young billing business care claims
    collections complaints delivery finance logistics orders payments returns service shipping success technical
    travel
    """,
    )
)
"""Words that are names and ordinary ones as well: replaced where they are written or said as a name."""

_LEADS: Final = frozenset(
    {"is", "im", "hi", "hello", "hey", "dear", "its", "names", "ms", "mr", "mrs", "miss", "called"}
)
"""What stands before a name where nothing is written with a capital."""

_INTRODUCES: Final = re.compile(
    r"\b(?:my (?:full |first |last )?name(?:'s|’s| is)|ich heiße|mein name ist|me llamo|mi nombre es|je m['’]appelle|"
    r"mi chiamo|o meu nome é|ik heet|mijn naam is|nazywam się)\s+",
    re.IGNORECASE,
)
_MOST_SAID: Final = 3
"""Words of a name as somebody says it."""

_BLANKS: Final = re.compile(r"[\s\-‐‑]+")


class Names(Entity):
    """What those in a conversation are known by: names, addresses, references, what documents call their voices."""

    agent: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    colleague: tuple[str, ...] = ()
    team: tuple[str, ...] = ()

    def of_voices(self, turns: Iterable[Turn]) -> "Names":
        """These, with what a document calls who speaks."""
        found = {role: dict.fromkeys(getattr(self, role)) for role in PLACEHOLDERS}
        for turn in turns:
            if turn.voice and turn.speaker in _PEOPLE:
                found[turn.speaker.value][turn.voice] = None
        return Names(**{role: tuple(names) for role, names in found.items()})


_PEOPLE: Final = frozenset({Speaker.AGENT, Speaker.CUSTOMER, Speaker.COLLEAGUE})


class _Phrase(NamedTuple):
    """Words in a row that are somebody's. careful: they mean something else as well."""

    words: tuple[str, ...]
    placeholder: str
    careful: bool


class _Replaced(NamedTuple):
    """A text with placeholders, and which part of it stands for which of the text before."""

    text: str
    parts: tuple[tuple[int, int, int, int], ...]

    def before(self, position: int, *, end: bool) -> int:
        """The place in the text before. end: the position is where something ends."""
        shift = 0
        for start, stop, old_start, old_stop in self.parts:
            if position < start or (position == start and end):
                break
            if position < stop or (position == stop and end):
                return old_stop if end else old_start
            shift = old_stop - stop
        return position + shift


class Blinded:
    """Turns in which placeholders stand for names.

    turns: as a model reads them; what isn't replaced is as it was.
    """

    def __init__(self, turns: Sequence[Turn], names: Names) -> None:
        self._phrases = _phrases(names.of_voices(turns), _introduced_in(turns))
        self._before = tuple(turns)
        self._replaced = tuple(self._replace(turn.text) for turn in turns)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns with placeholders, and without what a document calls the voices."""
        return tuple(
            turn.model_copy(update={"text": replaced.text, "voice": None})
            for turn, replaced in zip(self._before, self._replaced, strict=True)
        )

    def text(self, text: str) -> str:
        """Another text with the same placeholders."""
        return self._replace(text).text

    def as_said(self, quote: VerifiedQuote) -> VerifiedQuote:
        """The true words of a quote that was found in `turns`.

        Raises:
            ValueError: it wasn't.
        """
        first = next((at for at, turn in enumerate(self._before) if turn.index == quote.turn_index), len(self._before))
        blinded, said = "", ""
        for turn, replaced in zip(self._before[first:], self._replaced[first:], strict=True):
            if turn.speaker is not quote.speaker:
                break
            begin, said_begin = len(blinded), len(said)
            blinded, said = f"{blinded}{replaced.text} ", f"{said}{turn.text} "
            found = blinded.find(quote.text)
            if found >= 0:
                return quote.model_copy(update={"text": self._words(first, found, found + len(quote.text), said)})
            if begin > _LONGEST or said_begin > _LONGEST:
                break
        raise ValueError("these words don't stand in the turns")

    def _words(self, first: int, start: int, end: int, said: str) -> str:
        parts: list[tuple[int, int, int, int]] = []
        at = old = 0
        for turn, replaced in zip(self._before[first:], self._replaced[first:], strict=True):
            parts += [(one + at, two + at, three + old, four + old) for one, two, three, four in replaced.parts]
            at, old = at + len(replaced.text) + 1, old + len(turn.text) + 1
            if at > end:
                break
        whole = _Replaced("", tuple(parts))
        return said[whole.before(start, end=False) : whole.before(end, end=True)]

    def _replace(self, text: str) -> _Replaced:
        written: list[str] = []
        parts: list[tuple[int, int, int, int]] = []
        at = length = 0
        for start, end, placeholder in _joined(text, _found(text, self._phrases)):
            kept = text[at:start]
            length += len(kept)
            written += [kept, placeholder]
            parts.append((length, length + len(placeholder), start, end))
            length, at = length + len(placeholder), end
        return _Replaced("".join([*written, text[at:]]), tuple(parts)) if parts else _Replaced(text, ())


_LONGEST: Final = 20_000
"""Characters behind a quote's beginning in which its end is looked for."""


def _phrases(names: Names, introduced: Names) -> dict[str, list[_Phrase]]:
    """What is looked for, by its first word, the longest first; of equals the agent's, and what is known."""
    found: dict[tuple[str, ...], _Phrase] = {}
    for told in (names, introduced):
        for role, placeholder in PLACEHOLDERS.items():
            for name in getattr(told, role)[:MOST_NAMES]:
                for words in _forms(name, whole_only=role == "team"):
                    # Whoever calls themselves by an ordinary word takes it from nobody else.
                    unsure = told is introduced or words[0] in _ORDINARY or len(words[0]) < _SHORT
                    found.setdefault(words, _Phrase(words, placeholder, len(words) == 1 and unsure))
    by_first: dict[str, list[_Phrase]] = {}
    for phrase in sorted(found.values(), key=lambda each: -len(each.words)):
        by_first.setdefault(phrase.words[0], []).append(phrase)
    return by_first


_SHORT: Final = 3


def _forms(name: str, *, whole_only: bool) -> Iterator[tuple[str, ...]]:
    """The name as a whole and, of a person, each of its parts; an address without what follows the `@` as well."""
    whole = _folded(name)
    if not whole or all(word in _NO_NAMES or word.isdecimal() for word in whole):
        return
    yield whole
    if whole_only:
        return
    local, at, _ = name.partition("@")
    if at:
        parts: Iterable[str] = (local, *re.split(r"[._+\-]+", local))
    else:
        parts = _BLANKS.split(name)
    for part in parts:
        words = _folded(part)
        letters = "".join(words)
        alone = len(words) == 1 and (words[0] in _NO_NAMES or words[0].isdecimal())
        if words and not alone and len(letters) > 1 and not is_unspaced(letters[0]):
            yield words


def _introduced_in(turns: Iterable[Turn]) -> Names:
    found: dict[str, dict[str, None]] = {role: {} for role in PLACEHOLDERS}
    for turn in turns:
        if turn.speaker in _PEOPLE:
            found[turn.speaker.value].update(dict.fromkeys(_introduced(turn.text)))
    return Names(**{role: tuple(names) for role, names in found.items()})


_SAYS_MORE: Final = frozenset({"i", "im", "ive", "id", "ill", "and", "how", "what", "thank", "thanks", "may", "can"})
"""What may follow a name with a capital where nobody wrote a full stop."""


def _introduced(text: str) -> Iterator[str]:
    """What somebody says that they are called, where it is written with capitals."""
    for lead in _INTRODUCES.finditer(text):
        said = re.findall(r"[^\s,.;:!?]+", text[lead.end() : lead.end() + 100])[:_MOST_SAID]
        names = []
        for word in said:
            if not word[0].isupper() or not _SAYS_MORE.isdisjoint(_folded(word)):
                break
            names.append(word)
            # The name ends with its sentence.
            if text[lead.end() :].find(" ".join(names)) != 0:
                names.pop()
                break
        if names:
            yield " ".join(names)


def _folded(text: str) -> tuple[str, ...]:
    return tuple(_plain(word.text) for word in words_of(text))


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))


def _found(text: str, phrases: Mapping[str, Sequence[_Phrase]]) -> Iterator[tuple[int, int, str]]:
    """What of the text is somebody's: from where to where, and what stands in its place."""
    if not phrases:
        return
    words = words_of(text)
    plain = [_plain(word.text) for word in words]
    cased = any(each.islower() for each in text) and any(each.isupper() for each in text)
    at = 0
    while at < len(words):
        for phrase in (*phrases.get(plain[at], ()), *phrases.get(plain[at].removesuffix("s"), ())):
            last = at + len(phrase.words) - 1
            if last >= len(words) or tuple(plain[at:last]) != phrase.words[:-1]:
                continue
            end = _end_of(text, words[last], plain[last], phrase.words[-1])
            if end is None or (phrase.careful and not _as_name(text, words, plain, at, cased=cased)):
                continue
            yield words[at].start, end, phrase.placeholder
            at = last
            break
        at += 1


def _end_of(text: str, word: Word, plain: str, wanted: str) -> int | None:
    """Where the last word of a name ends, without the `'s` behind it; None where it is another word."""
    if plain == wanted:
        return word.end
    own = text[word.start : word.end]
    if plain == f"{wanted}s" and len(own) > 2 and own[-2] in "'’ʼ":
        return word.end - 2
    return None


def _as_name(text: str, words: Sequence[Word], plain: Sequence[str], at: int, *, cased: bool) -> bool:
    """Whether a word that means something else as well stands here as a name: with a capital, or behind what leads to
    one where nobody writes capitals."""
    if cased and text[words[at].start].isupper():
        return True
    before = tuple(plain[max(0, at - 2) : at])
    return (
        before[-2:] == ("name", "is") or before[-1:] == ("names",) or (not cased and not _LEADS.isdisjoint(before[-1:]))
    )


def _joined(text: str, found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Names of one role with nothing between them as one."""
    each = list(found)
    if not each:
        return []
    joined = [each[0]]
    for before, (start, end, placeholder) in pairwise(each):
        if placeholder == before[2] and _BLANKS.fullmatch(text[before[1] : start]):
            joined[-1] = (joined[-1][0], end, placeholder)
        else:
            joined.append((start, end, placeholder))
    return joined
