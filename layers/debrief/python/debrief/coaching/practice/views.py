"""Practice as the API shows it, to the agent, who mustn't read the customer's part, and to who leads them."""

from collections.abc import Collection, Mapping
from typing import Self

from debrief.coaching.practice.model import (
    MOST_TURNS,
    AiCall,
    Attempt,
    AttemptScore,
    AttemptState,
    PracticeTurn,
    Scenario,
    ScenarioState,
    ScoreSuggestion,
    Words,
)
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.scorecards.model import Question

SHOWN_TO_LEADERS: frozenset[AttemptState] = frozenset({"scoring", "unscored", "to_review", "scored"})
"""Attempts whose words are read by who leads the agent: those that were handed in. The others are the agent's own."""


class PracticeOption(Entity):
    """An answer that the criterion may have."""

    id: str
    label: str


class PracticeCriterion(Entity):
    """What is practised. description, good: in more words, and what good looks like. options: how it is answered."""

    description: str
    good: str
    options: tuple[PracticeOption, ...]
    allow_na: bool

    @classmethod
    def of(cls, question: Question) -> Self:
        """The criterion as the agent may read it."""
        options = tuple(PracticeOption(id=each.id, label=each.label) for each in question.options)
        return cls(description=question.description, good=question.good, options=options, allow_na=question.allow_na)


class ScenarioLog(Entity):
    """A coaching log that a scenario follows from, and the conversation that it is about."""

    log_id: str
    interaction_id: str | None


class ScenarioView(Aggregate):
    """A scenario as its agent, or somebody who leads them, sees it.

    logs: the coaching logs that it follows from, several where it waited for approval meanwhile; log_id and
    interaction_id are those of the first, and recurring tells of it. Of these its agent is told those that were
    released to them, and of no other that there is one.

    title, situation, opening: None until there is a text. customer: what the model is told of its part; None for the
    agent. details: of one that is read by itself. working: the model is writing it; problem: why it couldn't.
    offline: the offline model wrote it, by rule. cost_micro_usd: what asking the model for it has cost, without the
    attempts; None for the agent. actions: of edit, approve, decline, draft, close as somebody who leads the agent, of
    attempt as the agent.
    """

    id: str
    agent_id: str
    agent_name: str
    created_at: Instant
    created_by: str | None
    created_by_name: str | None
    log_id: str | None
    interaction_id: str | None
    logs: tuple[ScenarioLog, ...]
    recurring: bool
    scorecard_id: str
    scorecard_version: int
    question_id: str
    criterion: str
    details: PracticeCriterion | None
    state: ScenarioState
    title: str | None
    situation: str | None
    opening: str | None
    customer: str | None
    edited: bool
    offline: bool
    working: bool
    problem: str | None
    pass_score: float | None
    decided_by: str | None
    decided_by_name: str | None
    decided_at: Instant | None
    reason: str
    attempts: int
    scored: int
    to_review: int
    best: float | None
    passed_at: Instant | None
    open_attempt_id: str | None
    cost_micro_usd: int | None
    actions: tuple[str, ...]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        names: Mapping[str, str],
        actions: tuple[str, ...],
        *,
        own: bool,
        released: Collection[str] = (),
        question: Question | None = None,
    ) -> Self:
        """What the agent (own) or somebody who leads them gets to see. released: logs that the agent sees."""
        text, work = scenario.text, scenario.work
        logs = [ScenarioLog(log_id=scenario.log_id, interaction_id=scenario.interaction_id)] if scenario.log_id else []
        logs += [ScenarioLog(log_id=each.log_id, interaction_id=each.interaction_id) for each in scenario.joined]
        shown = [each for each in logs if not own or each.log_id in released]
        same = {name: getattr(scenario, name) for name in _SAME}
        return cls(
            **same,
            agent_name=names.get(scenario.agent_id, ""),
            created_by_name=names.get(scenario.created_by, "") if scenario.created_by else None,
            log_id=shown[0].log_id if shown else None,
            interaction_id=shown[0].interaction_id if shown else None,
            logs=tuple(shown),
            recurring=bool(shown) and scenario.recurring,
            details=PracticeCriterion.of(question) if question else None,
            title=text.title if text else None,
            situation=text.situation if text else None,
            opening=text.opening if text else None,
            customer=text.customer if text and not own else None,
            offline=any(each.provenance.offline for each in scenario.calls[-1:]),
            working=scenario.state == "drafting",
            problem=work.sentence if work and work.failed else None,
            decided_by_name=names.get(scenario.decided_by, "") if scenario.decided_by else None,
            cost_micro_usd=None if own else sum(each.provenance.cost_micro_usd for each in scenario.calls),
            actions=actions,
        )


