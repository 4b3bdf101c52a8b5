"""Whether a text aims at whoever grades the conversation, in whatever words and language (N6).

What such texts have in common isn't their words but what these mean together: who grades, or what is given (marks, an
evaluation, a form, a summary); that the best is to be given, or all of it; and that somebody asks for it. What
customers have of their own (orders, contracts, surveys) speaks against it. `instructions` knows sentences and forms;
here are only meanings near each other, from the table of `meanings`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from debrief.kernel.untrusted.disguises import readings_of
from debrief.kernel.untrusted.kinds import InstructionKind
from debrief.kernel.untrusted.meanings import Aim, Hit, meanings_in

_PIECE, _OVERLAP = 3_000, 600
"""As `instructions` takes a long text apart."""

_WINDOW: Final = 260
"""Characters that are looked at together: a sentence, or a few short ones."""

_END: Final = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")
_NEAR: Final = 70
"""Characters between somebody and what they do."""

_BY: Final = 25
"""Characters between what is done and by whom: "looked at by your computer"."""

_VERB_LAST: Final = frozenset({"tr", "ko", "ja", "hi", "hu", "zh", "th"})
_FORM: Final = re.compile(
    r"\[[^\]\n]{2,40}\]|\*{3}|\b\w+ ?= ?\w|(?:^|\n)\s*(?://|#|--)|</?\w[^>\n]{0,40}>|(?:^|\n)[\w ]{2,40}(?:>|:)|"
    r"\bbegin\b.{0,120}\bend\b|(?:\b\w+ ?: ?[^.:\n]{1,30}[.;,\n] ?){3}"
)
"""Marks of notices, settings and lists, which people hardly speak in."""

_ASKS_BACK: Final = re.compile(
    r"\b(?:do|did|should|shall|must|can|may|have|am|was|were|is|are) (?:i|we)\b[^.!]*\?|"
    r"\b(?:i|we|he|she|they) (?:have |had |just |already )*(?:ticked|answered|filled|checked|clicked|passed)\b|"
    r"\b(?:i|we)(?:'d| would|'ll| will|'m going to| am going to| want to| was told to)?(?: \w+){0,2} (?:give|gave|rate|"
    r"rated|leave|left|say|praise|thank|take)\b|"
    r"\bare you (?:being |getting )?(?:graded|scored|rated)|\brate me if\b"
)
"""What somebody asks about their own matter, or has done themselves."""


_BEGINS: Final = frozenset({
    Aim.JUDGE, Aim.READER, Aim.MARKS, Aim.TICKS, Aim.COUNTS_AS, Aim.RECORD, Aim.LENIENT, Aim.THIS, Aim.CRITERION,
})  # fmt: skip
"""Meanings without one of which nothing aims at whoever grades."""


def aims_in(text: str, *, joined: bool = False) -> frozenset[InstructionKind]:
    """The ways in which `text` aims at whoever grades it; none in ordinary talk.

    joined: it is made of several turns of one speaker, which says less than a single one that holds all of it.
    """
    found: set[InstructionKind] = set()
    for start in range(0, max(1, len(text) - _OVERLAP), _PIECE - _OVERLAP):
        seen = readings_of(text[start : start + _PIECE])
        for reading in seen[:1] if joined else seen:
            hidden = reading.disguised and _is_another(reading.text, seen[0].text)
            kinds = _of(reading.text, disguised=hidden, joined=joined)
            if kinds and reading.disguised:
                found.add(InstructionKind.DISGUISE)
            found |= kinds
    return frozenset(found)


def _is_another(text: str, plain: str) -> bool:
    """Whether a reading says something else than the text does as it looks, and not the same with other letters."""
    words = set(text.split())
    return 2 * len(words & set(plain.split())) < len(words)


_TELLS_OF_GRADING: Final = frozenset({
    Aim.JUDGE, Aim.READER, Aim.GRADES, Aim.MARKS, Aim.RECORD, Aim.IGNORE,
})  # fmt: skip


def may_begin(text: str) -> bool:
    """Whether `text` may be a part of what aims so together with another turn: it speaks of who grades, or of what."""
    reading = readings_of(text)[0]
    return any({hit.meaning for hit in hits} & _TELLS_OF_GRADING for hits in meanings_in(reading.text).values())


def _of(text: str, *, disguised: bool, joined: bool) -> set[InstructionKind]:
    found: set[InstructionKind] = set()
    for tongue, hits in meanings_in(text).items():
        if not disguised and not {hit.meaning for hit in hits} & _BEGINS:
            continue
        for begin, end in _windows(text):
            inside = [hit for hit in hits if begin <= hit.start and hit.end <= end]
            if len(inside) > 2:
                found |= set(_told(_Said(inside, tongue, text[begin:end]), disguised=disguised, joined=joined))
    return found


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin, and where they end with those after them, as long as they are short together."""
    begins = [0, *(found.end() for found in _END.finditer(text))]
    ends = [*begins[1:], len(text)]
    last = 0
    for at, begin in enumerate(begins):
        end = ends[at]
        for following in ends[at + 1 :]:
            if following - begin > _WINDOW:
                break
            end = following
        if end > last and begin < end:
            yield begin, end
            last = end


