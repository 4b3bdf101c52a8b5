"""AI performance reports: choosing, generating, reading, editing, sharing, deleting, and actions out of them.

With `feature_ai_coaching` off, none of these routes is there (S0.1).
"""

from base64 import b64encode
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from debrief.coaching.actions.views import ActionView
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Day, SystemClock
from debrief.kernel.env import Environment, read_environment
from debrief.kernel.errors import FieldError, Malformed
from debrief.kernel.ids import UlidIds
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.api import SIGNED_IN, Api, Gives, IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.flags import AI_COACHING
from debrief.people.store import PeopleStore
from debrief.summaries.access import SummaryAccess
from debrief.summaries.facts.sources import FactSources
from debrief.summaries.generation_service import Generation, SummaryRequest
from debrief.summaries.model import PeriodKind, ScorecardType, Sources, Summary
from debrief.summaries.periods import PeriodChoice, PeriodRequest
from debrief.summaries.reading_service import SummaryReadings
from debrief.summaries.report.editing import ReportEdit
from debrief.summaries.service import ActionRequest, Summaries
from debrief.summaries.store import SummaryStore
from debrief.summaries.views import ProvenanceView, ReplayPage, ReplayView, SummaryPage, SummaryView
from debrief.summaries.workflow_client import StepFunctionsWorkflow

if TYPE_CHECKING:
    from debrief.coaching.actions.service import ActionService
    from debrief.coaching.meetings.service import MeetingService

GENERATE = Permission.SUMMARIES_GENERATE
Target = Annotated[str | None, Query()]
Cursor = Annotated[str | None, Query()]
_BYTES = {"type": "string", "format": "binary"}


class FunctionEnvironment(Environment):
    """What the function reads of its environment."""

    content_bucket: str


clock = SystemClock()
ids = UlidIds(clock)
people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)


class Parts(NamedTuple):
    """What all the use cases are made of."""

    store: SummaryStore
    reach: SummaryAccess
    meetings: "MeetingService"
    actions: "ActionService"


def _parts() -> Parts:
    from debrief.coaching.access import CoachingAccess
    from debrief.coaching.actions.service import ActionService
    from debrief.coaching.actions.store import ActionStore
    from debrief.coaching.meetings.service import MeetingService
    from debrief.coaching.meetings.store import MeetingStore

    coaching, meeting_store = CoachingAccess(people, access), MeetingStore()
    meetings = MeetingService(meeting_store, coaching, cursors, clock, ids)
    return Parts(
        store=SummaryStore(ObjectStore(read_environment(FunctionEnvironment).content_bucket)),
        reach=SummaryAccess(people, access, meetings),
        meetings=meetings,
        actions=ActionService(ActionStore(), meeting_store, coaching, cursors, clock, ids),
    )


def _readings() -> SummaryReadings:
    store, reach, _, actions = parts()
    return SummaryReadings(store, reach, actions, cursors, clock, ids)


def _summaries() -> Summaries:
    store, _, meetings, actions = parts()
    return Summaries(readings(), store, meetings, actions, clock, ids)


def _generation() -> Generation:
    # Reading a summary counts nothing, so what counts waits until something is to be generated.
    from debrief.coaching.history_reader import HistoryReader
    from debrief.insights.projection.rollup_reader import RollupReader
    from debrief.insights.projection.store import RollupStore
    from debrief.quality.scorecards.store import ScorecardStore

    store, reach, meetings, _ = parts()
    insights = RollupReader(RollupStore(), ScorecardStore(), people)
    workflow = StepFunctionsWorkflow()
    return Generation(store, reach, people, meetings, HistoryReader(), insights, workflow, clock, ids)


def authenticate(user_id: str) -> Caller:
    """Who is calling; where the feature is off, there is nothing to call."""
    caller = access.caller(user_id)
    access.require_flag(caller, AI_COACHING)
    return caller


parts = Lazy(_parts)
readings = Lazy(_readings)
summaries = Lazy(_summaries)
generation = Lazy(_generation)
app = Api(authenticate, access.seen_ids)


@app.on("GET", "/summaries/periods", allow=GENERATE)
def list_summary_periods(agent_id: Target = None, meeting_id: Target = None) -> list[PeriodChoice]:
    """The periods that can be chosen, and why others can't."""
    return list(generation().periods(app.caller, agent_id=agent_id, meeting_id=meeting_id))


@app.on("GET", "/summaries/sources", allow=GENERATE)
def count_summary_sources(
    period: Annotated[PeriodKind, Query()],
    agent_id: Target = None,
    meeting_id: Target = None,
    first_day: Annotated[Day | None, Query()] = None,
    last_day: Annotated[Day | None, Query()] = None,
    scorecard_type: Annotated[ScorecardType, Query()] = "all",
) -> Sources:
    """How much there is to analyse in a period."""
    return generation().sources(
        app.caller,
        agent_id=agent_id,
        meeting_id=meeting_id,
        period=PeriodRequest(kind=period, first_day=first_day, last_day=last_day),
        scorecard_type=scorecard_type,
    )


@app.on("POST", "/summaries", allow=GENERATE, status=202)
def generate_summary(request: SummaryRequest) -> Response[SummaryView]:
    """Ask for a summary; poll its location until it is ready or failed."""
    return _accepted(generation().request(app.caller, request))


