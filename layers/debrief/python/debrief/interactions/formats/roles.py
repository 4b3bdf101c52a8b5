"""Who is the agent: what recognisers call voices and channels, and what the agent is told by.

Where the file doesn't say, the agent's channel comes from its metadata, then from the account's setting, then from how
people speak; what is told by wording, by who dialled or by nothing but habit is a guess and is called one.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Direction, Speaker, Turn
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.conversations.speakers import swapped
from debrief.interactions.formats.values import is_dialling
from debrief.interactions.formats.wording import AGENT_WORDING, ANNOUNCED, CUSTOMER_WORDING, plainly


class AgentChannel(NamedTuple):
    """On which channel the agent is said to be, 0-based, and whether the account or what is settled for its source
    says so; None where nobody does."""

    channel: int | None
    of_account: bool = False
    of_source: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is said of all conversations, or all of a source, and not of this one."""
        return self.of_account or self.of_source

    @property
    def basis(self) -> RolesFrom:
        """What tells it."""
        if self.channel is None:
            return RolesFrom.FIRST_CHANNEL
        if self.of_source:
            return RolesFrom.SOURCE
        return RolesFrom.ACCOUNT if self.of_account else RolesFrom.METADATA


BY_CHANNEL: Final = frozenset({RolesFrom.METADATA, RolesFrom.SOURCE, RolesFrom.ACCOUNT})
"""What tells the agent's channel."""


class Told(NamedTuple):
    """Who the voices are, where that comes from, and what a person should know about it."""

    speakers: dict[str, Speaker]
    roles: Roles
    warnings: tuple[str, ...]


Said = Sequence[tuple[str | None, Turn]]
"""Turns in order, each with what the recogniser calls its voice or channel."""

_GUESSED_BY_WORDING: Final = "Agent and customer were told apart by their wording."
_BY_HABIT: Final = "Nothing says which channel is the agent's; the first one was taken."
_UNTOLD: Final = "Which speaker is the agent can't be told from what they say."
ONE_VOICE: Final = "Only one voice is told apart in it, so that nobody is taken for the agent."
_MOST_JUDGED: Final = 100
"""Voices that are told apart by their wording. Where more are heard, it is no conversation of an agent."""


def by_channel(said: Said, labels: Sequence[str], given: AgentChannel) -> Told:
    """The roles of channels named `ch_0`, `ch_1` …

    given: the agent's channel as the metadata or the account give it. Where nobody does,
    wording decides, and without it the first channel is taken, as Transcribe does by itself.
    """
    score = _scores(said, labels)
    likely = max(labels, key=lambda label: score[label], default=None)
    others = [score[label] for label in labels if label != likely]
    clear = likely is not None and score[likely] > max((0, *others))
    if (agent := given.channel) is not None:
        warnings = (_against(given),) if clear and likely != f"ch_{agent}" else ()
        return Told(_one_agent(labels, f"ch_{agent}"), Roles.told_by(given.basis), (*warnings, *_many(labels)))
    if clear and likely is not None:
        told = Roles.told_by(RolesFrom.WORDING)
        return Told(_one_agent(labels, likely), told, (_GUESSED_BY_WORDING, *_many(labels)))
    told = Roles.told_by(RolesFrom.FIRST_CHANNEL)
    return Told(_one_agent(labels, "ch_0"), told, (_BY_HABIT, *_many(labels)))


def _many(labels: Sequence[str]) -> tuple[str, ...]:
    return (f"{len(labels)} voices were heard; they are kept apart.",) if len(labels) > 2 else ()


class Checked(NamedTuple):
    """Whether agent and customer have to be swapped, what then tells them, and on which channel the agent is."""

    swap: bool
    roles: Roles
    channel: int
    warnings: tuple[str, ...]


def checked(turns: Sequence[Turn], given: AgentChannel) -> Checked:
    """Hold against their wording the roles that a job was told by channel, by habit where nobody gave them."""
    score = _scores([(str(turn.speaker), turn) for turn in turns], [str(Speaker.AGENT), str(Speaker.CUSTOMER)])
    agent, customer = score[str(Speaker.AGENT)], score[str(Speaker.CUSTOMER)]
    seems_swapped = customer > max(0, agent)
    if given.channel is not None:
        warnings = (_against(given),) if seems_swapped else ()
        return Checked(False, Roles.told_by(given.basis), given.channel, warnings)
    if seems_swapped or agent > max(0, customer):
        return Checked(seems_swapped, Roles.told_by(RolesFrom.WORDING), int(seems_swapped), (_GUESSED_BY_WORDING,))
    return Checked(False, Roles.told_by(RolesFrom.FIRST_CHANNEL), 0, (_BY_HABIT,) if turns else ())


def _against(given: AgentChannel) -> str:
    side = "second" if given.channel else "first"
    return f"The agent is on the {side} channel as {given.basis.words}, but the wording is that of the other one."


