"""What model and transcription have cost, in the people table beside the limits that the account sets (N9).

| question | key | reads or writes |
|---|---|---|
| is there room left this month for one use | `BUDGET#<yyyy-mm>` / `<use>` | 1 item, by a condition |
| what was paid for answers about something that came to nothing | `BUDGET#UNUSED#<use>#<id>` / `UNUSED` | 1 item |

The months are those of the account's time zone. A month's row is kept for two years, the others for a month.
`micro_usd` of a month's row includes what is reserved by requests under way; one that is never settled, because its
function was cut off, stays counted with what it would about have cost.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.update import Action

from debrief.kernel.ai.budget import USES, Limits, Reservation, Spent, Use, month_of
from debrief.kernel.clock import Clock
from debrief.kernel.errors import BudgetSpent, DebriefError
from debrief.kernel.faults import log_passing
from debrief.kernel.storage.counters import count, take
from debrief.kernel.storage.tables import Row, find, table_meta
from debrief.people.model import SettingsValues
from debrief.people.store import PeopleStore

MONTH_KEPT: Final = timedelta(days=800)
UNUSED_KEPT: Final = timedelta(days=31)
_FOR: Final[dict[Use, str]] = {
    "transcription": "transcribing recordings",
    "analysis": "analysing conversations",
    "answers": "answering scorecards",
    "summary": "writing summaries",
    "practice": "practice",
}


class BudgetRow(Row):
    """What requests came to: of a month and use, or about one thing without coming to anything."""

    Meta = table_meta("PEOPLE_TABLE")

    micro_usd = NumberAttribute(null=True)
    input_tokens = NumberAttribute(null=True)
    output_tokens = NumberAttribute(null=True)
    requests = NumberAttribute(null=True)


def limits_of(settings: SettingsValues) -> Limits:
    """What the settings allow for each use."""
    budget = settings.model_budget_usd_month
    allowed = {use: getattr(budget, use) for use in USES}
    return Limits(
        settings.time_zone, {use: None if usd is None else round(usd * 1_000_000) for use, usd in allowed.items()}
    )


def has_room(use: Use, settings: SettingsValues, now: datetime) -> bool:
    """Whether the account allows a further request for this use just now."""
    limits = limits_of(settings)
    limit = limits.micro_usd.get(use)
    spent = _spent(find(BudgetRow, f"BUDGET#{month_of(now, limits.time_zone)}", use))
    return limit is None or spent.micro_usd < limit


def spent_in(month: str) -> dict[Use, int]:
    """What each use has cost in a month, such as 2026-03, in millionths of a US dollar: one item each."""
    return {use: _spent(find(BudgetRow, f"BUDGET#{month}", use)).micro_usd for use in USES}


class MonthlyBudget:
    """The account's ledger for one use of the model."""

    def __init__(self, use: Use, people: PeopleStore, clock: Clock) -> None:
        self._use = use
        self._people = people
        self._clock = clock

    def reserve(self, micro_usd: int) -> Reservation:
        """Take room for a request that will about cost so much. Raises BudgetSpent."""
        limits = limits_of(self._people.settings())
        month, limit = month_of(self._clock.now(), limits.time_zone), limits.micro_usd.get(self._use)
        if limit is None:
            return Reservation(month, 0)
        spent = BudgetSpent(f"This month's budget for {_FOR[self._use]} is spent")
        if limit == 0:
            raise spent
        room = BudgetRow.micro_usd.does_not_exist() | (BudgetRow.micro_usd < limit)
        actions = self._actions("model_budget", MONTH_KEPT, Spent(micro_usd=micro_usd))
        count(BudgetRow, f"BUDGET#{month}", self._use, actions, condition=room, otherwise=spent)
        return Reservation(month, micro_usd)

    def settle(self, reservation: Reservation, spent: Spent) -> None:
        """Put what a request did cost in the place of what was reserved."""
        difference = spent._replace(micro_usd=spent.micro_usd - reservation.micro_usd)
        if any(difference):
            actions = self._actions("model_budget", MONTH_KEPT, difference)
            self._afterwards(lambda: count(BudgetRow, f"BUDGET#{reservation.month}", self._use, actions))

    def keep_unused(self, subject: str, spent: Spent) -> None:
        """Remember what was paid for answers about `subject` that came to nothing."""
        if subject:
            actions = self._actions("model_unused", UNUSED_KEPT, spent)
            self._afterwards(lambda: count(BudgetRow, *self._unused(subject), actions))

    def take_unused(self, subject: str) -> Spent:
        """What was remembered so, once."""
        found: list[BudgetRow | None] = []
        self._afterwards(lambda: found.append(take(BudgetRow, *self._unused(subject))))
        return _spent(found[0]) if found else Spent()

    def _unused(self, subject: str) -> tuple[str, str]:
        return f"BUDGET#UNUSED#{self._use}#{subject}", "UNUSED"

    def _actions(self, kind: str, kept: timedelta, spent: Spent) -> list[Action]:
        counted = [getattr(BudgetRow, name).add(number) for name, number in spent._asdict().items() if number]
        return [BudgetRow.kind.set(kind), BudgetRow.expires_at.set(self._clock.now() + kept), *counted]

    def _afterwards(self, write: Callable[[], None]) -> None:
        """Book something that has happened. An answer that is paid for isn't lost because it can't be booked."""
        try:
            write()
        except DebriefError as error:
            log_passing("the model's budget couldn't be kept", error, use=self._use)


def _spent(row: BudgetRow | None) -> Spent:
    if row is None:
        return Spent()
    return Spent(*(int(getattr(row, name) or 0) for name in Spent._fields))
