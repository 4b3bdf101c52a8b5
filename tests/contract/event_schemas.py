"""The schemas of the events in events/, one file for each type.

`python -m tests.contract.event_schemas` writes them. A file that is there is a promise to consumers: a change that
breaks one needs a new version of the type.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from debrief.coaching.actions import events as actions
from debrief.coaching.actions.model import Action
from debrief.coaching.assignments import events as assignments
from debrief.coaching.feedback import events as feedback
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.logs import events as logs
from debrief.coaching.meetings import events as meetings
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.pairing import events as pairing
from debrief.coaching.plans import events as plans
from debrief.coaching.plans.model import Plan
from debrief.coaching.practice import events as practice
from debrief.coaching.proposals import events as proposals
from debrief.coaching.scheduling import events as scheduling
from debrief.interactions.conversations import events as interactions
from debrief.kernel.model import Entity
from debrief.notices import events as notices
from debrief.notices.channels import events as channels
from debrief.people import events as people
from debrief.quality.calibrations import events as calibrations
from debrief.quality.disputes import events as disputes
from debrief.quality.earning import events as earning
from debrief.quality.evaluations import events as evaluations
from debrief.quality.flags import events as flags
from debrief.quality.scorecards import events as scorecards
from debrief.summaries import events as summaries
from debrief.summaries.model import Summary

FOLDER = Path(__file__).resolve().parents[2] / "events"
ROOMS = (
    actions,
    assignments,
    feedback,
    logs,
    meetings,
    scheduling,
    plans,
    pairing,
    proposals,
    practice,
    interactions,
    notices,
    channels,
    people,
    calibrations,
    evaluations,
    disputes,
    earning,
    flags,
    scorecards,
    summaries,
)


class InteractionData(Entity):
    """Whose conversation it is."""

    agent_id: str


class AttachedActionsData(Entity):
    """Actions that went with the summary they were attached to."""

    assignee_id: str
    action_ids: list[str]


def data_schemas() -> dict[str, dict[str, Any]]:
    """The JSON schema of the data of every type of event."""
    found: dict[str, dict[str, Any]] = {}

    def add(schema: dict[str, Any], *types: str) -> None:
        found.update(dict.fromkeys(types, schema))

    add(_schema(InteractionData), interactions.RECORDED, interactions.ANALYSED, interactions.DELETED)
    add(_schema(interactions.SpeakersData), interactions.SPEAKERS_CORRECTED)
    add(_schema(interactions.UnmaskedData), interactions.UNMASKED)
    add(
        _schema(people.UserData),
        people.USER_CREATED,
        people.USER_CHANGED,
        people.USER_DEACTIVATED,
        people.USER_ACTIVATED,
    )
    named = (people.TEAM_CREATED, people.TEAM_CHANGED, people.TEAM_DELETED)
    add(_schema(people.NamedData), *named, people.GROUP_CREATED, people.GROUP_CHANGED, people.GROUP_DELETED)
    add(_schema(people.RoleData), people.ROLE_CREATED, people.ROLE_CHANGED, people.ROLE_DELETED)
    add(_schema(people.FlagData), people.FLAG_SWITCHED)
    add(_schema(people.SettingsData), people.SETTINGS_CHANGED)
    add(_schema(scorecards.ScorecardData), scorecards.SCORECARD_PUBLISHED)
    acknowledged = evaluations.EVALUATION_ACKNOWLEDGED
    others = (each for each in _named(evaluations, "debrief.quality.evaluation.") if each != acknowledged)
    add(_schema(calibrations.CalibrationData), *_named(calibrations, "debrief.quality.calibration."))
    add(_schema(evaluations.EvaluationData), *others)
    add(_schema(evaluations.AcknowledgedData), acknowledged)
    add(_schema(earning.AiQuestionData), earning.AI_QUESTION_CHANGED)
    add(_schema(earning.BlindCheckData), earning.CHECK_ANSWERED)
    add(_schema(disputes.DisputeData), *_named(disputes, "debrief.quality.dispute."))
    add(_schema(notices.NoticeRequestedData), notices.NOTICE_REQUESTED)
    add(_schema(notices.NoticeWithdrawnData), notices.NOTICE_WITHDRAWN)
    add(_schema(notices.DeliveryQueuedData), notices.DELIVERY_QUEUED)
    add(_schema(channels.ChannelWaitingData), channels.CHANNEL_WAITING)
    add(_schema(channels.ParcelGivenUpData), channels.PARCEL_GIVEN_UP)
    add(
        _part(Meeting, "participant_id", "facilitator_id", "status"),
        *_named(meetings, "debrief.coaching.meeting."),
    )
    add(
        _part(Action, "assignee_id", "created_by", "origin", "attached_to", "summary_id", "status"),
        *_named(actions, "debrief.coaching.action."),
    )
    add(_schema(assignments.AssignmentData), *_named(assignments, "debrief.coaching.assignment."))
    add(_schema(AttachedActionsData), actions.ATTACHED_ACTIONS_DELETED)
    add(_schema(scheduling.ShiftsData), scheduling.SHIFTS_CHANGED)
    add(_schema(scheduling.CalendarFeedData), scheduling.CALENDAR_FEED_CHANGED)
    add(
        _part(Plan, "agent_id", "channel", "metric", "ends_on", "status"),
        *_named(plans, "debrief.coaching.plan."),
    )
    add(_schema(pairing.PairingData), *_named(pairing, "debrief.coaching.pairing."))
    add(_schema(logs.LogData), *_named(logs, "debrief.coaching.coaching_log."))
    add(_schema(flags.FlagData), *_named(flags, "debrief.quality.flag."))
    add(_schema(proposals.ProposalData), *_named(proposals, "debrief.coaching.proposal."))
    add(_schema(practice.PracticeApprovedData), practice.PRACTICE_APPROVED)
    add(_schema(practice.PracticeAttemptedData), practice.PRACTICE_ATTEMPTED)
    add(_schema(practice.PracticeClosedData), practice.PRACTICE_CLOSED)
    add(_part(Feedback, "agent_id", "author_id", "visibility"), feedback.FEEDBACK_GIVEN)
    add(
        _part(Summary, "agent_id", "meeting_id", "requested_by", "status", "attempt", "replay_of"),
        *_named(summaries, "debrief.summaries.summary."),
    )
    return found


def announced_types() -> set[str]:
    """Every type of event that a context has a name for."""
    return {type for room in ROOMS for type in _named(room, "debrief.")}


def event_schema(type: str, data: dict[str, Any]) -> dict[str, Any]:
    """The schema of a whole event: the attributes of CloudEvents 1.0, and its data."""
    definitions = data.get("$defs", {})
    own = {name: value for name, value in data.items() if name != "$defs"}
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    properties = {
        "specversion": {"const": "1.0"},
        "id": text,
        "source": {"const": f"/debrief/{type.split('.')[1]}"},
        "type": {"const": type},
        "subject": text,
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "data": own,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": type,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        **({"$defs": definitions} if definitions else {}),
    }


def files() -> dict[str, str]:
    """What the files in events/ should hold, by name."""
    schemas = {type: event_schema(type, data) for type, data in data_schemas().items()}
    return {f"{type}.json": json.dumps(schemas[type], indent=2) + "\n" for type in sorted(schemas)}


def _named(context: Any, prefix: str) -> list[str]:
    constants = (value for name, value in vars(context).items() if name.isupper() and isinstance(value, str))
    return sorted({value for value in constants if value.startswith(prefix)})


def _schema(model: type[Entity]) -> dict[str, Any]:
    """A model's schema, open to further fields: a consumer must not stumble over one that is added."""
    schema: dict[str, Any] = model.model_json_schema(mode="serialization")
    opened: dict[str, Any] = _opened({**schema, "required": sorted(schema["properties"])})
    return opened


def _part(model: type[Entity], *names: str) -> dict[str, Any]:
    """The schema of some fields of a model."""
    schema = _schema(model)
    kept = {name: schema["properties"][name] for name in names}
    needed = json.dumps(kept)
    definitions: Mapping[str, Any] = schema.get("$defs", {})
    used = {name: definitions[name] for name in definitions if f'"#/$defs/{name}"' in needed}
    return {"type": "object", "properties": kept, "required": sorted(kept), **({"$defs": used} if used else {})}


_DROPPED = frozenset({"additionalProperties", "description", "title", "default"})


def _opened(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_opened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    opened = {name: _opened(value) for name, value in schema.items() if name not in _DROPPED}
    if isinstance(fields := schema.get("properties"), dict):
        opened["properties"] = {name: _opened(value) for name, value in fields.items()}
    return opened


def write() -> None:
    """Write events/ anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
