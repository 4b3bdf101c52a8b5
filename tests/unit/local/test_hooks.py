"""The laptop's receiver of webhooks takes what is sent and shows it as text."""

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request

from local.console.hooks import HOOKS, MOST_KEPT, Hooks


@pytest.mark.feature("S2.5", "N10")
def test_what_was_sent_is_shown_the_newest_first_and_runs_nothing() -> None:
    client = Client(Request.application(Hooks().answer))
    assert "Nothing has come yet" in client.get(HOOKS).text
    for number in range(MOST_KEPT + 1):
        body = f'{{"id":"<script>{number}</script>"}}'
        assert client.post(HOOKS, data=body, headers={"webhook-id": f"pc_{number}"}).status_code == 204
    shown = client.get(HOOKS).text
    assert "<script>" not in shown
    assert shown.index(f"pc_{MOST_KEPT}") < shown.index(f"pc_{MOST_KEPT - 1}")
    assert "<p class='quiet'>pc_0</p>" not in shown
    assert client.get(HOOKS, headers={"Host": "elsewhere.example.com"}).status_code == 403
