"""Evaluations read: one, and in lists, by those who may see them (S4.7)."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, Literal, NamedTuple

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import NotFound
from debrief.kernel.web.merging import Found, Placed, chunk_of, looked_at_together, page_of
from debrief.people.access import Access, Sight
from debrief.quality.evaluations.ai_answering import as_seen
from debrief.quality.evaluations.assigned_store import to_do
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import BlindSpots, MadeOf
from debrief.quality.evaluations.history import HistoryStep, whole
from debrief.quality.evaluations.history_store import HistoryStore
from debrief.quality.evaluations.lines_store import MOST_MERGED
from debrief.quality.evaluations.listing import EvaluationFilter, EvaluationSummary, summary_of
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.opening import began_by_itself
from debrief.quality.evaluations.reviewing import review_actions
from debrief.quality.evaluations.store import EvaluationStore, draft_place, place_of
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

_FEW_EXAMINED: Final = 100
"""Drafts that the first screen looks at of each source."""
Listed = Literal["completed", "draft"]
"""Which evaluations a list is of: those that have been completed, whatever their agents said to them, or drafts."""


class EvaluationReadings:
    """The use cases that read evaluations.

    A draft is seen by its evaluator alone, so that several evaluators of one interaction don't sway each other; one
    that nobody has taken yet is seen by all who may evaluate that agent, and belongs to whoever first changes it.
    Nobody evaluates their own conversation. Whoever judges a conversation blindly sees no evaluation of it by others or
    the AI until that is over (`blinding`). What a caller may not see is `NotFound`.
    """

    def __init__(
        self,
        store: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
    ) -> None:
        self._store = store
        self._scorecards = scorecards
        self._interactions = interactions
        self._access = access
        self._clock = clock
        self._history = HistoryStore()
        self._blinds = BlindStore()

    def find(self, caller: Caller, evaluation_id: str) -> Evaluation:
        """The evaluation, if the caller may see it. Raises NotFound."""
        found = self._store.evaluation(evaluation_id)
        evaluation = self._access.shown(caller, found, lambda each: each.agent_id)
        if (
            evaluation is None
            or not _may_open(caller, evaluation)
            or (evaluation.calibration_id is None and self.is_blind(caller, evaluation))
        ):
            raise NotFound("There is no such evaluation")
        return as_seen(evaluation, self._clock.now())

    def stored(self, evaluation_id: str) -> Evaluation | None:
        """The evaluation, for work that is nobody's request; or None."""
        return self._store.evaluation(evaluation_id)

    def history(self, caller: Caller, evaluation_id: str) -> list[HistoryStep]:
        """What happened to a completed evaluation, oldest first; of a draft nothing. Raises NotFound."""
        evaluation = self.find(caller, evaluation_id)
        return [] if evaluation.status == "draft" else whole(evaluation, self._history.steps(evaluation_id))

    def is_of_earlier_words(self, evaluation: Evaluation) -> bool:
        """Whether the interaction's words were replaced by others since the evaluation was begun, as far as is known.

        What a person answered stays as it is; whoever reads it is told.
        """
        if evaluation.transcript_digest is None:
            return evaluation.superseded_at is not None
        interaction = self._interactions.interaction(evaluation.interaction_id)
        return interaction is not None and interaction.transcript_digest != evaluation.transcript_digest

    def version_of(self, evaluation: Evaluation) -> ScorecardVersion:
        """The version that the evaluation was made with."""
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound("The scorecard of this evaluation is gone")
        return version

    def drafts(
        self, caller: Caller, wanted: EvaluationFilter, *, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        """A page of the caller's drafts and of those that nobody has taken, those that have waited longest first."""
        return self._drafts(caller, wanted, limit, after, newest_first=False)

    def assigned(
        self, caller: Caller, wanted: EvaluationFilter, *, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        """A page of what the caller was given and hasn't completed, the soonest due first.

        Three round trips; what the caller doesn't see any more is left out.
        """
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return Found([], None)
        return self._assigned(caller, self._people(caller, wanted), limit, after)

    def _assigned(
        self, caller: Caller, people: "_People", limit: int, after: str | None = None
    ) -> Found[EvaluationSummary]:
        placed = list(islice(to_do(caller.user_id, after=after, chunk=limit + 1), limit + 1))
        last = placed[limit - 1][0] if len(placed) > limit else None
        if not placed:
            return Found([], last)
        lines = self._store.draft_lines([id for _, id in placed[:limit]])
        drafts = [lines[id] for _, id in placed[:limit] if id in lines]
        people.sight.of(each.agent_id for each in drafts)
        shown = self._wanted_of(caller, people)
        return Found([each for each in drafts if each.evaluator_id == caller.user_id and shown(each)], last)

    def page(
        self, caller: Caller, wanted: EvaluationFilter, status: Listed, *, limit: int, after: str | None
    ) -> Found[EvaluationSummary]:
        """A page of evaluations that the caller may see, newest first.

        Completed ones by the start of their interaction; drafts (the caller's own, and those that nobody has taken)
        by when they were opened. A page that a filter leaves short still tells where the next one starts.
        """
        if wanted.interaction_id is not None:
            several = self._of_interaction(caller, wanted.interaction_id, status, after)
            return page_of([several], wanted.admits, limit=limit, newest_first=True, after=after)
        if status == "draft":
            return self._drafts(caller, wanted, limit, after)
        people = self._people(caller, wanted)
        span = wanted.span
        if after is not None:
            span = span._replace(high=after if span.high is None else min(span.high, after))
        sources: list[Iterator[Placed[EvaluationSummary]]]
        if people.known is not None and len(people.known) <= MOST_MERGED:
            chunk = chunk_of(limit, len(people.known))
            sources = [self._store.lines_of_agent(agent, span, chunk=chunk) for agent in sorted(people.known)]
        else:
            by, card = wanted.evaluator_id, wanted.scorecard_id
            lines = self._store.lines(span, chunk=limit + 1, evaluator_id=by, scorecard_id=card)
            sources = [people.looked_up(lines, limit + 1)]
        return page_of(sources, people.admit, limit=limit, newest_first=True, after=after)

    def waiting(self, caller: Caller, limit: int) -> tuple[list[EvaluationSummary], bool]:
        """The drafts that wait for the caller, their own and those that nobody took, and whether there may be more.
        What they were given to do stands first, the soonest due before what is due later, then what waits longest.

        Few are looked at: of a line that is too long to be merged those that wait longest, whoever they are about. What
        is the caller's own is found behind any number of them.
        """
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return [], False
        people = self._people(caller, EvaluationFilter())
        own, free = self._draft_sources(caller, people, limit, None, newest_first=False)
        found = [
            page_of(some, self._wanted_of(caller, people), limit=limit, newest_first=False, examined=_FEW_EXAMINED)
            for some in (own, free)
        ]
        # By when it is due, since what was given last may be due first.
        found.append(self._assigned(caller, people, limit))
        waiting = sorted({each.id: each for part in found for each in part.items}.values(), key=_by_due)
        more = len(waiting) > limit or any(part.last is not None for part in found)
        return waiting[:limit], more

    def to_answer(self, caller: Caller, limit: int) -> Found[EvaluationSummary]:
        """The evaluations of the caller's own work that wait for their answer, the most urgent first."""
        if not caller.may(Permission.EVALUATIONS_VIEW):
            return Found([], None)
        found = self._store.awaited_of(caller.user_id, most=limit + 1)
        return Found(found[:limit], found[limit - 1].id if len(found) > limit else None)

    def completed_today(self, caller: Caller) -> int:
        """How many evaluations the caller has completed today, in the account's time zone (one small item)."""
        return self._store.completed_on(caller.user_id, day_of(self._clock.now(), caller.time_zone))

    def actions(self, caller: Caller, evaluation: Evaluation | EvaluationSummary) -> list[str]:
        """What the caller may do with an evaluation that they see."""
        mine, free = evaluation.evaluator_id == caller.user_id, evaluation.evaluator_id is None
        if isinstance(evaluation, Evaluation) and evaluation.calibration_id is not None:
            # What a calibration holds is answered by its assessor alone, once, and goes with the calibration.
            open_ = mine and evaluation.status == "draft" and caller.may(Permission.EVALUATIONS_PERFORM)
            return ["answer", "complete"] if open_ else []
        performs = caller.may(Permission.EVALUATIONS_PERFORM) and evaluation.agent_id != caller.user_id
        deletes = caller.may(Permission.EVALUATIONS_DELETE_AUTOMATED) and evaluation.agent_id != caller.user_id
        allowed: list[str] = []
        if evaluation.status == "draft":
            if performs and (mine or free):
                allowed += ["answer", *([] if _ai_is_at_it(evaluation) else ["ask_ai"]), "complete"]
            by_itself = began_by_itself(evaluation)
            if (performs and mine and not by_itself) or (deletes and (free or by_itself)):
                allowed.append("delete")
        else:
            superseded = isinstance(evaluation, Evaluation) and evaluation.superseded_at is not None
            if performs and (mine or free) and not superseded and evaluation.status != "disputed":
                allowed.append("rescore")
            allowed += review_actions(caller, evaluation, self._clock.now())
            if deletes and evaluation.type == "automatic":
                allowed.append("delete")
        return allowed

    def _people(self, caller: Caller, wanted: EvaluationFilter) -> "_People":
        if wanted.agent_ids is None:
            known = self._access.visible_people(caller)
        else:
            known = self._access.sight(caller).of(wanted.agent_ids)
        return _People(wanted, self._access.sight(caller, known), known, self.blind_spots(caller))

    def blind_spots(self, caller: Caller) -> BlindSpots:
        """What the caller may not see, because they judge it by themselves."""
        return self._blinds.spots(caller.user_id)

    def is_blind(self, caller: Caller, evaluation: MadeOf) -> bool:
        """Whether the caller may not see it, or what there is of it, because they judge it by themselves."""
        return self._blinds.spots_at(caller.user_id, evaluation.interaction_id).hide(evaluation)

    def _of_interaction(
        self, caller: Caller, interaction_id: str, status: Listed, before: str | None
    ) -> Iterator[Placed[EvaluationSummary]]:
        """The interaction's evaluations that the caller may see and that hold, newest first: drafts, or all others."""
        place = draft_place if status == "draft" else place_of
        found = self._store.evaluations_of_interaction(interaction_id)
        # All are of the interaction's agent.
        seen = self._access.sees(caller, found[0].agent_id if found else None)
        blind = self._blinds.spots_at(caller.user_id, interaction_id)
        shown = [
            (place(each), summary_of(each))
            for each in (found if seen else ())
            if (each.status == "draft") == (status == "draft")
            and not each.superseded_at
            and _may_open(caller, each)
            and not blind.hide(each)
        ]
        placed = sorted(shown, key=lambda one: one[0], reverse=True)
        return (one for one in placed if before is None or one[0] < before)

    def _drafts(
        self,
        caller: Caller,
        wanted: EvaluationFilter,
        limit: int,
        after: str | None,
        *,
        newest_first: bool = True,
    ) -> Found[EvaluationSummary]:
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return Found([], None)
        people = self._people(caller, wanted)
        own, free = self._draft_sources(caller, people, limit, after, newest_first=newest_first)
        shown = self._wanted_of(caller, people)
        return page_of([*own, *free], shown, limit=limit, newest_first=newest_first, after=after)

    @staticmethod
    def _wanted_of(caller: Caller, people: "_People") -> Callable[[EvaluationSummary], bool]:
        return lambda line: line.agent_id != caller.user_id and people.admit(line)

    def _draft_sources(
        self, caller: Caller, people: "_People", limit: int, after: str | None, *, newest_first: bool
    ) -> tuple[list[Iterator[Placed[EvaluationSummary]]], list[Iterator[Placed[EvaluationSummary]]]]:
        """The caller's own drafts, and those that nobody has taken: of a small line by agent, since those of others may
        be many thousands."""
        store, many = self._store, limit + 1

        def summaries(drafts: Iterator[Placed[EvaluationSummary]]) -> Iterator[Placed[EvaluationSummary]]:
            return people.looked_up(drafts, many)

        own = [summaries(store.drafts(caller.user_id, after=after, chunk=many, newest_first=newest_first))]
        if people.known is None or len(people.known) > MOST_MERGED:
            return own, [summaries(store.drafts(None, after=after, chunk=many, newest_first=newest_first))]
        chunk = chunk_of(limit, len(people.known))
        return own, [
            summaries(store.free_drafts_about(agent, after=after, chunk=chunk, newest_first=newest_first))
            for agent in sorted(people.known - {caller.user_id})
        ]


def _by_due(draft: EvaluationSummary) -> tuple[bool, str, str]:
    """What is due before what isn't, the soonest first; then by how long it waits."""
    due_at = draft.assignment.due_at if draft.assignment else None
    return due_at is None, iso(due_at) if due_at else "", draft_place(draft)


class _People(NamedTuple):
    """Whose evaluations a list may show. known: their ids, where these are few enough to be known beforehand.

    blind: what of it is hidden from the caller.
    """

    wanted: EvaluationFilter
    sight: Sight
    known: frozenset[str] | None
    blind: BlindSpots

    def admit(self, line: EvaluationSummary) -> bool:
        return self.wanted.admits(line) and not self.blind.hide(line) and bool(self.sight.of([line.agent_id]))

    def looked_up(self, lines: Iterator[Placed[EvaluationSummary]], many: int) -> Iterator[Placed[EvaluationSummary]]:
        """The lines; whose they are is looked up for so many of them at once."""
        return looked_at_together(lines, many, lambda some: self.sight.of(each.agent_id for each in some))


def _may_open(caller: Caller, evaluation: Evaluation) -> bool:
    """Whether the caller, who sees the agent, may see it: of drafts their own, and those that nobody has taken.

    What was made for a calibration is its assessor's alone.

    Of those that began by themselves, also what somebody has taken, where the caller may delete it.
    """
    if evaluation.calibration_id is not None:
        return evaluation.evaluator_id == caller.user_id
    if evaluation.status != "draft":
        return True
    if evaluation.agent_id == caller.user_id or not caller.may(Permission.EVALUATIONS_PERFORM):
        return False
    if began_by_itself(evaluation) and caller.may(Permission.EVALUATIONS_DELETE_AUTOMATED):
        # Whoever took it can't let it go again.
        return True
    return evaluation.evaluator_id in {None, caller.user_id}


def _ai_is_at_it(evaluation: Evaluation | EvaluationSummary) -> bool:
    asked = evaluation.ai_answering if isinstance(evaluation, Evaluation) else None
    return asked is not None and asked.status == "answering"
