"""The people API through its handler."""

import json
from typing import Any

import pytest
from botocore.stub import Stubber

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.storage.clients import ONCE, client
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people import names_store
from debrief.people import store as people_store
from debrief.people.model import Change, User
from debrief.people.organisation import people_service
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import PeopleRow
from debrief.people.store import PeopleStore
from tests.doubles import metered
from tests.unit.people.user_pool import UserPool
from tests.unit.people.world import CLOCK, STORE, World

feature = pytest.mark.feature


def names(answer: Any) -> list[str]:
    return [item["name"].split()[0].lower() for item in answer.body["items"]]


def directory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user pool in which nobody has a sign-in."""
    UserPool().stand_in(monkeypatch)


def events() -> list[str]:
    rows = query_all(PeopleRow, "OUTBOX", index="GSI1")
    return [json.loads(row.body or "")["type"] for row in rows]


@feature("P1", "P4")
@pytest.mark.parametrize(
    ("caller", "seen"),
    [
        ("ada", ["ada", "bob", "eve", "joe", "kim", "lee", "sam"]),
        ("eve", ["ada", "bob", "eve", "joe", "kim", "lee", "sam"]),
        ("sam", ["joe", "kim", "lee", "sam"]),
        ("lee", ["joe", "kim", "lee"]),
        ("kim", ["kim"]),
    ],
)
@pytest.mark.parametrize("small_line", [200, 1], ids=["a short line", "a long line"])
def test_everybody_sees_their_own_part_of_the_people(
    world: World, caller: str, seen: list[str], small_line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_service, "SMALL_LINE", small_line)
    listed = world.call(caller, "GET", "/people")
    assert names(listed) == seen
    for name in ("ada", "bob", "eve", "joe", "kim", "lee", "sam"):
        answer = world.call(caller, "GET", f"/people/us_{name}")
        assert answer.status == (200 if name in seen else 404), name


@feature("S4.17", "P4")
def test_those_who_see_an_agent_s_conversations_are_asked_for(world: World) -> None:
    """Whom one may tag there: of people whom the caller sees, those who would see it too."""
    assert names(world.call("ada", "GET", "/people", query={"sees": "us_kim"})) == ["ada", "eve", "kim", "lee", "sam"]
    assert names(world.call("ada", "GET", "/people", query={"sees": "us_kim", "q": "le"})) == ["lee"]
    assert names(world.call("sam", "GET", "/people", query={"sees": "us_kim"})) == ["kim", "lee", "sam"]
    assert world.call("kim", "GET", "/people", query={"sees": "us_joe"}).status == 404
    assert world.call("ada", "GET", "/people", query={"sees": "us_nobody"}).status == 200, "and tells nothing of who is"
    with metered() as some:
        world.call("ada", "GET", "/people", query={"sees": "us_kim"})
    assert some.read_units <= 30


@feature("P4")
@pytest.mark.parametrize(
    ("caller", "seen"),
    [("ada", ["joe", "kim", "sam"]), ("eve", ["joe", "kim", "sam"]), ("lee", ["joe", "kim"]), ("kim", ["kim"])],
)
def test_ids_of_a_page_become_names_with_one_request(world: World, caller: str, seen: list[str]) -> None:
    asked = ["us_kim", "us_joe", "us_sam", "us_kim", "us_nobody"]
    answer = world.call(caller, "GET", "/people", query={"id": asked, "limit": "1"})
    assert names(answer) == seen
    assert answer.body["next_cursor"] is None
    assert names(world.call("ada", "GET", "/people", query={"id": asked, "q": "ki"})) == ["kim"]
    assert names(world.call("ada", "GET", "/people", query={"id": asked, "q": "joe@example.com"})) == ["joe"]
    assert names(world.call("ada", "GET", "/people", query={"id": ["us_sam"], "q": "joe@example.com"})) == []


@feature("P4")
def test_a_hundred_ids_at_once_are_enough(world: World) -> None:
    ids = [f"us_{number}" for number in range(101)]
    with metered() as usage:
        assert world.call("lee", "GET", "/people", query={"id": ids[:100]}).status == 200
    assert usage.round_trips <= 8
    refused = world.call("lee", "GET", "/people", query={"id": ids})
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (400, "?id")


@feature("P4")
def test_unknown_and_hidden_people_answer_alike(world: World) -> None:
    hidden = world.call("kim", "GET", "/people/us_sam")
    unknown = world.call("kim", "GET", "/people/us_nobody")
    assert hidden.status == unknown.status == 404
    assert hidden.body == unknown.body


@feature("P4")
@pytest.mark.parametrize(
    ("caller", "line"), [("kim", ["lee"]), ("sam", ["lee", "sam", "ada"]), ("lee", ["lee", "sam"])]
)
def test_the_line_upwards_ends_at_the_callers_own_manager(world: World, caller: str, line: list[str]) -> None:
    world.add("top", "admin")
    world.change("ada", "/people/us_ada", {"manager_id": "us_top"}, as_="top")
    assert names(world.call(caller, "GET", "/people/us_kim/line")) == line
    assert names(world.call("top", "GET", "/people/us_kim/line")) == ["lee", "sam", "ada", "top"]


@feature("P1")
@pytest.mark.parametrize("small_line", [200, 1], ids=["a short line", "a long line"])
def test_pages_follow_each_other_in_every_kind_of_list(
    world: World, small_line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_service, "SMALL_LINE", small_line)
    asked = [(who, query) for who in ("ada", "sam") for query in ({}, {"team": "tm_1"}, {"status": "active"})]
    for caller, query in asked:
        whole = world.call(caller, "GET", "/people", query=query)
        collected, cursor = [], None
        while True:
            page = world.call(
                caller, "GET", "/people", query=query | {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            )
            collected += names(page)
            cursor = page.body["next_cursor"]
            if cursor is None:
                break
        assert collected == names(whole)


@feature("P4")
def test_whoever_may_no_longer_see_people_finds_themselves_on_the_next_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_service, "SMALL_LINE", 1)
    page = world.call("sam", "GET", "/people", query={"limit": "2"})
    monkeypatch.setattr(Caller, "may", lambda caller, permission: permission is not Permission.PEOPLE_VIEW)
    rest = world.call("sam", "GET", "/people", query={"limit": "2", "cursor": page.body["next_cursor"]})
    assert (rest.status, names(rest), rest.body["next_cursor"]) == (200, ["sam"], None)


@feature("P4")
@pytest.mark.parametrize(("first", "later"), [(200, 1), (1, 200)], ids=["has grown", "has shrunk"])
def test_pages_go_on_while_a_line_becomes_long_or_short(
    world: World, first: int, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_service, "SMALL_LINE", first)
    page = world.call("sam", "GET", "/people", query={"limit": "2"})
    monkeypatch.setattr(people_service, "SMALL_LINE", later)
    rest = world.call("sam", "GET", "/people", query={"limit": "2", "cursor": page.body["next_cursor"]})
    assert [*names(page), *names(rest)] == ["joe", "kim", "lee", "sam"]
    assert rest.body["next_cursor"] is None


@feature("P1", "P4")
@pytest.mark.parametrize("caller", ["ada", "sam"])
def test_a_filter_that_hardly_anybody_fits_gives_short_pages(
    world: World, caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_service, "SMALL_LINE", 1)
    monkeypatch.setattr(people_store, "_CHUNK", 2)
    monkeypatch.setattr(people_store, "_READS_PER_PAGE", 2)
    pages = []
    cursor: dict[str, str] = {}
    while True:
        with metered() as usage:
            page = world.call(caller, "GET", "/people", query={"role": "evaluator", "limit": "2", **cursor})
        assert usage.round_trips <= 2 + 2 + 6, "two for the caller, two of the list, and the lines of those on it"
        pages.append(names(page))
        if page.body["next_cursor"] is None:
            break
        cursor = {"cursor": page.body["next_cursor"]}
    assert [each for page in pages for each in page] == (["eve"] if caller == "ada" else [])
    assert len(pages) > 1


@feature("P4")
def test_a_cursor_of_another_caller_or_query_is_refused(world: World) -> None:
    cursor = world.call("ada", "GET", "/people", query={"limit": "1"}).body["next_cursor"]
    assert world.call("eve", "GET", "/people", query={"limit": "1", "cursor": cursor}).status == 400
    assert world.call("ada", "GET", "/people", query={"limit": "1", "q": "k", "cursor": cursor}).status == 400


@feature("P1")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Ki"}, ["kim"]),
        ({"q": "ample ki"}, ["kim"]),
        ({"q": "KIM@Example.com"}, ["kim"]),
        ({"q": "nobody@example.com"}, []),
        ({"kind": "bot"}, ["bob"]),
        ({"role": ["agent", "evaluator"]}, ["eve", "joe", "kim"]),
        ({"team": "tm_1", "q": "j"}, ["joe"]),
        ({"status": "inactive"}, []),
    ],
)
def test_people_are_found_by_filter_and_search(world: World, query: dict[str, Any], found: list[str]) -> None:
    assert names(world.call("ada", "GET", "/people", query=query)) == found


@feature("P1", "P4")
@pytest.mark.parametrize("caller", ["ada", "sam"])
def test_a_part_of_a_name_finds_everybody_of_that_name_page_by_page(
    world: World, caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_service, "SMALL_LINE", 1)
    monkeypatch.setattr(names_store, "_CHUNK", 2)
    monkeypatch.setattr(names_store, "_MOST_READ", 2)
    called = [f"{each} Sample Kornfeld" for each in ("Ann", "Bea", "Cem", "Dan", "Eva")]
    for number, name in enumerate(called):
        world.add(f"n{number}", "agent", manager="lee" if number % 2 else "eve", name=name)
    found: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(9):
        page = world.call(caller, "GET", "/people", query={"q": "feld", "limit": "2", **cursor})
        found += [each["name"] for each in page.body["items"]]
        if page.body["next_cursor"] is None:
            break
        cursor = {"cursor": page.body["next_cursor"]}
    assert found == (called if caller == "ada" else [called[1], called[3]])


@feature("P1", "N8")
def test_an_earlier_name_and_that_of_somebody_erased_find_nobody(world: World) -> None:
    world.change("kim", "/people/us_kim", {"name": "Kim Later"})
    assert names(world.call("ada", "GET", "/people", query={"q": "later"})) == ["kim"]
    with metered() as usage:
        assert sorted(names_store.called("kim")) == ["us_kim"]
    assert usage.round_trips == 1
    kim = world.user("kim")
    with Transaction(CLOCK, world.ids) as tx:
        write_users(tx, [Change(kim, kim.without_identity())])
    assert names_store.called("later") == names_store.called("erased") == {}


@feature("P1")
def test_a_person_is_added_with_everything_that_belongs_to_them(world: World) -> None:
    group = world.call("ada", "POST", "/groups", {"name": "Sample Group"}).body
    body = {
        "name": "New Sample",
        "email": "New@Example.com",
        "role_ids": ["agent"],
        "manager_id": "us_lee",
        "team_id": "tm_1",
        "group_ids": [group["id"]],
        "agent_references": ["n-1", "n-2"],
    }
    made = world.call("ada", "POST", "/people", body)
    assert made.status == 201
    assert made.headers["location"] == f"/people/{made.body['id']}"
    assert made.body["manager"] == {"id": "us_lee", "name": "Lee Sample"}
    assert made.body["team"]["name"] == "Sample Team"
    assert [group["name"] for group in made.body["groups"]] == ["Sample Group"]
    assert world.user("lee").reports == 3
    owners = STORE.owners_of_references(["n-2", "k-1", "unknown"])
    assert owners == {"n-2": made.body["id"], "k-1": "us_kim"}
    assert STORE.user_by_email("new@example.com") == STORE.find_user(made.body["id"])
    assert names(world.call("ada", "GET", "/people", query={"group": group["id"]})) == ["new"]
    assert events()[-1] == "debrief.people.user.created.v1"


@feature("P1")
@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"email": None}, "/email"),
        ({"role_ids": ["ro_none"]}, "/role_ids"),
        ({"team_id": "tm_none"}, "/team_id"),
        ({"group_ids": ["gr_none"]}, "/group_ids"),
        ({"manager_id": "us_none"}, "/manager_id"),
        ({"manager_id": "us_bob"}, "/manager_id"),
    ],
)
def test_what_a_person_refers_to_must_be_there(world: World, fields: dict[str, Any], pointer: str) -> None:
    answer = world.call("ada", "POST", "/people", {"name": "New Sample", "email": "new@example.com"} | fields)
    assert answer.status == 422
    assert [error["pointer"] for error in answer.body["errors"]] == [pointer]


@feature("P1")
@pytest.mark.parametrize("fields", [{"email": "KIM@example.com"}, {"agent_references": ["k-1"]}])
def test_addresses_and_references_belong_to_one_person(world: World, fields: dict[str, Any]) -> None:
    answer = world.call("ada", "POST", "/people", {"name": "New Sample", "email": "new@example.com"} | fields)
    assert answer.status == 409
    assert "belongs to somebody else" in answer.body["detail"]


@feature("P1")
def test_references_and_addresses_are_free_again_after_a_change(world: World) -> None:
    with Stubber(client("cognito-idp")) as cognito:
        cognito.add_client_error("admin_get_user", "UserNotFoundException")
        changed = world.change("ada", "/people/us_kim", {"email": "kim.new@example.com", "agent_references": []})
    assert changed.status == 200
    again = {"name": "New Sample", "email": "kim@example.com", "agent_references": ["k-1"]}
    assert world.call("ada", "POST", "/people", again).status == 201


@feature("P1")
def test_moving_a_person_moves_the_counts_and_the_view(world: World) -> None:
    moved = world.change("ada", "/people/us_lee", {"manager_id": "us_ada"})
    assert moved.status == 200
    assert (world.user("sam").reports, world.user("ada").reports) == (0, 2)
    assert names(world.call("sam", "GET", "/people")) == ["sam"]
    assert names(world.call("ada", "GET", "/people/us_ada/reports")) == ["lee", "sam"]


@feature("P1")
def test_a_line_never_becomes_a_circle(world: World) -> None:
    for manager in ("us_kim", "us_lee", "us_sam"):
        answer = world.change("ada", "/people/us_sam", {"manager_id": manager})
        assert answer.status == 422
        assert answer.body["errors"][0]["pointer"] == "/manager_id"


@feature("P1")
def test_who_is_activated_while_their_manager_leaves_is_not_left_under_somebody_inactive(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory(monkeypatch)
    for name in ("kim", "joe"):
        assert world.call("ada", "POST", f"/people/us_{name}/deactivation").status == 200
    look = PeopleStore.direct_reports

    def activated_behind_it(store: PeopleStore, manager_id: str) -> list[User]:
        monkeypatch.setattr(PeopleStore, "direct_reports", look)
        found = look(store, manager_id)
        assert world.call("ada", "POST", "/people/us_kim/activation").status == 200
        return found

    monkeypatch.setattr(PeopleStore, "direct_reports", activated_behind_it)
    assert world.call("ada", "POST", "/people/us_lee/deactivation").status in (409, 412)
    assert (world.user("kim").active, world.user("lee").active) == (True, True)


@feature("P1")
def test_nor_when_their_manager_left_while_they_were_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    directory(monkeypatch)
    for name in ("kim", "joe"):
        assert world.call("ada", "POST", f"/people/us_{name}/deactivation").status == 200
    write = write_users

    def behind_it(*given: Any, **named: Any) -> None:
        monkeypatch.setattr(people_service, "write_users", write)
        assert world.call("ada", "POST", "/people/us_lee/deactivation").status == 200
        write(*given, **named)

    monkeypatch.setattr(people_service, "write_users", behind_it)
    assert world.call("ada", "POST", "/people/us_kim/activation").status == 409
    assert (world.user("kim").active, world.user("lee").active) == (False, False)


@feature("P1")
def test_a_manager_stays_while_the_index_lacks_one_of_their_people(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = PeopleStore.direct_reports
    monkeypatch.setattr(PeopleStore, "direct_reports", lambda store, id: look(store, id)[2:])
    assert world.call("ada", "POST", "/people/us_lee/deactivation").status == 409
    assert world.user("lee").active


@feature("P4")
def test_a_cursor_ends_with_the_reach_that_it_was_given_under(world: World) -> None:
    cursor = world.call("ada", "GET", "/people", query={"limit": "1"}).body["next_cursor"]
    world.add("una", "admin")
    world.change("una", "/people/us_ada", {"role_ids": ["supervisor"]})
    assert world.call("ada", "GET", "/people", query={"limit": "1", "cursor": cursor}).status == 400


@feature("P1")
def test_a_manager_can_only_leave_when_their_people_have_moved(world: World) -> None:
    refused = world.call("ada", "POST", "/people/us_lee/deactivation")
    assert refused.status == 422
    assert "Joe Sample, Kim Sample" in refused.body["detail"]
    for name in ("kim", "joe"):
        world.change("ada", f"/people/us_{name}", {"manager_id": "us_sam"})
    with Stubber(client("cognito-idp")) as cognito:
        cognito.add_response("admin_disable_user", {})
        left = world.call("ada", "POST", "/people/us_lee/deactivation")
    assert (left.status, left.body["status"]) == (200, "inactive")
    assert world.call("lee", "GET", "/me").status == 401
    assert (
        world.call("ada", "POST", "/people", {"name": "X", "email": "x@example.com", "manager_id": "us_lee"}).status
        == 422
    )
    with Stubber(client("cognito-idp")) as cognito:
        cognito.add_response("admin_get_user", {"Username": "us_lee", "UserStatus": "CONFIRMED", "Enabled": False})
        cognito.add_response("admin_enable_user", {})
        assert world.call("ada", "POST", "/people/us_lee/activation").body["status"] == "active"
    assert world.call("lee", "GET", "/me").status == 200


@feature("P2")
def test_the_last_active_admin_stays(world: World) -> None:
    assert world.change("ada", "/people/us_ada", {"role_ids": ["agent"]}).status == 422
    world.change("ada", "/people/us_sam", {"manager_id": None})
    refused = world.call("ada", "POST", "/people/us_ada/deactivation")
    assert refused.status == 422
    assert "last active admin" in refused.body["detail"]
    world.change("ada", "/people/us_eve", {"role_ids": ["admin"]})
    assert world.change("ada", "/people/us_ada", {"role_ids": ["agent"]}).status == 200


@feature("P2", "P4")
def test_nobody_gives_more_than_they_have(world: World) -> None:
    role = world.call(
        "ada", "POST", "/roles", {"name": "Team lead", "permissions": ["people.manage", "people.view"], "reach": "line"}
    )
    world.change("ada", "/people/us_sam", {"role_ids": [role.body["id"], "agent"]})
    fields = {"name": "New Sample", "email": "new@example.com", "manager_id": "us_lee"}
    assert world.call("sam", "POST", "/people", fields | {"role_ids": ["admin"]}).status == 403
    assert world.call("sam", "POST", "/people", fields | {"manager_id": None, "role_ids": ["agent"]}).status == 422
    assert world.call("sam", "POST", "/people", fields | {"role_ids": ["agent"]}).status == 201
    assert world.call("sam", "GET", "/people/us_kim").body["actions"] == ["edit", "deactivate", "invite"]
    assert world.call("sam", "GET", "/people/us_lee").body["actions"] == []
    assert world.call("sam", "POST", "/people/us_eve/deactivation").status == 404


@feature("P1")
def test_a_change_needs_the_version_it_was_made_from(world: World) -> None:
    etag = world.call("ada", "GET", "/people/us_kim").etag
    assert world.call("ada", "PATCH", "/people/us_kim", {"name": "Kim One"}).status == 428
    assert world.call("ada", "PATCH", "/people/us_kim", {"name": "Kim One"}, if_match=etag).status == 200
    assert world.call("ada", "PATCH", "/people/us_kim", {"name": "Kim Two"}, if_match=etag).status == 412
    assert world.change("ada", "/people/us_kim", {"name": None}).body["errors"][0]["pointer"] == "/name"


@feature("P1")
def test_an_invitation_makes_the_sign_in_once(world: World) -> None:
    sent = {
        "UserPoolId": "eu-central-1_testing",
        "Username": "us_kim",
        "UserAttributes": [{"Name": "email", "Value": "kim@example.com"}, {"Name": "email_verified", "Value": "true"}],
        "DesiredDeliveryMediums": ["EMAIL"],
    }
    confirmed = {"Username": "us_kim", "UserStatus": "CONFIRMED", "UserAttributes": sent["UserAttributes"]}
    with Stubber(client("cognito-idp")) as cognito, Stubber(client("cognito-idp", None, ONCE)) as inviting:
        inviting.add_response("admin_create_user", {}, sent)
        inviting.add_client_error("admin_create_user", "UsernameExistsException")
        cognito.add_response("admin_get_user", confirmed)
        assert world.call("ada", "POST", "/people/us_kim/invitation").status == 201
        assert world.call("ada", "POST", "/people/us_kim/invitation").status == 409
    assert world.call("ada", "POST", "/people/us_bob/invitation").status == 422


@feature("P1")
def test_addresses_reach_the_user_pool_in_small_letters(world: World) -> None:
    verified = [{"Name": "email", "Value": "kim.lee@example.com"}, {"Name": "email_verified", "Value": "true"}]
    sent = {"UserPoolId": "eu-central-1_testing", "Username": "us_kim", "UserAttributes": verified}
    known = {"Username": "us_kim", "UserStatus": "CONFIRMED", "UserAttributes": [{**verified[0], "Value": "kim@x.org"}]}
    with Stubber(client("cognito-idp")) as cognito, Stubber(client("cognito-idp", None, ONCE)) as inviting:
        cognito.add_response("admin_get_user", known)
        cognito.add_response("admin_update_user_attributes", {}, sent)
        inviting.add_response("admin_create_user", {}, {**sent, "DesiredDeliveryMediums": ["EMAIL"]})
        assert world.change("ada", "/people/us_kim", {"email": "Kim.Lee@Example.com"}).status == 200
        assert world.call("ada", "POST", "/people/us_kim/invitation").status == 201
        cognito.assert_no_pending_responses()
        inviting.assert_no_pending_responses()


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "DELETE"])
def test_a_method_that_no_route_has_is_answered_and_not_for_strangers(world: World, method: str) -> None:
    """API Gateway's routes are for any method, so all of them come here."""
    assert world.call("ada", method, "/me").status == 404
    assert world.call(None, method, "/me").status == 401


