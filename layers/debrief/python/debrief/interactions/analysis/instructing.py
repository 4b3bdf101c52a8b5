"""Conversations that seem to instruct the AI which reads them: where, and in what way (N6).

A person has to look at such a conversation; until then nothing counts that a model answered about it (decision 0058).
Softer is that somebody speaks of the conversation's own evaluation: then only what rests on no words waits.

Words and patterns of many languages are loaded with the first conversation, and not by whoever only may come to one.
"""

from collections.abc import Iterator, Sequence

from debrief.interactions.conversations.analysis import Instructing
from debrief.interactions.conversations.model import Interaction, Speaker, Turn
from debrief.kernel.untrusted.instructions import instructions_in
from debrief.kernel.untrusted.kinds import InstructionKind

_END = 150
"""Characters of a turn, at its end or its beginning, that an instruction may stand in together with another one's."""

MOST_INSTRUCTING = 50
"""Places that are kept of one conversation; more tell nothing more."""


def instructing(interaction: Interaction, turns: Sequence[Turn]) -> tuple[Instructing, ...]:
    """The turns and fields that try to instruct whoever evaluates the conversation; none in ordinary ones.

    Also what only becomes an instruction over two turns of one speaker, as recognisers cut them.
    """
    found: list[Instructing] = []
    for field, text in _fields(interaction):
        if kinds := instructions_in(text, short=True):
            found.append(Instructing(field=field, kinds=tuple(sorted(kinds))))
    return (*found, *instructing_turns(turns))[:MOST_INSTRUCTING]


def instructing_turns(turns: Sequence[Turn]) -> tuple[Instructing, ...]:
    """The turns that try so, for whoever has no more than the words.

    What is said over several turns of one speaker, whoever speaks between, is found at the last of them.
    """
    from debrief.kernel.untrusted.aims import aims_in, may_begin

    found: list[Instructing] = []
    before: Turn | None = None
    earlier: dict[Speaker, tuple[str, ...]] = {}
    for turn in turns:
        kinds = instructions_in(turn.text) | (instructions_in(turn.voice) if turn.voice else frozenset())
        kinds = kinds or aims_in(turn.text)
        if not kinds and before is not None and before.speaker is turn.speaker:
            kinds = instructions_in(f"{before.text[-_END:]} {turn.text[:_END]}")
        said = earlier.get(turn.speaker, ())
        if not kinds and said and (may_begin(turn.text) or any(map(may_begin, said))):
            kinds = _over_turns(said, turn.text)
        if kinds:
            found.append(Instructing(turn=turn.index, kinds=tuple(sorted(kinds))))
        # What was found isn't found again with the turn after it.
        before = None if kinds else turn
        earlier[turn.speaker] = () if kinds else (*said, turn.text)[-_EARLIER:]
    return tuple(found[:MOST_INSTRUCTING])


_EARLIER = 2
"""Turns of a speaker before one of theirs that may belong together with it."""


def _over_turns(said: Sequence[str], text: str) -> frozenset[InstructionKind]:
    """What the end of the turns before and the beginning of this one aim at together."""
    from debrief.kernel.untrusted.aims import aims_in

    for many in range(1, len(said) + 1):
        together = " ".join([*(each[-_END:] for each in said[-many:]), text[:_END]])
        if kinds := aims_in(together, joined=True):
            return kinds
    return frozenset()


_PIECE, _WINDOW = 3_000, 600
"""Characters of what one speaker says, over their turns, that are read at once; so many at least stand together."""


def speaks_of_its_evaluation(turns: Sequence[Turn]) -> bool:
    """Whether somebody speaks of how the conversation is judged, whoever speaks between the parts of it."""
    from debrief.kernel.untrusted.evaluations import speaks_of_evaluation

    for speaker in dict.fromkeys(turn.speaker for turn in turns):
        said = _said_by(turns, speaker)
        starts = range(0, max(1, len(said) - _WINDOW), _PIECE - _WINDOW)
        if any(speaks_of_evaluation(said[at : at + _PIECE]) for at in starts):
            return True
    return False


def _said_by(turns: Sequence[Turn], speaker: Speaker) -> str:
    """All that one speaker says, and what the document calls them."""
    texts = [turn.text for turn in turns if turn.speaker is speaker]
    voices = dict.fromkeys(turn.voice for turn in turns if turn.speaker is speaker and turn.voice)
    return " ".join([*voices, *texts])


def _fields(interaction: Interaction) -> Iterator[tuple[str, str]]:
    """What came in beside the words, and is free text: short, and each value by itself."""
    yield "contact_reference", interaction.contact_reference
    yield "queue", interaction.queue
    for name in ("customer_reference", "language", "disposition"):
        if value := getattr(interaction, name):
            yield name, value
    for name in ("topics", "inquiry"):
        for value in getattr(interaction, name):
            yield name, value
    for name, value in interaction.crm_links.items():
        yield "crm_links", name
        yield "crm_links", value
