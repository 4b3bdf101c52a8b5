"""Hears of every object that is dropped into the recordings bucket (EventBridge → SQS)."""

from collections.abc import Mapping
from typing import Any

from debrief.interactions.intake.wiring import intake
from debrief.kernel.events.consumers import Consumer, LambdaContext
from debrief.kernel.faults import safely

consumer = Consumer("intake_recording")


@consumer.from_aws("Object Created")
def receive(detail: Mapping[str, Any]) -> None:
    """Give one dropped object to the intake."""
    dropped = detail["object"]
    intake().receive(detail["bucket"]["name"], dropped["key"], dropped["etag"].strip('"'), int(dropped["size"]))


@safely
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Take a batch; what fails is delivered again, alone."""
    return consumer.work_off(event, context)
