"""What evaluators and supervisors of the sample organisation did: evaluations, 1-to-1s with actions, feedback."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from local.sample.model import (
    Behaviour,
    Conversation,
    Person,
    PlannedAction,
    PlannedEvaluation,
    PlannedFeedback,
    PlannedMeeting,
    Profile,
)
from local.sample.scorecards import ASKS, CHAT, EMAIL, VOICE, answers_of

COACHED_TEAMS: Final = ("Voice Sales", "Voice Support", "E-mail and Back Office")
"""The teams that hold monthly 1-to-1s; the chat team is to begin."""

LAST_MEETING_DAYS_AGO: Final = 30
STAR_IMPROVES: Final = Behaviour.EMPATHY
STAR_DEVELOPS: Final = Behaviour.RECAP
"""What the agent whose report is shown gets better at, and what not."""

_SCORECARD = {"voice": VOICE, "chat": CHAT, "email": EMAIL}
_WORDS: Final[dict[Behaviour, tuple[str, str, str]]] = {
    Behaviour.EMPATHY: (
        "Say one sentence of understanding before solving",
        "Pick up the customer's feeling in the first answer: listen to two good calls and note their wording.",
        "Empathy comes late. The customer's mood isn't taken up before the order number.",
    ),
    Behaviour.VERIFICATION: (
        "Check the identity in every conversation",
        "Ask for full name and postcode before opening the account, also with regular customers.",
        "The identity check is left out when it gets busy.",
    ),
    Behaviour.LISTENING: (
        "Play the problem back and have it confirmed",
        "Use one sentence that begins with: If I understand you correctly.",
        "Customers have to repeat themselves. We listened to two calls together.",
    ),
    Behaviour.RECAP: (
        "End with a summary and the next step",
        "Say what was agreed and by when, before the closing question.",
        "Conversations end without a clear next step, which brings customers back.",
    ),
    Behaviour.CLOSING: (
        "Ask the closing question every time",
        "Ask whether there is anything else before saying goodbye.",
        "Ends are abrupt, the closing question is often missing.",
    ),
    Behaviour.OWNERSHIP: (
        "Take the matter on instead of pointing elsewhere",
        "Say what you will do yourself, and by when.",
        "Too often another department is named. The customer hears that nobody is in charge.",
    ),
}
_STRENGTHS = (
    "Good pace and a calm voice, keeps the thread also with difficult customers.",
    "Very reliable with the opening. Colleagues come with questions.",
    "Explains invoices in plain words, customers thank for it.",
    "Handles complaints without taking them personally.",
)
_GOALS = (
    "Bring the pass rate of “{item}” above 85 percent",
    "Two conversations a week that we could use as an example",
    "Take part in the workshop on difficult conversations",
    "Get to know the new returns process",
)
_KINDS: tuple[Literal["video", "in_person", "asynchronous"], ...] = ("video", "in_person", "asynchronous")
_FEEDBACK = (
    "Well handled. You stayed calm and the customer ended friendlier than they began.",
    "Good that you summed it up at the end. Keep doing that.",
    "Please check the identity before talking about the order.",
    "A sentence of understanding would have taken the edge off here.",
)


def evaluations(
    seed: int, conversations: Sequence[Conversation], evaluators: Sequence[Person], share: dict[str, float]
) -> tuple[PlannedEvaluation, ...]:
    """Evaluations by people. share: the part of the conversations of each channel that they evaluate."""
    rng = random.Random(f"{seed}:evaluations")
    planned = []
    for conversation in conversations:
        if rng.random() >= share[conversation.channel]:
            continue
        scorecard = _SCORECARD[conversation.channel]
        answers, comments = answers_of(scorecard, conversation, rng)
        missed = sum(answer in ("no", "open", "op_1") for answer in answers.values())
        comment = "" if rng.random() < 0.5 else _remark(missed)
        evaluator = rng.choice(list(evaluators))
        planned.append(
            PlannedEvaluation(conversation.reference, scorecard, evaluator.email, answers, comments, comment)
        )
    return tuple(planned)


def _remark(missed: int) -> str:
    if missed == 0:
        return "A conversation to learn from."
    return "Solid, with one or two things to work on." if missed <= 2 else "Let's look at this one together."


def meetings(
    seed: int, profiles: Sequence[Profile], today: date, star: Person, months: int
) -> tuple[PlannedMeeting, ...]:
    """The monthly 1-to-1s of the coached teams, and the next one, which is scheduled. The star agent has had three."""
    rng = random.Random(f"{seed}:meetings")
    planned: list[PlannedMeeting] = []
    for profile in profiles:
        if profile.agent.team in COACHED_TEAMS:
            of_agent = list(_meetings_of(profile, today, rng, star=profile.agent == star))
            planned += of_agent if profile.agent == star else of_agent[-months - 1 :]
    return tuple(sorted(planned, key=lambda meeting: (meeting.scheduled_at, meeting.participant_email)))


def _meetings_of(profile: Profile, today: date, rng: random.Random, *, star: bool) -> Iterator[PlannedMeeting]:
    offset = 0 if star else rng.randrange(0, 9)
    for month, days_ago in enumerate((86, 58, LAST_MEETING_DAYS_AGO)):
        day = _working_day(today - timedelta(days=days_ago - offset))
        last = month == 2
        coaching = [each for each in profile.coaching if each.since <= day + timedelta(days=20)] or profile.coaching[:1]
        behaviour = coaching[-1].behaviour
        title, description, finding = _WORDS[behaviour]
        item = _target(profile, behaviour)
        actions = [
            PlannedAction(
                title, description, _due(day, today, rng, last), closed=not last and rng.random() < 0.8, target=item
            )
        ]
        if rng.random() < 0.6:
            actions.append(
                PlannedAction(
                    "Choose a conversation that went well and bring it along",
                    "We listen to it together next time.",
                    day + timedelta(days=14),
                    closed=rng.random() < 0.7,
                    target=None,
                )
            )
        if star and last:
            actions = _star_actions(profile, day, today)
        yield PlannedMeeting(
            facilitator_email=profile.agent.manager_email,
            participant_email=profile.agent.email,
            title=f"Monthly 1-to-1, {day:%B}",
            kind=rng.choice(_KINDS),
            scheduled_at=datetime.combine(day, time(rng.randrange(9, 16), rng.choice((0, 30))), UTC),
            agenda="Review of the last weeks, one conversation to listen to, next steps",
            notes=f"{rng.choice(_STRENGTHS)} {finding}",
            private_notes="Ask how the new shift plan is working out." if rng.random() < 0.3 else "",
            goals=(
                (_GOALS[0].format(item=title), "achieved" if not last and rng.random() < 0.5 else "open"),
                (rng.choice(_GOALS[1:]), "open"),
            ),
            actions=tuple(actions),
            held=True,
            acknowledged=rng.random() < 0.75,
        )
    # Never today, where it might be over by now.
    upcoming = _working_day(today + timedelta(days=2 + offset % 5), later=True)
    yield PlannedMeeting(
        facilitator_email=profile.agent.manager_email,
        participant_email=profile.agent.email,
        title=f"Monthly 1-to-1, {upcoming:%B}",
        kind="video",
        scheduled_at=datetime.combine(upcoming, time(10, 0), UTC),
        agenda="Review of the last weeks, actions from last time, next steps",
        notes="",
        private_notes="",
        goals=(),
        actions=(),
        held=False,
        acknowledged=False,
    )


def _star_actions(profile: Profile, day: date, today: date) -> list[PlannedAction]:
    """One action of each kind: closed, overdue, and two open ones on what improves and on what doesn't."""
    actions = [
        PlannedAction(
            _WORDS[behaviour][0],
            _WORDS[behaviour][1],
            today + timedelta(days=10),
            closed=False,
            target=_target(profile, behaviour),
        )
        for behaviour in (STAR_IMPROVES, STAR_DEVELOPS)
    ]
    listen = "Choose a conversation that went well and bring it along"
    workshop = "Take part in the workshop on difficult conversations"
    return [
        *actions,
        PlannedAction(listen, "We listen to it together next time.", day + timedelta(days=14), True, None),
        PlannedAction(workshop, "Register with the training team.", today - timedelta(days=5), False, None),
    ]


