"""Who is who in a transcript: from roles and names that are given, from who is left over, last from wording."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Direction, Speaker, Turn
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.formats.roles import (
    ONE_VOICE,
    AgentChannel,
    Told,
    beside_callers,
    by_channel,
    by_dialling,
    by_voice,
    seem_swapped,
)
from debrief.interactions.formats.values import is_dialling, is_numbered, speaker_of
from debrief.kernel.model import Entity
from debrief.people.names import reference_key

NO_WORD_OF_AGENT: Final = "The agent doesn't say anything in it."
_BY_NAMES: Final = "Agent and customer were told apart by the first word of what they are called."
BY_A_NAME: Final = "Agent and customer were told apart by a name alone, as which a user is called."
"""A namesake may be anybody."""

GIVEN_AS_CUSTOMER: Final = "Whoever is given as the agent is the customer as the transcript says; say who is who."
NAMED_AS_ANOTHER: Final = "Whoever speaks as the agent is called as another user, and not as the agent that is given."
_OTHERS_BY_NAMES: Final = "Who is a colleague or the system was told by the first word of what they are called."
_GIVEN_SO: Final = "Agent and customer are as "
_ABOUT_ROLES: Final = (
    ONE_VOICE,
    _GIVEN_SO,
    "Agent and customer were told apart",
    "Which speaker is the agent",
    "The transcript doesn't tell speakers apart",
    "It tells only who called",
    NO_WORD_OF_AGENT,
)
"""How the remarks begin that hold no longer once a voice's name tells who the agent is."""

_SAID_BEFORE: Final = (
    *_ABOUT_ROLES,
    "Nothing says which channel is the agent's",
    GIVEN_AS_CUSTOMER,
    NAMED_AS_ANOTHER,
    "The agent is on the ",
    "Who is a colleague or the system was told",
)
"""How the remarks begin that hold no longer once a person says who is who."""

_LONGEST_VOICE: Final = 200
_SERVES: Final = frozenset({
    "service", "services", "support", "care", "success", "relations", "experience", "representative", "rep", "advisor",
    "agent", "operator", "center", "centre",
})  # fmt: skip
_OF_STAFF: Final = frozenset({
    "support", "sales", "service", "services", "care", "success", "account", "billing", "technical", "tech", "call",
    "contact", "phone", "live", "human", "senior", "junior", "front", "desk", "claims", "booking", "helpdesk",
    "retention",
})  # fmt: skip
"""What stands before the word for an agent: `Support Representative`, `Sales Rep`."""


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


NO_CHANNEL: Final = AgentChannel(None)
"""Nobody says on which channel the agent is."""

_TWO: Final = frozenset({Speaker.AGENT, Speaker.CUSTOMER})
_GUESSED_BY_NAMES: Final = Roles(basis=RolesFrom.NAME, guessed=True)


def is_about_roles(remark: str) -> bool:
    """Whether a remark tells how agent and customer were told apart, or that they weren't."""
    return remark.startswith(_SAID_BEFORE)


def voice_label(called: object) -> str | None:
    """What a document calls a voice, as text; None where it says nothing."""
    if isinstance(called, bool) or not isinstance(called, str | int | float):
        return None
    return " ".join(str(called).split())[:_LONGEST_VOICE] or None