def by_voice(said: Said, labels: Sequence[str]) -> Told:
    """The roles of voices that a recogniser tells apart by number or letter: by typical wording.

    More than two voices stay so many: one is the agent, one the customer, announcements are the system, and who else
    speaks is unknown. Where wording doesn't decide, everybody is unknown, and so is one voice alone: where all is said
    by one voice, its wording would make everybody's words the agent's.
    """
    unknown = Told({}, Roles.told_by(RolesFrom.UNKNOWN), (_UNTOLD,))
    if not labels:
        return Told({}, Roles.told_by(RolesFrom.UNKNOWN), ("The transcript doesn't tell speakers apart.",))
    heard = _many(labels)
    if len(labels) > _MOST_JUDGED:
        return unknown._replace(warnings=(_UNTOLD, *heard))
    announcing = _announcing(said, labels) if heard else []
    people = [label for label in labels if label not in announcing]
    if len(people) == 1:
        return unknown._replace(speakers=dict.fromkeys(announcing, Speaker.SYSTEM), warnings=(ONE_VOICE, *heard))
    score = _scores(said, people)
    ranked = sorted(people, key=lambda label: -score[label])
    speakers = dict.fromkeys(announcing, Speaker.SYSTEM)
    others = ranked[1:]
    if not ranked or score[ranked[0]] <= 0 or (others and score[others[0]] == score[ranked[0]]):
        return unknown._replace(speakers=speakers, warnings=(_UNTOLD, *heard))
    best = ranked[0]
    speakers[best] = Speaker.AGENT
    if customer := _customer_among(said, others, score):
        speakers[customer] = Speaker.CUSTOMER
    return Told(speakers, Roles.told_by(RolesFrom.WORDING), (_GUESSED_BY_WORDING, *heard))


def by_dialling(turns: Sequence[Turn], direction: Direction | None) -> tuple[tuple[Turn, ...], Roles, tuple[str, ...]]:
    """The turns of callers and callees, where callers were taken as customers.

    That is so on inbound calls, and the other way round on outbound ones. Where nobody says which it was, it is a
    guess, which clear wording turns round.
    """
    told = direction in (Direction.INBOUND, Direction.OUTBOUND)
    other = direction is Direction.OUTBOUND or (not told and seem_swapped(turns))
    turned = tuple(turn.model_copy(update={"speaker": swapped(turn.speaker)}) if other else turn for turn in turns)
    warning = "It tells only who called, not who is the customer; the caller was taken as the {}."
    warnings = () if told else (warning.format("agent" if other else "customer"),)
    return turned, Roles(basis=RolesFrom.DIALLING, guessed=not told), warnings


def beside_callers(role: object, others: Iterable[Speaker]) -> Speaker | None:
    """Who a caller or callee is where the file says outright who the other one is; None where it doesn't."""
    if not is_dialling(role):
        return None
    told = set(others) & _TWO
    return swapped(told.pop()) if len(told) == 1 else None


_TWO: Final = frozenset({Speaker.AGENT, Speaker.CUSTOMER})


def seem_swapped(turns: Sequence[Turn]) -> bool:
    """Whether the wording of those who are called agent and customer clearly is that of the other one."""
    said = [(str(turn.speaker), turn) for turn in turns if turn.speaker in _TWO]
    score = _scores(said, [str(Speaker.AGENT), str(Speaker.CUSTOMER)])
    return score[str(Speaker.CUSTOMER)] > max(0, score[str(Speaker.AGENT)])


def wording_is_against(turns: Sequence[Turn]) -> bool:
    """Whether somebody else clearly speaks as agents do, and whoever is the agent doesn't."""
    mine, other = "agent", "other"
    sides = {Speaker.AGENT: mine, Speaker.SYSTEM: None}
    labels: dict[str, None] = {mine: None}
    said: list[tuple[str | None, Turn]] = []
    for turn in turns:
        label = sides.get(turn.speaker, f"{other} {turn.voice or turn.speaker}")
        said.append((label, turn))
        if label:
            labels[label] = None
    score = _scores(said, list(labels))
    return max((score[label] for label in labels if label != mine), default=0) > max(0, score[mine])


def _scores(said: Said, labels: Sequence[str]) -> dict[str, int]:
    """How much each voice speaks as agents do: their turns of speech less those of customers."""
    score = dict.fromkeys(labels, 0)
    for label, turn in said:
        if label in score:
            plain = plainly(turn.text)
            score[label] += len(AGENT_WORDING.findall(plain)) - len(CUSTOMER_WORDING.findall(plain))
    return score


def _customer_among(said: Said, others: Sequence[str], score: Mapping[str, int]) -> str | None:
    """Which of those who aren't the agent is the customer: the only one, one by wording, or who says by far most."""
    if len(others) < 2:
        return next(iter(others), None)
    by_wording = sorted(others, key=lambda label: score[label])
    if score[by_wording[0]] < min(0, score[by_wording[1]]):
        return by_wording[0]
    words: Counter[str | None] = Counter()
    for who, turn in said:
        words[who] += len(turn.text.split())
    first, second, *_ = sorted(others, key=lambda label: -words[label])
    return first if words[first] >= 3 * words[second] else None


def _announcing(said: Said, labels: Sequence[str]) -> list[str]:
    """Which voices are announcements: they speak as those do, mostly, or only before the others meet."""
    places: dict[str | None, list[int]] = {}
    for place, (who, _) in enumerate(said):
        places.setdefault(who, []).append(place)
    begins = sorted(own[0] for own in places.values())
    found: list[str] = []
    for label in labels:
        own = places.get(label, [])
        announced = sum(1 for place in own if ANNOUNCED.search(plainly(said[place][1].text)))
        if not announced:
            continue
        others = bisect_left(begins, own[-1]) - (own[0] < own[-1])
        if others < 2 or 2 * announced >= len(own):
            found.append(label)
    return found


def _one_agent(labels: Sequence[str], agent: str) -> dict[str, Speaker]:
    """One is the agent; the other one, where there are two, the customer. Of more, nobody says who they are."""
    other = Speaker.CUSTOMER if len({*labels, agent}) == 2 else Speaker.UNKNOWN
    return {label: Speaker.AGENT if label == agent else other for label in labels}
