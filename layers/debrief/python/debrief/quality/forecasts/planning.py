"""What one past conversation or evaluation would be under a plan: counted by name, so that totals can be estimated
(N5).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.quality.automations.choosing import choose
from debrief.quality.automations.model import AssignEvaluation, Automation, StartEvaluation
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.scoring import question_scores, score
from debrief.quality.forecasts.model import ChangeExample, CriterionOutlook, Passes
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.rules import applies

NO_CARD = "none"
Versions = Mapping[str, ScorecardVersion]
"""Versions in force of published scorecards, by the scorecard's id."""

Pools = Mapping[AssignEvaluation, Sequence[str]]
"""Among whom actions that name a group assign, each person once."""

Lots = Callable[[Interaction], bool]
"""Whether scorecards that start by themselves evaluate a conversation, where the account wants a sample of them."""


class Counted(NamedTuple):
    """What one unit adds to the totals, by name; and how it would change, where it would."""

    numbers: dict[str, float]
    example: ChangeExample | None = None


def automations_counted(
    interaction: Interaction,
    manager_id: str | None,
    now: Sequence[Automation],
    then: Sequence[Automation],
    in_force: Versions,
    costs: Mapping[str, float],
    pools: Pools,
    takes: Lots,
) -> Counted:
    """What the cards do with a conversation, now and then."""
    numbers: dict[str, float] = {}
    said: list[tuple[object, ...]] = []
    for when, cards in (("now", now), ("then", then)):
        card = choose(cards, interaction).automation
        said.append((card.id, card.then, card.keep_automatic) if card else ())
        _add(numbers, f"card:{card.id if card else NO_CARD}:{when}", 1)
        starts = _started(card, interaction, in_force, takes)
        _add(numbers, f"cost:{when}", sum(costs.get(each, 0.0) for each in starts))
        _add(numbers, f"automatic:{when}", len(starts))
        if (
            card
            and card.then
            and not any(_is_for(in_force.get(action.scorecard_id), interaction) for action in card.then)
        ):
            _add(numbers, f"idle:{card.id}:{when}", 1)
        assigned = 0.0
        for action in card.then if card else ():
            if isinstance(action, AssignEvaluation) and _is_for(in_force.get(action.scorecard_id), interaction):
                shares = _shares(action, pools)
                for each, share in shares.items():
                    _add(numbers, f"evaluator:{each}:{when}", share)
                assigned += sum(shares.values())
        _add(numbers, f"manager:{manager_id or NO_CARD}:{when}", assigned + len(starts))
    if said[0] == said[1]:
        return Counted(numbers)
    names = [_name(each, cards) for each, cards in zip(said, (now, then), strict=True)]
    return _changing(numbers, interaction, None, *names)


def coverage_counted(
    interaction: Interaction, manager_id: str | None, then: ScorecardVersion, cost: float, takes: Lots
) -> Counted:
    """What a scorecard that has evaluated nothing yet would be for, and cost where it starts by itself."""
    numbers: dict[str, float] = {}
    if not applies(then, interaction).holds:
        return Counted(numbers)
    if not then.start_automatically:
        return _changing(numbers, interaction, None, "not for it", "may be evaluated with it")
    if not takes(interaction):
        return Counted(numbers)
    _add(numbers, "cost:then", cost)
    _add(numbers, "automatic:then", 1)
    _add(numbers, f"manager:{manager_id or NO_CARD}:then", 1)
    return _changing(numbers, interaction, None, "not evaluated with it", "evaluated by the AI")


def started_counted(
    interaction: Interaction, now: ScorecardVersion, then: ScorecardVersion, costs: tuple[float, float], takes: Lots
) -> Counted:
    """Whether the AI evaluates a conversation by itself with a version, now and then, and what that costs."""
    numbers: dict[str, float] = {}
    drawn = takes(interaction)
    for when, version, cost in (("now", now, costs[0]), ("then", then, costs[1])):
        starts = drawn and version.start_automatically and applies(version, interaction).holds
        _add(numbers, f"automatic:{when}", float(starts))
        _add(numbers, f"cost:{when}", cost if starts else 0.0)
    return Counted(numbers)


def rescored(evaluation: Evaluation, manager_id: str | None, then: ScorecardVersion) -> Counted:
    """What an evaluation would come to with another version: with the answers that it has, as far as that asks for
    them.

    What is asked anew nobody has answered, and counts as it does in a running total: as zero.
    """
    before = evaluation.score
    kept = tuple(_chosen(each) for each in evaluation.answers if _still_fits(each, then))
    after = score(then, kept, running=True)
    questions = {each.id for each in then.questions()}
    numbers: dict[str, float] = {}
    for when, of in (("now", before), ("then", after)):
        failing = of is not None and of.passed is False
        _add(numbers, f"manager:{manager_id or NO_CARD}:{when}", float(failing))
        _add(numbers, f"failing:{when}", float(failing))
        if of is not None and of.percent is not None:
            _add(numbers, f"score:{evaluation.agent_id}:{when}", of.percent)
            _add(numbers, f"scored:{evaluation.agent_id}:{when}", 1)
    _add(numbers, "open", float(bool(questions - {each.question_id for each in kept})))
    told = [_told(of.percent, of.passed) if of else "not scored" for of in (before, after)]
    if told[0] == told[1]:
        return Counted(numbers)
    return _changing(numbers, evaluation, evaluation.id, *told)


