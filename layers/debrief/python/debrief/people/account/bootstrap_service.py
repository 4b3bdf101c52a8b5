"""The first state of an account: somebody who may let others in, and the features that are on."""

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import Transaction
from debrief.people.directory_client import Directory
from debrief.people.flags import AI_COACHING, KNOWN_FLAGS
from debrief.people.inputs import NewEmail, NewName
from debrief.people.model import AccountSettings, Change, FeatureFlag, TimeZone, User
from debrief.people.organisation.store import write_users
from debrief.people.roles import ADMIN
from debrief.people.rows_store import flag_row, settings_row
from debrief.people.store import PeopleStore


class FirstState(Entity):
    """What an account begins with.

    invite: whether the admin gets a sign-in and an e-mail; the local cloud makes its own.
    further_admin: that the account is to get one more admin, though it has one; say so only where nobody can sign in
    who could make one.
    """

    admin_name: NewName
    admin_email: NewEmail
    time_zone: TimeZone = "UTC"
    flags: list[str] = [AI_COACHING]
    invite: bool = True
    further_admin: bool = False


class Bootstrapped(Entity):
    """The admin, and whether this run made them. invited: that it sent an invitation, the first or another one."""

    admin_id: str
    created: bool
    invited: bool


def bootstrap(first: FirstState, *, store: PeopleStore, directory: Directory, clock: Clock, ids: Ids) -> Bootstrapped:
    """Give an empty account its settings, its flags and its first admin.

    May be run again for the same admin: what is there stays as it is, what is missing is added, and an admin who hasn't
    signed in yet gets another invitation in place of the one before. Roles need no writing: the built-in ones hold
    until they are edited. An address has one owner, so that of two runs at once one fails; it finds the admin when it
    is repeated.

    Raises:
        RuleBroken: a flag is unknown; the address belongs to somebody who isn't an active admin; or the account has an
            admin already and no further one was asked for.
    """
    unknown = sorted(set(first.flags) - KNOWN_FLAGS.keys())
    if unknown:
        raise RuleBroken(f"There are no such flags: {', '.join(unknown)}")
    existing = store.user_by_email(first.admin_email)
    admin = existing or User(
        id=ids.new("us"),
        name=first.admin_name,
        email=first.admin_email,
        role_ids=frozenset({ADMIN}),
    )
    if existing is not None and not (existing.active and ADMIN in existing.role_ids):
        raise RuleBroken("The address belongs to somebody who is no active admin; let an admin change that")
    if existing is None and not first.further_admin and store.active_admins():
        raise RuleBroken("The account has an admin, who can add people; say further_admin where nobody can sign in")
    account = store.account()
    with Transaction(clock, ids) as tx:
        if existing is None:
            write_users(tx, [Change(None, admin)])
        if account.settings.revision == 0:
            tx.create(settings_row(AccountSettings(time_zone=first.time_zone)))
        for name in first.flags:
            if account.flags[name].revision == 0:
                tx.create(flag_row(FeatureFlag(name=name, on=True, description=KNOWN_FLAGS[name])))
    invited = False
    if first.invite and admin.email is not None:
        invited = _invited(directory, admin.id, admin.email)
    return Bootstrapped(admin_id=admin.id, created=existing is None, invited=invited)


def _invited(directory: Directory, user_id: str, email: str) -> bool:
    try:
        directory.invite(user_id, email)
    except Conflict:
        # They have signed in already.
        return False
    return True
