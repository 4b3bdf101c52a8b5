"""Roles that an account made itself: one permission lets in where it is asked for and nowhere else, and no permission
widens the reach beyond which nothing is there (P2, P4)."""

import importlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from debrief.kernel.auth import Permission, Reach
from debrief.kernel.storage.transactions import Transaction
from infra.folders import module_of
from infra.stacks.api.roots import ROOTS
from tests.contract.api_world import CALLERS, Account
from tests.contract.test_routes_and_roles import ORDER, TABLE, account, ask, filled
from tests.sizes import soaked

__all__ = ["account"]
EACH = max(1, 6 // soaked(1))
"""Of so many permissions one is tried at a route that asks for another; in `make soak`, all are."""

STRUCTURE = {
    f"{method} /{kind}{place}"
    for kind, id in (("teams", "team_id"), ("groups", "group_id"))
    for method, place in (("POST", ""), ("PATCH", f"/<{id}>"), ("DELETE", f"/<{id}>"))
} | {"POST /people/imports", "GET /people/imports/<import_id>"}


def admissions() -> Iterator[tuple[str, Any]]:
    for api in ROOTS:
        for (method, rule), allow in importlib.import_module(module_of(api)).app.whole().admissions.items():
            yield f"{method} {rule}", allow


def somebody(account: Account, name: str, permissions: Sequence[Permission], reach: Reach, **more: Any) -> str:
    """The id of a new person whose only role has these permissions."""
    role = {"name": f"Role of {name}", "permissions": list(permissions), "reach": reach}
    made = account.call(CALLERS["admin"], "POST", "/roles", role)
    assert made.status == 201, made
    person = {"name": name, "email": f"{name}@example.com", "role_ids": [made.body["id"]], **more}
    answer = account.call(CALLERS["admin"], "POST", "/people", person)
    assert answer.status == 201, answer
    return str(answer.body["id"])


@pytest.mark.feature("P2", "P4")
def test_a_permission_lets_in_where_it_is_asked_for_and_nowhere_else(account: Account) -> None:
    """People who reach everyone, each with one permission; of the routes that refuse them, each asks some of them."""
    wrong = {}
    for turn, permission in enumerate(Permission):
        who = somebody(account, permission, [permission], Reach.EVERYONE)
        for place, (route, allow) in enumerate(admissions()):
            if allow is not permission and (turn + place) % EACH:
                continue
            if allow is permission:
                status = ask(account, route, TABLE[route], who, account.ids).status
                fits = status < 500 and status not in {400, 401}
            elif isinstance(
                allow, Permission
            ):  # asked without a version and a body: that is refused before either is read
                method, rule = route.split(" ")
                status = account.call(who, method, filled(re.sub(r"<(\w+)>", r"{\1}", rule), account.ids)).status
                fits = status == 403
            else:
                continue
            if not fits:
                wrong[permission, route] = status
    assert wrong == {}


@pytest.mark.feature("P2", "P4")
@pytest.mark.parametrize("reach", [Reach.OWN, Reach.LINE])
def test_with_every_permission_nothing_is_there_beyond_the_reach(account: Account, reach: Reach) -> None:
    """Somebody with all permissions, whose line is another one: what is told 404 to its supervisor is it to them."""
    permissions = [each for each in Permission if each is not Permission.SETTINGS_MANAGE]
    who = somebody(account, "all", permissions, reach)
    below = somebody(account, "below", [], Reach.OWN, manager_id=who)
    wrong = {}
    for route, _ in admissions():
        row = TABLE[route]
        answer = ask(account, route, row, who, account.ids)
        if route in STRUCTURE:
            fits = answer.status == 403
        elif row.statuses.split(" ")[ORDER.index("other")] == "404":
            fits = answer.status in {403, 404}
        else:
            fits = answer.status < 500
        if not fits:
            wrong[route] = answer.status
    assert wrong == {}
    seen = account.call(who, "GET", f"/people/{below}").status
    assert seen == (200 if reach is Reach.LINE else 404)


@pytest.mark.feature("P2", "P4")
def test_with_every_permission_a_list_has_only_ones_own_line(account: Account) -> None:
    permissions = [each for each in Permission if each is not Permission.SETTINGS_MANAGE]
    names = ("agent_id", "participant_id", "assignee_id", "id")
    for reach in (Reach.OWN, Reach.LINE):
        who = somebody(account, f"all-{reach}", permissions, reach)
        below = somebody(account, f"below-{reach}", [], Reach.OWN, manager_id=who)
        for path in ("/people", "/evaluations", "/interactions", "/meetings", "/actions", "/feedback"):
            page = account.call(who, "GET", path, query={"limit": "100"})
            assert page.status == 200
            seen = {next(str(item[name]) for name in names if name in item) for item in page.body["items"]}
            assert seen <= ({who, below} if reach is Reach.LINE else {who}), path


@pytest.mark.feature("P2")
def test_every_permission_is_asked_for_somewhere_or_by_a_use_case() -> None:
    """What no route asks for yet is a promise of later features; the list says which."""
    asked = {allow for _, allow in admissions() if isinstance(allow, Permission)}
    assert set(Permission) - asked <= {
        Permission.AUTOMATIONS_MANAGE,
        Permission.CALIBRATIONS_MANAGE,
        Permission.COACHING_VIEW_OWN,
        Permission.EVALUATIONS_ASSIGN,
        Permission.EVALUATIONS_DELETE_AUTOMATED,
        Permission.GOALS_EDIT,
        Permission.GOALS_VIEW,
        Permission.MOMENTS_SHARE,
        Permission.PERSONAL_DATA_VIEW,
        Permission.RECORDINGS_DOWNLOAD,
    }


@pytest.mark.feature("P2", "P4", "S2.1")
def test_a_whole_import_is_corrected_only_by_who_may_correct_each_of_its_conversations(account: Account) -> None:
    both = [Permission.INTAKE_MANAGE, Permission.EVALUATIONS_PERFORM]
    whole: list[tuple[str, dict[str, str]]] = [
        ("/imports/{whole_import}/speakers", {}),
        ("/intake/sources/speakers", {"folder": "calls/"}),
    ]
    for name, permissions, reach, status in (
        ("of the line", both, Reach.LINE, 403),
        ("at the intake alone", both[:1], Reach.EVERYONE, 403),
        ("of everyone", both, Reach.EVERYONE, 202),
    ):
        who = somebody(account, name.replace(" ", "-"), permissions, reach)
        for path, body in whole:
            placed = path.format_map(account.ids)
            before = account.call(who, "GET", placed, query=body)
            assert before.status == 200
            with account.undone():
                assert account.call(who, "POST", placed, body).status == status, (name, path)
            # What is offered is what is allowed.
            assert bool(before.body["actions"]) == (status == 202), (name, path)


@pytest.mark.feature("P4", "S2.1")
def test_nobody_says_who_speaks_in_their_own_conversation(account: Account) -> None:
    world, path = account.world, "/interactions/int_own"
    seen = world.interactions.interaction(account.ids["interaction_id"])
    assert seen is not None
    own = seen.model_copy(update={"id": "int_own", "agent_id": CALLERS["evaluator"], "revision": 0})
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.put(tx, own)
    for who, status, may in (("evaluator", 403, False), ("admin", 202, True)):
        read = account.call(CALLERS[who], "GET", path)
        assert ("correct_speakers" in read.body["actions"]) == may
        said = {"headers": {"If-Match": read.etag}}
        assert account.call(CALLERS[who], "POST", f"{path}/speakers", {"swap": True}, **said).status == status
    again = account.call(CALLERS["admin"], "POST", f"{path}/speakers", {"swap": True}, **said)
    assert again.status == 412
    assert account.call(CALLERS["admin"], "POST", f"{path}/speakers", {"swap": True}).status == 428