@feature("P2")
def test_without_the_permission_nothing_is_changed(world: World) -> None:
    for method, path, body in (
        ("POST", "/people", {"name": "X", "email": "x@example.com"}),
        ("PATCH", "/people/us_kim", {"name": "X"}),
        ("POST", "/people/us_kim/deactivation", None),
        ("POST", "/teams", {"name": "X"}),
        ("POST", "/groups", {"name": "X"}),
        ("POST", "/roles", {"name": "X", "permissions": []}),
        ("PATCH", "/settings", {"minimum_sample": 9}),
        ("PATCH", "/feature-flags/feature_ai_coaching", {"on": True}),
        ("POST", "/people/imports", {"csv": "name,email\r\n"}),
    ):
        assert world.call("sam", method, path, body, if_match='"1"').status == 403, path
        assert world.call(None, method, path, body, if_match='"1"').status == 401, path
        assert world.call("stranger", method, path, body, if_match='"1"').status == 401, path


@feature("P2", "P3")
def test_me_tells_who_may_do_what(world: World) -> None:
    world.change("ada", "/feature-flags/feature_ai_coaching", {"on": True})
    me = world.call("kim", "GET", "/me").body
    assert me["person"]["manager"] == {"id": "us_lee", "name": "Lee Sample"}
    assert me["permissions"] == [
        "coaching.view_own", "evaluations.view", "interactions.view", "reports.view", "summaries.generate",
    ]  # fmt: skip
    assert (me["reach"], me["flags"], me["settings"]["time_zone"]) == ("own", ["feature_ai_coaching"], "UTC")


