"""What marks and assignments are made of: conversations, their evaluations, bookmarks, areas of scorecards."""

from collections.abc import Callable, Iterable, Sequence

from debrief.coaching.assignments.drafts import AreaDraft, ChosenInteraction, ContentDraft
from debrief.coaching.assignments.erasing import without_conversation
from debrief.coaching.assignments.links import with_evaluations
from debrief.coaching.assignments.making import check_areas
from debrief.coaching.assignments.marks_store import BookmarkStore
from debrief.coaching.assignments.model import (
    Area,
    Assignment,
    BestResponse,
    CoachedInteraction,
    Content,
    Mark,
    MarkedInteraction,
)
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.errors import FieldError, NotFound, RuleBroken
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

Sees = Callable[[Iterable[str]], frozenset[str]]


class MaterialReader:
    """Reads what somebody chose, and refuses what isn't there or isn't theirs to choose."""

    def __init__(
        self,
        interactions: InteractionStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        bookmarks: BookmarkStore,
    ) -> None:
        self._interactions = interactions
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._bookmarks = bookmarks

    def chosen(
        self, agent_id: str, drafts: Sequence[ChosenInteraction], pointer: str = "/interactions"
    ) -> tuple[MarkedInteraction, ...]:
        """The conversations of an agent that somebody chose, who may coach them.

        Raises:
            RuleBroken: one isn't there, isn't the agent's, or is chosen twice; or the evaluation isn't of it.
        """
        known = {each.id: each for each in self._interactions.interactions([each.interaction_id for each in drafts])}
        seen: set[str] = set()
        found: list[MarkedInteraction] = []
        for place, draft in enumerate(drafts):
            interaction = known.get(draft.interaction_id)
            if interaction is None or interaction.agent_id != agent_id or interaction.erased_at is not None:
                self._refuse(f"{pointer}/{place}/interaction_id", "is no conversation of this agent")
            elif interaction.id in seen:
                self._refuse(f"{pointer}/{place}/interaction_id", "is chosen twice")
            else:
                seen.add(interaction.id)
                found.append(_marked(interaction, self._evaluation(draft, f"{pointer}/{place}/evaluation_id")))
        return tuple(found)

    def areas(self, drafts: Sequence[AreaDraft], *, needed: bool = True) -> tuple[Area, ...]:
        """The areas as they are kept: those of a scorecard under the names that its questions and sections have now.

        Raises:
            RuleBroken: none where one has to be, one twice, or one that its scorecard doesn't have.
        """
        found = []
        for place, draft in enumerate(drafts):
            area = Area(**dict(draft))
            if area.scorecard_id:
                name = _name_in(self._current(area.scorecard_id), area)
                if name is None:
                    self._refuse(f"/areas/{place}", "is no question or section of that scorecard now")
                area = area.model_copy(update={"name": (name or area.name)[:120].strip() or area.name})
            found.append(area)
        check_areas(found, needed=needed)
        return tuple(found)

    def content(self, caller: Caller, draft: ContentDraft, sees: Sees, agent_id: str | None = None) -> Content:
        """What assignments say, with the caller's own bookmarks as best responses. agent_id: for whom, where it is one.

        Raises:
            RuleBroken: a bookmark isn't the caller's, or they don't see its conversation any more, or it is of that
            agent themselves.
        """
        marks = {each.id: each for each in self._bookmarks.bookmarks(draft.best_responses)}
        seen = sees({each.agent_id for each in marks.values()})
        best = []
        for place, id in enumerate(draft.best_responses):
            bookmark = marks.get(id)
            if bookmark is None or bookmark.user_id != caller.user_id or bookmark.agent_id not in seen:
                self._refuse(f"/best_responses/{place}", "is no bookmark of yours")
            elif bookmark.agent_id == agent_id:
                self._refuse(f"/best_responses/{place}", "is a conversation of their own; choose one of somebody else")
            else:
                fields = {name: getattr(bookmark, name) for name in ("interaction_id", "agent_id", "started_at")}
                best.append(BestResponse(**fields, queue=bookmark.queue, note=bookmark.note))
        return Content(
            name=draft.name,
            feedback=draft.feedback,
            action_plan=draft.action_plan,
            follow_up=draft.follow_up,
            best_responses=tuple(best),
        )

    def still_there(self, content: Content) -> Content:
        """What assignments say, without best responses that were erased or deleted meanwhile (a batch)."""
        there = self._there(each.interaction_id for each in content.best_responses)
        kept = tuple(each for each in content.best_responses if each.interaction_id in there)
        return content.model_copy(update={"best_responses": kept})

    def still_marked(self, mark: Mark) -> Mark:
        """The mark without conversations that were erased or deleted since they were chosen (a batch)."""
        there = self._there(each.interaction_id for each in mark.interactions)
        kept = tuple(each for each in mark.interactions if each.interaction_id in there)
        return mark.model_copy(update={"interactions": kept})

    def with_what_is_there(self, assignment: Assignment) -> Assignment:
        """The assignment without conversations and best responses that were erased or deleted meanwhile (a batch)."""
        there = self._there(each.interaction_id for each in assignment.items)
        for each in assignment.items:
            if each.interaction_id not in there:
                assignment = without_conversation(assignment, each.interaction_id)
        return assignment

    def interaction(self, interaction_id: str) -> Interaction:
        """A conversation. Raises NotFound."""
        found = self._interactions.interaction(interaction_id)
        if found is None or found.erased_at is not None:
            raise NotFound("There is no such conversation")
        return found

    def linked(self, assignment: Assignment) -> Assignment:
        """The assignment with the evaluations of its conversations as they are (a query for each conversation)."""
        linked: list[CoachedInteraction] = [
            with_evaluations(each, self._evaluations.evaluations_of_interaction(each.interaction_id))
            for each in assignment.interactions
        ]
        return assignment.model_copy(update={"interactions": tuple(linked)})

    def _there(self, ids: Iterable[str]) -> set[str]:
        return {each.id for each in self._interactions.interactions(list(ids)) if each.erased_at is None}

    def _evaluation(self, draft: ChosenInteraction, pointer: str) -> str | None:
        if draft.evaluation_id is None:
            return None
        found = self._evaluations.evaluation(draft.evaluation_id)
        if found is None or found.interaction_id != draft.interaction_id or found.calibration_id is not None:
            self._refuse(pointer, "is no evaluation of this conversation")
        return draft.evaluation_id

    def _current(self, scorecard_id: str) -> ScorecardVersion | None:
        scorecard = self._scorecards.scorecard(scorecard_id)
        return self._scorecards.version(scorecard_id, scorecard.current_version) if scorecard else None

    @staticmethod
    def _refuse(pointer: str, message: str) -> None:
        raise RuleBroken("This can't be coached on", errors=[FieldError(pointer=pointer, message=message)])


def _name_in(version: ScorecardVersion | None, area: Area) -> str | None:
    if version is None:
        return None
    if area.section_id:
        return next((each.title for each in version.sections if each.id == area.section_id), None)
    return next((each.text for each in version.questions() if each.id == area.question_id), None)


def _marked(interaction: Interaction, evaluation_id: str | None) -> MarkedInteraction:
    return MarkedInteraction(
        interaction_id=interaction.id,
        evaluation_id=evaluation_id,
        started_at=interaction.started_at,
        queue=interaction.queue,
    )
