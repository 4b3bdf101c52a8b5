"""Looks up what is shown of people: the names of what they refer to."""

from collections.abc import Mapping, Sequence

from debrief.kernel.auth import Caller
from debrief.people.model import Team, User
from debrief.people.organisation.people_service import PeopleService
from debrief.people.store import PeopleStore
from debrief.people.views import Me, NameRef, PersonItem, SettingsForAll, sorted_refs


class ViewReader:
    """Turns what is stored into what is shown."""

    def __init__(self, store: PeopleStore, service: PeopleService) -> None:
        self._store = store
        self._service = service

    def people(self, caller: Caller, users: Sequence[User]) -> list[PersonItem]:
        """These users with the names of what they refer to (five reads at most, for a page of any length)."""
        account = self._store.account()
        managers = {u.id: u for u in self._store.find_users(u.manager_id for u in users if u.manager_id)}
        teams = self._store.find_teams(sorted({u.team_id for u in users if u.team_id}))
        groups = self._store.find_groups(sorted({group_id for u in users for group_id in u.group_ids}))
        return [
            PersonItem(
                id=user.id,
                name=user.name,
                email=user.email,
                kind=user.kind,
                status=user.status,
                roles=sorted_refs([account.roles[role_id] for role_id in user.role_ids if role_id in account.roles]),
                manager=_ref(managers, user.manager_id),
                team=_ref(teams, user.team_id),
                groups=sorted_refs([groups[group_id] for group_id in user.group_ids if group_id in groups]),
                agent_references=list(user.agent_references),
                reports=user.reports,
                revision=user.revision,
                actions=self._service.actions(caller, user, account),
            )
            for user in users
        ]

    def person(self, caller: Caller, user: User) -> PersonItem:
        """One user."""
        return self.people(caller, [user])[0]

    def me(self, caller: Caller) -> Me:
        """All that a console needs to know of the person in front of it."""
        person = self.person(caller, self._service.visible(caller, caller.user_id))
        settings = self._store.settings()
        return Me(
            person=person,
            roles=person.roles,
            permissions=sorted(caller.permissions),
            reach=caller.reach,
            flags=sorted(caller.flags),
            settings=SettingsForAll(time_zone=settings.time_zone, inquiries=list(settings.inquiries)),
        )


def _ref(things: Mapping[str, User] | Mapping[str, Team], id: str | None) -> NameRef | None:
    thing = things.get(id) if id else None
    return NameRef(id=thing.id, name=thing.name) if thing else None
