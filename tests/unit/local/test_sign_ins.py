"""Who is shown as able to sign in: one of each kind, and one outside of their line."""

from __future__ import annotations

from datetime import date

from local.sample.build import SMALL, generate
from local.story.sign_ins import shown


def test_one_of_each_kind_and_an_outsider() -> None:
    sample = generate(date(2026, 6, 30), size=SMALL)
    people = [sample.person(email) for email, _ in shown(sample)]
    supervisor, agent, evaluator, outsider, above = people
    assert agent == sample.star
    assert agent.manager_email == supervisor.email
    assert evaluator.role == "Evaluator"
    assert outsider.role == supervisor.role == "Supervisor"
    assert outsider.team not in {"", supervisor.team}
    assert above.email == supervisor.manager_email == outsider.manager_email
    assert len({person.email for person in people}) == 5
