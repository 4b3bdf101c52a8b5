"""How long AWS is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.retries.standard import ExponentialBackoff, RetryContext

from debrief.kernel.schedules.runner import LAST
from debrief.kernel.storage.clients import ONCE, PATIENCE, Patience, client, forget_clients
from debrief.kernel.storage.tables import connection, forget_connection

# API Gateway's; the functions behind it end a second earlier (infra/stacks/api/stack.py).
GATEWAY_S = 30
FUNCTION_S = 29


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    forget_connection()
    yield
    forget_clients()
    forget_connection()


def longest_s(patience: Patience) -> float:
    """How long a call takes that never gets an answer: each attempt to its end, and the longest waits between."""
    return patience.attempts * (patience.connect_s + patience.read_s) + longest_waits_s(patience)


def longest_waits_s(patience: Patience) -> float:
    return sum(2.0**before for before in range(patience.attempts - 1))


def test_a_call_without_an_answer_fails_before_the_gateway_gives_up() -> None:
    assert longest_s(PATIENCE) < FUNCTION_S < GATEWAY_S
    assert longest_s(ONCE) < FUNCTION_S
    # A call of due work, also of who mustn't be asked twice, ends before its runner does.
    assert max(longest_s(ONCE), longest_s(PATIENCE)) < LAST.total_seconds()
    assert longest_s(Patience(connect_s=1, read_s=3, attempts=3)) == 3 * (1 + 3) + 1 + 2


@pytest.mark.parametrize("service", ["dynamodb", "s3", "stepfunctions", "cognito-idp"])
def test_every_client_has_this_patience(service: str) -> None:
    config = client(service).meta.config
    assert (config.connect_timeout, config.read_timeout) == (PATIENCE.connect_s, PATIENCE.read_s)
    assert config.retries == {"mode": "standard", "total_max_attempts": PATIENCE.attempts}


@pytest.mark.parametrize("service", ["sesv2", "cognito-idp"])
def test_what_must_not_be_done_twice_is_asked_once(service: str) -> None:
    config = client(service, None, ONCE).meta.config
    assert (config.connect_timeout, config.read_timeout) == (ONCE.connect_s, ONCE.read_s)
    assert config.retries == {"mode": "standard", "total_max_attempts": 1}
    assert client(service) is not client(service, None, ONCE)


def test_the_tables_connection_has_it_too() -> None:
    config: Any = connection().client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (PATIENCE.connect_s, PATIENCE.read_s)
    assert config.retries == {"mode": "standard", "total_max_attempts": PATIENCE.attempts}


def test_the_waits_between_attempts_are_no_longer_than_reckoned() -> None:
    longest = ExponentialBackoff(random=lambda: 1.0)
    waits = [
        longest.delay_amount(RetryContext(attempt_number=attempt, parsed_response={}))
        for attempt in range(1, PATIENCE.attempts)
    ]
    assert sum(waits) <= longest_waits_s(PATIENCE)