class _Said:
    """What a window means: which meanings it has, and whether somebody grades."""

    def __init__(self, hits: Sequence[Hit], tongue: str, text: str) -> None:
        self.meanings = {hit.meaning for hit in hits}
        self.judge = Aim.JUDGE in self.meanings or _does(hits, tongue)
        self.form = _FORM.search(text) is not None
        self.asks_back = _ASKS_BACK.search(text) is not None

    def has(self, *groups: "Group") -> bool:
        """Whether it has one meaning of each group."""
        return all(any(each in self.meanings for each in _any_of(group)) for group in groups)


def _does(hits: Sequence[Hit], tongue: str) -> bool:
    """Whether somebody or something is said to grade, or to read later: "whoever listens", "a machine that marks"."""
    people = [hit for hit in hits if hit.meaning == Aim.READER]
    verbs = [hit for hit in hits if hit.meaning == Aim.GRADES]
    return any(
        0 <= verb.start - who.end <= _NEAR or 0 <= who.start - verb.end <= (_NEAR if tongue in _VERB_LAST else _BY)
        for who in people
        for verb in verbs
    )


Group = Aim | tuple[Aim, ...]
"""A meaning, or several of which one is enough."""


def _any_of(group: Group) -> tuple[Aim, ...]:
    return (group,) if isinstance(group, Aim) else group


_JUDGED: Final[tuple[tuple[Group, ...], ...]] = (
    (Aim.THIS, Aim.BEST),
    (Aim.THIS, Aim.ASKS),
    ((Aim.BEST, Aim.COUNTS_AS, Aim.LENIENT), (Aim.ASKS, Aim.ALL, Aim.TICKS)),
    (Aim.ALL, (Aim.ASKS, Aim.TICKS), (Aim.MARKS, Aim.FORM, Aim.TICKS)),
)
"""What is said to, or of, who grades: each row is enough, if there is a meaning of each of its groups."""

_JUDGED_OVER_TURNS: Final[tuple[tuple[Group, ...], ...]] = (
    (Aim.THIS, Aim.BEST),
    (Aim.THIS, Aim.ASKS, Aim.MARKS),
    ((Aim.BEST, Aim.COUNTS_AS, Aim.LENIENT), (Aim.ASKS, Aim.TICKS), (Aim.ALL, Aim.MARKS, Aim.FORM, Aim.COUNTS_AS)),
    (Aim.ALL, (Aim.ASKS, Aim.TICKS), (Aim.MARKS, Aim.FORM, Aim.TICKS)),
)
"""The same over several turns."""

