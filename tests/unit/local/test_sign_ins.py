"""Who is shown as able to sign in: one of each kind, and one outside of their line."""

from __future__ import annotations

from datetime import date

from local.demo import _shown
from local.sample.build import SMALL, generate


def test_one_of_each_kind_and_an_outsider() -> None:
    sample = generate(date(2026, 6, 30), size=SMALL)
    shown = [sample.person(email) for email, _ in _shown(sample)]
    supervisor, agent, evaluator, outsider, above = shown
    assert agent == sample.star
    assert agent.manager_email == supervisor.email
    assert evaluator.role == "Evaluator"
    assert outsider.role == supervisor.role == "Supervisor"
    assert outsider.team not in {"", supervisor.team}
    assert above.email == supervisor.manager_email == outsider.manager_email
    assert len({person.email for person in shown}) == 5
