"""Whom evaluations may be given to: names beside the reporting line, for those who give them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.store import DueStore, due_rows
from debrief.kernel.storage.tables import find, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people import holders_reader
from debrief.people.holders_reader import holders_page
from debrief.people.model import Change, User, UserKind, UserStatus
from debrief.people.organisation import role_rows_service
from debrief.people.organisation.deadlines import ROLE_ROWS_MISSING, role_rows_due
from debrief.people.organisation.role_rows_service import RoleRows
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import PeopleRow, sort_key
from debrief.people.store import UserFilter
from tests.doubles import FixedClock, metered
from tests.unit.people.user_pool import UserPool
from tests.unit.people.world import CLOCK, STORE, World

feature = pytest.mark.feature
PATH = "/people/evaluators"


def ids(answer: Any) -> list[str]:
    assert answer.status == 200, answer
    return [each["id"].removeprefix("us_") for each in answer.body["items"]]


def pages(world: World, who: str, **query: str) -> Iterator[list[str]]:
    cursor: str | None = None
    while True:
        answer = world.call(who, "GET", PATH, query=query | ({"cursor": cursor} if cursor else {}))
        yield ids(answer)
        cursor = answer.body["next_cursor"]
        if cursor is None:
            return


@feature("S4.7", "S4.10", "S4.11", "S4.12", "P4")
def test_who_gives_evaluations_is_told_the_names_of_those_who_may_evaluate_and_nothing_else(world: World) -> None:
    """A supervisor's line has no evaluator in it: they have no manager."""
    seen = world.call("lee", "GET", PATH)
    assert ids(seen) == ["ada", "eve", "lee", "sam"]
    assert all(set(each) == {"id", "name"} for each in seen.body["items"])
    assert {"id": "us_eve", "name": "Eve Sample"} in seen.body["items"]
    assert "us_eve" not in {each["id"] for each in world.call("lee", "GET", "/people").body["items"]}
    assert ids(world.call("lee", "GET", PATH, query={"q": "ev"})) == ["eve"]
    assert ids(world.call("lee", "GET", PATH, query={"q": "eve@example.com"})) == [], "an address finds nobody"
    for name in ("kim", "joe"):
        refused = world.call(name, "GET", PATH)
        assert refused.status == 403
        assert "Eve" not in str(refused.body)


@feature("S4.10", "P4")
def test_names_of_ids_that_a_form_holds_are_told_also_of_who_left_and_never_of_an_agent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    UserPool().stand_in(monkeypatch)
    assert world.call("ada", "POST", "/people/us_eve/deactivation").status == 200
    assert ids(world.call("lee", "GET", PATH)) == ["ada", "lee", "sam"]
    assert ids(world.call("lee", "GET", PATH, query={"q": "eve"})) == []
    asked = {"id": ["us_eve", "us_ada", "us_joe", "us_bob", "us_nobody"]}
    assert ids(world.call("lee", "GET", PATH, query=asked)) == ["ada", "eve"]
    world.add("zoe", "agent")
    assert ids(world.call("lee", "GET", PATH, query={"id": "us_zoe"})) == []
    assert world.call("lee", "GET", PATH, query={"id": [f"us_{each}" for each in range(101)]}).status == 400


@feature("S4.7", "P2")
@pytest.mark.parametrize(
    "permission",
    ["evaluations.assign", "goals.edit", "automations.manage", "calibrations.manage", "settings.manage"],
)
def test_each_permission_to_give_lets_in_and_no_other(world: World, permission: str) -> None:
    role = {"name": "Giver", "permissions": [permission], "reach": "line"}
    made = world.call("ada", "POST", "/roles", role)
    world.add("gil", made.body["id"])
    assert ids(world.call("gil", "GET", PATH)) == ["ada", "eve", "lee", "sam"]
    other = {"name": "Other", "permissions": ["people.view", "evaluations.perform"], "reach": "everyone"}
    world.add("oto", world.call("ada", "POST", "/roles", other).body["id"])
    assert world.call("oto", "GET", PATH).status == 403
    assert ids(world.call("gil", "GET", PATH)) == ["ada", "eve", "lee", "oto", "sam"], "a role of the account's counts"