_SAME = (
    *("revision", "id", "agent_id", "created_at", "created_by", "scorecard_id"),
    *("scorecard_version", "question_id", "criterion", "state", "edited", "pass_score", "decided_by", "decided_at"),
    *("reason", "attempts", "scored", "to_review", "best", "passed_at", "open_attempt_id"),
)


class PracticeCall(Entity):
    """One thing that was asked of the model for an attempt: what, which model, and what that cost."""

    kind: str
    model: str
    cost_micro_usd: int
    input_tokens: int
    output_tokens: int


class AttemptView(Aggregate):
    """An attempt. turns: what was said; None in lists, and for who leads the agent until it was handed in.

    said, most_turns: how often the agent has spoken, and may. waits_for: `customer` or `score` while the model is at
    it. problem: why it couldn't. why: why a person is asked, and suggestion: what the AI would answer, for that person.
    offline: the offline model plays the customer, by rule. cost_micro_usd, calls: what asking the model has cost, for
    who leads the agent. actions: of speak, ask_again, end, give_up, resume as the agent; of score as who leads them.
    """

    id: str
    scenario_id: str
    agent_id: str
    number: int
    state: AttemptState
    started_at: Instant
    ended_at: Instant | None
    ended_by_limit: bool
    said: int
    most_turns: int
    turns: tuple[PracticeTurn, ...] | None
    waits_for: str | None
    problem: str | None
    score: AttemptScore | None
    scored_by_name: str | None
    why: tuple[str, ...]
    suggestion: ScoreSuggestion | None
    offline: bool
    cost_micro_usd: int | None
    calls: tuple[PracticeCall, ...]
    actions: tuple[str, ...]

    @classmethod
    def of(
        cls,
        attempt: Attempt,
        words: Words | None,
        names: Mapping[str, str],
        actions: tuple[str, ...],
        *,
        own: bool,
    ) -> Self:
        """What the agent (own) or somebody who leads them gets to see."""
        work = attempt.work
        readable = own or attempt.state in SHOWN_TO_LEADERS
        calls = words.calls if words else ()
        waiting = {"reply": "customer", "score": "score"}.get(work.kind) if work and not work.failed else None
        scored_by = attempt.score.scored_by if attempt.score else None
        same = {name: getattr(attempt, name) for name in _SAME_OF_ATTEMPT}
        return cls(
            **same,
            most_turns=MOST_TURNS,
            turns=words.turns if words and readable else None,
            waits_for=waiting,
            problem=work.sentence if work and work.failed else None,
            scored_by_name=names.get(scored_by, "") if scored_by else None,
            suggestion=None if own else attempt.suggestion,
            offline=any(each.provenance.offline for each in calls),
            cost_micro_usd=None if own else attempt.cost_micro_usd,
            calls=() if own else tuple(map(_call, calls)),
            actions=actions,
        )


_SAME_OF_ATTEMPT = (
    *("revision", "id", "scenario_id", "agent_id", "number", "state", "started_at", "ended_at", "ended_by_limit"),
    *("said", "score", "why"),
)


def _call(call: AiCall) -> PracticeCall:
    told = call.provenance
    return PracticeCall(
        kind=call.kind,
        model=told.model,
        cost_micro_usd=told.cost_micro_usd,
        input_tokens=told.input_tokens,
        output_tokens=told.output_tokens,
    )
