"""Forecasts asked for, made and read (N5)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Literal, TypeVar

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.conditions.fields import mistakes
from debrief.kernel.errors import FieldError, Forbidden, NotFound, RuleBroken, Unauthenticated
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.store import PeopleStore
from debrief.quality.automations.model import AssignEvaluation
from debrief.quality.automations.pool_reader import pool_of
from debrief.quality.automations.store import AutomationStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.forecasts.criteria_reader import exact_criteria
from debrief.quality.forecasts.deadlines import forecast_due
from debrief.quality.forecasts.lots_reader import ALL, Drawing, drawing_of
from debrief.quality.forecasts.model import (
    AutomationPlan,
    Forecast,
    ForecastRequest,
    Outlook,
    ScorecardPlan,
    ThresholdPlan,
)
from debrief.quality.forecasts.outlook import Looked, outlook
from debrief.quality.forecasts.patterns_reader import Numbers, PatternsReader
from debrief.quality.forecasts.planned import planned_order, with_ids
from debrief.quality.forecasts.planning import (
    Counted,
    automations_counted,
    coverage_counted,
    criteria_of,
    flagged,
    rescored,
    started_counted,
)
from debrief.quality.forecasts.sample_reader import Sample, completed, conversations, sampled
from debrief.quality.forecasts.store import ForecastStore
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.rules import applies, check_for_publishing
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow

T = TypeVar("T")

NEEDS = {
    "automation": Permission.AUTOMATIONS_MANAGE,
    "scorecard": Permission.SCORECARDS_MANAGE,
    "threshold": Permission.SETTINGS_MANAGE,
}
"""Who may ask what would change is whoever may change it."""

_PRICED = 50
"""The newest automatic evaluations of a scorecard whose mean cost is what the next ones are taken to cost."""


GIVEN_UP_AFTER = timedelta(hours=4)
"""Due work that fails is tried for some two hours, and laid aside then: nobody waits for it for ever."""

_EVER = Span()
_KEPT = "Answers that were given stay as they are; what is asked anew counts as open, which is zero"
_NOTHING_YET = "It has evaluated nothing yet: what is forecast is which conversations it would be for"
_ARCHIVED = "It is archived: what is forecast is which conversations it would be for"
_BY_HAND = "It starts nothing by itself: how much work it is follows from who is given evaluations with it"
_GROWS = "What the AI's answers cost is taken to grow with the number of questions it is asked"
_NOT_MADE = "It couldn't be made; ask for it again"
_OVERFULL = "At some times so many came in that not all were looked at: there are more than it says"
_NO_COST = "What the model costs isn't known yet: nothing was evaluated by the AI"


class Forecasts:
    """Runs a plan over past conversations that the one who asks sees, before it takes effect. Nothing is changed."""

    def __init__(
        self,
        store: ForecastStore,
        automations: AutomationStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        people: PeopleStore,
        access: Access,
        clock: Clock,
        ids: Ids,
        chance: Callable[[], str],
    ) -> None:
        self._store = store
        self._automations = automations
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids
        self._chance = chance

    def ask(self, caller: Caller, request: ForecastRequest) -> Forecast:
        """Have a forecast made; it is there within minutes.

        Raises:
            Forbidden. NotFound: no such scorecard or automation. RuleBroken: the plan couldn't take effect, with every
            mistake and its place.
        """
        caller.require(NEEDS[request.plan.kind])
        self._check(request)
        now = self._clock.now()
        today = day_of(now, caller.time_zone)
        forecast = Forecast(
            id=self._ids.new("fc"),
            requested_by=caller.user_id,
            requested_at=now,
            request=request,
            first_on=today - timedelta(days=request.days),
            last_on=today - timedelta(days=1),
            seed=self._chance(),
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, forecast)
            schedule(tx, QualityRow, forecast_due(forecast.id, now))
        return written(forecast)

    def find(self, caller: Caller, forecast_id: str) -> Forecast:
        """A forecast that the caller asked for. Raises NotFound."""
        found = self._store.forecast(forecast_id)
        if found is None or found.requested_by != caller.user_id:
            raise NotFound("There is no such forecast")
        if found.status == "running" and self._clock.now() - found.requested_at > GIVEN_UP_AFTER:
            return found.model_copy(update={"status": "failed", "problem": _NOT_MADE})
        return found

    def make(self, forecast_id: str) -> None:
        """Make a forecast that was asked for. Harmless to repeat: one that is made stays."""
        forecast = self._store.forecast(forecast_id)
        if forecast is None or forecast.status != "running":
            return
        try:
            caller = self._access.caller(forecast.requested_by)
            caller.require(NEEDS[forecast.request.plan.kind])
            made = self._outlook(caller, forecast)
        except (Forbidden, NotFound, RuleBroken, Unauthenticated) as error:
            # Who asked may do it no more, or what was planned can't be: trying again would come to the same.
            after = forecast.model_copy(update={"status": "failed", "problem": error.detail})
        else:
            after = forecast.model_copy(update={"status": "done", "outlook": made})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)

    def _check(self, request: ForecastRequest) -> None:
        plan = request.plan
        errors: list[FieldError] = []
        if isinstance(plan, AutomationPlan):
            errors += mistakes(plan.content.condition, INTERACTION_FIELDS, "/plan/content/condition")
            if plan.automation_id is not None and self._automations.automation(plan.automation_id) is None:
                raise NotFound("There is no such automation")
        if isinstance(plan, ScorecardPlan):
            version = self._planned(plan)
            errors += [
                FieldError(pointer=f"/plan/content{each.pointer}", message=each.message)
                for each in check_for_publishing(version)
            ]
        if errors:
            raise RuleBroken("The plan couldn't take effect", errors=errors)

    def _planned(self, plan: ScorecardPlan) -> ScorecardVersion:
        """The version that is planned. Raises NotFound."""
        card = self._scorecards.scorecard(plan.scorecard_id)
        version = self._scorecards.version(plan.scorecard_id, card.current_version, fresh=True) if card else None
        if version is None:
            raise NotFound("There is no such scorecard")
        return version if plan.content is None else with_ids(plan.content, version)

    def _outlook(self, caller: Caller, forecast: Forecast) -> Outlook:
        plan = forecast.request.plan
        if isinstance(plan, AutomationPlan):
            return self._of_automations(caller, forecast, plan)
        if isinstance(plan, ThresholdPlan):
            return self._of_threshold(caller, forecast, plan)
        then = self._planned(plan)
        card = self._scorecards.scorecard(plan.scorecard_id)
        now = self._scorecards.version(card.id, card.current_version) if card and card.status == "published" else None
        if now is None:
            first = card is None or card.status == "draft"
            return self._of_coverage(caller, forecast, then, _NOTHING_YET if first else _ARCHIVED)
        return self._of_version(caller, forecast, now, then)

    def _of_automations(self, caller: Caller, forecast: Forecast, plan: AutomationPlan) -> Outlook:
        _, now = self._automations.all()
        then = planned_order(now, plan, forecast)
        named = {each.scorecard_id for card in (*now, *then) for each in card.then}
        in_force = {card.id: version for card, version in self._scorecards.in_force(sorted(named))}
        in_force |= {card.id: version for card, version in self._scorecards.automatic_scorecards()}
        costs, unpriced = self._costs(in_force)
        assigning = [each for card in (*now, *then) for each in card.then if isinstance(each, AssignEvaluation)]
        pools = {each: pool_of(self._people, each) for each in dict.fromkeys(assigning) if each.group_id}
        sample = self._conversations(caller, forecast)
        managers = self._managers(each.agent_id for each in _units(sample))

        lots = self._lots(caller, forecast, sample, in_force.values())

        def counted(each: Interaction) -> Counted:
            manager_id = managers.get(each.agent_id)
            return automations_counted(each, manager_id, now, then, in_force, costs, pools, lots.takes)

        load = "evaluations of their people that are assigned or made by the AI"
        notes = (*lots.notes, *_unpriced(unpriced))
        return _told(sample, counted, forecast, load, price=_highest(costs), notes=notes)

    def _of_threshold(self, caller: Caller, forecast: Forecast, plan: ThresholdPlan) -> Outlook:
        settings = self._people.settings()
        sample = self._completed(caller, forecast, None)
        managers = self._managers(each.agent_id for each in _units(sample))

        def counted(each: EvaluationSummary) -> Counted:
            return flagged(each, managers.get(each.agent_id), settings.score_threshold, plan.score_threshold)

        made = _told(sample, counted, forecast, "evaluations of their people below the threshold", unit="evaluation")
        now = Numbers(settings.pattern_threshold, settings.pattern_length)
        then = Numbers(
            now.threshold if plan.pattern_threshold is None else plan.pattern_threshold,
            now.length if plan.pattern_length is None else plan.pattern_length,
        )
        if now == then:
            return made
        cards = [each.scorecard_id for each in _units(sample)]
        patterns = PatternsReader(self._people, self._access, self._scorecards, self._clock).a_week(
            caller, forecast, cards, now, then
        )
        fields = {"patterns": patterns.all, "pattern_managers": patterns.managers}
        return made.model_copy(update={**fields, "notes": (*made.notes, *patterns.notes)})

    def _of_version(self, caller: Caller, forecast: Forecast, now: ScorecardVersion, then: ScorecardVersion) -> Outlook:
        """The evaluations that there are, scored by another version; and those that the AI would make by itself."""
        made = self._of_scores(caller, forecast, now, then)
        if not (now.start_automatically or then.start_automatically):
            return made
        asked = (_asked_of_model(now), _asked_of_model(then))
        prices, unpriced = self._costs({then.scorecard_id: now if asked[0] else then})
        price = prices.get(then.scorecard_id, 0.0)
        costs = (price if asked[0] else 0.0, price * asked[1] / asked[0] if asked[0] else price)
        sample = self._conversations(caller, forecast)
        highest = max(costs) if prices else None
        lots = self._lots(caller, forecast, sample, (now, then, *self._starting()))

        def counted(each: Interaction) -> Counted:
            return started_counted(each, now, then, costs, lots.takes)

        started = _told(sample, counted, forecast, "", price=highest)
        grows = (_GROWS,) if prices and asked[0] != asked[1] else ()
        fields = ("cost_now", "cost_then", "automatic_now", "automatic_then")
        return made.model_copy(
            update={
                **{name: getattr(started, name) for name in fields},
                "sampled": made.sampled or started.sampled,
                "notes": (*made.notes, *lots.notes, *grows, *_unpriced(unpriced)),
            }
        )

    def _of_scores(self, caller: Caller, forecast: Forecast, now: ScorecardVersion, then: ScorecardVersion) -> Outlook:
        """The evaluations that there are, scored by another version."""
        sample = self._completed(caller, forecast, then.scorecard_id)
        whole = {each.id: each for each in self._evaluations.evaluations([each.id for each in _units(sample)])}
        managers = self._managers(each.agent_id for each in _units(sample))

        def counted(each: EvaluationSummary) -> Counted:
            evaluation = whole.get(each.id)
            return rescored(evaluation, managers.get(each.agent_id), then) if evaluation else Counted({})

        load = "evaluations of their people that don't pass"
        made = _told(sample, counted, forecast, load, unit="evaluation", notes=(_KEPT,))
        evaluated = list(whole.values())
        by_rule = exact_criteria(self._interactions, [each.interaction_id for each in evaluated], forecast, now, then)
        return made.model_copy(update={"criteria": criteria_of(evaluated, now, then, by_rule)})

    def _of_coverage(self, caller: Caller, forecast: Forecast, then: ScorecardVersion, why: str) -> Outlook:
        """What a scorecard would be for that isn't in force. why: it isn't, in a sentence."""
        costs, unpriced = self._costs({then.scorecard_id: then})
        sample = self._conversations(caller, forecast)
        managers = self._managers(each.agent_id for each in _units(sample))

        lots = self._lots(caller, forecast, sample, (then, *self._starting())) if then.start_automatically else ALL

        def counted(each: Interaction) -> Counted:
            cost = costs.get(then.scorecard_id, 0.0)
            return coverage_counted(each, managers.get(each.agent_id), then, cost, lots.takes)

        load = "evaluations of their people that the AI makes"
        # One that people answer costs nothing and is nobody's work before somebody is given it.
        notes = (why, *lots.notes, *_unpriced(unpriced)) if then.start_automatically else (why, _BY_HAND)
        price = _highest(costs) if then.start_automatically else None
        made = _told(sample, counted, forecast, load, price=price, notes=notes)
        calls = [each.id for each in _units(sample) if applies(then, each).holds]
        by_rule = exact_criteria(self._interactions, calls, forecast, None, then)
        return made.model_copy(update={"criteria": criteria_of((), None, then, by_rule)})

    def _starting(self) -> list[ScorecardVersion]:
        return [version for _, version in self._scorecards.automatic_scorecards()]

    def _lots(
        self, caller: Caller, forecast: Forecast, sample: Sample[Interaction], versions: Iterable[ScorecardVersion]
    ) -> Drawing:
        """Which of the sample those of the versions evaluate that start by themselves."""
        settings = self._people.settings()
        return drawing_of(self._interactions, settings, _units(sample), versions, forecast, caller.time_zone)

    def _conversations(self, caller: Caller, forecast: Forecast) -> Sample[Interaction]:
        first, last = forecast.first_on, forecast.last_on
        within = conversations(self._interactions)
        found = sampled(within, lambda each: each.started_at, forecast.seed, first, last, caller.time_zone)
        seen = self._access.sight(caller).of(each.agent_id for each in _units(found))
        return _only(found, lambda each: each.agent_id in seen)

    def _completed(self, caller: Caller, forecast: Forecast, scorecard_id: str | None) -> Sample[EvaluationSummary]:
        first, last = forecast.first_on, forecast.last_on
        # As lists do: what somebody judges blindly isn't among what their forecast is made of.
        within, blind = completed(self._evaluations, scorecard_id), BlindStore().spots(caller.user_id)
        found = sampled(within, lambda each: each.interaction_started_at, forecast.seed, first, last, caller.time_zone)
        seen = self._access.sight(caller).of(each.agent_id for each in _units(found))
        return _only(found, lambda each: each.agent_id in seen and not blind.hide(each))

    def _managers(self, agent_ids: Iterable[str]) -> dict[str, str]:
        users = self._people.find_users(sorted(set(agent_ids)))
        return {each.id: each.manager_id for each in users if each.manager_id}

    def _costs(self, versions: Mapping[str, ScorecardVersion]) -> tuple[dict[str, float], list[str]]:
        """What one automatic evaluation with each scorecard costs, as its newest ones did or else those of any."""
        asked = [id for id, each in versions.items() if any(q.answerer == "ai" for q in each.questions())]
        costs = {id: cost for id in asked if (cost := self._mean_cost(id)) is not None}
        missing = [id for id in asked if id not in costs]
        of_any = self._mean_cost(None) if missing else None
        if of_any is not None:
            costs |= dict.fromkeys(missing, of_any)
        return costs, missing if of_any is None else []

    def _mean_cost(self, scorecard_id: str | None) -> float | None:
        lines = islice(self._evaluations.lines(_EVER, chunk=_PRICED, scorecard_id=scorecard_id), 2 * _PRICED)
        ids = [line.id for _, line in lines if line.type != "manual"][:_PRICED]
        paid = [each.provenance.cost_micro_usd for each in self._evaluations.evaluations(ids) if each.provenance]
        return sum(paid) / len(paid) if paid else None


def _told(
    sample: Sample[T],
    counted: Callable[[T], Counted],
    forecast: Forecast,
    load: str,
    *,
    unit: Literal["conversation", "evaluation"] = "conversation",
    price: float | None = None,
    notes: tuple[str, ...] = (),
) -> Outlook:
    days = [[[counted(each) for each in slot] for slot in day] for day in sample.days]
    looked = Looked(sample.looked_at, sample.slots, sample.taken, forecast.request.days)
    if sample.overfull:
        notes = (*notes, _OVERFULL)
    return outlook(days, looked, unit=unit, load=load, price=price, notes=notes)


def _units(sample: Sample[T]) -> list[T]:
    return [each for day in sample.days for slot in day for each in slot]


def _only(sample: Sample[T], wanted: Callable[[T], bool]) -> Sample[T]:
    days = [[[each for each in slot if wanted(each)] for slot in day] for day in sample.days]
    return sample._replace(days=days)


def _highest(costs: Mapping[str, float]) -> float | None:
    """What an automatic evaluation costs at most; None where no cost is known."""
    return max(costs.values(), default=None)


def _asked_of_model(version: ScorecardVersion) -> int:
    """How many questions the model is asked; exact matches cost nothing."""
    return sum(each.answerer == "ai" and each.check == "intent" for each in version.questions())


def _unpriced(scorecard_ids: Sequence[str]) -> tuple[str, ...]:
    return (_NO_COST,) if scorecard_ids else ()