@app.on("GET", "/summaries", allow=SIGNED_IN)
def list_summaries(agent_id: Target = None, meeting_id: Target = None, cursor: Cursor = None) -> SummaryPage:
    """The summaries of an agent's profile, or of a meeting, newest first, 10 a page."""
    if (agent_id is None) == (meeting_id is None):
        message = "is needed, or meeting_id" if agent_id is None else "can't stand beside meeting_id"
        mistake = FieldError(pointer="?agent_id", message=message)
        raise Malformed("Give either agent_id or meeting_id", errors=[mistake])
    if meeting_id is not None:
        return readings().of_meeting(app.caller, meeting_id, cursor)
    return readings().of_agent(app.caller, agent_id or "", cursor)


@app.on("GET", "/summaries/<summary_id>", allow=SIGNED_IN)
def get_summary(summary_id: str) -> Response[SummaryView]:
    """A summary with its report."""
    return versioned(*readings().get(app.caller, summary_id))


@app.on("POST", "/summaries/<summary_id>/opening", allow=SIGNED_IN)
def open_summary(summary_id: str) -> Response[SummaryView]:
    """Say that its owner has the report before them: what was made overnight can be read by its agent from then on."""
    return versioned(*readings().open(app.caller, summary_id))


@app.on("PATCH", "/summaries/<summary_id>", allow=GENERATE)
def edit_summary(summary_id: str, edit: ReportEdit, if_match: IfMatch = None) -> Response[SummaryView]:
    """Change the texts of a report."""
    return versioned(*summaries().edit(app.caller, summary_id, edit, expected_revision(if_match)))


@app.on("DELETE", "/summaries/<summary_id>", allow=GENERATE, status=204)
def delete_summary(
    summary_id: str, cascade: Annotated[bool, Query()] = False, if_match: IfMatch = None
) -> Response[None]:
    """Remove a summary for good; with cascade=true the actions made from it too."""
    summaries().delete(app.caller, summary_id, expected_revision(if_match), cascade=cascade)
    return nothing()


@app.on("POST", "/summaries/<summary_id>/sharing", allow=GENERATE)
def share_summary(summary_id: str) -> Response[SummaryView]:
    """Let the agent read a summary made on their profile."""
    return versioned(*summaries().share(app.caller, summary_id))


@app.on("DELETE", "/summaries/<summary_id>/sharing", allow=GENERATE)
def unshare_summary(summary_id: str) -> Response[SummaryView]:
    """Hide a summary from the agent again."""
    return versioned(*summaries().unshare(app.caller, summary_id))


@app.on("POST", "/summaries/<summary_id>/retries", allow=GENERATE, status=202)
def retry_summary(summary_id: str) -> Response[SummaryView]:
    """Try again what failed."""
    return _accepted(generation().retry(app.caller, summary_id))


@app.on("GET", "/summaries/<summary_id>/pdf", allow=SIGNED_IN, gives=Gives("application/pdf", _BYTES))
def print_summary(summary_id: str) -> Response[str]:
    """The report as a PDF of A4 pages."""
    from debrief.summaries.report.print_service import pdf_of

    summary, report, by = readings().document(app.caller, summary_id)
    headers = {"Content-Disposition": f'attachment; filename="performance-summary-{summary.id}.pdf"'}
    # Powertools checks answers as JSON values, which bytes aren't; API Gateway decodes the text.
    text = b64encode(pdf_of(summary, report, by)).decode()
    response = Response(status_code=200, content_type="application/pdf", body=text, headers=headers)
    response.base64_encoded = True
    return response


@app.on("GET", "/summaries/<summary_id>/provenance", allow=SIGNED_IN)
def get_summary_provenance(summary_id: str) -> ProvenanceView:
    """Where every number, quote and reference of a report comes from."""
    return readings().provenance(app.caller, summary_id)


@app.on("GET", "/summaries/<summary_id>/facts/<fact_id>/sources", allow=SIGNED_IN)
def list_fact_sources(summary_id: str, fact_id: str) -> FactSources:
    """What a number of the report was computed from: the evaluations that met a line item and those that missed it."""
    return readings().fact_sources(app.caller, summary_id, fact_id)


@app.on("POST", "/summaries/<summary_id>/actions", allow=GENERATE, status=201)
def add_summary_action(summary_id: str, request: ActionRequest) -> Response[ActionView]:
    """Make an action from a recommendation, for the person whom the report is about."""
    action = summaries().add_action(app.caller, summary_id, request)
    return versioned(action, action.revision, status=201, location=f"/actions/{action.id}")


@app.on("POST", "/summaries/<summary_id>/replays", allow=GENERATE, status=202)
def replay_summary(summary_id: str) -> Response[ReplayView]:
    """Draft once more from the kept dossier, to compare."""
    replay = generation().replay(app.caller, summary_id)
    view = readings().replay(app.caller, summary_id, replay.id)
    return versioned(view, replay.revision, status=202, location=f"/summaries/{summary_id}/replays/{replay.id}")


@app.on("GET", "/summaries/<summary_id>/replays", allow=GENERATE)
def list_summary_replays(summary_id: str, cursor: Cursor = None) -> ReplayPage:
    """The replays of a summary, newest first."""
    return readings().replays(app.caller, summary_id, cursor)


@app.on("GET", "/summaries/<summary_id>/replays/<replay_id>", allow=GENERATE)
def get_summary_replay(summary_id: str, replay_id: str) -> ReplayView:
    """A replay and how it compares."""
    return readings().replay(app.caller, summary_id, replay_id)


def _accepted(summary: Summary) -> Response[SummaryView]:
    view, revision = readings().view(app.caller, summary)
    return versioned(view, revision, status=202, location=f"/summaries/{summary.id}")


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request."""
    return app.resolve(event, context)
