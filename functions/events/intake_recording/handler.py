"""Hears of every object that is dropped into the recordings bucket (EventBridge → SQS)."""

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from debrief.interactions.intake.wiring import intake

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


def receive(record: SQSRecord) -> None:
    """Give one dropped object to the intake."""
    detail = json.loads(record.body)["detail"]
    dropped = detail["object"]
    intake().receive(detail["bucket"]["name"], dropped["key"], dropped["etag"].strip('"'), int(dropped["size"]))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Take a batch; what fails is delivered again, alone."""
    answer = process_partial_response(event=event, record_handler=receive, processor=processor, context=context)
    return dict(answer)