@feature("P1")
def test_renaming_keeps_lists_in_order(world: World) -> None:
    group = world.call("ada", "POST", "/groups", {"name": "Sample Group"}).body["id"]
    for name in ("kim", "joe"):
        world.change("ada", f"/people/us_{name}", {"group_ids": [group]})
    world.change("ada", "/people/us_kim", {"name": "Aaron Sample"})
    assert names(world.call("ada", "GET", "/people", query={"group": group})) == ["aaron", "joe"]
    assert names(world.call("ada", "GET", "/people", query={"team": "tm_1"})) == ["aaron", "joe"]
    world.change("ada", "/people/us_kim", {"group_ids": []})
    assert names(world.call("ada", "GET", "/people", query={"group": group})) == ["joe"]


def test_a_repeated_post_with_a_key_adds_one_person(world: World) -> None:
    body = {"name": "New Sample", "email": "new@example.com"}
    first, second = (world.call("ada", "POST", "/people", body, headers={"Idempotency-Key": "once"}) for _ in range(2))
    assert (first.status, first.body) == (second.status, second.body)
    assert first.status == 201


@pytest.mark.parametrize("yes", ["true", "1", "t", "Y"])
def test_what_only_was_asked_is_kept_nowhere(world: World, yes: str) -> None:
    asked = {"query": {"dry_run": yes}, "headers": {"Idempotency-Key": "once"}}
    answer = world.call("ada", "POST", "/people/imports", {"csv": "name,email\nNew Sample,new@example.com"}, **asked)
    assert (answer.status, answer.body["dry_run"]) == (200, True)
    assert client("dynamodb").scan(TableName="test-idempotency")["Items"] == []


