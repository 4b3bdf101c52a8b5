"""What a browser is answered before a request from a page of another origin."""

from __future__ import annotations

from api.answer_preflight.handler import lambda_handler
from tests.unit.helpers import api_event


def test_whoever_asks_is_told_nothing_with_success() -> None:
    """A browser takes only an answer in the two hundreds; what is allowed stands in headers that API Gateway adds."""
    event = api_event("OPTIONS", "/people/us_kim", None, headers={"Origin": "https://reports.example.org"})
    assert lambda_handler(event, None) == {"statusCode": 204}
