"""What can be done with people: look at them, add them, change and move them, stop and restart them."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, Forbidden, Malformed, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.mistakes import plain
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import SMALL_LINE, Access
from debrief.people.directory_client import Directory
from debrief.people.inputs import NewPerson, PersonChanges
from debrief.people.lines import MOST_LEVELS, closes_cycle
from debrief.people.model import Account, Change, User, UserKind, UserStatus
from debrief.people.names import email_key
from debrief.people.names_store import called_page
from debrief.people.organisation.deadlines import sign_in_deadline
from debrief.people.organisation.sign_in_service import left_to_the_look
from debrief.people.organisation.store import write_users
from debrief.people.roles import check_may_give
from debrief.people.rows_store import PeopleRow, sort_key
from debrief.people.store import Found, PeopleStore, Seen, UserFilter

NO_SUCH_PERSON = "There is no such person"
_AFTER = "after"


class PeopleService:
    """The use cases of people. Whom the caller doesn't see is not found, whatever is asked."""

    def __init__(self, store: PeopleStore, access: Access, directory: Directory, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._access = access
        self._directory = directory
        self._clock = clock
        self._ids = ids

    # Looking ---------------------------------------------------------------------------------------------------

    def visible(self, caller: Caller, user_id: str) -> User:
        """A user whom the caller may see: themselves, and with `people.view` those within reach.

        Raises:
            NotFound: there is nobody with this id, or nobody whom the caller sees.
        """
        may_see = caller.user_id == user_id or caller.may(Permission.PEOPLE_VIEW)
        user = self._store.find_user(user_id) if may_see else None
        seen = self._access.sees(caller, user.id if user else None)
        if user is None or not seen:
            raise NotFound(NO_SUCH_PERSON)
        return user

    def page(self, caller: Caller, wanted: UserFilter, *, limit: int, start: Any | None) -> Found:
        """A page of the people whom the caller sees, by name. Those asked for by id are answered at once."""
        if wanted.ids is not None:
            asked = wanted.ids if caller.may(Permission.PEOPLE_VIEW) else wanted.ids & {caller.user_id}
            known = self._access.seen(caller, self._store.find_users(sorted(asked)))
            return Found(sorted((user for user in known if wanted.admits(user)), key=sort_key), None)
        if not caller.may(Permission.PEOPLE_VIEW) or caller.reach is Reach.OWN:
            # They are on the first page, wherever a page ended that was found with more rights.
            return self._cut(self._store.find_users([caller.user_id]), wanted, limit, None)
        if caller.reach is Reach.EVERYONE:
            return self._listed(wanted, limit, start)
        # The pages after the first one are found as it was, however the line has changed.
        in_order = start is not None and _AFTER not in start
        below = None if in_order else self._store.people_below(caller.user_id, SMALL_LINE if start is None else None)
        if below is None:
            sight = self._access.sight(caller)
            return self._listed(wanted, limit, start, sight.users)
        return self._cut([*below, *self._store.find_users([caller.user_id])], wanted, limit, start)

    def _listed(self, wanted: UserFilter, limit: int, start: Any | None, seen: Seen | None = None) -> Found:
        if wanted.name is not None and not wanted.is_of_one:
            return called_page(self._store, wanted, wanted.name, limit=limit, start=start, seen=seen)
        return self._store.list_users(wanted, limit=limit, start=start, seen=seen)

    def by_email(self, caller: Caller, email: str, wanted: UserFilter) -> Found:
        """The one person with this e-mail address, if the caller sees them and they fit the filter."""
        user = self._store.user_by_email(email)
        seen = self._access.sees(caller, user.id if user else None)
        if user is None or not seen or not wanted.admits(user):
            return Found([], None)
        may_see = caller.user_id == user.id or caller.may(Permission.PEOPLE_VIEW)
        return Found([user] if may_see else [], None)

    def seeing(self, caller: Caller, users: Sequence[User], agent_id: str) -> list[User]:
        """Those of some users who see an agent's conversations: two reads each, and what their reach takes.

        Raises:
            NotFound: the caller doesn't see this agent.
        """
        if not self._access.sees(caller, agent_id):
            raise NotFound(NO_SUCH_PERSON)
        standing = ((user, self._access.standing(user.id)) for user in users)
        return [
            user
            for user, other in standing
            if other and other.may(Permission.INTERACTIONS_VIEW) and self._access.sees(other, agent_id)
        ]

    @staticmethod
    def _cut(people: Iterable[User], wanted: UserFilter, limit: int, start: Any | None) -> Found:
        found = sorted((user for user in people if wanted.admits(user)), key=sort_key)
        left = [user for user in found if start is None or sort_key(user) > start[_AFTER]]
        more = len(left) > limit
        return Found(left[:limit], {_AFTER: sort_key(left[limit - 1])} if more else None)

    def reports(self, caller: Caller, user_id: str, *, limit: int, start: Any | None) -> Found:
        """A page of somebody's direct reports by name."""
        self.visible(caller, user_id)
        if not caller.may(Permission.PEOPLE_VIEW) or caller.reach is Reach.OWN:
            return Found([], None)
        return self._store.reports_page(user_id, limit=limit, start=start)

    def line(self, caller: Caller, user_id: str) -> list[User]:
        """Those above somebody, the nearest first, as far as the caller may look: up to their own manager."""
        self.visible(caller, user_id)
        above = self._store.managers_above(user_id)
        if caller.reach is not Reach.EVERYONE:
            if user_id == caller.user_id:
                above = above[:1]
            elif caller.user_id in above:
                above = above[: above.index(caller.user_id) + 2]
        return self._store.find_users(above)

    # Adding and changing ---------------------------------------------------------------------------------------

    def create(self, caller: Caller, asked: NewPerson) -> User:
        """Add a user.

        Raises:
            RuleBroken, Conflict: see `_check` and `write_users`. Forbidden: a role permits more than the caller has.
        """
        user = _user({"id": self._ids.new("us"), **asked.model_dump()})
        self._check(caller, None, user)
        return self._write(None, user)

    def change(self, caller: Caller, user_id: str, changes: PersonChanges, revision: int) -> User:
        """Change a user from the revision that the caller has read; moving to another manager is such a change."""
        before = self._manageable(caller, user_id)
        expect_revision(before, revision)
        sent = changes.model_dump(include=changes.model_fields_set)
        after = _user({**before.model_dump(), **sent})
        if after == before:
            return before
        self._check(caller, before, after)
        written = self._write(before, after)
        if after.email and after.email != before.email:
            with left_to_the_look(user_id):
                self._directory.change_email(user_id, after.email)
        return written

    def deactivate(self, caller: Caller, user_id: str) -> User:
        """Stop somebody's access and work; harmless when repeated.

        Raises:
            RuleBroken: active people report to them, or they are the last active admin. Conflict: those who report to
                them are just being changed.
        """
        before = self._manageable(caller, user_id)
        written = before
        if before.active:
            known = self._store.direct_reports(user_id) if before.reports else []
            if len(known) < before.reports:
                raise Conflict("The people who report to them are just being changed; try again in a moment")
            reports = [user for user in known if user.active]
            if reports:
                names = ", ".join(user.name for user in reports[:10])
                more = f" and {len(reports) - 10} more" if len(reports) > 10 else ""
                raise RuleBroken(f"Give these people another manager first: {names}{more}")
            written = self._write(before, before.model_copy(update={"status": UserStatus.INACTIVE}))
        with left_to_the_look(user_id, scheduled=before.active):
            self._directory.disable(user_id)
        return written

    def activate(self, caller: Caller, user_id: str) -> User:
        """Let somebody work again; harmless when repeated.

        Raises:
            RuleBroken: their manager is inactive. Conflict: their manager is just being changed; or somebody else signs
                in with their address, and they are active all the same.
        """
        before = self._manageable(caller, user_id)
        written = before
        if not before.active:
            manager = self._store.find_user(before.manager_id) if before.manager_id else None
            if manager is not None and not manager.active:
                raise RuleBroken(f"Their manager {manager.name} is inactive; give them another one first")
            written = self._write(before, before.model_copy(update={"status": UserStatus.ACTIVE}))
        with left_to_the_look(user_id, scheduled=not before.active):
            # Enabling invites at the address that the pool has.
            if written.email:
                self._directory.change_email(user_id, written.email)
            self._directory.enable(user_id)
        return written

    def invite(self, caller: Caller, user_id: str) -> User:
        """Make somebody's sign-in; Cognito sends them an e-mail, and another one when they are invited again.

        Raises:
            RuleBroken: they are a bot or inactive. Conflict: they have a password of their own already.
        """
        user = self._manageable(caller, user_id)
        if user.is_bot or user.email is None:
            raise RuleBroken("Bots don't sign in")
        if not user.active:
            raise RuleBroken("Inactive people can't be invited")
        with Transaction(self._clock, self._ids) as tx:
            # Somebody else may change or deactivate them in this moment, and find no sign-in that follows.
            schedule(tx, PeopleRow, sign_in_deadline(user_id, self._clock.now()))
        self._directory.invite(user_id, user.email)
        return user

    def actions(self, caller: Caller, user: User, account: Account) -> list[str]:
        """What the caller may do with `user` now."""
        if user.erased or not caller.may(Permission.PEOPLE_MANAGE) or not self._may_give(caller, user, account):
            return []
        status = ["deactivate"] if user.active else ["activate"]
        return ["edit", *status, *(["invite"] if user.active and not user.is_bot else [])]

    def _manageable(self, caller: Caller, user_id: str) -> User:
        user = self.visible(caller, user_id)
        caller.require(Permission.PEOPLE_MANAGE)
        if user.erased:
            raise Conflict("This person was erased; add them anew if they come back")
        self._check_roles(caller, user.role_ids, self._store.account())
        return user

    @staticmethod
    def _check_roles(caller: Caller, role_ids: Iterable[str], account: Account) -> None:
        roles = [account.roles[role_id] for role_id in role_ids if role_id in account.roles]
        check_may_give(caller.permissions, caller.reach, roles)

    def _may_give(self, caller: Caller, user: User, account: Account) -> bool:
        try:
            self._check_roles(caller, user.role_ids, account)
        except Forbidden:
            return False
        return True

    def _check(self, caller: Caller, before: User | None, after: User) -> None:
        """The rules over what a user refers to.

        Raises:
            RuleBroken: names each field that is wrong. Forbidden: a role permits more than the caller has.
        """
        account = self._store.account()
        self._check_roles(caller, after.role_ids, account)
        wrong: list[FieldError] = []

        def refuse(field: str, message: str) -> None:
            wrong.append(FieldError(pointer=f"/{field}", message=message))

        if after.kind is UserKind.HUMAN and after.email is None:
            refuse("email", "is needed for a person")
        for role_id in sorted(after.role_ids - account.roles.keys()):
            refuse("role_ids", f"there is no role {role_id}")
        if after.team_id and (before is None or before.team_id != after.team_id):
            message = self._team_refusal(caller, after.team_id)
            if message:
                refuse("team_id", message)
        for group_id in sorted(after.group_ids - self._store.find_groups(after.group_ids).keys()):
            refuse("group_ids", f"there is no group {group_id}")
        if before is None or before.manager_id != after.manager_id:
            message = self._manager_refusal(caller, before, after)
            if message:
                refuse("manager_id", message)
        if wrong:
            raise RuleBroken("This person can't be stored so", errors=wrong)

    def _team_refusal(self, caller: Caller, team_id: str) -> str | None:
        """Why nobody may be put into the team by the caller: its members see its average, its supervisor their work."""
        team = self._store.find_team(team_id)
        if team is None:
            return "there is no such team"
        if caller.reach is Reach.EVERYONE:
            return None
        members = self._store.team_members(team_id)
        seen = len(self._access.seen(caller, members)) == len(members)
        if not seen or not (team.supervisor_id is None or self._access.sees(caller, team.supervisor_id)):
            return "has people whom you don't see; somebody who reaches everyone can do that"
        return None

    def _manager_refusal(self, caller: Caller, before: User | None, after: User) -> str | None:
        if after.manager_id is None:
            everywhere = caller.reach is Reach.EVERYONE
            return None if everywhere else "must be you or somebody below you"
        manager = self._store.find_user(after.manager_id)
        seen = self._access.sees(caller, manager.id if manager else None)
        if manager is None or not seen:
            return "there is no such person"
        if not manager.active or manager.is_bot:
            return "must be an active person"
        if before is not None and closes_cycle(after.id, manager.id, self._store.manager_of):
            return "reports to this person; the line would be a circle"
        if len(self._store.managers_above(manager.id)) + 1 >= MOST_LEVELS:
            return f"the line would be longer than {MOST_LEVELS} levels"
        return None

    def _write(self, before: User | None, after: User) -> User:
        checks: list[tuple[str, str | None]] = []
        if before is not None and before.reports and after.manager_id and before.manager_id != after.manager_id:
            chain = [after.manager_id, *self._store.managers_above(after.manager_id)]
            checks = list(zip(chain, [*chain[1:], None], strict=True))
        with Transaction(self._clock, self._ids) as tx:
            if before is not None and (before.email, before.status) != (after.email, after.status):
                schedule(tx, PeopleRow, sign_in_deadline(after.id, self._clock.now()))
            write_users(tx, [Change(before, after)], line_checks=checks)
        return written(after)


def _user(fields: dict[str, Any]) -> User:
    """A user out of loose fields.

    Raises:
        Malformed: names the fields that are wrong.
    """
    try:
        return User.model_validate(fields)
    except ValidationError as error:
        mistakes = [
            FieldError(pointer="/" + "/".join(str(step) for step in mistake["loc"]), message=plain(mistake))
            for mistake in error.errors(include_url=False, include_input=False)
        ]
        raise Malformed("Some fields are not as they should be", errors=mistakes) from None


def search(text: str | None) -> tuple[str | None, str | None]:
    """What a search box holds: (e-mail address, part of a name), one of them at most."""
    bare = (text or "").strip()
    if "@" in bare:
        return email_key(bare), None
    return None, bare or None
