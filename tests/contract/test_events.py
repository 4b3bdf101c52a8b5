"""What goes over the bus is what events/ promises."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import jsonschema_rs
import pytest

from debrief.coaching.actions.events import ACTION_CREATED, action_data
from debrief.coaching.actions.model import Action
from debrief.coaching.feedback.events import FEEDBACK_GIVEN, feedback_data
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.meetings.events import MEETING_SCHEDULED, meeting_data
from debrief.coaching.meetings.model import Meeting
from debrief.interactions.conversations.model import Channel
from debrief.kernel.auth import Permission, Reach
from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.storage.outbox import Event
from debrief.people.events import (
    FLAG_SWITCHED,
    ROLE_CHANGED,
    SETTINGS_CHANGED,
    TEAM_CREATED,
    FlagData,
    NamedData,
    SettingsData,
    role_data,
    user_event,
)
from debrief.people.model import Role, User
from debrief.quality.evaluations.events import EVALUATION_COMPLETED, evaluation_data
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.scorecards.events import SCORECARD_PUBLISHED, scorecard_data
from debrief.quality.scorecards.model import Scorecard
from debrief.summaries.events import READY, summary_data
from debrief.summaries.model import Summary
from tests.contract.event_schemas import FOLDER, announced_types, files

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
REWRITE = "python -m tests.contract.event_schemas"


def made(kind: type[Any], **fields: Any) -> Any:
    """An entity with only those fields that its event tells of."""
    return kind.model_construct(**fields)


def _person() -> User:
    return User(id="us_1", name="Sample Person", email="sample@example.com", role_ids=frozenset({"agent"}))


def _evaluation() -> Evaluation:
    return Evaluation(
        id="ev_1",
        interaction_id="int_1",
        contact_reference="C-1",
        agent_id="us_1",
        channel=Channel.VOICE,
        scorecard_id="sc_1",
        scorecard_name="Voice",
        scorecard_version=2,
        type="blended",
        created_at=AT,
        interaction_started_at=AT,
    )


def samples() -> dict[str, dict[str, Any]]:
    """Data by type of event, made by the functions that the services announce with."""
    user_type, user = user_event(None, _person())
    role = Role(id="agent", name="Agent", permissions=frozenset({Permission.REPORTS_VIEW}), reach=Reach.OWN)
    card = Scorecard(id="sc_1", name="Voice", created_at=AT, updated_at=AT)
    return {
        user_type: user.model_dump(mode="json"),
        TEAM_CREATED: NamedData(what="team").model_dump(mode="json"),
        ROLE_CHANGED: role_data(role).model_dump(mode="json"),
        FLAG_SWITCHED: FlagData(on=True).model_dump(mode="json"),
        SETTINGS_CHANGED: SettingsData(changed=["time_zone"]).model_dump(mode="json"),
        SCORECARD_PUBLISHED: scorecard_data(card),
        EVALUATION_COMPLETED: evaluation_data(_evaluation()),
        MEETING_SCHEDULED: meeting_data(
            made(Meeting, participant_id="us_1", facilitator_id="us_2", status="scheduled")
        ),
        ACTION_CREATED: action_data(
            made(
                Action,
                assignee_id="us_1",
                created_by="us_2",
                origin="manual",
                attached_to=None,
                summary_id=None,
                status="open",
            )
        ),
        FEEDBACK_GIVEN: feedback_data(made(Feedback, agent_id="us_1", author_id="us_2", visibility="public")),
        READY: summary_data(
            made(
                Summary,
                agent_id="us_1",
                meeting_id=None,
                requested_by="us_2",
                status="ready",
                attempt=1,
                replay_of=None,
            )
        ),
    }


def envelope(type: str, data: dict[str, Any]) -> dict[str, Any]:
    return cloud_event(Event(id="evt_1", type=type, subject="thing_1", time=AT, data=data))


def checked_in(type: str) -> Any:
    return json.loads((FOLDER / f"{type}.json").read_text(encoding="utf-8"))


@pytest.mark.feature("N7")
def test_every_type_of_event_has_its_schema_and_no_other_is_there() -> None:
    assert {path.name.removesuffix(".json") for path in FOLDER.glob("*.json")} == announced_types()


@pytest.mark.feature("N7")
def test_types_are_named_for_context_noun_and_what_happened() -> None:
    form = re.compile(r"debrief\.(people|notices|interactions|quality|coaching|summaries)\.[a-z_]+\.[a-z]+\.v1")
    assert [type for type in announced_types() if not form.fullmatch(type)] == []


@pytest.mark.feature("N7")
def test_the_schemas_are_those_of_the_code() -> None:
    changed = [name for name, text in files().items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert changed == [], f"an event changed; if no consumer breaks, write the schemas anew with {REWRITE}"


@pytest.mark.feature("N7")
@pytest.mark.parametrize("type", sorted(samples()))
def test_what_is_announced_is_valid(type: str) -> None:
    schema = checked_in(type)
    event = envelope(type, samples()[type])
    jsonschema_rs.validate(schema, event)
    jsonschema_rs.validate(schema, {**event, "data": {**event["data"], "added_later": 1}})
    for name in event["data"]:
        without = {key: value for key, value in event["data"].items() if key != name}
        assert not jsonschema_rs.is_valid(schema, {**event, "data": without}), name


@pytest.mark.feature("N7", "N8")
def test_no_event_carries_content() -> None:
    content = {"name", "email", "text", "title", "description", "comment", "notes", "answers", "summary", "transcript"}
    for type in announced_types():
        assert not content & set(checked_in(type)["properties"]["data"]["properties"]), type
