"""Who is who in a transcript: from roles and names that are given, from who is left over, last from wording."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Roles, RolesFrom, Speaker, Turn
from debrief.interactions.formats.roles import by_voice
from debrief.interactions.formats.values import is_numbered, speaker_of
from debrief.kernel.model import Entity

NO_WORD_OF_AGENT: Final = "The agent doesn't say anything in it."
ONE_VOICE: Final = "Only one voice is told apart in it, so that nobody is taken for the agent."
_ABOUT_ROLES: Final = (
    ONE_VOICE,
    "Agent and customer were told apart",
    "Which speaker is the agent",
    "The transcript doesn't tell speakers apart",
    "It tells only who called",
    NO_WORD_OF_AGENT,
)
"""How the remarks begin that hold no longer once a voice's name tells who the agent is."""

_LONGEST_VOICE: Final = 200
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


class Cast(NamedTuple):
    """Turns with their speakers, what tells who they are, and what was guessed or stays unknown."""

    turns: tuple[Turn, ...]
    roles: Roles
    warnings: tuple[str, ...] = ()


def voice_label(called: object) -> str | None:
    """What a document calls a voice, as text; None where it says nothing."""
    if isinstance(called, bool) or not isinstance(called, str | int | float):
        return None
    return " ".join(str(called).split())[:_LONGEST_VOICE] or None


def cast(segments: Sequence[Segment]) -> Cast:
    """Give each segment its speaker.

    A role that is given stands. A voice whose name is a role ("Agent", "Customer 1") has it. Where one voice is left
    and agent or customer is still missing, it is that one. Where nothing is given at all, typical wording decides,
    which is a guess and said so; else voices stay unknown, each with what it is called.
    """
    by_voice_name: dict[str, Speaker] = {
        each.voice: each.speaker for each in segments if each.voice and each.speaker is not Speaker.UNKNOWN
    }
    voices = dict.fromkeys(each.voice for each in segments if each.voice)
    roles_in_names = {voice: role_in(voice) for voice in voices if voice not in by_voice_name}
    by_voice_name |= {voice: role for voice, role in roles_in_names.items() if role is not Speaker.UNKNOWN}
    open_voices = [voice for voice, role in roles_in_names.items() if role is Speaker.UNKNOWN]
    known = {each.speaker for each in segments} | set(by_voice_name.values())
    nameless = any(each.voice is None and each.speaker is Speaker.UNKNOWN for each in segments)
    by_voice_name |= _left_over(open_voices, known, nameless=nameless)
    warnings: tuple[str, ...] = ()
    roles = Roles.told_by(RolesFrom.DOCUMENT)
    if len(open_voices) == 1 and not nameless and not known & {Speaker.AGENT, Speaker.CUSTOMER}:
        # Where all is said by one voice, its wording would make everybody's words the agent's.
        roles, warnings = Roles.told_by(RolesFrom.UNKNOWN), (ONE_VOICE,)
    elif not known & {Speaker.AGENT, Speaker.CUSTOMER}:
        said = [(each.voice, _turn(index, each, {})) for index, each in enumerate(segments)]
        told = by_voice(said, open_voices)
        by_voice_name |= told.speakers
        roles, warnings = told.roles, told.warnings if segments else ()
    return Cast(
        turns=tuple(_turn(index, each, by_voice_name) for index, each in enumerate(segments)),
        roles=roles,
        warnings=warnings,
    )


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
    if is_numbered(voice):
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


_ASIDE: Final = re.compile(r"\s*[(\[|].*$")


def names_of(voice: str) -> set[str]:
    """What a voice's name may stand for: itself, without what stands in brackets, and `Birch, Dana` as `Dana Birch`."""
    plain = _ASIDE.sub("", voice)
    last, comma, first = plain.partition(",")
    turned = {known_as(f"{first} {last}")} if comma else set()
    return {each for each in ({known_as(voice), known_as(plain)} | turned) if each}


def known_as(name: str) -> str:
    """A name, an address or a number as names are compared: without case, blanks and the scheme of an address."""
    return "".join(_SCHEME.sub("", name.strip()).casefold().split())


def with_agent(told: Cast, names: Iterable[str], also: Mapping[str, Sequence[str]]) -> Cast:
    """The same turns once it is known who the agent is: names before guesses.

    names: what the agent is called anywhere. also: what else each voice is called (`mailto`, `tel` …).
    The voice with one of these names is the agent; of two voices the other one is the customer, and another agent is a
    colleague. Where no voice has such a name, or more than one has, everything stays as it is; also where the document
    itself calls that voice the customer: which of the two is wrong, nobody can tell here.
    """
    wanted = {known_as(name) for name in names if name.strip()}
    roles = {turn.voice: turn.speaker for turn in told.turns if turn.voice}
    found = [
        voice for voice in roles if wanted & names_of(voice).union(*(names_of(each) for each in also.get(voice, ())))
    ]
    guessed = told.roles.guessed
    if len(found) != 1 or (roles[found[0]] is Speaker.CUSTOMER and not guessed):
        return told
    agent = found[0]
    changed: dict[str, Speaker] = {agent: Speaker.AGENT}
    for voice, role in roles.items():
        if voice == agent:
            continue
        if guessed and role in (Speaker.AGENT, Speaker.CUSTOMER):
            changed[voice] = Speaker.UNKNOWN
        elif role is Speaker.AGENT:
            changed[voice] = Speaker.COLLEAGUE
    people = {changed.get(voice, role) for voice, role in roles.items()}
    people |= {turn.speaker for turn in told.turns if turn.voice is None}
    left = [voice for voice, role in roles.items() if changed.get(voice, role) is Speaker.UNKNOWN]
    nameless = any(turn.voice is None and turn.speaker is Speaker.UNKNOWN for turn in told.turns)
    changed |= _left_over(left, people, nameless=nameless)
    turns = tuple(
        turn.model_copy(update={"speaker": changed[turn.voice]}) if turn.voice in changed else turn
        for turn in told.turns
    )
    warnings = tuple(warning for warning in told.warnings if not warning.startswith(_ABOUT_ROLES))
    basis = told.roles if told.roles.basis is RolesFrom.DOCUMENT else Roles.told_by(RolesFrom.NAME)
    return Cast(turns=turns, roles=basis, warnings=warnings)