def _due(day: date, today: date, rng: random.Random, last: bool) -> date:
    if not last:
        return day + timedelta(days=21)
    # Of the latest actions some are still running and some are overdue.
    return (
        today + timedelta(days=rng.randrange(3, 14))
        if rng.random() < 0.65
        else today - timedelta(days=rng.randrange(2, 8))
    )


def _working_day(day: date, *, later: bool = False) -> date:
    """The day; where it is one of a weekend, the Friday before or, `later`, the Monday after it."""
    beyond = max(0, day.weekday() - 4)
    if not beyond:
        return day
    return day + timedelta(days=3 - beyond) if later else day - timedelta(days=beyond)


def _target(profile: Profile, behaviour: Behaviour) -> tuple[str, str] | None:
    scorecard = _SCORECARD[profile.channel]
    found = next((question for question, asked in ASKS[scorecard].items() if asked is behaviour), None)
    return (scorecard, found) if found else None


def feedback(
    seed: int, conversations: Sequence[Conversation], people: Sequence[Person], star: Person, each: int
) -> tuple[PlannedFeedback, ...]:
    """A few lines of supervisors on conversations of each agent, two on the star agent."""
    rng = random.Random(f"{seed}:feedback")
    of_agent: dict[str, list[Conversation]] = defaultdict(list)
    for conversation in conversations:
        of_agent[conversation.agent.email].append(conversation)
    given = []
    for person in people:
        wanted = 2 if person == star else each
        for conversation in rng.sample(of_agent[person.email], min(wanted, len(of_agent[person.email]))):
            good = conversation.resolved and Behaviour.EMPATHY in conversation.shown
            text = rng.choice(_FEEDBACK[:2] if good else _FEEDBACK[2:])
            given.append(PlannedFeedback(person.manager_email, person.email, conversation.reference, text))
    return tuple(given)
