"""Goals set, changed and ended, and draws read (S4.10, N14)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field, StrictBool

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of, is_reckoned
from debrief.kernel.clock import Clock
from debrief.kernel.conditions.fields import mistakes
from debrief.kernel.conditions.model import Condition
from debrief.kernel.errors import FieldError, Forbidden, NotFound, RuleBroken, repeated
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import check_name
from debrief.people.access import Access
from debrief.people.model import User
from debrief.quality.evaluations.eligible_reader import Eligible
from debrief.quality.goals.deadlines import GOAL_DUE, goal_due
from debrief.quality.goals.drawing_service import UNFINISHED, GoalDrawing
from debrief.quality.goals.framing import told_of
from debrief.quality.goals.model import (
    LONGEST_RECENT_DAYS,
    MOST_AGENTS,
    MOST_EVALUATORS,
    MOST_GOALS,
    MOST_NAMED,
    MOST_PER_AGENT,
    MOST_PER_EVALUATOR,
    AgentDraw,
    Draw,
    Goal,
    GoalContent,
    Id,
    Per,
    Recurrence,
)
from debrief.quality.goals.periods import begin_of, draw_id_of, next_period, period_at
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

Some = Annotated[tuple[Id, ...], Field(max_length=MOST_EVALUATORS)]


class GoalChange(Entity):
    """A change of a goal; what is None stays as it is. It counts from the next draw on. open_ended: without a last
    day.
    """

    name: Annotated[str, Field(max_length=200)] | None = None
    scorecard_id: Id | None = None
    evaluator_ids: Some | None = None
    per: Per | None = None
    count: Annotated[int, Field(ge=1, le=MOST_PER_EVALUATOR)] | None = None
    recurrence: Recurrence | None = None
    first_on: date | None = None
    last_on: date | None = None
    open_ended: StrictBool = False
    agent_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_NAMED)] | None = None
    team_ids: Some | None = None
    group_ids: Some | None = None
    condition: Condition | None = None
    recent_days: Annotated[int, Field(ge=1, le=LONGEST_RECENT_DAYS)] | None = None
    due_days: Annotated[int, Field(ge=0, le=90)] | None = None
    active: StrictBool | None = None


class Led:
    """Those whom a caller leads, and of which teams and groups they are."""

    def __init__(self, below: Sequence[User]) -> None:
        self.ids = frozenset(each.id for each in below)
        self._teams = frozenset(each.team_id for each in below if each.team_id is not None)
        self._groups = frozenset(id for each in below for id in each.group_ids)

    def among(self, rules: GoalContent) -> bool:
        """Whether a goal is about any of them."""
        return not (
            self.ids.isdisjoint(rules.agent_ids)
            and self._teams.isdisjoint(rules.team_ids)
            and self._groups.isdisjoint(rules.group_ids)
        )


class GoalService:
    """The use cases of goals.

    Somebody sees the goals of those whose work they see, those that are about anybody whom they lead, and those that
    they evaluate for; of the latter two they read of no agent whom they don't see, and change nothing. A goal draws
    from agents whom whoever set it last sees.
    """

    def __init__(
        self,
        store: GoalStore,
        drawing: GoalDrawing,
        scorecards: ScorecardStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._drawing = drawing
        self._scorecards = scorecards
        self._access = access
        self._clock = clock
        self._ids = ids

    def all(self, caller: Caller) -> list[Goal]:
        """Every goal that the caller sees, by name."""
        caller.require(Permission.GOALS_VIEW)
        goals = self._store.all()
        seen = self._access.sight(caller).of(each.updated_by for each in goals)
        shown = [each for each in goals if each.updated_by in seen or caller.user_id in each.evaluator_ids]
        if len(shown) < len(goals):
            led = Led(self._access.led(caller))
            shown = [each for each in goals if each in shown or led.among(each)]
        return sorted(
            shown,
            key=lambda each: (not each.active, each.name.casefold(), each.id),
        )

    def find(self, caller: Caller, goal_id: str) -> Goal:
        """One goal. Raises NotFound."""
        caller.require(Permission.GOALS_VIEW)
        found = self._store.goal(goal_id)
        if found is not None and caller.user_id in found.evaluator_ids:
            return found
        goal = self._access.shown(caller, found, lambda each: each.updated_by)
        if goal is None:
            # Read in any case: how long a refusal takes tells nothing.
            led = Led(self._access.led(caller))
            goal = found if found is not None and led.among(found) else None
        if goal is None:
            raise NotFound("There is no such goal")
        return goal

    def current(self, caller: Caller, goals: list[Goal]) -> dict[str, Draw]:
        """The draw of today's period of each goal, by the goal's id, where there is one."""
        today = day_of(self._clock.now(), caller.time_zone)
        ids = {draw_id_of(each.id, each, today): each.id for each in goals}
        found = self._store.draws(ids)
        return {ids[each.id]: each for each in self._readable(caller, list(found.values()))}

    def create(self, caller: Caller, content: GoalContent) -> Goal:
        """A new goal; where its first day has come, it is drawn within minutes.

        Raises:
            Forbidden. RuleBroken: it can't be so, with every mistake and its place; or there are too many.
        """
        caller.require(Permission.GOALS_EDIT)
        if len(self._store.all()) >= MOST_GOALS:
            raise RuleBroken(f"There are {MOST_GOALS} goals at most; delete one that is over")
        self._check(caller, content, None)
        now = self._clock.now()
        goal = Goal(
            **dict(content) | {"name": content.name.strip()},
            id=self._ids.new("gl"),
            created_at=now,
            created_by=caller.user_id,
            updated_at=now,
            updated_by=caller.user_id,
        )
        return self._write(caller, goal)

    def edit(self, caller: Caller, goal_id: str, revision: int, change: GoalChange) -> Goal:
        """Change a goal, also while it is active: it counts from the next draw on. One that failed is made anew.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. RuleBroken: it can't be so, with every mistake and its place.
        """
        before = self._own(caller, goal_id)
        expect_revision(before, revision)
        given = {name: value for name, value in dict(change).items() if value is not None and name != "open_ended"}
        if change.open_ended:
            given["last_on"] = None
        after = before.model_copy(update=given)
        after = after.model_copy(
            update={"name": after.name.strip(), "updated_at": self._clock.now(), "updated_by": caller.user_id}
        )
        self._check(caller, after, before)
        return self._write(caller, after)

    def remove(self, caller: Caller, goal_id: str, revision: int) -> None:
        """End a goal for good. What was drawn stays with its evaluators, and its draws with those who were drawn.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile.
        """
        goal = self._own(caller, goal_id)
        expect_revision(goal, revision)
        unfinished = self._unfinished(goal, self._drawn(caller, goal))
        with Transaction(self._clock, self._ids) as tx:
            self._store.delete(tx, goal)
            if unfinished:
                # It is ended there, and who was given something by it is told.
                schedule(tx, QualityRow, goal_due(goal.id, self._clock.now()))
            else:
                unschedule(tx, QualityRow, GOAL_DUE, goal.id)

    def next_at(self, caller: Caller, goal: Goal, current: Draw | None) -> date | None:
        """The day on which it is drawn next; None where it isn't any more."""
        today = day_of(self._clock.now(), caller.time_zone)
        once_done = goal.recurrence == "once" and current is not None and current.state == "done"
        if not goal.active or once_done:
            return None
        if current is None and period_at(goal, today):
            return today
        return next_period(goal, today)

    def draws(
        self, caller: Caller, goal_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Draw], dict[str, Any] | None]:
        """A page of the draws of a goal, newest first. Raises NotFound."""
        found, following = self._store.draws_of_goal(self.find(caller, goal_id).id, limit=limit, start=start)
        return self._readable(caller, found), following

    def draw(self, caller: Caller, draw_id: str) -> Draw:
        """One draw, for those who see its goal, or saw it: who set it, who leads any who took part. Raises NotFound."""
        caller.require(Permission.GOALS_VIEW)
        found = self._store.draw(draw_id)
        if found is not None and caller.user_id in found.rules.evaluator_ids:
            return self._readable(caller, [found])[0]
        draw = self._access.shown(caller, found, lambda each: each.set_by)
        if draw is None:
            led = Led(self._access.led(caller))
            if found is None or (not led.among(found.rules) and led.ids.isdisjoint(found.agents)):
                raise NotFound("There is no such draw")
            return self._readable(caller, [found])[0]
        return draw

    def agents(
        self, caller: Caller, draw_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[AgentDraw], dict[str, Any] | None]:
        """A page of what a draw was about each agent whom the caller sees. Raises NotFound."""
        self.draw(caller, draw_id)
        rows, following = self._store.agents_page(draw_id, limit=limit, start=start)
        seen = self._access.sight(caller).of(each.agent_id for each in rows)
        shown = [each for each in rows if each.agent_id in seen]
        return [told_of(each) if each.agent_id == caller.user_id else each for each in shown], following

    def about(
        self, caller: Caller, agent_id: str, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[tuple[AgentDraw, Draw]], dict[str, Any] | None]:
        """A page of the draws that drew somebody, for themselves and those who see them. Raises NotFound."""
        if not self._access.sees(caller, agent_id):
            raise NotFound("There is no such person")
        rows, following = self._store.draws_about(agent_id, limit=limit, start=start)
        draws = self._store.draws([each.draw_id for each in rows])
        return [(each, draws[each.draw_id]) for each in rows if each.draw_id in draws], following

    def about_agent(self, caller: Caller, draw_id: str, agent_id: str) -> tuple[AgentDraw, Draw]:
        """A draw as it is about an agent, for themselves and those who see them. Raises NotFound."""
        row = self._store.agent_draw(draw_id, agent_id) if self._access.sees(caller, agent_id) else None
        draw = self._store.draw(draw_id) if row else None
        if row is None or draw is None:
            raise NotFound("There is no such draw")
        return row, draw

    def changeable(self, caller: Caller, goals: Sequence[Goal]) -> frozenset[str]:
        """The ids of those goals that the caller may change."""
        if not caller.may(Permission.GOALS_EDIT):
            return frozenset()
        seen = self._access.sight(caller).of(each.updated_by for each in goals)
        return frozenset(each.id for each in goals if each.updated_by in seen)

    def nameable(self, caller: Caller, goals: Sequence[Goal]) -> frozenset[str]:
        """The ids of all whom goals name and whose names the caller may read there."""
        sight = self._access.sight(caller)
        set_by = sight.of(each.updated_by for each in goals)
        agents = {id for each in goals for id in each.agent_ids}
        theirs = {id for each in goals if each.updated_by in set_by for id in each.agent_ids}
        return frozenset({id for each in goals for id in each.evaluator_ids} | theirs | sight.of(agents))

    def _own(self, caller: Caller, goal_id: str) -> Goal:
        """A goal that the caller may change. Raises NotFound, Forbidden."""
        caller.require(Permission.GOALS_EDIT)
        goal = self.find(caller, goal_id)
        if not self._access.sees(caller, goal.updated_by):
            raise Forbidden("Whoever evaluates for a goal, or leads its agents, doesn't change it: ask who has set it")
        return goal

    def _readable(self, caller: Caller, draws: list[Draw]) -> list[Draw]:
        """The draws as the caller may read them: of others' only what is about agents whom they see."""
        sight = self._access.sight(caller)
        theirs = sight.of(each.set_by for each in draws)
        named = {id for each in draws if each.set_by not in theirs for id in _agents_told_of(each)}
        if not named:
            return draws
        seen = sight.of(named)
        return [
            each
            if each.set_by in theirs
            else each.model_copy(
                update={
                    "short": tuple(one for one in each.short if one.agent_id in seen),
                    "left_out": tuple(one for one in each.left_out if one.agent_id in seen),
                }
            )
            for each in draws
        ]

    def _drawn(self, caller: Caller, goal: Goal) -> Draw | None:
        """The draw of today's period, read by its id: the index may not tell of one that was begun a moment ago."""
        return self._store.draw(draw_id_of(goal.id, goal, day_of(self._clock.now(), caller.time_zone)))

    def _unfinished(self, goal: Goal, drawn: Draw | None) -> Draw | None:
        """The draw that is under way; drawn: the one of today's period."""
        return drawn if drawn is not None and drawn.state in UNFINISHED else self._drawing.unfinished(goal.id)

    def _write(self, caller: Caller, goal: Goal) -> Goal:
        now = self._clock.now()
        today = day_of(now, caller.time_zone)
        drawn = self._drawn(caller, goal) if goal.revision else None
        unfinished = self._unfinished(goal, drawn) if goal.revision else None
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, goal)
            done_once = goal.recurrence == "once" and drawn is not None and drawn.state == "done"
            following = None if done_once else next_period(goal, today)
            open_now = period_at(goal, today) is not None and (drawn is None or drawn.state != "done")
            if not unfinished and (not goal.active or not (open_now or following)):
                unschedule(tx, QualityRow, GOAL_DUE, goal.id)
            elif unfinished or open_now:
                # Of a goal that is switched off as well: a draw that is under way is ended there.
                schedule(tx, QualityRow, goal_due(goal.id, now))
            elif following:
                schedule(tx, QualityRow, goal_due(goal.id, begin_of(goal.id, following, caller.time_zone)))
            if drawn is not None and drawn.state == "failed":
                self._store.forget_draw(tx, drawn)
        return written(goal)

    def _check(self, caller: Caller, content: GoalContent, before: GoalContent | None) -> None:
        errors = list(_mistakes(content))
        if before is None or content.scorecard_id != before.scorecard_id:
            card = self._scorecards.scorecard(content.scorecard_id)
            if card is None or card.status != "published":
                errors.append(FieldError(pointer="/scorecard_id", message="no published scorecard is called so"))
        known = before.evaluator_ids if before else ()
        eligible = Eligible(self._access)
        for at, id in enumerate(content.evaluator_ids):
            if id not in known and eligible.why_not(id, "") in {"not_active", "not_permitted"}:
                message = "nobody who is active and may evaluate is called so"
                errors.append(FieldError(pointer=f"/evaluator_ids/{at}", message=message))
        if not errors and (before is None or _whose(content) != _whose(before)):
            errors += self._agent_mistakes(caller, content)
        if errors:
            raise RuleBroken("The goal can't be so", errors=errors)

    def _agent_mistakes(self, caller: Caller, content: GoalContent) -> Iterator[FieldError]:
        named = self._drawing.agents_of(content)
        if len(named) > MOST_AGENTS:
            yield FieldError(pointer="/team_ids", message=f"together more than {MOST_AGENTS:,} agents")
            return
        seen = self._access.sight(caller).of(named)
        for at, id in enumerate(content.agent_ids):
            if named.get(id) is None or id not in seen:
                yield FieldError(pointer=f"/agent_ids/{at}", message="nobody whom you see is called so")
        if not any(user is not None and id in seen for id, user in named.items()):
            yield FieldError(pointer="/agent_ids", message="among all that are named there is nobody whom you see")


