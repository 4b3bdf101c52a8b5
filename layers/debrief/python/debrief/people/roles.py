"""What roles permit: the built-in ones, and the rules that keep an account from locking itself out."""

from collections.abc import Iterable

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import FieldError, Forbidden, RuleBroken
from debrief.people.model import Role

ADMIN = "admin"
SUPERVISOR = "supervisor"
EVALUATOR = "evaluator"
AGENT = "agent"

KEPT_BY_ADMIN = frozenset({Permission.SETTINGS_MANAGE, Permission.PEOPLE_MANAGE, Permission.PEOPLE_VIEW})
"""Permissions that can't be taken from the administrators: without them nobody could give any back."""

_P = Permission
_BUILT_IN = (
    Role(
        id=AGENT,
        name="Agent",
        reach=Reach.OWN,
        built_in=True,
        permissions=frozenset(
            {
                _P.COACHING_VIEW_OWN,
                _P.EVALUATIONS_VIEW,
                _P.INTERACTIONS_VIEW,
                _P.REPORTS_VIEW,
                _P.SUMMARIES_GENERATE,
            }
        ),
    ),
    Role(
        id=SUPERVISOR,
        name="Supervisor",
        reach=Reach.LINE,
        built_in=True,
        permissions=frozenset(
            {
                _P.COACHING_MANAGE,
                _P.COACHING_VIEW_OWN,
                _P.DISPUTES_DECIDE,
                _P.EVALUATIONS_ASSIGN,
                _P.EVALUATIONS_PERFORM,
                _P.EVALUATIONS_VIEW,
                _P.FLAGS_MANAGE,
                _P.GOALS_EDIT,
                _P.GOALS_VIEW,
                _P.INTERACTIONS_VIEW,
                _P.MOMENTS_SHARE,
                _P.PEOPLE_VIEW,
                _P.RECORDINGS_DOWNLOAD,
                _P.REPORTS_VIEW,
                _P.SCORECARDS_MANAGE,
                _P.SCORECARDS_VIEW,
                _P.CALIBRATIONS_MANAGE,
                _P.AUTOMATIONS_MANAGE,
                _P.SUMMARIES_GENERATE,
            }
        ),
    ),
    Role(
        id=EVALUATOR,
        name="Evaluator",
        reach=Reach.EVERYONE,
        built_in=True,
        permissions=frozenset(
            {
                _P.CALIBRATIONS_MANAGE,
                _P.COACHING_MANAGE,
                _P.COACHING_VIEW_OWN,
                _P.DISPUTES_DECIDE,
                _P.EVALUATIONS_ASSIGN,
                _P.EVALUATIONS_PERFORM,
                _P.EVALUATIONS_VIEW,
                _P.FLAGS_MANAGE,
                _P.INTAKE_MANAGE,
                _P.INTERACTIONS_VIEW,
                _P.PEOPLE_VIEW,
                _P.RECORDINGS_DOWNLOAD,
                _P.REPORTS_VIEW,
                _P.SCORECARDS_VIEW,
                _P.SUMMARIES_GENERATE,
            }
        ),
    ),
    Role(id=ADMIN, name="Admin", reach=Reach.EVERYONE, built_in=True, permissions=frozenset(Permission)),
)
BUILT_IN_ROLES: dict[str, Role] = {role.id: role for role in _BUILT_IN}

_WIDTH = {Reach.OWN: 0, Reach.LINE: 1, Reach.EVERYONE: 2}


def all_roles(stored: Iterable[Role]) -> dict[str, Role]:
    """Every role by its id: the built-in ones as they were edited last, then those that were added."""
    return BUILT_IN_ROLES | {role.id: role for role in stored}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that these roles permit together."""
    return frozenset(permission for role in roles for permission in role.permissions)


def widest_reach(roles: Iterable[Role]) -> Reach:
    """The widest reach among these roles; one's own work when there are none."""
    return max((role.reach for role in roles), key=_WIDTH.__getitem__, default=Reach.OWN)


def check_edited(role: Role) -> None:
    """Raises RuleBroken when `role`, as it would be after an edit, locks the administrators out."""
    missing = KEPT_BY_ADMIN - role.permissions
    if role.id == ADMIN and (missing or role.reach is not Reach.EVERYONE):
        kept = ", ".join(sorted(KEPT_BY_ADMIN))
        raise RuleBroken(
            f"Admins always keep {kept} and reach everyone, so that nobody is locked out",
            errors=[FieldError(pointer="/permissions", message=f"must hold {name}") for name in sorted(missing)],
        )


def check_deletable(role: Role) -> None:
    """Raises RuleBroken for a built-in role."""
    if role.built_in:
        raise RuleBroken("Built-in roles can't be deleted; take their permissions away instead")


def may_change_structure(caller: Caller) -> bool:
    """Whether the caller may add, rename and remove teams and groups, and say who supervises a team."""
    return caller.may(Permission.PEOPLE_MANAGE) and caller.reach is Reach.EVERYONE


def check_may_give(permissions: frozenset[Permission], reach: Reach, roles: Iterable[Role]) -> None:
    """Refuse to hand out more than one has oneself, be it to others or by managing somebody who may do more.

    Who holds `settings.manage` decides what roles permit and is free of this.

    Raises:
        Forbidden: one of `roles` permits more, or reaches farther, than the caller.
    """
    if Permission.SETTINGS_MANAGE in permissions:
        return
    for role in roles:
        if not role.permissions <= permissions or _WIDTH[role.reach] > _WIDTH[reach]:
            raise Forbidden(f"The role {role.name} may do more than you")
