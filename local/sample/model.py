"""What the sample organisation is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

COMPANY = "Quillhaven Home"
DOMAIN = "sample.example"

Json = dict[str, Any]
ChannelName = Literal["voice", "chat", "email"]


class Behaviour(StrEnum):
    """What an agent shows in a conversation, or doesn't; skills are how likely they show it."""

    GREETING = "greeting"
    NOTICE = "notice"
    VERIFICATION = "verification"
    EMPATHY = "empathy"
    LISTENING = "listening"
    KNOWLEDGE = "knowledge"
    OWNERSHIP = "ownership"
    RECAP = "recap"
    CLOSING = "closing"
    TONE = "tone"


@dataclass(frozen=True)
class Person:
    """Somebody of the organisation. reference: what the telephony and chat systems call an agent."""

    name: str
    email: str
    role: str
    manager_email: str = ""
    team: str = ""
    reference: str = ""
    groups: tuple[str, ...] = ()
    kind: Literal["human", "bot"] = "human"

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Coaching:
    """An agent is coached on one behaviour from a day on; lift: what it adds to the probability in the end."""

    behaviour: Behaviour
    since: date
    lift: float


@dataclass(frozen=True)
class Profile:
    """How good an agent is, which only the generator knows.

    skills: probability per behaviour at the start; drift: what is added over the four months without any coaching.
    pace: how long the agent takes, 1 is usual.
    """

    agent: Person
    channel: ChannelName
    skills: dict[Behaviour, float]
    drift: dict[Behaviour, float]
    pace: float
    coaching: tuple[Coaching, ...] = ()

    def chance(self, behaviour: Behaviour, day: date, first_day: date, days: int) -> float:
        """The probability that the behaviour is shown on that day."""
        past = (day - first_day).days / days
        chance = self.skills[behaviour] + self.drift[behaviour] * past
        for coaching in self.coaching:
            if coaching.behaviour is behaviour and day >= coaching.since:
                # It takes two weeks until what was agreed shows in full.
                chance += coaching.lift * min(1.0, (day - coaching.since).days / 14)
        return min(0.98, max(0.05, chance))


@dataclass(frozen=True)
class Line:
    """One turn. start_ms, end_ms: from the beginning of the conversation."""

    speaker: Literal["agent", "customer"]
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Survey:
    """What the customer answered afterwards. satisfaction 1–5, recommend 0–10."""

    resolved: bool
    satisfaction: int
    recommend: int


@dataclass(frozen=True)
class Conversation:
    """One conversation. shown: what the agent showed; wanted: what could have been shown in it."""

    reference: str
    agent: Person
    customer: str
    channel: ChannelName
    queue: str
    direction: Literal["inbound", "outbound"]
    inquiry: str
    topics: tuple[str, ...]
    started_at: datetime
    lines: tuple[Line, ...]
    shown: frozenset[Behaviour]
    wanted: frozenset[Behaviour]
    resolved: bool
    hold_ms: int
    after_call_work_ms: int
    disposition: str
    duration_ms: int
    survey: Survey | None = None
    crm_links: dict[str, str] = field(default_factory=dict)

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(milliseconds=max(self.duration_ms, self.lines[-1].end_ms))


@dataclass(frozen=True)
class DroppedObject:
    """An object for the bucket. held_for: the code of the one reason for which it is to be held, empty when none."""

    key: str
    body: bytes
    held_for: str = ""


@dataclass(frozen=True)
class PlannedEvaluation:
    """An evaluation by a person. answers: option id per question id; None stands for N/A."""

    contact_reference: str
    scorecard: str
    evaluator_email: str
    answers: dict[str, str | None]
    comments: dict[str, str]
    comment: str


@dataclass(frozen=True)
class PlannedAction:
    """What was agreed in a 1-to-1. target: key of a scorecard and id of its question."""

    title: str
    description: str
    due: date
    closed: bool
    target: tuple[str, str] | None


@dataclass(frozen=True)
class PlannedMeeting:
    """A 1-to-1. held: it has taken place; acknowledged: and the participant has confirmed it."""

    facilitator_email: str
    participant_email: str
    title: str
    kind: Literal["video", "in_person", "asynchronous"]
    scheduled_at: datetime
    agenda: str
    notes: str
    private_notes: str
    goals: tuple[tuple[str, Literal["open", "achieved", "dropped"]], ...]
    actions: tuple[PlannedAction, ...]
    held: bool
    acknowledged: bool


@dataclass(frozen=True)
class PlannedFeedback:
    """A line of feedback on a conversation."""

    author_email: str
    agent_email: str
    contact_reference: str
    text: str


@dataclass(frozen=True)
class Sample:
    """The whole organisation. first_day and last_day: of its conversations; star: the agent whose report is shown."""

    seed: int
    first_day: date
    last_day: date
    people: tuple[Person, ...]
    profiles: tuple[Profile, ...]
    star: Person
    settings: Json
    indicator_rules: tuple[Json, ...]
    scorecards: dict[str, Json]
    conversations: tuple[Conversation, ...]
    evaluations: tuple[PlannedEvaluation, ...]
    meetings: tuple[PlannedMeeting, ...]
    feedback: tuple[PlannedFeedback, ...]
    singles: tuple[DroppedObject, ...]

    def person(self, email: str) -> Person:
        """The person with that address."""
        return next(person for person in self.people if person.email == email)
