"""What the consumer behind flags makes of each event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from debrief.kernel.storage.outbox import Event
from debrief.people.events import ROLE_CHANGED, USER_CHANGED
from debrief.quality.evaluations.events import EVALUATION_DELETED
from events.raise_flags import handler

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Heard:
    """In the place of what raises flags: notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda of: self.asked.append((name, getattr(of, "evaluation_id", of)))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    found = Heard()
    monkeypatch.setattr(handler.flags, "_made", found)
    return found


def event(type_: str, subject: str, /, **data: Any) -> Event:
    return Event(id="evt_1", type=type_, subject=subject, time=AT, data=data)


@pytest.mark.feature("S2.3")
def test_an_evaluation_is_looked_at_also_when_it_is_gone(heard: Heard) -> None:
    data = {
        "evaluation_id": "ev_1",
        "agent_id": "us_1",
        "interaction_id": "int_1",
        "scorecard_id": "sc_1",
        "scorecard_version": 1,
        "type": "manual",
        "interaction_started_at": "2026-03-02T09:00:00.000Z",
        "revision": 3,
    }
    handler.evaluation_changed(event(EVALUATION_DELETED, "ev_1", **data, of_a_later_version="x"))
    handler.conversation_analysed(event("any", "int_1"))
    handler.conversation_deleted(event("any", "int_2"))
    assert heard.asked == [
        ("evaluation_changed", "ev_1"),
        ("conversation_changed", "int_1"),
        ("conversation_deleted", "int_2"),
    ]


@pytest.mark.feature("S2.3")
@pytest.mark.parametrize(
    ("changed", "asked"), [(["manager_id"], True), (["role_ids", "name"], True), (["name"], False)]
)
def test_only_who_moves_or_may_otherwise_has_their_flags_looked_at(
    heard: Heard, changed: list[str], asked: bool
) -> None:
    who: dict[str, Any] = {"kind": "human", "manager_id": None, "team_id": None, "group_ids": [], "role_ids": []}
    handler.person_changed(event(USER_CHANGED, "us_1", status="active", changed=changed, **who))
    assert heard.asked == ([("person_changed", "us_1")] if asked else [])


@pytest.mark.feature("S2.3")
@pytest.mark.parametrize(
    ("changed", "asked"), [(["flags.manage"], True), (["reach"], True), (["coaching.manage"], False), (None, False)]
)
def test_a_role_is_looked_at_where_it_says_otherwise_whose_flags_are_whose(
    heard: Heard, changed: list[str] | None, asked: bool
) -> None:
    told = {} if changed is None else {"changed": changed}
    handler.role_changed(event(ROLE_CHANGED, "supervisor", permissions=[], reach="line", **told))
    assert heard.asked == ([("role_changed", "supervisor")] if asked else [])