def flagged(line: EvaluationSummary, manager_id: str | None, now: float, then: float) -> Counted:
    """Whether an evaluation's conversation is flagged, by the threshold of now and that of then."""
    numbers: dict[str, float] = {}
    said = []
    for when, threshold in (("now", now), ("then", then)):
        below = line.percent is not None and line.percent < threshold
        said.append("flagged" if below else "not flagged")
        _add(numbers, f"manager:{manager_id or NO_CARD}:{when}", float(below))
    if said[0] == said[1]:
        return Counted(numbers)
    return _changing(numbers, line, line.id, *said)


def criteria_of(
    evaluations: Sequence[Evaluation],
    now: ScorecardVersion | None,
    then: ScorecardVersion,
    by_rule: Mapping[str, CriterionOutlook],
) -> tuple[CriterionOutlook, ...]:
    """How each criterion came out in evaluations, and would with the answers that were given; exact matches by rule."""
    counts: dict[tuple[str, str], Passes] = {}
    for evaluation in evaluations:
        for when, version in (("now", now), ("then", then)):
            if version is None:
                continue
            kept = [_chosen(each) for each in evaluation.answers if _still_fits(each, version)]
            for each in question_scores(version, kept):
                if each.answered or each.not_applicable:
                    key = (each.question_id, when)
                    counts[key] = counts.get(key, Passes()).with_one(each.passed if each.answered else None)
    return tuple(
        by_rule.get(each.id)
        or CriterionOutlook(
            question_id=each.id,
            text=each.text,
            by_rule=False,
            now=counts.get((each.id, "now")),
            then=counts.get((each.id, "then")),
        )
        for each in then.questions()
    )


def _changing(
    numbers: dict[str, float],
    unit: Interaction | Evaluation | EvaluationSummary,
    evaluation_id: str | None,
    now: str,
    then: str,
) -> Counted:
    _add(numbers, "changing", 1)
    _add(numbers, f"agent:{unit.agent_id}", 1)
    interaction_id = unit.id if isinstance(unit, Interaction) else unit.interaction_id
    example = ChangeExample(
        interaction_id=interaction_id, agent_id=unit.agent_id, evaluation_id=evaluation_id, now=now, then=then
    )
    return Counted(numbers, example)


def _is_for(version: ScorecardVersion | None, interaction: Interaction) -> bool:
    return version is not None and applies(version, interaction).holds


def _started(card: Automation | None, interaction: Interaction, in_force: Versions, takes: Lots) -> set[str]:
    """Scorecards that the AI evaluates a conversation with; as the pipeline does it: what a card starts has been
    chosen, and no lot is about it.
    """
    named = {each.scorecard_id for each in (card.then if card else ()) if isinstance(each, StartEvaluation)}
    if (card is None or card.keep_automatic) and takes(interaction):
        named |= {id for id, version in in_force.items() if version.start_automatically}
    return {each for each in named if each in in_force and applies(in_force[each], interaction).holds}


def _shares(action: AssignEvaluation, pools: Pools) -> dict[str, float]:
    """How much of one conversation each gets of those whom an action names; its group stands for the others in it."""
    if action.each:
        return dict.fromkeys(action.evaluator_ids, 1.0)
    pool = pools.get(action, action.evaluator_ids)
    shares = {each: 1 / len(pool) for each in action.evaluator_ids}
    if others := len(pool) - len(shares):
        shares[f"group:{action.group_id}"] = others / len(pool)
    return shares


def _still_fits(answer: Answer, version: ScorecardVersion) -> bool:
    question = next((each for each in version.questions() if each.id == answer.question_id), None)
    if question is None:
        return False
    if answer.option_id is None:
        return question.allow_na or not answer.not_applicable
    return question.option(answer.option_id) is not None


def _chosen(answer: Answer) -> Answer:
    """What was chosen, whoever answered and whatever they said: who may answer with which comment may be otherwise
    then.
    """
    return Answer(question_id=answer.question_id, option_id=answer.option_id, not_applicable=answer.not_applicable)


def _told(percent: float | None, passed: bool | None) -> str:
    if percent is None:
        return "nothing applies"
    return f"{percent:.1f} %, {'passed' if passed else 'not passed'}"


def _name(said: tuple[object, ...], cards: Sequence[Automation]) -> str:
    return next((each.name for each in cards if said and each.id == said[0]), "no automation")


def _add(numbers: dict[str, float], name: str, number: float) -> None:
    numbers[name] = numbers.get(name, 0.0) + number
