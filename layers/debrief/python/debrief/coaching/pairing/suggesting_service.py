"""Who could help somebody with a criterion: strong on it, free, and not always the same (N16)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple
from zlib import crc32

from debrief.coaching.access import CoachingAccess
from debrief.coaching.pairing.fairness import Load, in_turn, is_away
from debrief.coaching.pairing.model import Criterion, Figures
from debrief.coaching.pairing.moment_reader import MomentReader
from debrief.coaching.pairing.store import PairingStore
from debrief.coaching.pairing.strength import Standing, standings, total
from debrief.coaching.pairing.views import Criteria, CriterionView, PeerSuggestions, PeerView, RateView
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.insights.improvement.attribute_reader import AttributeReader
from debrief.insights.improvement.model import Attribute
from debrief.insights.intervals import wilson
from debrief.insights.line_items import LineItemCount
from debrief.insights.projection.model import Days, Subject
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.kernel.auth import Caller
from debrief.kernel.calendar import day_of, start_of_day, week_of
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import FieldError, RuleBroken
from debrief.people.model import User
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.scorecards.model import Question
from debrief.quality.scorecards.store import ScorecardStore

DAYS: Final = 91
"""Past days that count, today included."""

MOST_CONSIDERED: Final = 60
"""Colleagues who are looked at, a query each."""

_MOST_LINE: Final = 200
_MOST_SHOWN: Final = 5
_MOST_CRITERIA: Final = 50


class Look(NamedTuple):
    """What a look at somebody's colleagues found. strong: all who stand out; free: of them, those who can be asked."""

    days: Days
    minimum: int
    own: Figures | None
    standings: list[Standing]
    strong: list[Standing]
    free: list[Standing]
    loads: dict[str, Load]