def _agents_told_of(draw: Draw) -> Iterator[str]:
    yield from (each.agent_id for each in draw.short)
    yield from (each.agent_id for each in draw.left_out)


def _whose(content: GoalContent) -> tuple[object, ...]:
    return content.agent_ids, content.team_ids, content.group_ids


def _mistakes(content: GoalContent) -> Iterator[FieldError]:
    name = content.name.strip()
    try:
        if not name:
            raise ValueError("is empty")
        check_name(name)
    except ValueError as error:
        yield FieldError(pointer="/name", message=str(error))
    yield from mistakes(content.condition, INTERACTION_FIELDS, "/condition")
    if not content.evaluator_ids:
        yield FieldError(pointer="/evaluator_ids", message="name somebody who evaluates")
    yield from repeated("/evaluator_ids", content.evaluator_ids, "evaluator")
    if not (content.agent_ids or content.team_ids or content.group_ids):
        yield FieldError(pointer="/agent_ids", message="name agents, a team or a group")
    if content.per == "agent" and content.count > MOST_PER_AGENT:
        yield FieldError(pointer="/count", message=f"of one agent {MOST_PER_AGENT} at most")
    for place, day in (("/first_on", content.first_on), ("/last_on", content.last_on)):
        if day is not None and not is_reckoned(day):
            yield FieldError(pointer=place, message="is too far away")
    if content.last_on is not None and content.last_on < content.first_on:
        yield FieldError(pointer="/last_on", message="lies before the first day")
