"""How scenarios and attempts go on: what follows from what, and what may be done when (pure rules)."""

from datetime import datetime
from typing import Final

from debrief.coaching.practice.model import (
    MOST_JOINED,
    MOST_TURNS,
    AiCall,
    Attempt,
    AttemptScore,
    JoinedLog,
    PracticeTurn,
    Scenario,
    ScenarioState,
    ScenarioText,
    ScoreSuggestion,
    Words,
    Work,
    WorkKind,
)
from debrief.interactions.conversations.words import Speaker
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.quality.scorecards.model import Question

LOG_GONE: Final = "Its coaching log has nothing to practise any more."
MOST_CALLS = 50
"""What was asked of the model that is kept of one scenario or attempt, the newest; all of it stays in the costs."""


def asked(scenario: Scenario, now: datetime) -> Scenario:
    """The scenario, of which the model is asked for its text."""
    work = Work(kind="draft", number=scenario.works + 1, requested_at=now)
    return scenario.model_copy(update={"state": "drafting", "work": work, "works": work.number})


def drafted(scenario: Scenario, text: ScenarioText | None, call: AiCall, sentence: str = "") -> Scenario:
    """The scenario once the model has answered. text: None where it can't be kept, with the sentence why."""
    calls = (*scenario.calls, call)[-MOST_CALLS:]
    if text is None:
        return draft_failed(scenario, sentence).model_copy(update={"calls": calls})
    return scenario.model_copy(update={"state": "waiting", "text": text, "edited": False, "work": None, "calls": calls})


def draft_failed(scenario: Scenario, sentence: str) -> Scenario:
    """The scenario for which the model couldn't write anything."""
    work = scenario.work.model_copy(update={"sentence": sentence}) if scenario.work else None
    return scenario.model_copy(update={"state": "failed", "work": work})


def edited(scenario: Scenario, text: ScenarioText) -> Scenario:
    """The scenario with a person's words. Raises Conflict: it was settled, or is being written."""
    check_waits(scenario)
    changed = scenario.edited or (scenario.text is not None and text != scenario.text)
    return scenario.model_copy(update={"state": "waiting", "text": text, "edited": changed, "work": None})


def approved(scenario: Scenario, by: str, at: datetime, pass_score: float) -> Scenario:
    """The scenario that may be practised from now on. Raises Conflict: it was settled, or says nothing yet."""
    check_waits(scenario)
    if scenario.text is None:
        raise Conflict("There is nothing to approve yet: write what it says")
    return scenario.model_copy(
        update={"state": "approved", "decided_by": by, "decided_at": at, "pass_score": pass_score, "work": None}
    )


def declined(scenario: Scenario, by: str, at: datetime, reason: str) -> Scenario:
    """The scenario that won't be practised. Raises Conflict: it was settled, or is being written."""
    check_waits(scenario)
    return scenario.model_copy(
        update={"state": "declined", "decided_by": by, "decided_at": at, "reason": reason, "work": None}
    )


def closed(scenario: Scenario) -> Scenario:
    """The scenario that isn't practised any more; what is open of it stays as it is, unscored."""
    return scenario.model_copy(update={"state": "closed", "open_attempt_id": None, "work": None})


def left_behind(scenario: Scenario, at: datetime) -> Scenario:
    """The scenario of somebody who has left: nothing of it waits for anybody any more; its scores stay."""
    if scenario.state == "approved":
        return closed(scenario)
    if scenario.state in UNDECIDED:
        left = {"state": "declined", "decided_at": at, "reason": "They have left.", "work": None, "log_gone": False}
        return scenario.model_copy(update=left)
    return scenario


UNDECIDED: Final[frozenset[ScenarioState]] = frozenset({"drafting", "failed", "waiting"})
"""Nobody has settled it yet."""


def log_withdrawn(scenario: Scenario, at: datetime) -> Scenario:
    """The scenario whose coaching log is talked about no more. What somebody has settled stays as they settled it."""
    if scenario.state not in UNDECIDED:
        return scenario
    gone = {"state": "declined", "decided_at": at, "reason": LOG_GONE, "work": None, "log_gone": True}
    return scenario.model_copy(update=gone)


def of_criterion(scenario: Scenario, version: int, question: Question, *, recurring: bool, now: datetime) -> Scenario:
    """The scenario of a log by the criterion that is its lowest now: asked for anew where that is another one, or the
    log is back. What somebody has settled stays as they settled it.
    """
    same = (scenario.scorecard_version, scenario.question_id) == (version, question.id)
    if not scenario.log_gone and (same or scenario.state not in UNDECIDED):
        return scenario
    if scenario.log_gone and same and scenario.text is not None:
        # What was written, by whomever, is as good as it was.
        back = {"state": "waiting", "decided_at": None, "reason": "", "log_gone": False, "recurring": recurring}
        return scenario.model_copy(update=back)
    again = {"decided_at": None, "reason": "", "log_gone": False, "text": None, "edited": False}
    criterion = {"scorecard_version": version, "question_id": question.id, "criterion": question.text}
    return asked(scenario.model_copy(update=again | criterion | {"recurring": recurring}), now)