@feature("S4.7")
def test_who_gets_or_loses_a_role_or_a_name_is_found_so(world: World) -> None:
    assert (
        world.change("kim", "/people/us_kim", {"role_ids": ["agent", "evaluator"], "name": "Abe Sample"}).status == 200
    )
    assert ids(world.call("lee", "GET", PATH)) == ["kim", "ada", "eve", "lee", "sam"]
    assert world.change("eve", "/people/us_eve", {"name": "Zed Sample"}).status == 200
    assert ids(world.call("lee", "GET", PATH)) == ["kim", "ada", "lee", "sam", "eve"]
    assert world.change("kim", "/people/us_kim", {"role_ids": ["agent"]}).status == 200
    assert ids(world.call("lee", "GET", PATH)) == ["ada", "lee", "sam", "eve"]
    rows = query_all(PeopleRow, "ROLE#evaluator", index="GSI1")
    assert [row.PK for row in rows] == ["USER#us_eve"], "and no row stays"


@feature("S4.7", "P2")
def test_where_agents_may_evaluate_they_are_offered_too(world: World) -> None:
    """Agents have no rows by role: there are 5,000 of them, who seldom evaluate."""
    assert query_all(PeopleRow, "ROLE#agent", index="GSI1") == []
    first = world.call("lee", "GET", PATH, query={"limit": "2"})
    may = [*world.call("ada", "GET", "/roles/agent").body["permissions"], "evaluations.perform"]
    assert world.change("ada", "/roles/agent", {"permissions": may}).status == 200
    assert ids(world.call("lee", "GET", PATH)) == ["ada", "eve", "joe", "kim", "lee", "sam"]
    assert list(pages(world, "lee", limit="4")) == [["ada", "eve", "joe", "kim"], ["lee", "sam"]]
    assert ids(world.call("lee", "GET", PATH, query={"q": "joe"})) == ["joe"]
    cursor = {"limit": "2", "cursor": first.body["next_cursor"]}
    assert world.call("lee", "GET", PATH, query=cursor).status == 200, "a place in another list begins anew"


@feature("S4.7")
def test_pages_go_on_and_what_is_read_does_not_grow_with_the_agents(world: World) -> None:
    assert list(pages(world, "lee", limit="3")) == [["ada", "eve", "lee"], ["sam"]]
    assert list(pages(world, "lee", limit="2", q="sam")) == [["ada", "eve"], ["lee", "sam"]]

    def read() -> float:
        with metered() as some:
            world.call("lee", "GET", PATH)
        return some.read_units

    before = read()
    for number in range(60):
        world.add(f"agent{number}", "agent")
    assert read() == before


@st.composite
def crowds(draw: st.DrawFn) -> list[User]:
    number = draw(st.integers(0, 12))
    return [
        User(
            id=f"us_{at}",
            name=draw(st.sampled_from(["Ann", "ann", "Bea", "Cy", "Ánn"])),
            email=f"{at}@example.com",
            status=draw(st.sampled_from(UserStatus)),
            kind=UserKind.HUMAN,
            role_ids=frozenset(draw(st.sets(st.sampled_from(["evaluator", "supervisor", "agent"])))),
        )
        for at in range(number)
    ]


class Held:
    """Rows of an index that end after some, and the users behind them; it stands for both store and query."""

    def __init__(self, users: list[User]) -> None:
        self.users = {user.id: user for user in users}

    def find_users(self, user_ids: Iterable[str]) -> list[User]:
        return [self.users[each] for each in user_ids]

    def query(self, _: Any, pk: str, *, index: str, sort: str, limit: int) -> Any:
        role = pk.removeprefix("ROLE#")
        keys = sorted(sort_key(user) for user in self.users.values() if role in user.role_ids)
        left = [each for each in keys if each > sort]
        rows = [SimpleNamespace(GSI1SK=each) for each in left[:limit]]
        return SimpleNamespace(rows=rows, last_key={} if len(left) >= limit else None)


@feature("S4.7")
@given(crowd=crowds(), limit=st.integers(1, 5), chunk=st.integers(1, 4), rounds=st.integers(1, 3))
def test_the_pages_together_are_all_who_fit_by_name_each_once(
    crowd: list[User], limit: int, chunk: int, rounds: int
) -> None:
    held: Any = Held(crowd)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holders_reader, "_CHUNK", chunk)
        patch.setattr(holders_reader, "_ROUNDS", rounds)
        patch.setattr(holders_reader, "query", held.query)
        patch.setattr(holders_reader, "_behind", lambda after: after)
        found: list[str] = []
        start = None
        while True:
            wanted = UserFilter(statuses=frozenset({UserStatus.ACTIVE}))
            page = holders_page(held, {"evaluator", "supervisor"}, wanted, limit=limit, start=start)
            assert len(page.users) <= limit
            found += [user.id for user in page.users]
            start = page.next
            if start is None:
                break
    fitting = [user for user in crowd if user.active and user.role_ids & {"evaluator", "supervisor"}]
    assert found == [user.id for user in sorted(fitting, key=sort_key)]