def cast(segments: Sequence[Segment], given: AgentChannel = NO_CHANNEL) -> Cast:
    """Give each segment its speaker.

    A role that is given stands. A voice whose name is a role ("Agent", "Customer 1") has it. Where one voice is left
    and agent or customer is still missing, it is that one. Where nothing is given at all, the agent's channel decides
    between voices called `channel 1`; then typical wording, then names that only begin with the word of a role ("Rep
    Jane"), then habit, by which the first of two channels is the agent's: these are guesses and said to be. Else voices
    stay unknown, each with what it is called.

    given: the agent's channel as the metadata or the account give it; channels are called `channel 0`, `channel 1` …
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
    likely = {voice: role for voice in open_voices if (role := _begins_with(voice)) is not Speaker.UNKNOWN}
    others = {voice: role for voice, role in likely.items() if role not in _TWO}
    others |= {voice: Speaker.SYSTEM for voice in open_voices if is_nobody(voice)}
    by_voice_name |= others
    open_voices = [voice for voice in open_voices if voice not in others]
    warnings: tuple[str, ...] = ()
    roles = Roles.told_by(RolesFrom.DOCUMENT)
    left = _left_over(open_voices, known, nameless=nameless)
    by_named = {voice: role for voice, role in likely.items() if role in _TWO - known}
    if known & _TWO and by_named and not left:
        by_voice_name |= _with_left_over(by_named, open_voices, known, nameless=nameless)
        roles, warnings = _GUESSED_BY_NAMES, (_BY_NAMES,)
    by_voice_name |= left
    places = {} if known & _TWO else _channels(open_voices)
    if places and given.channel is not None:
        told = _by_channel(segments, places, given)
        by_voice_name |= told.speakers
        roles, warnings = told.roles, told.warnings
    elif len(open_voices) == 1 and not nameless and not known & _TWO:
        roles, warnings = Roles.told_by(RolesFrom.UNKNOWN), (ONE_VOICE,)
    elif not known & _TWO:
        said = [(each.voice, _turn(index, each, {})) for index, each in enumerate(segments)]
        told = by_voice(said, open_voices)
        by_voice_name |= told.speakers
        roles, warnings = told.roles, told.warnings if segments else ()
        if roles.basis is RolesFrom.UNKNOWN and by_named:
            by_voice_name |= _with_left_over(by_named, open_voices, known, nameless=nameless)
            roles, warnings = _GUESSED_BY_NAMES, (_BY_NAMES,)
        elif roles.basis is RolesFrom.UNKNOWN and set(places.values()) == _SIDES and not nameless:
            # A guess by habit can be swapped, by hand and for a whole source; voices that nobody is can't.
            told = _by_channel(segments, places, given)
            by_voice_name |= told.speakers
            roles, warnings = told.roles, told.warnings
    return Cast(
        turns=tuple(_turn(index, each, by_voice_name) for index, each in enumerate(segments)),
        roles=roles,
        warnings=(*warnings, *((_OTHERS_BY_NAMES,) if others else ())),
    )


_SIDES: Final = {"ch_0", "ch_1"}
_CHANNEL: Final = re.compile(r"(?:channel|ch|audio[ _-]?channel)[ _-]?(\d{1,3})(?: \(\d+\))?", re.IGNORECASE)


def _channels(voices: Sequence[str]) -> dict[str, str]:
    """The channels, as `by_channel` names them, of voices that are nothing else; nothing where one isn't a channel."""
    found = {voice: match for voice in voices if (match := _CHANNEL.fullmatch(voice))}
    if len(found) != len(voices):
        return {}
    return {voice: f"ch_{int(match[1])}" for voice, match in found.items()}


def _by_channel(segments: Sequence[Segment], places: Mapping[str, str], given: AgentChannel) -> Told:
    """Who speaks in which channel, by what the voices are called."""
    said = [(places.get(each.voice or ""), _turn(index, each, {})) for index, each in enumerate(segments)]
    told = by_channel(said, sorted(set(places.values())), given)
    return told._replace(speakers={voice: told.speakers[channel] for voice, channel in places.items()})


def dialled(voices: Cast, segments: Sequence[Segment], direction: Direction | None) -> Cast:
    """The turns with who speaks them, where what the voices of their segments are called tells who dialled.

    direction: of the call, where it is known: only on inbound calls is the caller the customer.
    """
    if not any(is_dialling(segment.voice) for segment in segments):
        return voices
    pairs = list(zip(segments, voices.turns, strict=True))
    outright = {_outright(segment) for segment in segments if not is_dialling(segment.voice)}
    beside = [beside_callers(segment.voice, outright) for segment in segments]
    if not any(beside):
        return Cast(*by_dialling(voices.turns, direction))
    turns = tuple(
        turn.model_copy(update={"speaker": speaker or turn.speaker})
        for (_, turn), speaker in zip(pairs, beside, strict=True)
    )
    return voices._replace(turns=turns)


def _outright(segment: Segment) -> Speaker:
    """The role that the document itself gives who speaks, and not one that only is left over."""
    if segment.speaker is not Speaker.UNKNOWN or segment.voice is None:
        return segment.speaker
    return role_in(segment.voice)