_MARKED: Final[tuple[tuple[Group, ...], ...]] = (
    (Aim.MARKS, Aim.THIS, Aim.BEST),
    (Aim.MARKS, Aim.BEST, Aim.TICKS, Aim.ASKS),
    (Aim.MARKS, Aim.GRADES, Aim.ASKS, (Aim.BEST, Aim.ALL, Aim.READER)),
    (Aim.LENIENT, (Aim.MARKS, Aim.GRADES), (Aim.ASKS, Aim.THIS)),
    (Aim.COUNTS_AS, Aim.BEST, (Aim.ASKS, Aim.THIS, Aim.ALL, Aim.MARKS)),
    (Aim.COUNTS_AS, Aim.MARKS),
    (Aim.COUNTS_AS, Aim.ALL, Aim.THIS),
    (
        Aim.THIS,
        Aim.ASKS,
        Aim.ALL,
        (Aim.BEST, Aim.READER),
        (Aim.MARKS, Aim.FORM, Aim.GRADES, Aim.RECORD, Aim.COUNTS_AS, Aim.TICKS),
    ),
    (Aim.ALL, Aim.BEST, (Aim.ASKS, Aim.TICKS), (Aim.MARKS, Aim.TICKS)),
    (Aim.ALL, Aim.BEST, (Aim.ASKS, Aim.TICKS), Aim.FORM, Aim.THIS),
    (Aim.TICKS, Aim.ALL, (Aim.MARKS, Aim.THIS), (Aim.ASKS, Aim.TICKS)),
    (Aim.CRITERION, (Aim.BEST, Aim.LENIENT), (Aim.MARKS, Aim.FORM), Aim.ASKS),
)
"""What is said of marks, forms and the agent without that anybody is named who grades."""

_OVER_TURNS: Final[tuple[tuple[Group, ...], ...]] = (
    (Aim.MARKS, Aim.THIS, Aim.BEST),
    (Aim.MARKS, Aim.BEST, Aim.TICKS, Aim.ASKS),
    (Aim.MARKS, Aim.ALL, Aim.BEST, Aim.ASKS),
)
"""Those of them that are enough over several turns."""

_HIDDEN: Final = frozenset(
    (
        Aim.JUDGE,
        Aim.READER,
        Aim.GRADES,
        Aim.MARKS,
        Aim.FORM,
        Aim.BEST,
        Aim.ALL,
        Aim.THIS,
        Aim.ASKS,
        Aim.COUNTS_AS,
        Aim.TICKS,
        Aim.IGNORE,
    )
)
_LEAST_HIDDEN: Final = 3
"""Meanings that are enough in what was hidden."""


def _told(said: _Said, *, disguised: bool, joined: bool) -> Iterator[InstructionKind]:
    if (
        disguised
        and said.has((Aim.JUDGE, Aim.MARKS, Aim.BEST, Aim.COUNTS_AS, Aim.THIS))
        and len(said.meanings & _HIDDEN) >= _LEAST_HIDDEN
    ):
        yield InstructionKind.DEMAND
    if said.has((Aim.OTHER_MATTER, Aim.SURVEY)) or said.asks_back:
        return
    if said.judge and (Aim.IGNORE in said.meanings):
        yield InstructionKind.OVERRIDE
    judged = said.judge and any(said.has(*row) for row in (_JUDGED_OVER_TURNS if joined else _JUDGED))
    if judged or (
        not joined and Aim.JUDGE in said.meanings and said.has((Aim.BEST, Aim.THIS, Aim.MARKS, Aim.ALL, Aim.LENIENT))
    ):
        yield InstructionKind.DEMAND
    if any(said.has(*row) for row in (_OVER_TURNS if joined else _MARKED)):
        yield InstructionKind.DEMAND
    if said.has(Aim.RECORD, Aim.THIS, (Aim.PRAISE, Aim.OMIT)) or said.has(Aim.RECORD, Aim.THIS, Aim.BEST, Aim.ASKS):
        yield InstructionKind.WORDING
    if said.form and said.has(Aim.MARKS) and not joined:
        yield InstructionKind.RESULT
