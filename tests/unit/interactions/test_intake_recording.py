"""What the bucket tells of dropped objects reaches the intake, object by object."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from debrief.kernel.errors import Unavailable
from debrief.kernel.events.consumers import NothingHandled
from tests.unit.helpers import LAMBDA_CONTEXT

pytestmark = pytest.mark.feature("S2.1")

Dropped = tuple[str, str, str, int]


def message(number: int, key: str) -> dict[str, Any]:
    """A dropped object as EventBridge puts it into the queue."""
    dropped = {"key": key, "etag": '"a1"', "size": 7}
    told = {"detail-type": "Object Created", "detail": {"bucket": {"name": "recordings"}, "object": dropped}}
    return {
        "messageId": f"m{number}",
        "receiptHandle": f"r{number}",
        "eventSource": "aws:sqs",
        "attributes": {"ApproximateReceiveCount": "1"},
        "body": json.dumps(told),
    }


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Dropped]:
    """What the intake hears of; it is busy for what begins with `busy`."""
    from events.intake_recording import handler

    dropped: list[Dropped] = []

    def receive(*object_: Any) -> None:
        if object_[1].startswith("busy"):
            raise Unavailable("busy")
        dropped.append(object_)

    monkeypatch.setattr(handler, "intake", lambda: SimpleNamespace(receive=receive))
    return dropped


def work_off(*messages: dict[str, Any]) -> dict[str, Any]:
    from events.intake_recording.handler import lambda_handler

    return lambda_handler({"Records": list(messages)}, LAMBDA_CONTEXT)


def test_each_object_is_given_to_the_intake_and_what_fails_comes_again_alone(heard: list[Dropped]) -> None:
    answer = work_off(message(1, "a.wav"), message(2, "busy.wav"), message(3, "b.json"))
    assert heard == [("recordings", "a.wav", "a1", 7), ("recordings", "b.json", "a1", 7)]
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}


def test_when_all_of_a_batch_fails_the_function_does(heard: list[Dropped]) -> None:
    with pytest.raises(NothingHandled):
        work_off(message(1, "busy.wav"))
    assert heard == []
