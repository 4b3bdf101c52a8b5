"""Gives out what a draw of a goal came to, and tells its evaluators at last (S4.10); see `drawing_service`."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.listed import MOST_LISTED, Listed, listing
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.people.access import Access
from debrief.quality.evaluations.assigned_store import progress_of
from debrief.quality.evaluations.assigning_service import Asked, Assigning
from debrief.quality.evaluations.eligible_reader import theirs_among
from debrief.quality.evaluations.model import Assignment
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.goals.dealing import Pick, drawn_from, share_of_each
from debrief.quality.goals.model import AgentDraw, Draw, Picked, Short
from debrief.quality.goals.store import GoalStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

GIVEN_IN_A_RUN: Final = 200
"""Conversations that one call gives out."""


class GoalGiving:
    """Gives out draws, in pieces that may be repeated."""

    def __init__(
        self,
        store: GoalStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._clock = clock
        self._ids = ids
        self._assigning = Assigning(evaluations, scorecards, interactions, access, clock, ids)

    def give(self, draw: Draw, until: datetime) -> Draw:
        """Give out the next ones, until that moment; the draw as it is then."""
        rows = sorted(self._store.agents_of(draw.id), key=lambda each: each.agent_id)
        picks = drawn_from(draw.seed, draw.rules, rows, draw.behind)
        of_agent: dict[str, list[Pick]] = {}
        for pick in picks:
            of_agent.setdefault(pick.agent_id, []).append(pick)
        given, at = 0, draw.at_agent
        for row in rows[draw.at_agent :]:
            if given >= GIVEN_IN_A_RUN or self._clock.now() >= until:
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
                    self._store.expect_going(tx, draw.id)
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
            self._store.expect_going(tx, draw.id)
            self._store.put_agent_draw(tx, row.model_copy(update={"picked": tuple(picked), "settled": True}))
            if picked:
                self._store.count(tx, draw.goal_id, row.agent_id, len(picked))

    def finished(self, draw: Draw, problem: str) -> Draw:
        """The draw at its end before all was given out, and why; whoever was given something is told."""
        if draw.problem is None:
            # Before anything is counted: another run may be giving it out at this moment.
            ending = draw.model_copy(update={"problem": problem})
            with Transaction(self._clock, self._ids) as tx:
                self._store.end_draw(tx, ending)
            draw = written(ending)
        rows = sorted(self._store.agents_of(draw.id), key=lambda each: each.agent_id)
        picks = drawn_from(draw.seed, draw.rules, rows, draw.behind)
        self._keep_begun(draw, rows, picks)
        return self._finished(draw, rows, picks)

    def _keep_begun(self, draw: Draw, rows: Sequence[AgentDraw], picks: Sequence[Pick]) -> None:
        """Keep what was given out of an agent with whom a run broke off: of one at most, since each is settled before
        the next is begun.
        """
        row = next((each for each in rows if not each.settled), None)
        if row is None or row.picked:
            return
        theirs = {
            derived_id("ev", draw.id, each.interaction_id): each for each in picks if each.agent_id == row.agent_id
        }
        there = self._evaluations.evaluations(list(theirs))
        picked = tuple(
            Picked(interaction_id=each.interaction_id, evaluator_id=theirs[each.id].evaluator_id, evaluation_id=each.id)
            for each in there
        )
        if picked:
            with Transaction(self._clock, self._ids) as tx:
                # It isn't settled: the lot would have gone on.
                self._store.put_agent_draw(tx, row.model_copy(update={"picked": picked}))
                self._store.count(tx, draw.goal_id, row.agent_id, len(picked))

    def _finished(self, draw: Draw, rows: Sequence[AgentDraw], picks: Sequence[Pick]) -> Draw:
        share = share_of_each(draw.rules, len(draw.agents))
        picked = [(row.agent_id, each) for row in self._store.agents_of(draw.id) for each in row.picked]
        # What its evaluator had begun before by themselves isn't the goal's.
        own = Counter(
            agent_id
            for agent_id, each in picked
            if each.evaluation_id == derived_id("ev", draw.id, each.interaction_id)
        )
        short = tuple(
            Short(
                agent_id=row.agent_id,
                wanted=share,
                offered=len(row.offered),
                given=own[row.agent_id],
                read=len(row.frame),
                nobody=len(row.barred) == len(draw.rules.evaluator_ids),
            )
            for row in rows
            if len(row.offered) < share
        )
        after = draw.model_copy(update={"state": "done", "drawn": len(picked), "short": short})
        given = self._given(draw, picks, {each.evaluation_id for _, each in picked})
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
