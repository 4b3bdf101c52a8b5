"""Whom a practice concerns: who leads the agent, and the agent themselves."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from debrief.coaching.practice.model import Scenario
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw

if TYPE_CHECKING:
    from debrief.kernel.storage.tables import Row
    from debrief.kernel.storage.transactions import Transaction


def tell_of_waiting(tx: "Transaction", outbox: type["Row"], scenario: Scenario, to: Iterable[str | None]) -> None:
    """A scenario waits for somebody who leads the agent; of what was long ago nobody is told one by one."""
    if scenario.quiet:
        return
    kind, agent_id = NoticeKind.PRACTICE_TO_APPROVE, scenario.agent_id
    tell(tx, outbox, kind, about=scenario.id, to=to, by=None, agent_id=agent_id, **_of(scenario))


def tell_of_approved(tx: "Transaction", outbox: type["Row"], scenario: Scenario, leaders: Iterable[str | None]) -> None:
    """The agent has something to practise; nobody else has to look at it any more."""
    settled(tx, outbox, scenario, leaders)
    to, by = [scenario.agent_id], scenario.decided_by
    tell(tx, outbox, NoticeKind.PRACTICE_FOR_YOU, about=scenario.id, to=to, by=by, **_of(scenario))


def settled(tx: "Transaction", outbox: type["Row"], scenario: Scenario, leaders: Iterable[str | None]) -> None:
    """There is nothing to approve any more."""
    withdraw(tx, outbox, NoticeKind.PRACTICE_TO_APPROVE, about=scenario.id, to=leaders)


def no_longer_practised(tx: "Transaction", outbox: type["Row"], scenario: Scenario) -> None:
    """The agent needn't begin any more."""
    withdraw(tx, outbox, NoticeKind.PRACTICE_FOR_YOU, about=scenario.id, to=[scenario.agent_id])


def nothing_to_score(tx: "Transaction", outbox: type["Row"], scenario: Scenario, to: Iterable[str | None]) -> None:
    """No attempt waits for a person any more."""
    withdraw(tx, outbox, NoticeKind.PRACTICE_TO_SCORE, about=scenario.id, to=to)


def tell_of_review(tx: "Transaction", outbox: type["Row"], scenario: Scenario, to: Iterable[str | None]) -> None:
    """An attempt waits for a person's answer."""
    kind = NoticeKind.PRACTICE_TO_SCORE
    tell(tx, outbox, kind, about=scenario.id, to=to, by=None, agent_id=scenario.agent_id, **_of(scenario))


def tell_of_passed(
    tx: "Transaction", outbox: type["Row"], scenario: Scenario, to: Iterable[str | None], by: str | None
) -> None:
    """An attempt passed for the first time."""
    kind = NoticeKind.PRACTICE_PASSED
    tell(tx, outbox, kind, about=scenario.id, to=to, by=by, agent_id=scenario.agent_id, **_of(scenario))


def _of(scenario: Scenario) -> dict[str, str]:
    """The criterion that is practised."""
    return criterion(scenario.scorecard_id, scenario.question_id)
