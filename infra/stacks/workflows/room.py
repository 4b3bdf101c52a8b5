"""What every part of the stack is made with."""

from __future__ import annotations

from typing import NamedTuple

import aws_cdk as cdk

from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.shared import Functions, Rights

# Shorter than a task's TimeoutSeconds in the state machine files, so that a function ends by its own clock first.
SHORT, LONG, MODEL, TWICE, FILE = 30, 120, 300, 570, 870
"""Seconds. TWICE: of functions that ask the model a second time, after an answer."""


class Room(NamedTuple):
    """What the parts of the stack are made with."""

    stack: cdk.Stack
    settings: Settings
    data: DataStack
    may: Rights
    functions: Functions

    def retries(self, *, model: bool, throttles: bool = False) -> dict[str, int]:
        """The numbers of a machine's retries. throttles: it asks a service other than Lambda itself."""
        retry = self.settings.retry
        numbers = {
            "RetryIntervalSeconds": retry.interval_seconds,
            "RetryMaxDelaySeconds": retry.max_delay_seconds,
        }
        if throttles:
            numbers["ThrottleRetryIntervalSeconds"] = retry.throttle_interval_seconds
            numbers["ThrottleRetryMaxDelaySeconds"] = retry.throttle_max_delay_seconds
        if model:
            numbers["ModelRetryIntervalSeconds"] = retry.model_interval_seconds
            numbers["ModelRetryMaxDelaySeconds"] = retry.model_max_delay_seconds
        return numbers
