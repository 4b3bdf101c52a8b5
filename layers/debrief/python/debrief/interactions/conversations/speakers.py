"""Who is who, said by a person: the voices of a conversation, and their turns with other speakers.

A voice is what a document calls who speaks; where it tells nothing but the role, the voice is called by that role, and
keeps the name when a person says that it is somebody else's. Saying so changes nobody's words or times: swapping twice
is as if nothing had been said.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from debrief.interactions.conversations.analysis import Analysis, Finding, Origin, Reading
from debrief.interactions.conversations.measures import count_words
from debrief.interactions.conversations.model import Interaction, Recording, Speaker, Turn
from debrief.kernel.model import Entity

_OTHER: Final[Mapping[Speaker, Speaker]] = {Speaker.AGENT: Speaker.CUSTOMER, Speaker.CUSTOMER: Speaker.AGENT}
_LONGEST_BEGINNING: Final = 120


def swapped(speaker: Speaker) -> Speaker:
    """The other of agent and customer; anybody else as they are."""
    return _OTHER.get(speaker, speaker)


class Voice(Entity):
    """One voice of a conversation.

    voice: what it is called; its name in a correction. begins: what it says first, as much of it as fits a line.
    """

    voice: str
    speaker: Speaker
    turns: int
    words: int
    begins: str


def voice_of(turn: Turn) -> str:
    """What the voice of a turn is called, whoever a person says that it is."""
    return turn.voice or str(turn.read_as or turn.speaker)


def voices_of(turns: Sequence[Turn]) -> tuple[Voice, ...]:
    """The voices of a conversation, in the order in which they begin."""
    own: dict[str, list[Turn]] = {}
    for turn in turns:
        own.setdefault(voice_of(turn), []).append(turn)
    return tuple(
        Voice(
            voice=voice,
            speaker=said[0].speaker,
            turns=len(said),
            words=sum(count_words(turn.text) for turn in said),
            begins=said[0].text[:_LONGEST_BEGINNING],
        )
        for voice, said in own.items()
    )


def told(turns: Sequence[Turn], who: Mapping[str, Speaker]) -> tuple[Turn, ...]:
    """The turns with the voices that are named in `who` as said there; the others stay who they are."""
    return tuple(_as(turn, who.get(voice_of(turn), turn.speaker)) for turn in turns)


def with_both_swapped(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with agent and customer in each other's place."""
    return tuple(_as(turn, swapped(turn.speaker)) for turn in turns)


def has_two_sides(turns: Sequence[Turn]) -> bool:
    """Whether anybody is taken for the agent or the customer, so that they can be swapped."""
    return any(turn.speaker in _OTHER for turn in turns)


def is_turned(turns: Sequence[Turn]) -> bool:
    """Whether agent and customer are the other way round than they were read.

    That is so where who was read as the agent is the customer, or nobody who was read as the customer is one still and
    one of them is the agent. Of several customers, one who is none leaves the conversation to the others.
    """
    read = [(turn.read_as or turn.speaker, turn.speaker) for turn in turns]
    if (Speaker.AGENT, Speaker.CUSTOMER) in read:
        return True
    return (Speaker.CUSTOMER, Speaker.AGENT) in read and (Speaker.CUSTOMER, Speaker.CUSTOMER) not in read


def said_of(turns: Sequence[Turn], before: Sequence[Turn]) -> tuple[Turn, ...] | None:
    """Turns that were read anew, with the speakers that a person gave them before; None where they are other words."""
    if [(turn.start_ms, turn.text) for turn in turns] != [(turn.start_ms, turn.text) for turn in before]:
        return None
    return tuple(_as(turn, earlier.speaker) for turn, earlier in zip(turns, before, strict=True))


def _as(turn: Turn, speaker: Speaker) -> Turn:
    if speaker is turn.speaker:
        return turn
    read_as = turn.read_as or turn.speaker
    return turn.model_copy(update={"speaker": speaker, "read_as": None if read_as is speaker else read_as})


def with_speakers(interaction: Interaction, before: Sequence[Turn], after: Sequence[Turn]) -> Interaction:
    """The interaction, of which these were the turns and those are, with what else hangs on who speaks.

    What a vendor said of one of the speakers is set aside until they are as they were read; its findings go with the
    turns that they are about.
    """
    both = [turn.speaker for turn in after] == [swapped(turn.speaker) for turn in before]
    analysis, aside = interaction.analysis, interaction.set_aside
    if analysis is not None or aside is not None:
        whole = (analysis or Analysis()).filled_from(aside or Analysis())
        whole = whole.model_copy(
            update={"findings": tuple(_about(finding, before, after, both=both) for finding in whole.findings)}
        )
        changed = any(turn.read_as is not None for turn in after)
        whole, aside = _parted(whole) if changed else (whole, None)
        analysis = None if analysis is None and whole == Analysis() else whole
    return interaction.model_copy(
        update={
            "analysis": analysis,
            "set_aside": aside,
            "recording": _heard(interaction.recording, before, after, both=both),
        }
    )


def _about(reading: Reading[Finding], before: Sequence[Turn], after: Sequence[Turn], *, both: bool) -> Reading[Finding]:
    """A vendor's finding with whose words it is about now; nobody's where that can't be told."""
    finding = reading.value
    if finding.speaker is None or [turn.speaker for turn in before] == [turn.speaker for turn in after]:
        return reading
    if finding.turn is not None and finding.turn < len(after):
        speaker: Speaker | None = after[finding.turn].speaker
    else:
        speaker = swapped(finding.speaker) if both else None
    return reading.model_copy(update={"value": finding.model_copy(update={"speaker": speaker})})


_OF_ONE: Final = (
    "summary",
    "customer_sentiment_start",
    "customer_sentiment_end",
    "customer_sentiment_arc",
    "customer_sentiment",
    "agent_sentiment",
)
_SIDES: Final = ("agent", "customer")


def _parted(whole: Analysis) -> tuple[Analysis, Analysis | None]:
    """The analysis without what a vendor says of agent or customer, and that; None where there is nothing of it."""
    of_one = {
        name: reading
        for name in _OF_ONE
        if (reading := getattr(whole, name)) is not None and reading.origin is Origin.VENDOR
    }
    values = {
        name: reading
        for name, reading in whole.vendor_values.items()
        if any(side in name.rpartition(".")[2].casefold() for side in _SIDES)
    }
    if not of_one and not values:
        return whole, None
    others = {name: reading for name, reading in whole.vendor_values.items() if name not in values}
    rest = whole.model_copy(update={**dict.fromkeys(of_one), "vendor_values": others})
    return rest, Analysis(**of_one, vendor_values=values)


def _heard(
    recording: Recording | None, before: Sequence[Turn], after: Sequence[Turn], *, both: bool
) -> Recording | None:
    """The recording with the agent's channel: the other one where both are swapped, else nobody's where it changed."""
    if recording is None or recording.agent_channel is None:
        return recording
    agents = [[turn.index for turn in turns if turn.speaker is Speaker.AGENT] for turns in (before, after)]
    if agents[0] == agents[1]:
        return recording
    channel = 1 - recording.agent_channel if both and recording.agent_channel in (0, 1) else None
    return recording.model_copy(update={"agent_channel": channel})
