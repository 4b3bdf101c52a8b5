"""Tells administrators of a month's budget at four fifths of it, and when it is spent (N9).

| question | key | reads |
|---|---|---|
| what was told of a month and use | `BUDGET_TOLD#<yyyy-mm>` / `<use>` | 1 small item |
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.budgets import Level, Told, is_news, level_of
from debrief.kernel.ai.budget import USES, Use, month_of
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import Ids
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell
from debrief.people.account.budget_store import limits_of, spent_in
from debrief.people.holders_reader import holders_page
from debrief.people.model import SettingsValues, UserStatus
from debrief.people.store import PeopleStore, UserFilter

MOST_TOLD: Final = 50
"""Administrators who are told; an account with more has somebody among these."""

_KEPT: Final = timedelta(days=62)


class BudgetWatch:
    """Looks at what was spent, and tells those who settle the limits; a look that finds nothing new writes nothing."""

    def __init__(self, people: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._people = people
        self._clock = clock
        self._ids = ids

    def look(self, settings: SettingsValues, now: datetime) -> None:
        """Tell what is news: five small reads, and a write for each piece of news."""
        limits = limits_of(settings)
        if all(each is None for each in limits.micro_usd.values()):
            return
        month = month_of(now, limits.time_zone)
        spent = spent_in(month)
        for use in USES:
            limit = limits.micro_usd.get(use)
            level = level_of(spent[use], limit)
            if level is not None and limit is not None:
                self._tell(month, use, level, limit, now)

    def _tell(self, month: str, use: Use, level: Level, limit: int, now: datetime) -> None:
        row = find(InteractionRow, f"BUDGET_TOLD#{month}", use)
        told = Told.from_kept(row.body) if row is not None and row.body else None
        if not is_news(level, limit, told):
            return
        administrators = self._administrators()
        if not administrators:
            # Whoever settles the limits next is told then.
            return
        body = Told(level=level, limit_micro_usd=limit).model_dump_json()
        fresh = InteractionRow(PK=f"BUDGET_TOLD#{month}", SK=use, kind="budget_told")
        with suppress(Conflict), Transaction(self._clock, self._ids) as tx:
            actions = [
                InteractionRow.kind.set("budget_told"),
                InteractionRow.body.set(body),
                InteractionRow.expires_at.set(now + _KEPT),
            ]
            # Two looks at once tell it once: the later one finds it told the next time.
            as_read = InteractionRow.body == row.body if row is not None else InteractionRow.body.does_not_exist()
            tx.update(fresh, actions, condition=as_read)
            tell(
                tx,
                InteractionRow,
                NoticeKind.BUDGET,
                about=f"{month}-{use}",
                to=administrators,
                by=None,
                use=use,
                level=level,
                limit_usd=f"{limit / 1_000_000:.2f}",
            )

    def _administrators(self) -> list[str]:
        roles = [
            role.id for role in self._people.account().roles.values() if Permission.SETTINGS_MANAGE in role.permissions
        ]
        found = holders_page(self._people, roles, UserFilter(statuses=frozenset({UserStatus.ACTIVE})), limit=MOST_TOLD)
        return [user.id for user in found.users]