@feature("P1", "S2.1")
def test_who_is_called_by_more_than_their_reference_is_found(world: World) -> None:
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example"
    body = {"name": "New Sample", "email": address, "agent_references": ["sip:3001@pbx"]}
    added = world.call("ada", "POST", "/people", body)
    assert added.status == 201
    long = "x" * 300
    for called in (f"{long} <{address}>", f"{address}{' ' * 300}", f"sip:3001@pbx;transport=tls;{long}"):
        found = STORE.user_known_as(called)
        assert found is not None, called
        assert found.id == added.body["id"]
    # What can be nobody's isn't looked for, however long it is.
    for nobody in (long * 10, f"{long * 10}@x.example", "é" * 1_999, f"<{'é' * 1_900}@x.example>"):
        assert STORE.user_known_as(nobody) is None


def forget_compared(reference: str) -> None:
    """As references were stored before they were compared: only exactly as they were written."""
    key = f"AGENTREF#{reference.lower()}"
    client("dynamodb").delete_item(TableName="test-people", Key={"PK": {"S": key}, "SK": {"S": "AGENTREF"}})


@feature("P1", "S2.1")
def test_a_reference_is_somebodys_whatever_its_case(world: World) -> None:
    assert world.change("ada", "/people/us_kim", {"agent_references": ["AB12"]}).status == 200
    for called in ("AB12", "ab12", "tel:ab12"):
        found = STORE.user_by_agent_reference(called)
        assert found is not None, called
        assert found.id == "us_kim"
    assert world.change("ada", "/people/us_joe", {"agent_references": ["ab12"]}).status == 409
    assert world.change("ada", "/people/us_kim", {"agent_references": []}).status == 200
    assert STORE.owners_of_references(["AB12", "ab12"]) == {}
    assert world.change("ada", "/people/us_joe", {"agent_references": ["ab12"]}).status == 200


@feature("P1", "S2.1")
def test_references_from_before_they_were_compared_stay_whose_they_are(world: World) -> None:
    assert world.change("ada", "/people/us_kim", {"agent_references": ["AB12"]}).status == 200
    forget_compared("AB12")
    # Somebody else gets what is compared alike; each is found as they are written.
    assert world.change("ada", "/people/us_joe", {"agent_references": ["ab12"]}).status == 200
    assert STORE.owners_of_references(["AB12", "ab12", "Ab12"]) == {
        "AB12": "us_kim",
        "ab12": "us_joe",
        "Ab12": "us_joe",
    }
    found = STORE.user_by_agent_reference("AB12")
    assert found is not None
    assert found.id == "us_kim"
    assert world.change("ada", "/people/us_joe", {"agent_references": []}).status == 200
    # Correcting one's own, and taking it away, works and leaves nothing.
    assert world.change("ada", "/people/us_kim", {"agent_references": ["ab12"]}).status == 200
    assert STORE.owners_of_references(["AB12", "ab12"]) == {"AB12": "us_kim", "ab12": "us_kim"}
    assert world.change("ada", "/people/us_kim", {"agent_references": []}).status == 200
    assert STORE.owners_of_references(["AB12", "ab12"]) == {}
