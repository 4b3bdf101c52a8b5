"""Draws what a goal wants, and gives it to its evaluators, in pieces that may be repeated (S4.10, N14).

A draw has an id that follows from goal and period, so that each period is drawn once, whoever asks how often. First it
is gathered: of each agent the newest conversations are read, those that the goal isn't for or that a person has
evaluated left out, and as many offered as could be needed, by lot. Once all are there, the draw follows from them
(`dealing`) and is given out: each evaluation has an id that follows from draw and conversation. At last the evaluators
are told, and the agents that had too few are named.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Reach
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.conditions.model import AllOf
from debrief.kernel.errors import Conflict, Unauthenticated
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.roles import widest_reach
from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.drawing.lot import PassedOver
from debrief.quality.earning.store import EarningStore, check_id
from debrief.quality.evaluations.assigning import due_in
from debrief.quality.evaluations.eligible_reader import Eligible, is_scored_by_person
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.dealing import needed_of_each, wanted_of
from debrief.quality.goals.framing import candidates, framed
from debrief.quality.goals.giving_service import GoalGiving
from debrief.quality.goals.model import (
    MOST_AGENTS,
    MOST_OFFERED,
    MOST_READ,
    AgentDraw,
    Draw,
    Excluded,
    Goal,
    GoalContent,
    LeftOut,
    WhyExcluded,
    WhyLeftOut,
)
from debrief.quality.goals.periods import begin_of, draw_id_of, next_period, period_at
from debrief.quality.goals.standing_reader import behind_now
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

AT_ONCE: Final = 50
"""Agents that are written together: a transaction takes 100 rows."""

GATHERED_IN_A_RUN: Final = 200
"""Agents that one call gathers."""

ENOUGH_OF_A_RUN: Final = timedelta(seconds=15)
"""After so long one call leaves the rest to the next: due work has others waiting."""

_CHUNK = 50
UNFINISHED: Final = ("gathering", "giving")
"""States of a draw that is under way."""
_SWITCHED_OFF: Final = "It was switched off while it was drawn"
_DELETED: Final = "It was deleted while it was drawn"
_TOO_LATE: Final = "The day on which it was due was over before it was drawn"


class GoalDrawing:
    """Draws goals. chance: makes the seed of a draw, which nobody may foresee."""

    def __init__(
        self,
        store: GoalStore,
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
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids
        self._chance = chance
        self._checks = EarningStore()
        self._giving = GoalGiving(store, evaluations, scorecards, interactions, access, clock, ids)

    def run(self, goal_id: str) -> datetime | None:
        """Go on with the draw of the goal's period; when to come again, None where nothing more is to come.

        One that was begun in the period before, at the end of its last day, is brought to its end first. One whose goal
        is gone or switched off, or that would give out what was due already, ends as it is, and who was given something
        by it is told.

        Raises:
            Stale: another run was at it at the same moment; try again.
        """
        goal, draw = self._store.goal(goal_id), self.unfinished(goal_id)
        if goal is None or not goal.active:
            if draw is not None:
                self._ended(draw, _DELETED if goal is None else _SWITCHED_OFF)
            return None
        began = self._clock.now()
        time_zone = self._people.settings().time_zone
        today = day_of(began, time_zone)
        period = period_at(goal, today)
        if draw is None and period:
            draw = self._store.draw(draw_id_of(goal.id, goal, today)) or self._begun(goal, period, time_zone)
        if draw is not None:
            if draw.state in UNFINISHED and (draw.problem or draw.due_at <= began):
                # With a problem it was being ended already, and that broke off.
                draw = self._ended(draw, draw.problem or _TOO_LATE)
            if draw.state == "gathering":
                draw = self._gather(draw, began + ENOUGH_OF_A_RUN)
            if draw.state == "giving" and self._clock.now() < began + ENOUGH_OF_A_RUN:
                draw = self._giving.give(draw, began + ENOUGH_OF_A_RUN)
            if draw.state in UNFINISHED or (period and draw.id != draw_id_of(goal.id, goal, today)):
                return self._clock.now()
        following = next_period(goal, today)
        return begin_of(goal.id, following, time_zone) if following else None

    def unfinished(self, goal_id: str) -> Draw | None:
        """The newest draw of a goal, where it isn't at its end (one query)."""
        newest, _ = self._store.draws_of_goal(goal_id, limit=1, start=None)
        # As it is now: the index may be a moment behind.
        draw = self._store.draw(newest[0].id) if newest else None
        return draw if draw is not None and draw.state in UNFINISHED else None

    def _ended(self, draw: Draw, problem: str) -> Draw:
        """A draw that isn't gone on with. Nothing was given out of one that was being gathered: it failed, and is made
        anew should its goal be changed in time. Of one that was being given out, what was given stands.
        """
        if draw.state == "giving":
            return self._giving.finished(draw, problem)
        rows = self._store.agents_of(draw.id)
        for first in range(0, len(rows), AT_ONCE):
            with Transaction(self._clock, self._ids) as tx:
                self._store.drop_agent_draws(tx, rows[first : first + AT_ONCE])
        after = draw.model_copy(update={"state": "failed", "problem": problem})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_draw(tx, after)
        return written(after)

    def agents_of(self, rules: GoalContent, most: int = MOST_AGENTS) -> dict[str, User | None]:
        """Everybody whom a goal names, by id, one more than `most` at most; None for who isn't there.

        A query for each team, a query and a batch for 100 of each group, and a batch for 100 that are named.
        """
        found: dict[str, User | None] = dict.fromkeys(rules.agent_ids)
        found |= {user.id: user for user in self._people.find_users(rules.agent_ids)}
        for users in self._members(rules):
            found |= {user.id: user for user in users}
            if len(found) > most:
                break
        return dict(islice(sorted(found.items()), most + 1))

    def _members(self, rules: GoalContent) -> Iterable[Sequence[User]]:
        for team_id in rules.team_ids:
            yield self._people.team_members(team_id)
        for group_id in rules.group_ids:
            start = None
            while True:
                page = self._people.list_users(UserFilter(group_ids=frozenset({group_id})), limit=100, start=start)
                yield page.users
                start = page.next
                if start is None:
                    break

    def _begun(self, goal: Goal, period: tuple[date, date], time_zone: str) -> Draw:
        """The draw of today's period, begun: who takes part, and the seed."""
        now = self._clock.now()
        today = day_of(now, time_zone)
        rules = GoalContent(**{name: getattr(goal, name) for name in GoalContent.model_fields})
        scorecard = self._scorecards.scorecard(goal.scorecard_id)
        draw = Draw(
            id=draw_id_of(goal.id, goal, today),
            goal_id=goal.id,
            first_on=period[0],
            last_on=period[1],
            at=now,
            seed=self._chance(),
            rules=rules,
            scorecard_version=scorecard.current_version if scorecard else 1,
            set_by=goal.updated_by,
            since=now - timedelta(days=goal.recent_days),
            until=now,
            due_at=due_in(goal.due_days, now, time_zone),
            agents=(),
            behind=behind_now(self._store, goal),
        )
        named = self.agents_of(rules)
        problem = None
        if scorecard is None or scorecard.status != "published":
            problem = "Its scorecard isn't published"
        elif len(named) > MOST_AGENTS:
            problem = f"It names more than {MOST_AGENTS:,} agents"
        else:
            try:
                draw = self._with_agents(draw, named)
            except Unauthenticated:
                problem = "Whoever set it isn't active any more"
        if problem:
            draw = draw.model_copy(update={"state": "failed", "problem": problem})
        else:
            draw = draw.model_copy(update={"wanted": wanted_of(rules, len(draw.agents))})
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_draw(tx, draw)
        except Conflict:
            # Another run has begun it, with a seed of its own.
            return self._store.draw(draw.id) or draw
        return written(draw)

    def _with_agents(self, draw: Draw, named: dict[str, User | None]) -> Draw:
        """With those who take part: active people whom whoever set the goal sees, and who take conversations where they
        aren't named themselves. Raises Unauthenticated."""
        setter = self._access.caller(draw.set_by)
        seen = self._access.sight(setter).of(named)
        roles = self._people.roles()

        def why_not(id: str, user: User | None) -> WhyLeftOut | None:
            if user is None:
                return "gone"
            if user.is_bot:
                return "bot"
            if not user.active:
                return "inactive"
            if id not in seen:
                return "unseen"
            reach = widest_reach(roles[each] for each in user.role_ids if each in roles)
            leads = reach is not Reach.OWN and id not in draw.rules.agent_ids
            return "no_agent" if leads and self._had_none(draw, id) else None

        out = {id: why for id, user in named.items() if (why := why_not(id, user))}
        left_out = tuple(LeftOut(agent_id=id, why=why) for id, why in out.items())
        return draw.model_copy(update={"agents": tuple(id for id in named if id not in out), "left_out": left_out})

    def _had_none(self, draw: Draw, agent_id: str) -> bool:
        """Whether there is no conversation of theirs to draw from (one small query)."""
        return next(self._interactions.placed_of(agent_id, draw.since, draw.until, chunk=1), None) is None

    def _gather(self, draw: Draw, until: datetime) -> Draw:
        """Look up what can be drawn of the next agents, until that moment."""
        version = self._scorecards.version(draw.rules.scorecard_id, draw.scorecard_version)
        if version is None:
            return draw
        tally = self._store.tally(draw.goal_id)
        eligible = Eligible(self._access)
        last = min(len(draw.agents), draw.at_agent + GATHERED_IN_A_RUN)
        while draw.at_agent < last and self._clock.now() < until:
            some = draw.agents[draw.at_agent : min(last, draw.at_agent + AT_ONCE)]
            eligible.look_at(draw.rules.evaluator_ids, some)
            rows: list[AgentDraw] = []
            for each in some:
                rows.append(self._gathered(draw, version, each, tally.get(each, 0), eligible))
                if self._clock.now() >= until:
                    break
            with Transaction(self._clock, self._ids) as tx:
                for row in rows:
                    self._store.put_agent_draw(tx, row)
                after = draw.model_copy(update={"at_agent": draw.at_agent + len(rows)})
                self._store.put_draw(tx, after)
            draw = written(after)
        if draw.at_agent == len(draw.agents):
            after = draw.model_copy(update={"state": "giving", "at_agent": 0})
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_draw(tx, after)
            draw = written(after)
        return draw

    def _gathered(
        self, draw: Draw, version: ScorecardVersion, agent_id: str, before: int, eligible: Eligible
    ) -> AgentDraw:
        placed = self._interactions.placed_of(agent_id, draw.since, draw.until, chunk=_CHUNK)
        fits = AllOf(of=(draw.rules.condition, version.applies_to.condition))
        frame, excluded = framed(fits, (each for _, each in islice(placed, MOST_READ)))
        refusals = ((id, eligible.why_not(id, agent_id)) for id in draw.rules.evaluator_ids)
        barred = tuple(PassedOver(id=id, why=why) for id, why in refusals if why)
        needed = needed_of_each(draw.rules, len(draw.agents)) if len(barred) < len(draw.rules.evaluator_ids) else 0
        evaluated: list[Excluded] = []
        offered: list[str] = []
        for id in candidates(draw.seed, frame, excluded)[:MOST_OFFERED]:
            if len(offered) >= needed:
                break
            if why := self._why_not_free(id, draw.rules.scorecard_id):
                evaluated.append(Excluded(id=id, why=why))
            else:
                offered.append(id)
        return AgentDraw(
            draw_id=draw.id,
            goal_id=draw.goal_id,
            agent_id=agent_id,
            at=draw.at,
            before=before,
            frame=frame,
            excluded=(*excluded, *evaluated),
            offered=tuple(offered),
            barred=barred,
        )

    def _why_not_free(self, interaction_id: str, scorecard_id: str) -> WhyExcluded | None:
        """Why a conversation isn't offered; None where nobody has judged it with the scorecard, or is about to."""
        there = self._evaluations.evaluations_of_interaction(interaction_id)
        if any(is_scored_by_person(each, scorecard_id) for each in there):
            return "evaluated"
        assessed = self._evaluations.for_calibrations_of(interaction_id)
        if any(each.scorecard_id == scorecard_id for each in assessed):
            return "calibration"
        # Who checks is blind to it; leaving it out for them alone would tell who that is.
        now = self._clock.now()
        checks = (self._checks.check(check_id(each.id)) for each in there if each.type == "automatic")
        return "checked" if any(each and each.status == "open" and each.until > now for each in checks) else None
