"""Summaries as the API shows them: with names, and with what the caller may do now."""

from collections.abc import Sequence
from typing import Any

from debrief.coaching.actions.course import wording_of_recommendation
from debrief.coaching.actions.views import ActionView
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.summaries.facts.model import Evidence, Fact
from debrief.summaries.model import (
    FurtherRound,
    Period,
    Progress,
    ScorecardType,
    Sharing,
    Sources,
    Summary,
    SummaryFailure,
    SummaryFrame,
    SummaryStatus,
)
from debrief.summaries.periods import period_label
from debrief.summaries.report.report import Dropped, Quote, Report, number_of
from debrief.summaries.visibility import agent_reads


class SummaryLine(Entity):
    """A summary in a list. actions: what the caller may do with it now."""

    id: str
    agent_id: str
    agent_name: str
    meeting_id: str | None
    detached: bool
    requested_by: str
    requested_by_name: str
    period: Period
    period_label: str
    scorecard_type: ScorecardType
    status: SummaryStatus
    progress: Progress | None
    failure: SummaryFailure | None
    attempt: int
    sources: Sources
    sharing: Sharing | None
    created_at: Instant
    ready_at: Instant | None
    edited_at: Instant | None
    edited_by: str | None
    edited_by_name: str | None
    actions: tuple[str, ...]


class RecommendationActions(Entity):
    """What stands beside a recommendation: what "+ Action" is prefilled with, and what was made of it already.

    title, description: null for those who may not add an action. made: oldest first, those that the caller may see.
    """

    title: str | None
    description: str | None
    made: tuple[ActionView, ...]


class SummaryView(SummaryLine):
    """A summary with its report, once it is ready.

    linked_actions: actions made from its recommendations, told to its owner: so many go with it when it is deleted.
    recommendation_actions: one for each recommendation of the report, in their order.
    action_title: what the dialog of "+ Action" is called.
    agent_reads: whether the agent that it is about can read it as it is now.
    cost, tokens and model of the draft are in `provenance`. repair, check: what became of having left out places
    written anew, and of having each sentence checked, with what these cost; none where there were no such rounds yet.
    """

    report: Report | None
    provenance: AiProvenance | None
    repair: FurtherRound | None
    check: FurtherRound | None
    linked_actions: int
    recommendation_actions: tuple[RecommendationActions, ...]
    action_title: str
    agent_reads: bool


class SummaryPage(Entity):
    """A page of summaries, newest first.

    message: what stands in the place of an empty tab. actions: `generate` where the caller may.
    """

    items: tuple[SummaryLine, ...]
    next_cursor: str | None = None
    message: str = ""
    actions: tuple[str, ...] = ()


class ProvenanceView(Entity):
    """Where everything in a report comes from (N1, N2).

    facts: all that were computed, with the ids they were computed from. evidence: what texts and chips may point to.
    quotes: those in the report, with their place in the transcript. dropped: what was left out of the model's draft.
    prompt_sha256: of all that was sent to the model for the draft. repair, check: the further rounds.
    """

    provenance: AiProvenance
    repair: FurtherRound | None
    check: FurtherRound | None
    frame: SummaryFrame
    facts: tuple[Fact, ...]
    evidence: tuple[Evidence, ...]
    quotes: tuple[Quote, ...]
    dropped: tuple[Dropped, ...]
    prompt_sha256: str
    offline: bool
    label: str


class ReplayView(Entity):
    """A replay: the same dossier drafted from once more, and how the outcome compares (N2).

    same_prompt, equal, differing: null and empty until it is ready; see `store.Comparison`.
    """

    id: str
    summary_id: str
    status: SummaryStatus
    progress: Progress | None
    failure: SummaryFailure | None
    created_at: Instant
    requested_by: str
    same_prompt: bool | None
    equal: tuple[str, ...]
    differing: tuple[str, ...]
    first: AiProvenance | None
    replayed: AiProvenance | None
    report: Report | None


class ReplayPage(Entity):
    """A page of replays, newest first."""

    items: tuple[ReplayView, ...]
    next_cursor: str | None = None


def line_of(summary: Summary, names: dict[str, str], actions: tuple[str, ...]) -> SummaryLine:
    """A summary as a list shows it."""
    return SummaryLine(**_fields(summary, names, actions))


def view_of(
    summary: Summary,
    names: dict[str, str],
    actions: tuple[str, ...],
    *,
    report: Report | None,
    linked_actions: int,
    made: Sequence[ActionView],
    begun: bool,
) -> SummaryView:
    """A summary as it is read. made: the actions made from its recommendations, as far as the caller may see them.
    begun: whether its meeting has."""
    agent = names.get(summary.agent_id) or summary.frame.agent_name
    return SummaryView(
        **_fields(summary, names, actions),
        report=report,
        provenance=summary.provenance,
        repair=summary.repair,
        check=summary.check,
        linked_actions=linked_actions,
        recommendation_actions=_beside(report, made, may_add="add_action" in actions) if report else (),
        action_title=f"Assign action to {agent}",
        agent_reads=agent_reads(summary, begun=begun),
    )


def _beside(report: Report, made: Sequence[ActionView], *, may_add: bool) -> tuple[RecommendationActions, ...]:
    found = []
    for index, each in enumerate(report.recommendations):
        number = number_of(report, index)
        wording = wording_of_recommendation(each.area.text, each.action.text, each.rationale.text)
        title, description = wording if may_add else (None, None)
        own = tuple(action for action in made if action.recommendation_index == number)
        found.append(RecommendationActions(title=title, description=description, made=own))
    return tuple(found)


def _fields(summary: Summary, names: dict[str, str], actions: tuple[str, ...]) -> dict[str, Any]:
    own = {name: getattr(summary, name) for name in SummaryLine.model_fields if name in Summary.model_fields}
    return own | {
        "agent_name": names.get(summary.agent_id) or summary.frame.agent_name,
        "requested_by_name": names.get(summary.requested_by, ""),
        "edited_by_name": names.get(summary.edited_by, "") if summary.edited_by else None,
        "detached": summary.detached,
        "period_label": period_label(summary.period),
        "actions": actions,
    }
