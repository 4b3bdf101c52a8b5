"""Whom evaluations may be given to: a list of names beside the reporting line (S4.7, S4.10–S4.12).

Evaluators are in nobody's line, so that those who give out evaluations don't see them among their people. They are told
their names here, and nothing else of them.
"""

from collections.abc import Collection
from typing import Any

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import Forbidden
from debrief.people.holders_reader import holders_page
from debrief.people.model import UserKind, UserStatus
from debrief.people.names_store import called_page
from debrief.people.rows_store import sort_key
from debrief.people.store import Found, PeopleStore, UserFilter

GIVERS = (
    Permission.EVALUATIONS_ASSIGN,
    Permission.GOALS_EDIT,
    Permission.AUTOMATIONS_MANAGE,
    Permission.CALIBRATIONS_MANAGE,
    Permission.SETTINGS_MANAGE,
)
"""With any of these somebody names evaluators: of a conversation, a goal, an automation, a calibration, the AI."""


class EvaluatorsService:
    """Finds people whose roles let them evaluate."""

    def __init__(self, store: PeopleStore) -> None:
        self._store = store

    def page(
        self, caller: Caller, *, name: str | None, ids: Collection[str] | None, limit: int, start: Any | None
    ) -> Found:
        """A page of the active people who may evaluate, by name.

        name: a part of their names. ids: these alone, all at once, and those too who aren't active any more: what was
        given to them goes on naming them.

        Raises:
            Forbidden: the caller has nothing to give.
        """
        if not any(caller.may(each) for each in GIVERS):
            raise Forbidden(f"This needs one of the permissions {', '.join(GIVERS)}")
        roles = frozenset(
            role.id for role in self._store.roles().values() if Permission.EVALUATIONS_PERFORM in role.permissions
        )
        wanted = UserFilter(name=name, role_ids=roles, kinds=frozenset({UserKind.HUMAN}))
        if ids is not None:
            known = self._store.find_users(sorted(ids))
            return Found(sorted((user for user in known if wanted.admits(user)), key=sort_key), None)
        wanted = wanted._replace(statuses=frozenset({UserStatus.ACTIVE}))
        if name is not None:
            return called_page(self._store, wanted, name, limit=limit, start=start)
        return holders_page(self._store, roles, wanted, limit=limit, start=start)
