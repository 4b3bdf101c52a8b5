"""The one permission check, on a stored organisation."""

from collections.abc import Iterable

import pytest

from debrief.kernel.auth import Permission
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, Unauthenticated
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import Change, User, UserKind, UserStatus
from debrief.people.organisation.store import footprint, write_users
from debrief.people.store import PeopleStore
from tests.doubles import metered
from tests.unit.people.world import CLOCK, STORE, World

ACCESS = Access(STORE)
EVERYBODY = ("ada", "sam", "lee", "kim", "joe", "eve", "bob")


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("ada", EVERYBODY),
        ("eve", EVERYBODY),
        ("sam", ("sam", "lee", "kim", "joe")),
        ("lee", ("lee", "kim", "joe")),
        ("kim", ("kim",)),
    ],
)
def test_reach(world: World, name: str, seen: tuple[str, ...]) -> None:
    caller = ACCESS.caller(f"us_{name}")
    visible, sight = ACCESS.visible_people(caller, 10), ACCESS.sight(caller)
    for other in EVERYBODY:
        assert ACCESS.sees(caller, f"us_{other}") == (other in seen), other
        assert (visible is None or f"us_{other}" in visible) == (other in seen), other
        assert bool(sight.of([f"us_{other}"])) == (other in seen), other


@pytest.mark.feature("P1")
def test_in_line_is_strictly_below_at_any_depth(world: World) -> None:
    assert ACCESS.in_line("us_ada", "us_kim")
    assert not ACCESS.in_line("us_kim", "us_ada")
    assert not ACCESS.in_line("us_kim", "us_kim")
    assert not ACCESS.in_line("us_sam", "us_nobody")


@pytest.mark.feature("P4")
def test_what_is_out_of_reach_is_not_found_and_what_is_not_permitted_forbidden(world: World) -> None:
    lee, kim = ACCESS.caller("us_lee"), ACCESS.caller("us_kim")
    ACCESS.require(lee, Permission.COACHING_MANAGE, "us_kim")
    with pytest.raises(NotFound):
        ACCESS.require(lee, Permission.COACHING_MANAGE, "us_sam")
    with pytest.raises(NotFound):
        ACCESS.require(kim, Permission.COACHING_MANAGE, "us_joe")
    with pytest.raises(Forbidden):
        ACCESS.require(kim, Permission.COACHING_MANAGE, "us_kim")


@pytest.mark.feature("P1")
def test_bots_strangers_and_the_inactive_are_nobody(world: World) -> None:
    world.add("gone", "agent", status=UserStatus.INACTIVE)
    for user_id in ("us_bob", "us_gone", "us_stranger"):
        with pytest.raises(Unauthenticated):
            ACCESS.caller(user_id)


def test_a_caller_costs_two_reads_and_a_team_one_query_a_manager(world: World) -> None:
    with metered() as usage:
        caller = ACCESS.caller("us_sam")
    assert usage.round_trips == 2
    with metered() as usage:
        ACCESS.visible_people(caller, 4)
    assert usage.round_trips == 2, "sam and lee are managers, kim and joe are not asked"


@pytest.mark.feature("P4")
def test_a_long_line_costs_a_page_no_more_than_a_short_one(world: World) -> None:
    """Whoever leads hundreds is not asked for all of them; whom a page is about is looked up together."""
    for manager in range(30):
        world.add(f"m{manager}", "supervisor", manager="sam")
        world.add(f"a{manager}", "agent", manager=f"m{manager}")
    caller = ACCESS.caller("us_sam")
    with metered() as usage:
        assert ACCESS.visible_people(caller, 20) is None
    assert usage.round_trips == 1, "the 31 who report to sam are more than 20"
    sight = ACCESS.sight(caller)
    asked = [f"us_a{number}" for number in range(30)] + ["us_kim", "us_eve", "us_nobody"]
    with metered() as usage:
        assert sight.of(asked) == frozenset(asked) - {"us_eve", "us_nobody"}
    assert usage.round_trips == 2, "themselves, and their managers, who report to sam"
    with metered() as usage:
        assert sight.of(["us_joe", "us_kim"]) == {"us_joe", "us_kim"}
    assert usage.round_trips == 1, "their manager is known"
    assert ACCESS.visible_people(caller, 100) == frozenset(
        {"us_sam", "us_lee", "us_kim", "us_joe", *(f"us_{kind}{number}" for kind in "am" for number in range(30))}
    )
    assert ACCESS.visible_people(caller, 63) is None, "sam and 63 below"
    assert ACCESS.visible_people(caller, 64) is not None


@pytest.mark.feature("P1")
def test_two_moves_at_once_cannot_close_a_circle(world: World) -> None:
    """While kim's side is moved below joe, lee above joe is moved elsewhere: the second one must not commit."""
    lee = world.user("lee")
    moved = world.change("ada", "/people/us_lee", {"manager_id": "us_ada"})
    assert moved.status == 200
    sam = world.user("sam")
    below_kim = Change(sam, sam.model_copy(update={"manager_id": "us_kim"}))
    with pytest.raises(Conflict), Transaction(CLOCK, world.ids) as tx:
        write_users(tx, [below_kim], line_checks=[("us_kim", "us_lee"), ("us_lee", lee.manager_id)])
    assert world.user("sam").manager_id == "us_ada"


def test_a_change_that_no_transaction_can_take_is_refused(world: World) -> None:
    kim = world.user("kim")
    changes = [Change(None, kim.model_copy(update={"id": f"us_{n}", "email": f"p{n}@example.com"})) for n in range(60)]
    assert (
        len(footprint(changes[0])) == 10
    )  # person, event, names, address, reference, manager; team and role: counted and checked
    with pytest.raises(RuleBroken), Transaction(CLOCK, world.ids) as tx:
        write_users(tx, changes)


@pytest.mark.feature("P4")
@pytest.mark.parametrize("name", ["ada", "eve", "sam", "lee", "kim"])
def test_many_at_once_are_seen_as_each_alone(world: World, name: str) -> None:
    caller = ACCESS.caller(f"us_{name}")
    users = STORE.find_users(f"us_{each}" for each in EVERYBODY)
    alone = [user.id for user in users if ACCESS.sees(caller, user.id)]
    assert [user.id for user in ACCESS.seen(caller, users)] == alone


@pytest.mark.feature("P4")
def test_many_at_once_are_walked_up_a_level_at_a_time(world: World) -> None:
    for number in range(90):
        world.add(f"a{number}", "agent", manager="lee")
    users = STORE.find_users(f"us_a{number}" for number in range(90))
    with metered() as usage:
        assert len(ACCESS.seen(ACCESS.caller("us_sam"), users)) == 90
    assert usage.round_trips == 3, "two for the caller, one for the one manager of them all"


@pytest.mark.feature("P4")
def test_a_circle_in_damaged_data_ends(world: World) -> None:
    circle = [User(id="us_x", name="X", kind=UserKind.BOT, email=None, manager_id="us_y")]
    looped = {"us_y": User(id="us_y", name="Y", kind=UserKind.BOT, email=None, manager_id="us_y")}

    class Looped(PeopleStore):
        def find_users(self, user_ids: Iterable[str]) -> list[User]:
            return [looped[each] for each in set(user_ids)]

    assert Access(Looped()).seen(ACCESS.caller("us_sam"), circle) == []