def joined(scenario: Scenario, log: JoinedLog, *, recurring: bool, quiet: bool) -> Scenario:
    """The scenario, which waits for one coaching log more. quiet: the log's conversation was long ago."""
    found = {
        "joined": (*scenario.joined, log),
        "recurring": scenario.recurring or recurring,
        "quiet": scenario.quiet and quiet,
    }
    return scenario.model_copy(update=found)


def left(scenario: Scenario, log_id: str) -> Scenario:
    """The scenario without one of several coaching logs. Where that is the one that it was written from, the next one
    stands in its place and nothing is written yet."""
    if scenario.log_id != log_id:
        return scenario.model_copy(update={"joined": tuple(each for each in scenario.joined if each.log_id != log_id)})
    first, *others = scenario.joined
    moved = {"log_id": first.log_id, "interaction_id": first.interaction_id, "joined": tuple(others)}
    return scenario.model_copy(update=moved | {"text": None, "edited": False})


def without_conversation(scenario: Scenario, interaction_id: str) -> Scenario | None:
    """The scenario without all coaching logs of a conversation, as `left` leaves it; None where there is no other."""
    others = tuple(each for each in scenario.joined if each.interaction_id != interaction_id)
    after = scenario.model_copy(update={"joined": others})
    if scenario.interaction_id != interaction_id or scenario.log_id is None:
        return after
    return left(after, scenario.log_id) if others else None


def unwritten(scenario: Scenario, sentence: str) -> Scenario:
    """The scenario without a text, and why there is none: somebody may write it, or ask for it again."""
    work = Work(kind="draft", number=scenario.works, requested_at=scenario.created_at, sentence=sentence)
    return scenario.model_copy(update={"state": "failed", "text": None, "edited": False, "work": work})


def joins(scenario: Scenario) -> bool:
    """Whether a further coaching log of the same agent and criterion joins it, and begins no other."""
    return scenario.state in UNDECIDED and scenario.log_id is not None and len(scenario.joined) < MOST_JOINED


def check_waits(scenario: Scenario) -> None:
    """Raises Conflict unless somebody may settle it."""
    if scenario.state == "drafting":
        raise Conflict("The model is writing it; wait until it is done")
    if scenario.state not in ("waiting", "failed"):
        raise Conflict(f"The scenario is {scenario.state} already")


def begun(id: str, scenario: Scenario, now: datetime) -> tuple[Scenario, Attempt, Words]:
    """A new attempt, with the customer's first words.

    Raises:
        Conflict: it isn't practised, or another attempt is open.
    """
    if scenario.state != "approved" or scenario.text is None:
        raise Conflict("This isn't practised")
    if scenario.open_attempt_id is not None:
        raise Conflict("An attempt is open already: go on with it, or give it up")
    number = scenario.attempts + 1
    attempt = Attempt(id=id, scenario_id=scenario.id, agent_id=scenario.agent_id, number=number, started_at=now)
    opening = PracticeTurn(speaker=Speaker.CUSTOMER, text=scenario.text.opening, at_ms=0)
    words = Words(attempt_id=id, turns=(opening,))
    return scenario.model_copy(update={"attempts": number, "open_attempt_id": id}), attempt, words


def spoke(attempt: Attempt, words: Words, text: str, now: datetime) -> tuple[Attempt, Words]:
    """The attempt once the agent has said something: the customer answers, or after the last turn it is scored.

    Raises:
        Conflict: it isn't open, or the customer hasn't answered yet.
    """
    check_open(attempt)
    if words.turns and words.turns[-1].speaker is Speaker.AGENT:
        raise Conflict("The customer hasn't answered yet; wait for them, or ask again")
    said = attempt.model_copy(update={"said": attempt.said + 1})
    turn = PracticeTurn(speaker=Speaker.AGENT, text=text, at_ms=_elapsed(attempt, now))
    spoken = words.model_copy(update={"turns": (*words.turns, turn)})
    if said.said >= MOST_TURNS:
        return ended(said, now, by_limit=True), spoken
    return _asked(said, "reply", now), spoken


def asked_again(attempt: Attempt, now: datetime) -> Attempt:
    """The attempt for which the customer's answer, or the score, is asked for once more. Raises Conflict."""
    if attempt.work is None or not attempt.work.failed:
        raise Conflict("There is nothing to ask for again")
    if attempt.state == "open":
        return _asked(attempt, "reply", now)
    if attempt.state == "unscored":
        return _asked(attempt.model_copy(update={"state": "scoring"}), "score", now)
    raise Conflict(f"The attempt is {attempt.state}")


