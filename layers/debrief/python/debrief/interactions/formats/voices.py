"""Who is who in a transcript: from roles and names that are given, from who is left over, last from wording."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.formats.transcribe_standard import AGENT_WORDING, CUSTOMER_WORDING
from debrief.interactions.formats.values import speaker_of
from debrief.kernel.model import Entity

NOT_TOLD_APART: Final = "The transcript doesn't tell speakers apart."
GUESSED: Final = "Agent and customer were told apart by their wording."
NOT_KNOWN: Final = "Which of its voices is the agent isn't known; they stay apart as they are called."
_ABOUT_ROLES: Final = frozenset({NOT_TOLD_APART, GUESSED, NOT_KNOWN})

_LONGEST_VOICE: Final = 200
_NUMBERED: Final = re.compile(r"(?:user|caller|contact|speaker|spk) ?\d+")
_SERVES: Final = frozenset(
    {"service", "services", "support", "care", "success", "relations", "representative", "advisor", "center", "centre"}
)
_SCHEME: Final = re.compile(r"^(?:mailto|tel|sip|sips):", re.IGNORECASE)


class Segment(Entity):
    """What one voice said, before it is known whose voice it is.

    speaker: where a role is given. voice: what the document calls who speaks, a name or a recogniser's number.
    start_ms, end_ms: from the beginning of the conversation; None where the document has no times.
    """

    text: str
    speaker: Speaker = Speaker.UNKNOWN
    voice: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    confidence: float | None = None
    sentiment_label: str | None = None


class Cast(Entity):
    """Turns with their speakers. warnings: what was guessed, or stays unknown."""

    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()


def voice_label(called: object) -> str | None:
    """What a document calls a voice, as text; None where it says nothing."""
    if isinstance(called, bool) or not isinstance(called, str | int | float):
        return None
    return " ".join(str(called).split())[:_LONGEST_VOICE] or None


def cast(segments: Sequence[Segment]) -> Cast:
    """Give each segment its speaker.

    A role that is given stands. A voice whose name is a role ("Agent", "Customer 1") has it. Where one voice is left
    and agent or customer is still missing, it is that one. Where nothing is given at all, typical wording decides, which
    is a guess and said so; else voices stay unknown, each with what it is called.
    """
    by_voice = {each.voice: each.speaker for each in segments if each.voice and each.speaker is not Speaker.UNKNOWN}
    open_voices = [
        voice for voice in dict.fromkeys(each.voice for each in segments if each.voice) if voice not in by_voice
    ]
    for voice in list(open_voices):
        if (role := role_in(voice)) is not Speaker.UNKNOWN:
            by_voice[voice] = role
            open_voices.remove(voice)
    known = {each.speaker for each in segments} | set(by_voice.values())
    nameless = any(each.voice is None and each.speaker is Speaker.UNKNOWN for each in segments)
    by_voice |= _left_over(open_voices, known, nameless=nameless)
    warnings: list[str] = []
    if open_voices and not known & {Speaker.AGENT, Speaker.CUSTOMER}:
        guessed = by_wording([(each.voice, each.text) for each in segments if each.voice], open_voices)
        by_voice |= guessed
        warnings.append(GUESSED if guessed else NOT_KNOWN)
    elif open_voices and not any(voice in by_voice for voice in open_voices):
        warnings.append(NOT_KNOWN)
    turns = tuple(_turn(index, each, by_voice) for index, each in enumerate(segments))
    if turns and not open_voices and all(turn.speaker is Speaker.UNKNOWN for turn in turns):
        warnings.append(NOT_TOLD_APART)
    return Cast(turns=turns, warnings=tuple(warnings))


def _turn(index: int, segment: Segment, by_voice: Mapping[str, Speaker]) -> Turn:
    speaker = segment.speaker
    if speaker is Speaker.UNKNOWN and segment.voice:
        speaker = by_voice.get(segment.voice, Speaker.UNKNOWN)
    start, end = segment.start_ms, segment.end_ms
    return Turn(
        index=index,
        speaker=speaker,
        text=segment.text,
        start_ms=start,
        end_ms=None if start is None else max(start, start if end is None else end),
        voice=segment.voice if segment.voice and segment.voice.casefold() != speaker.value else None,
        confidence=segment.confidence,
        sentiment_label=segment.sentiment_label,
    )


def role_in(voice: str) -> Speaker:
    """The role that a voice's name is, also with a number or a name behind it: `Agent`, `Customer 2`, `Agent Jane`.

    `User 1` is a number and no role, and `Customer Service` is who serves customers.
    """
    plain = voice.casefold().replace("_", " ").replace("-", " ").strip()
    if _NUMBERED.fullmatch(plain):
        return Speaker.UNKNOWN
    first, _, rest = plain.partition(" ")
    if rest and rest.split()[0] in _SERVES:
        return Speaker.AGENT if speaker_of(first) is Speaker.CUSTOMER else speaker_of(first)
    whole = speaker_of(voice)
    return whole if whole is not Speaker.UNKNOWN else speaker_of(first)


def _left_over(voices: Sequence[str], known: set[Speaker], *, nameless: bool) -> dict[str, Speaker]:
    """The one voice that is left is whoever is missing of agent and customer."""
    if len(voices) != 1 or nameless:
        return {}
    agent, customer = Speaker.AGENT in known, Speaker.CUSTOMER in known
    if agent == customer:
        return {}
    return {voices[0]: Speaker.CUSTOMER if agent else Speaker.AGENT}


def by_wording(said: Iterable[tuple[str | None, str]], voices: Sequence[str]) -> dict[str, Speaker]:
    """Agent and customer by what an agent and a customer typically say; nothing where that doesn't decide.

    Of more than two voices only the agent is told so, and the customer where one other voice speaks as customers do:
    the others stay who they are.
    """
    agents, customers = dict.fromkeys(voices, 0), dict.fromkeys(voices, 0)
    for voice, words in said:
        if voice in agents:
            plain = words.lower().replace("’", "'")
            agents[voice] += len(AGENT_WORDING.findall(plain))
            customers[voice] += len(CUSTOMER_WORDING.findall(plain))
    scores = {voice: agents[voice] - customers[voice] for voice in voices}
    best, *others = sorted(voices, key=lambda voice: -scores[voice])
    if len(voices) < 2 or scores[best] <= 0 or scores[others[0]] == scores[best]:
        return {}
    if len(voices) == 2:
        return {best: Speaker.AGENT, others[0]: Speaker.CUSTOMER}
    asking = [voice for voice in others if customers[voice] > agents[voice]]
    found = {best: Speaker.AGENT}
    return {**found, asking[0]: Speaker.CUSTOMER} if len(asking) == 1 else found


def known_as(name: str) -> str:
    """A name, an address or a number as names are compared: without case, blanks and the scheme of an address."""
    return "".join(_SCHEME.sub("", name.strip()).casefold().split())


def with_agent(
    turns: Sequence[Turn], warnings: Sequence[str], names: Iterable[str], also: Mapping[str, Sequence[str]]
) -> Cast:
    """The same turns once it is known who the agent is: names before guesses.

    names: what the agent is called anywhere. also: what else each voice is called (`mailto`, `tel` …).
    The voice with one of these names is the agent; of two voices the other one is the customer, and another agent is a
    colleague. Where no voice has such a name, or more than one has, everything stays as it is.
    """
    wanted = {known_as(name) for name in names if name.strip()}
    voices = list(dict.fromkeys(turn.voice for turn in turns if turn.voice))
    found = [voice for voice in voices if wanted & {known_as(each) for each in (voice, *also.get(voice, ()))}]
    if len(found) != 1:
        return Cast(turns=tuple(turns), warnings=tuple(warnings))
    agent = found[0]
    guessed = GUESSED in warnings
    roles = {turn.voice: turn.speaker for turn in turns if turn.voice}
    changed: dict[str, Speaker] = {agent: Speaker.AGENT}
    for voice in voices:
        if voice != agent and roles[voice] is Speaker.AGENT:
            changed[voice] = Speaker.UNKNOWN if guessed else Speaker.COLLEAGUE
        elif voice != agent and guessed:
            changed[voice] = Speaker.UNKNOWN
    if roles[agent] is Speaker.CUSTOMER and not guessed:
        # Roles that the document gives contradict the name; which of the two is wrong, nobody can tell here.
        return Cast(turns=tuple(turns), warnings=tuple(warnings))
    people = {changed.get(voice, roles[voice]) for voice in voices} | {
        turn.speaker for turn in turns if turn.voice is None
    }
    left = [voice for voice in voices if changed.get(voice, roles[voice]) is Speaker.UNKNOWN]
    nameless = any(turn.voice is None and turn.speaker is Speaker.UNKNOWN for turn in turns)
    changed |= _left_over(left, people, nameless=nameless)
    renamed = tuple(
        turn.model_copy(update={"speaker": changed[turn.voice]}) if turn.voice in changed else turn for turn in turns
    )
    kept = [warning for warning in warnings if warning not in _ABOUT_ROLES and warning != NO_WORD_OF_AGENT]
    return Cast(turns=renamed, warnings=tuple(kept))


NO_WORD_OF_AGENT: Final = "The agent doesn't say anything in it."