class SuggestingService:
    """Looks at those whom the caller sees, out of the rollups: no evaluation is read but for a moment's words."""

    def __init__(
        self,
        store: PairingStore,
        reader: AttributeReader,
        rollups: RollupReader,
        scorecards: ScorecardStore,
        moments: MomentReader,
        scheduling: SchedulingStore,
        reach: CoachingAccess,
        clock: Clock,
    ) -> None:
        self._store = store
        self._reader = reader
        self._rollups = rollups
        self._scorecards = scorecards
        self._moments = moments
        self._scheduling = scheduling
        self._reach = reach
        self._blinds = BlindStore()
        self._clock = clock

    def criteria(self, caller: Caller, agent_id: str) -> Criteria:
        """On what an agent could be paired: their criteria with enough answers, the lowest rate first. Raises NotFound,
        Forbidden; RuleBroken: a bot, inactive or unknown.
        """
        self._reach.check_coachable(caller, agent_id, "?agent_id")
        days, minimum = self._days(caller), self._reach.settings().minimum_sample
        merged: dict[tuple[str, str], Figures] = {}
        words: dict[tuple[str, str], LineItemCount] = {}
        subject, hidden = Subject("agent", agent_id), self._hidden_from(caller)
        for each in self._rollups.line_item_counts_of([(subject, days)], {subject: hidden(agent_id)})[0]:
            key = (each.scorecard_id, each.question_id)
            mine = Figures(passed=each.passed, applicable=each.applicable)
            merged[key] = total([merged[key], mine]) if key in merged else mine
            if key not in words or each.scorecard_version > words[key].scorecard_version:
                words[key] = each
        known = [(key, figures) for key, figures in merged.items() if figures.applicable >= max(minimum, 1)]
        known.sort(key=lambda one: (one[1].passed / one[1].applicable, one[0]))
        items = tuple(
            CriterionView(criterion=_criterion_of(words[key]), rate=rate_of(figures, minimum))
            for key, figures in known[:_MOST_CRITERIA]
        )
        return Criteria(agent_id=agent_id, first_day=days.first, last_day=days.last, minimum=minimum, items=items)

    def suggest(self, caller: Caller, learner_id: str, scorecard_id: str, question_id: str) -> PeerSuggestions:
        """Colleagues who could help, five at most, each with a moment where one is there. Raises as `criteria`;
        RuleBroken: there is no such criterion.
        """
        self._reach.check_coachable(caller, learner_id, "?learner_id")
        criterion = self.criterion(scorecard_id, question_id)
        look = self.look(caller, learner_id, criterion)
        shown = look.free[:_MOST_SHOWN]
        names = self._reach.names(each.agent_id for each in shown) if shown else {}
        since = start_of_day(look.days.first, caller.time_zone)
        everybody = [each.figures for each in look.standings] + ([look.own] if look.own else [])
        none = Figures(passed=0, applicable=0)
        return PeerSuggestions(
            criterion=criterion,
            learner_id=learner_id,
            first_day=look.days.first,
            last_day=look.days.last,
            minimum=look.minimum,
            own=rate_of(look.own or none, look.minimum),
            everybody=rate_of(total(everybody), look.minimum),
            considered=len(look.standings),
            compared=sum(each.stands != "few" for each in look.standings),
            strong=len(look.strong),
            not_free=len(look.strong) - len(look.free),
            items=tuple(
                PeerView(
                    agent_id=each.agent_id,
                    agent_name=names.get(each.agent_id, ""),
                    rate=rate_of(each.figures, look.minimum),
                    open=look.loads[each.agent_id].open,
                    lately=look.loads[each.agent_id].lately,
                    moment=self._moments.best(caller.user_id, each.agent_id, scorecard_id, question_id, since),
                )
                for each in shown
            ),
        )

    def look(self, caller: Caller, learner_id: str, criterion: Criterion) -> Look:
        """How those whom the caller sees stand beside the learner, and who of the strong can be asked.

        A query for each of `MOST_CONSIDERED` at most; for those who are strong one more, and a few batches.
        """
        days, minimum = self._days(caller), self._reach.settings().minimum_sample
        attribute = Attribute(criterion.scorecard_id, question_id=criterion.question_id)
        hidden = self._hidden_from(caller)
        own = self._figures(learner_id, days, attribute, hidden(learner_id))
        others = {
            each: self._figures(each, days, attribute, hidden(each)) or Figures(passed=0, applicable=0)
            for each in self._considered(caller, learner_id)
        }
        found = standings(own, others, minimum)
        strong = [each for each in found if each.stands == "strong"]
        loads = self._loads([each.agent_id for each in strong], days.first, caller.time_zone)
        may = self._who_may_be_asked([each.agent_id for each in strong], caller.time_zone)
        free = in_turn([each for each in strong if each.agent_id in may], loads)
        return Look(days, minimum, own, found, strong, free, loads)

    def criterion(self, scorecard_id: str, question_id: str) -> Criterion:
        """The criterion as it reads now. Raises RuleBroken: the scorecard asks no such question now."""
        scorecard, question = self._current(scorecard_id, question_id)
        if question is None:
            mistake = FieldError(pointer="/question_id", message="is no question that this scorecard asks now")
            raise RuleBroken("Nobody can be paired on this", errors=[mistake])
        return Criterion(
            scorecard_id=scorecard_id, question_id=question_id, name=question.text, scorecard_name=scorecard
        )

    def question(self, criterion: Criterion) -> Question | None:
        """The question as its scorecard asks it now; None where it doesn't any more."""
        return self._current(criterion.scorecard_id, criterion.question_id)[1]

    def _current(self, scorecard_id: str, question_id: str) -> tuple[str, Question | None]:
        scorecard = self._scorecards.scorecard(scorecard_id)
        version = self._scorecards.version(scorecard_id, scorecard.current_version) if scorecard else None
        if scorecard is None or version is None:
            return "", None
        return scorecard.name, next((each for each in version.questions() if each.id == question_id), None)

    def _days(self, caller: Caller) -> Days:
        last = day_of(self._clock.now(), caller.time_zone)
        return Days(last - timedelta(days=DAYS - 1), last)

    def _hidden_from(self, caller: Caller) -> Callable[[str], frozenset[date]]:
        """The days of whose conversations that the caller judges blindly: no figure tells how one came out (0077)."""
        blind, time_zone = self._blinds.spots(caller.user_id), self._reach.settings().time_zone
        return lambda agent_id: blind.about([agent_id]).days(time_zone)

    def _figures(self, agent_id: str, days: Days, attribute: Attribute, without: frozenset[date]) -> Figures | None:
        sums = self._reader.values(agent_id, days, [attribute], without).get(attribute)
        # An answer that passed is 100 %, in hundredths.
        return None if sums is None else Figures(passed=sums.hundredths // 10_000, applicable=sums.number)

    def _considered(self, caller: Caller, learner_id: str) -> list[str]:
        """Colleagues whom the caller sees: those of the learner's team first, then others of a line that isn't too
        long; of more than are looked at some, as if drawn, always the same for one learner.
        """
        team = self._reach.team_of(learner_id)
        line = self._reach.line(caller, _MOST_LINE) or frozenset()
        in_team = {each.id for each in team}
        people: dict[str, User] = {each.id: each for each in [*team, *self._reach.people(sorted(line - in_team))]}
        free = {id for id, each in people.items() if each.active and not each.is_bot} - {learner_id, caller.user_id}
        seen = self._reach.seen(caller)(free)
        drawn = sorted(seen, key=lambda each: (each not in in_team, crc32(f"{learner_id}{each}".encode()), each))
        return sorted(drawn[:MOST_CONSIDERED])

    def _loads(self, user_ids: list[str], first: date, time_zone: str) -> dict[str, Load]:
        open_ = self._store.open_loads(user_ids) if user_ids else {}
        since = iso(start_of_day(first, time_zone))
        return {each: Load(open_.get(each, 0), self._store.helped_since(each, since)) for each in user_ids}

    def _who_may_be_asked(self, user_ids: list[str], time_zone: str) -> frozenset[str]:
        """Those who haven't said that they would rather not, and aren't away."""
        if not user_ids:
            return frozenset()
        said = self._store.willingness(user_ids)
        now = self._clock.now()
        monday = week_of(day_of(now, time_zone))[0]
        mondays = (monday, monday + timedelta(days=7))
        weeks = self._scheduling.known((user, week) for user in user_ids for week in mondays)
        return frozenset(
            each
            for each in user_ids
            if (each not in said or said[each].may_be_asked)
            and not is_away([weeks.get((each, week)) for week in mondays], now)
        )


def rate_of(figures: Figures, minimum: int) -> RateView:
    """A rate as it is shown."""
    if figures.applicable < max(minimum, 1):
        return RateView(sample=figures.applicable, percent=None, low=None, high=None)
    between = wilson(figures.passed, figures.applicable)
    percent = 100 * figures.passed / figures.applicable
    return RateView(sample=figures.applicable, percent=percent, low=100 * between.low, high=100 * between.high)


def _criterion_of(count: LineItemCount) -> Criterion:
    return Criterion(
        scorecard_id=count.scorecard_id,
        question_id=count.question_id,
        name=count.text,
        scorecard_name=count.scorecard_name,
    )