def replied(attempt: Attempt, words: Words, text: str, call: AiCall, now: datetime) -> tuple[Attempt, Words]:
    """The attempt once the customer has answered."""
    turn = PracticeTurn(speaker=Speaker.CUSTOMER, text=text, at_ms=_elapsed(attempt, now))
    spoken = words.model_copy(update={"turns": (*words.turns, turn), "calls": (*words.calls, call)[-MOST_CALLS:]})
    return _paid(attempt, call).model_copy(update={"work": None}), spoken


def given_up(attempt: Attempt, now: datetime) -> Attempt:
    """The attempt that was left; whatever is asked for it isn't any more. Raises Conflict: it isn't open."""
    check_open(attempt)
    return attempt.model_copy(update={"state": "given_up", "given_up_at": now, "work": None})


def resumed(attempt: Attempt, words: Words, now: datetime) -> Attempt:
    """The attempt that goes on where it was left; the customer's answer is asked for where it is still missing.

    Raises:
        Conflict: it wasn't given up.
    """
    if attempt.state != "given_up" or attempt.given_up_at is None:
        raise Conflict("The attempt wasn't given up")
    paused = attempt.paused_ms + _ms(attempt.given_up_at, now)
    again = attempt.model_copy(update={"state": "open", "given_up_at": None, "paused_ms": paused})
    waits = bool(words.turns) and words.turns[-1].speaker is Speaker.AGENT
    return _asked(again, "reply", now) if waits else again


def ended(attempt: Attempt, now: datetime, *, by_limit: bool = False) -> Attempt:
    """The attempt that is to be scored. Raises Conflict: it isn't open. RuleBroken: the agent said nothing."""
    check_open(attempt)
    if not attempt.said:
        raise RuleBroken("There is nothing to score yet: say something to the customer, or give the attempt up")
    done = attempt.model_copy(update={"state": "scoring", "ended_at": now, "ended_by_limit": by_limit})
    return _asked(done, "score", now)


def scored(scenario: Scenario, attempt: Attempt, score: AttemptScore) -> tuple[Scenario, Attempt]:
    """Both with the attempt's score. Every score is kept; the best one and the first pass are the scenario's."""
    best = max((each for each in (scenario.best, score.percent) if each is not None), default=None)
    after = scenario.model_copy(
        update={
            "scored": scenario.scored + 1,
            "to_review": scenario.to_review - (attempt.state == "to_review"),
            "best": best,
            "passed_at": scenario.passed_at or (score.at if score.passed else None),
        }
    )
    done = {"state": "scored", "score": score, "work": None, "suggestion": None}
    return after, attempt.model_copy(update=done)


def left_to_a_person(
    scenario: Scenario, attempt: Attempt, why: tuple[str, ...], suggestion: ScoreSuggestion | None
) -> tuple[Scenario, Attempt]:
    """Both where a person is asked to score the attempt."""
    changed = {"state": "to_review", "why": why, "suggestion": suggestion, "work": None}
    return scenario.model_copy(update={"to_review": scenario.to_review + 1}), attempt.model_copy(update=changed)


def failed(attempt: Attempt, sentence: str) -> Attempt:
    """The attempt for which the model couldn't do what it was asked for."""
    work = attempt.work.model_copy(update={"sentence": sentence}) if attempt.work else None
    return attempt.model_copy(
        update={"work": work, "state": "unscored" if attempt.state == "scoring" else attempt.state}
    )


def paid(attempt: Attempt, words: Words, calls: tuple[AiCall, ...]) -> tuple[Attempt, Words]:
    """Both with what was asked of the model."""
    for call in calls:
        attempt = _paid(attempt, call)
    return attempt, words.model_copy(update={"calls": (*words.calls, *calls)[-MOST_CALLS:]})


def check_open(attempt: Attempt) -> None:
    """Raises Conflict unless the attempt is being talked."""
    if attempt.state != "open":
        raise Conflict(f"The attempt isn't open: it is {attempt.state.replace('_', ' ')}")


def _paid(attempt: Attempt, call: AiCall) -> Attempt:
    return attempt.model_copy(update={"cost_micro_usd": attempt.cost_micro_usd + call.provenance.cost_micro_usd})


def _asked(attempt: Attempt, kind: WorkKind, now: datetime) -> Attempt:
    work = Work(kind=kind, number=attempt.works + 1, requested_at=now)
    return attempt.model_copy(update={"work": work, "works": work.number})


def _elapsed(attempt: Attempt, now: datetime) -> int:
    return max(0, _ms(attempt.started_at, now) - attempt.paused_ms)


def _ms(since: datetime, until: datetime) -> int:
    return round((until - since).total_seconds() * 1000)
