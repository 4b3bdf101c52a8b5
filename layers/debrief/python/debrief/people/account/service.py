"""What an administrator settles: roles, feature flags and the account's settings."""

from debrief.kernel.auth import Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import check_name
from debrief.people.events import (
    FLAG_SWITCHED,
    ROLE_CHANGED,
    ROLE_CREATED,
    ROLE_DELETED,
    SETTINGS_CHANGED,
    FlagData,
    SettingsData,
    role_data,
)
from debrief.people.inputs import NewRole, RoleChanges
from debrief.people.model import AccountSettings, FeatureFlag, Role, SettingsValues, User
from debrief.people.names import name_key
from debrief.people.organisation.structure_service import kept_name
from debrief.people.roles import check_deletable, check_edited, permissions_of
from debrief.people.rows_store import MEMBERS, PeopleRow, flag_row, members_row, name_row, role_row, settings_row
from debrief.people.store import PeopleStore


class AccountService:
    """The use cases of roles, flags and settings. Who may call them is the API's matter (`settings.manage`)."""

    def __init__(self, store: PeopleStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    # Roles -----------------------------------------------------------------------------------------------------

    def roles(self) -> list[Role]:
        """Every role: the built-in ones first, then the others by name."""
        return sorted(self._store.roles().values(), key=lambda role: (not role.built_in, name_key(role.name)))

    def role(self, role_id: str) -> Role:
        """The role. Raises NotFound."""
        role = self._store.roles().get(role_id)
        if role is None:
            raise NotFound("There is no such role")
        return role

    def create_role(self, asked: NewRole) -> Role:
        """Add a role. Raises Conflict for a taken name."""
        role = Role(
            id=self._ids.new("ro"), name=asked.name, permissions=frozenset(asked.permissions), reach=asked.reach
        )
        self._check_name(role)
        with Transaction(self._clock, self._ids) as tx:
            tx.create(role_row(role))
            tx.create(name_row("role", role.name, role.id), otherwise=_taken(role.name))
            _announce_role(tx, ROLE_CREATED, role)
        return role.model_copy(update={"revision": 1})

    def change_role(self, role_id: str, changes: RoleChanges, revision: int) -> Role:
        """Change what a role permits, its reach, or the name of one that was added.

        Raises:
            NotFound, Stale, Conflict. RuleBroken: admins would lock themselves out, or a built-in role be renamed.
        """
        before = self.role(role_id)
        expect_revision(before, revision)
        sent = {name: value for name, value in changes.model_dump().items() if value is not None}
        if "permissions" in sent:
            sent["permissions"] = frozenset(sent["permissions"])
        after = before.model_copy(update=sent)
        check_edited(after)
        renamed = name_key(after.name) != name_key(before.name)
        if before.built_in and after.name != before.name:
            raise RuleBroken(
                "Built-in roles keep their names", errors=[FieldError(pointer="/name", message="can't be changed")]
            )
        if renamed:
            self._check_name(after)
        with Transaction(self._clock, self._ids) as tx:
            tx.put(role_row(after))
            if renamed:
                tx.create(name_row("role", after.name, role_id), otherwise=_taken(after.name))
                tx.delete(kept_name("role", before.name, role_id))
            _announce_role(tx, ROLE_CHANGED, after, before)
        return written(after)

    def delete_role(self, role_id: str, revision: int) -> None:
        """Remove a role that was added and that nobody has. Raises NotFound, Stale, RuleBroken."""
        role = self.role(role_id)
        expect_revision(role, revision)
        check_deletable(role)
        having = self._store.members("role", role_id)
        refusal = RuleBroken(f"Take this role from the people who have it first ({having} of them)")
        if having:
            raise refusal
        with Transaction(self._clock, self._ids) as tx:
            tx.delete(role_row(role))
            tx.delete(kept_name("role", role.name, role_id))
            nobody = PeopleRow.counted.does_not_exist() | (PeopleRow.counted == 0)
            tx.check(PeopleRow, members_row("role", role_id).PK, MEMBERS, nobody, refusal)
            _announce_role(tx, ROLE_DELETED, role)

    def _check_name(self, role: Role) -> None:
        others = (other for other in self._store.roles().values() if other.id != role.id)
        if any(name_key(other.name) == name_key(role.name) for other in others):
            raise _taken(role.name)

    # Flags -----------------------------------------------------------------------------------------------------

    def flags(self) -> list[FeatureFlag]:
        """Every known flag by name."""
        flags = self._store.account().flags
        return [flags[name] for name in sorted(flags)]

    def flag(self, name: str) -> FeatureFlag:
        """The flag. Raises NotFound for one that Debrief doesn't know."""
        flag = self._store.account().flags.get(name)
        if flag is None:
            raise NotFound("There is no such flag")
        return flag

    def switch_flag(self, name: str, on: bool, revision: int) -> FeatureFlag:
        """Turn a feature on or off. Raises NotFound, Stale."""
        before = self.flag(name)
        expect_revision(before, revision)
        after = before.model_copy(update={"on": on})
        with Transaction(self._clock, self._ids) as tx:
            tx.put(flag_row(after))
            tx.announce(PeopleRow, FLAG_SWITCHED, name, FlagData(on=on).model_dump(mode="json"))
        return written(after)

    # Settings --------------------------------------------------------------------------------------------------

    def settings(self) -> AccountSettings:
        """The account's settings."""
        return self._store.settings()

    def change_settings(self, changes: SettingsValues, revision: int) -> AccountSettings:
        """Change those settings that were sent.

        Raises:
            Stale. RuleBroken: a reason or phrase can't be shown, or what is settled doesn't go together.
        """
        before = self._store.settings()
        expect_revision(before, revision)
        _check_settings(changes)
        after = before.model_copy(update={name: getattr(changes, name) for name in changes.model_fields_set})
        self._check_together(changes, after)
        changed = sorted(name for name in changes.model_fields_set if getattr(before, name) != getattr(after, name))
        with Transaction(self._clock, self._ids) as tx:
            tx.put(settings_row(after))
            data = SettingsData(changed=changed)
            tx.announce(PeopleRow, SETTINGS_CHANGED, "settings", data.model_dump(mode="json"))
        return written(after)

    def _check_together(self, changes: SettingsValues, after: AccountSettings) -> None:
        """Whether what is settled about disputes and checks of the AI goes together, where any of it is changed."""
        wrong = []
        days = {"acknowledgement_window_days", "acknowledgement_reminder_days"} & changes.model_fields_set
        if days and after.acknowledgement_reminder_days >= after.acknowledgement_window_days:
            message = "must be fewer than the days in which an agent may answer"
            wrong.append(FieldError(pointer="/acknowledgement_reminder_days", message=message))
        if {"disputes_decided_by", "dispute_reviewer_id"} & changes.model_fields_set:
            named = after.dispute_reviewer_id
            reviewer = self._store.find_user(named) if named else None
            if named is None and after.disputes_decided_by == "reviewer":
                wrong.append(FieldError(pointer="/dispute_reviewer_id", message="is needed: who reviews disputes"))
            elif named is not None and not self._may_review(reviewer):
                message = "must be somebody active whose role lets them decide disputes"
                wrong.append(FieldError(pointer="/dispute_reviewer_id", message=message))
        wrong += self._wrong_checkers(changes, after)
        if wrong:
            raise RuleBroken("These settings don't go together", errors=wrong)

    def _wrong_checkers(self, changes: SettingsValues, after: AccountSettings) -> list[FieldError]:
        """What is wrong with who checks the AI's answers, where any of it is changed."""
        if not {"ai_must_earn", "ai_checker_ids"} & changes.model_fields_set:
            return []
        named = after.ai_checker_ids
        if after.ai_must_earn and not named:
            message = "is needed: who checks the AI's answers; without checks it earns nothing"
            return [FieldError(pointer="/ai_checker_ids", message=message)]
        if len(set(named)) < len(named):
            return [FieldError(pointer="/ai_checker_ids", message="names somebody twice")]
        known = {each.id: each for each in self._store.find_users(list(named))}
        message = "must be somebody active whose role lets them evaluate"
        return [
            FieldError(pointer=f"/ai_checker_ids/{number}", message=message)
            for number, user_id in enumerate(named)
            if not self._may(known.get(user_id), Permission.EVALUATIONS_PERFORM)
        ]

    def _may_review(self, user: User | None) -> bool:
        return self._may(user, Permission.DISPUTES_DECIDE)

    def _may(self, user: User | None, permission: Permission) -> bool:
        if user is None or not user.active or user.is_bot:
            return False
        roles = self._store.roles()
        held = permissions_of(roles[role_id] for role_id in user.role_ids if role_id in roles)
        return permission in held


def _check_settings(changes: SettingsValues) -> None:
    wrong = []
    for field in ("inquiries", "alert_keywords", "policy_indicators"):
        for place, text in enumerate(getattr(changes, field) if field in changes.model_fields_set else ()):
            try:
                check_name(text)
            except ValueError as error:
                wrong.append(FieldError(pointer=f"/{field}/{place}", message=str(error)))
    if wrong:
        raise RuleBroken("Some of the texts can't be shown", errors=wrong)


def _taken(name: str) -> Conflict:
    return Conflict(f"Another role is called {name}", errors=[FieldError(pointer="/name", message="is taken")])


def _announce_role(tx: Transaction, event: str, role: Role, before: Role | None = None) -> None:
    tx.announce(PeopleRow, event, role.id, role_data(role, before).model_dump(mode="json"))