class Work:
    """The migration as due work, by the world's clock; `seconds` pass with each batch that is read."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch, seconds: float = 0) -> None:
        self.clock = FixedClock(CLOCK.now())
        self.service = RoleRows(STORE, self.clock, world.ids)
        complete = self.service._complete

        def slowly(users: Sequence[User]) -> None:
            complete(users)
            self.clock.advance(timedelta(seconds=seconds))

        monkeypatch.setattr(self.service, "_complete", slowly)

    def due(self) -> Due | None:
        row = find(due_rows("test-people"), f"DUE#{ROLE_ROWS_MISSING}#account", "DUE")
        return Due.from_kept(row.body or "") if row else None

    def run(self) -> int:
        """How many runs it takes; each is killed and repeated once."""
        runs = 0
        while True:
            self.clock.advance(timedelta(minutes=1))
            found = next(
                (each for shard in range(SHARDS) for each in DueStore("test-people").due(shard, self.clock.now())), None
            )
            if found is None or (due := self.due()) is None:
                return runs
            claimed = DueStore("test-people").claim(found, f"run {runs}", self.clock.now() + timedelta(minutes=1))
            assert claimed is not None
            self.service.go_on(due)
            self.service.go_on(due)
            DueStore("test-people").done(claimed)
            runs += 1


def role_rows(*names: str) -> list[tuple[str, str, int | None]]:
    found = (query_all(PeopleRow, f"USER#us_{name}", sort=PeopleRow.SK.startswith("ROLE#")) for name in names)
    return [(row.PK, row.SK, row.revision) for rows in found for row in rows]


def from_before(*names: str) -> None:
    """Let people be as they were before there were rows by role."""
    for name in names:
        for row in query_all(PeopleRow, f"USER#us_{name}", sort=PeopleRow.SK.startswith("ROLE#")):
            row.delete()


@feature("S4.7", "S4.10", "P4")
def test_people_from_before_are_in_the_list_once_the_migration_was_begun(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(role_rows_service, "_TOGETHER", 2)
    monkeypatch.setattr(role_rows_service, "LONGEST", timedelta(seconds=1))
    from_before("ada", "eve", "lee")
    assert ids(world.call("lee", "GET", PATH)) == ["sam"]
    work = Work(world, monkeypatch, seconds=2)
    work.service.begin()
    assert work.run() == 4, "two people each, and a last look"
    assert ids(world.call("lee", "GET", PATH)) == ["ada", "eve", "lee", "sam"]
    assert query_all(PeopleRow, "USER#us_kim", sort=PeopleRow.SK.startswith("ROLE#")) == [], "agents have none"
    before = role_rows("ada", "eve", "lee", "sam")
    work.service.begin()
    work.run()
    assert role_rows("ada", "eve", "lee", "sam") == before, "what is there isn't written again"


@feature("S4.7", "P4")
def test_who_loses_a_role_at_that_moment_gets_no_row_for_it_and_a_place_that_is_gone_begins_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_before("ada", "eve", "lee", "sam")
    work = Work(world, monkeypatch)
    eve = STORE.find_user("us_eve")
    assert eve is not None
    read = STORE.find_user

    def read_and_meanwhile(user_id: str) -> User | None:
        found = read(user_id)
        if user_id == "us_eve" and found == eve:
            after = eve.model_copy(update={"role_ids": frozenset({"agent"})})
            with Transaction(CLOCK, world.ids) as tx:
                write_users(tx, [Change(eve, after)])
        return found

    with monkeypatch.context() as patched:
        patched.setattr(STORE, "find_user", read_and_meanwhile)
        # It was told to go on behind somebody whose name is another one since.
        work.service.go_on(role_rows_due(CLOCK.now(), {"after": "us_sam", "place": 1}))
    assert ids(world.call("lee", "GET", PATH)) == ["ada", "lee", "sam"]
    assert query_all(PeopleRow, "USER#us_eve", sort=PeopleRow.SK.startswith("ROLE#")) == []


@feature("S4.7", "P4")
def test_people_from_before_have_rows_with_another_name(world: World) -> None:
    from_before("eve")
    eve = STORE.find_user("us_eve")
    assert eve is not None
    with Transaction(CLOCK, world.ids) as tx:
        write_users(tx, [Change(eve, eve.model_copy(update={"name": "Eva Sample"}))])
    assert "eve" in ids(world.call("lee", "GET", PATH))