def against_wording(turns: Sequence[Turn], roles: Roles) -> tuple[str, ...]:
    """The remark on roles that are given, and stay, where the wording clearly is that of the other one."""
    given = roles.basis in (RolesFrom.DOCUMENT, RolesFrom.DIALLING, RolesFrom.NAME) and not roles.guessed
    return (
        (f"{_GIVEN_SO}{roles.basis.words}, but the wording is the other way round.",)
        if given and seem_swapped(turns)
        else ()
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
    """The role that a voice's name is, also with a number behind it, and with a name behind the plainest two words:
    `Agent`, `Customer 2`, `Agent Jane`.

    `User 1` is a number and no role, and `Customer Service` is who serves customers. Names of people and companies
    begin with other such words (`Contact Energy`), which give no role.
    """
    plain = voice.casefold().replace("_", " ").replace("-", " ").strip()
    if is_numbered(voice):
        return Speaker.UNKNOWN
    if (whole := speaker_of(voice)) is not Speaker.UNKNOWN:
        return whole
    first, _, rest = plain.partition(" ")
    if rest and all(word in _OF_STAFF for word in plain.split()[:-1]) and _is_staff(plain.split()[-1]):
        return Speaker.AGENT
    if rest and rest.split()[0] in _SERVES:
        return Speaker.AGENT if speaker_of(first) is Speaker.CUSTOMER else speaker_of(first)
    return _WITH_A_NAME.get(first, Speaker.UNKNOWN)


def _is_staff(word: str) -> bool:
    return word != "callee" and speaker_of(word) is Speaker.AGENT


_WITH_A_NAME: Final = {"agent": Speaker.AGENT, "customer": Speaker.CUSTOMER}


def _begins_with(voice: str) -> Speaker:
    """The role whose word a name begins with, which may be part of the name."""
    if is_numbered(voice):
        return Speaker.UNKNOWN
    return speaker_of(voice.replace("_", " ").replace("-", " ").strip().partition(" ")[0])


def _with_left_over(
    named: Mapping[str, Speaker], voices: Sequence[str], known: set[Speaker], *, nameless: bool
) -> dict[str, Speaker]:
    """Roles by names, and whose the one voice is that is left then."""
    rest = [voice for voice in voices if voice not in named]
    return {**named, **_left_over(rest, known | set(named.values()), nameless=nameless)}


_NOBODY: Final = re.compile(
    r"(?:(?:hold|on[ _-]?hold|background|waiting|queue|ring|dial|call|system|automated|recorded|auto)[ _-]?)*"
    r"(?:music|muzak|noise|silence|announcements?|announcer|prompts?|recording|message|greeting|tones?|dtmf|beeps?"
    r"|ring(?:ing|tone|back)?|voice[ _-]?mail|answering[ _-]machine|narrator|attendant|menu|queue|hold|assistant"
    r"|warteschleife|ansage|musik|musique|m[uú]sica|annonce)(?:[ _-]?\d+)?",
    re.IGNORECASE,
)
"""What is heard and is nobody: it never becomes whoever is missing."""


def is_nobody(voice: str) -> bool:
    """Whether a voice is called as sounds and announcements are."""
    return _NOBODY.fullmatch(_ASIDE.split(voice, maxsplit=1)[0].strip() or voice.strip("([|<>]) ")) is not None


def _left_over(voices: Sequence[str], known: set[Speaker], *, nameless: bool) -> dict[str, Speaker]:
    """The one voice that is left is whoever is missing of agent and customer."""
    voices = [voice for voice in voices if not is_nobody(voice)]
    if len(voices) != 1 or nameless:
        return {}
    agent, customer = Speaker.AGENT in known, Speaker.CUSTOMER in known
    if agent == customer:
        return {}
    return {voices[0]: Speaker.CUSTOMER if agent else Speaker.AGENT}


_ASIDE: Final = re.compile(r"[(\[|<]")


def names_of(voice: str) -> set[str]:
    """What a voice's name may stand for: itself, without what stands in brackets, and `Last, First` as `First Last`."""
    plain = _ASIDE.split(voice, maxsplit=1)[0].rstrip()
    last, comma, first = plain.partition(",")
    turned = {known_as(f"{first} {last}")} if comma else set()
    return {each for each in ({known_as(voice), known_as(plain)} | turned) if each}


def names_in(voice: str) -> set[str]:
    """What a voice's name may stand for, also without the word of a role that it begins with: `Agent Bert Oak`."""
    first, _, rest = voice.partition(" ")
    role = rest and speaker_of(first) is not Speaker.UNKNOWN
    return names_of(voice) | (names_of(rest.strip(" :-")) if role else set())


def known_as(name: str) -> str:
    """A name, an address or a number as names are compared: as agent references are, and without blanks."""
    return "".join(reference_key(name).split())


def spoken_names(voice: str) -> tuple[str, ...]:
    """A voice's name as people's names are written, also `Last, First` turned; brackets may tell two apart."""
    plain = voice.strip()
    last, comma, first = plain.partition(",")
    turned = (f"{first.strip()} {last.strip()}",) if comma and first.strip() else ()
    return tuple(dict.fromkeys(each for each in (plain, *turned) if any(map(str.isalpha, each)) and "@" not in each))


def with_colleagues(told: Cast, is_user: Callable[[str], bool]) -> Cast:
    """The same turns with other agents as colleagues, where more than two speak and the agent is known.

    is_user: whether a voice is called as a user is, who isn't the agent. Whose role the document gives keeps it. Where
    nobody would be left to be the customer, who of them it is can't be told. The one voice that is left then is theirs.
    """
    roles = {turn.voice: turn.speaker for turn in told.turns if turn.voice}
    people = {turn.voice or str(turn.speaker): turn.speaker for turn in told.turns}
    open_voices = [voice for voice, role in roles.items() if role is Speaker.UNKNOWN]
    if len(people) < 3 or Speaker.AGENT not in people.values() or not open_voices:
        return told
    changed = {voice: Speaker.COLLEAGUE for voice in open_voices if is_user(voice)}
    left = [voice for voice in open_voices if voice not in changed]
    if not changed or (not left and Speaker.CUSTOMER not in people.values()):
        return told
    nameless = any(turn.voice is None and turn.speaker is Speaker.UNKNOWN for turn in told.turns)
    changed |= _left_over(left, set(people.values()), nameless=nameless)
    turns = tuple(
        turn.model_copy(update={"speaker": changed[turn.voice]}) if turn.voice in changed else turn
        for turn in told.turns
    )
    return told._replace(turns=turns)


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
