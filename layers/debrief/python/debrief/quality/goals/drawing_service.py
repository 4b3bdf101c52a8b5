"""Draws what a goal wants, and gives it to its evaluators, in pieces that may be repeated (S4.10, N14).

A draw has an id that follows from goal and period, so that each period is drawn once, whoever asks how often. First it
is gathered: of each agent the newest conversations are read, those that the goal isn't for or that a person has
evaluated left out, and as many offered as could be needed, by lot. Once all are there, the draw follows from them
(`dealing`) and is given out: each evaluation has an id that follows from draw and conversation. At last the evaluators
are told, and the agents that had too few are named.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.conditions.model import AllOf
from debrief.kernel.errors import Conflict, NotFound, Unauthenticated
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.listed import MOST_LISTED, Listed, listing
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.drawing.lot import PassedOver
from debrief.quality.earning.store import EarningStore, check_id
from debrief.quality.evaluations.assigned_store import progress_of
from debrief.quality.evaluations.assigning import due_in
from debrief.quality.evaluations.assigning_service import Asked, Assigning
from debrief.quality.evaluations.eligible_reader import Eligible, is_scored_by_person, theirs_among
from debrief.quality.evaluations.model import Assignment
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.dealing import Pick, drawn_from, needed_of_each, share_of_each, wanted_of
from debrief.quality.goals.framing import candidates, framed
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
    Picked,
    Short,
    WhyExcluded,
    WhyLeftOut,
)
from debrief.quality.goals.periods import begin_of, draw_id_of, next_period, period_at
from debrief.quality.goals.standing_reader import behind_now
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

AT_ONCE: Final = 50
"""Agents that are written together: a transaction takes 100 rows."""

GATHERED_IN_A_RUN, GIVEN_IN_A_RUN = 200, 200
"""Agents that one call gathers; conversations that one call gives out."""

_CHUNK = 50
_UNFINISHED: Final = ("gathering", "giving")


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
        self._assigning = Assigning(evaluations, scorecards, interactions, access, clock, ids)

    def run(self, goal_id: str) -> datetime | None:
        """Go on with the draw of the goal's period; when to come again, None where nothing more is to come.

        One that was begun in the period before, at the end of its last day, is brought to its end first.

        Raises:
            Stale: another run was at it at the same moment; try again.
        """
        goal = self._store.goal(goal_id)
        if goal is None or not goal.active:
            return None
        time_zone = self._people.settings().time_zone
        today = day_of(self._clock.now(), time_zone)
        period, draw = period_at(goal, today), self._unfinished(goal.id)
        if draw is None and period:
            draw = self._store.draw(draw_id_of(goal.id, goal, today)) or self._begun(goal, period, time_zone)
        if draw is not None:
            if draw.state == "gathering":
                draw = self._gather(draw)
            if draw.state == "giving":
                draw = self._give(draw)
            if draw.state in _UNFINISHED or (period and draw.id != draw_id_of(goal.id, goal, today)):
                return self._clock.now()
        following = next_period(goal, today)
        return begin_of(goal.id, following, time_zone) if following else None

    def _unfinished(self, goal_id: str) -> Draw | None:
        """The newest draw of a goal, where it isn't at its end (one query)."""
        newest, _ = self._store.draws_of_goal(goal_id, limit=1, start=None)
        # As it is now: the index may be a moment behind.
        draw = self._store.draw(newest[0].id) if newest else None
        return draw if draw is not None and draw.state in _UNFINISHED else None

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
        """With those who take part: active people whom whoever set the goal sees. Raises Unauthenticated."""
        setter = self._access.caller(draw.set_by)
        seen = self._access.sight(setter).of(named)

        def why_not(id: str, user: User | None) -> WhyLeftOut | None:
            if user is None:
                return "gone"
            if user.is_bot:
                return "bot"
            if not user.active:
                return "inactive"
            return None if id in seen else "unseen"

        out = {id: why for id, user in named.items() if (why := why_not(id, user))}
        left_out = tuple(LeftOut(agent_id=id, why=why) for id, why in out.items())
        return draw.model_copy(update={"agents": tuple(id for id in named if id not in out), "left_out": left_out})

    def _gather(self, draw: Draw) -> Draw:
        version = self._scorecards.version(draw.rules.scorecard_id, draw.scorecard_version)
        if version is None:
            return draw
        tally = self._store.tally(draw.goal_id)
        eligible = Eligible(self._access)
        until = min(len(draw.agents), draw.at_agent + GATHERED_IN_A_RUN)
        while draw.at_agent < until:
            some = draw.agents[draw.at_agent : min(until, draw.at_agent + AT_ONCE)]
            rows = [self._gathered(draw, version, each, tally.get(each, 0), eligible) for each in some]
            with Transaction(self._clock, self._ids) as tx:
                for row in rows:
                    self._store.put_agent_draw(tx, row)
                after = draw.model_copy(update={"at_agent": draw.at_agent + len(some)})
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

    def _give(self, draw: Draw) -> Draw:
        rows = sorted(self._store.agents_of(draw.id), key=lambda each: each.agent_id)
        picks = drawn_from(draw.seed, draw.rules, rows, draw.behind)
        of_agent: dict[str, list[Pick]] = {}
        for pick in picks:
            of_agent.setdefault(pick.agent_id, []).append(pick)
        given, at = 0, draw.at_agent
        for row in rows[draw.at_agent :]:
            if given >= GIVEN_IN_A_RUN:
                break
            if not row.settled:
                theirs = of_agent.get(row.agent_id, [])
                self._settle(draw, row, theirs)
                given += len(theirs) + 1
            at += 1
        after = draw.model_copy(update={"at_agent": at})
        if at < len(rows):
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_draw(tx, after)
            return written(after)
        return self._finished(after, rows, picks)

    def _settle(self, draw: Draw, row: AgentDraw, picks: Sequence[Pick]) -> None:
        """Give out what was drawn of one agent, each in a transaction of its own, and keep it."""
        picked: list[Picked] = []
        known = {each.id: each for each in self._interactions.interactions([each.interaction_id for each in picks])}
        scorecard = self._scorecards.scorecard(draw.rules.scorecard_id)
        version = self._scorecards.version(draw.rules.scorecard_id, draw.scorecard_version)
        for pick in picks:
            interaction = known.get(pick.interaction_id)
            if scorecard is None or version is None or interaction is None or interaction.erased_at is not None:
                # Since it was offered it went, or what was said in it.
                continue
            assignment = Assignment(
                by=draw.set_by,
                at=draw.at,
                due_at=draw.due_at,
                goal_id=draw.goal_id,
                draw_id=draw.id,
            )
            evaluation_id = derived_id("ev", draw.id, pick.interaction_id)
            asked = Asked(interaction, scorecard, version, assignment)
            draft = self._assigning.draft(evaluation_id, asked, pick.evaluator_id)
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._assigning.put(tx, draft, telling=False)
            except NotFound:
                # Deleted at this moment.
                continue
            except Conflict:
                # A run that broke off has given it out, or its evaluator has begun one of their own meanwhile.
                there = self._evaluations.evaluations_of_interaction(pick.interaction_id)
                theirs = theirs_among(draw.rules.scorecard_id, pick.evaluator_id, there)
                evaluation_id = theirs.id if theirs else evaluation_id
            picked.append(
                Picked(interaction_id=pick.interaction_id, evaluator_id=pick.evaluator_id, evaluation_id=evaluation_id)
            )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_agent_draw(tx, row.model_copy(update={"picked": tuple(picked), "settled": True}))
            if picked:
                self._store.count(tx, draw.goal_id, row.agent_id, len(picked))

    def _finished(self, draw: Draw, rows: Sequence[AgentDraw], picks: Sequence[Pick]) -> Draw:
        share = share_of_each(draw.rules, len(draw.agents))
        short = tuple(
            Short(
                agent_id=row.agent_id,
                wanted=share,
                offered=len(row.offered),
                read=len(row.frame),
                nobody=len(row.barred) == len(draw.rules.evaluator_ids),
            )
            for row in rows
            if len(row.offered) < share
        )
        picked = [each for row in self._store.agents_of(draw.id) for each in row.picked]
        after = draw.model_copy(update={"state": "done", "drawn": len(picked), "short": short})
        given = self._given(draw, picks, {each.evaluation_id for each in picked})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_draw(tx, after)
            for each in progress_of(draw.id):
                tell(
                    tx,
                    QualityRow,
                    NoticeKind.EVALUATIONS_DRAWN,
                    about=draw.id,
                    to=[each.evaluator_id],
                    by=None,
                    number=each.assigned,
                    scorecard=draw.rules.scorecard_id,
                    due_at=draw.due_at,
                    **listing(given.get(each.evaluator_id, [])),
                )
        return written(after)

    def _given(self, draw: Draw, picks: Sequence[Pick], settled: Collection[str]) -> dict[str, list[Listed]]:
        """The first conversations that each evaluator was given, the oldest first (a batch for each 100 of them)."""
        of_each: dict[str, list[Pick]] = {}
        for pick in picks:
            # What its evaluator had begun before by themselves isn't the goal's.
            if derived_id("ev", draw.id, pick.interaction_id) in settled:
                of_each.setdefault(pick.evaluator_id, []).append(pick)
        some = {by: theirs[:MOST_LISTED] for by, theirs in of_each.items()}
        asked = [each.interaction_id for theirs in some.values() for each in theirs]
        began = {each.id: each.started_at for each in self._interactions.interactions(asked)}
        return {
            by: [
                Listed.of(derived_id("ev", draw.id, each.interaction_id), each.agent_id, began[each.interaction_id])
                for each in sorted(
                    theirs, key=lambda each: (began.get(each.interaction_id, draw.at), each.interaction_id)
                )
                if each.interaction_id in began
            ]
            for by, theirs in some.items()
        }
