"""Who somebody is goes; their id and their place stay (N8, P1)."""

from collections.abc import Iterator

import pytest
from botocore.stub import Stubber

from debrief.kernel.errors import Conflict
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.people import privacy_service
from debrief.people.directory_client import Directory
from debrief.people.model import ERASED_NAME, Team
from debrief.people.privacy_service import PeoplePersonalData
from debrief.people.rows_store import PeopleRow, name_row, team_row
from debrief.people.store import UserFilter
from tests.unit.people.world import CLOCK, STORE, World
from tests.unit.privacy.walking import contact, customer, erase, export, person


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.fixture
def port(world: World) -> PeoplePersonalData:
    return PeoplePersonalData(STORE, Directory(), CLOCK, world.ids)


@pytest.fixture
def cognito() -> Iterator[Stubber]:
    with Stubber(client("cognito-idp")) as stubber:
        yield stubber


def inactive(world: World, name: str, cognito: Stubber) -> None:
    cognito.add_response("admin_disable_user", {})
    assert world.call("ada", "POST", f"/people/us_{name}/deactivation").status == 200


@pytest.mark.feature("N8")
def test_a_persons_record_is_handed_out_with_the_teams_they_supervise(
    world: World, port: PeoplePersonalData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 2)
    for number in range(5):
        with Transaction(CLOCK, world.ids) as tx:
            team = Team(id=f"tm_s{number}", name=f"S {number}", supervisor_id="us_lee" if number % 2 else "us_sam")
            tx.create(team_row(team))
            tx.create(name_row("team", team.name, team.id))
    found = export(port, person("us_lee"))
    assert found.pages > 2
    (user,) = found.of("user")
    assert (user["name"], user["email"], user["role_ids"]) == ("Lee Sample", "lee@example.com", ["supervisor"])
    assert [each["name"] for each in found.of("supervised_team")] == ["S 1", "S 3"]
    assert "Kim" not in found.text
    assert "Joe" not in found.text
    assert export(port, customer("C-1")).records == export(port, contact("C-1")).records == []


@pytest.mark.feature("N8", "P1")
def test_name_addresses_and_sign_in_go_and_what_refers_to_them_stays(
    world: World, port: PeoplePersonalData, cognito: Stubber
) -> None:
    inactive(world, "kim", cognito)
    before = {name: world.user(name) for name in ("joe", "lee")}
    for _ in range(2):
        cognito.add_response("admin_delete_user", {}, {"UserPoolId": "eu-central-1_testing", "Username": "us_kim"})
    assert erase(port, person("us_kim")) == (1, 1)
    cognito.assert_no_pending_responses()
    left = world.user("kim")
    assert (left.id, left.name, left.email, left.manager_id) == ("us_kim", ERASED_NAME, None, "us_lee")
    assert (left.team_id, left.role_ids, left.agent_references, left.active) == (None, frozenset(), (), False)
    assert find(PeopleRow, "EMAIL#kim@example.com", "EMAIL") is None
    assert find(PeopleRow, "AGENTREF#k-1", "AGENTREF") is None
    assert {name: world.user(name) for name in ("joe", "lee")} == before
    assert [each.name for each in STORE.list_users(UserFilter(name="kim"), limit=10).users] == []
    assert STORE.names(["us_kim"]) == {"us_kim": ERASED_NAME}
    assert STORE.members("team", "tm_1") == 1
    assert export(port, person("us_kim")).records == []
    # The address is free again, for somebody else as well.
    again = world.call("ada", "POST", "/people", {"name": "Kim", "email": "kim@example.com", "manager_id": "us_lee"})
    assert again.status == 201
    assert again.body["id"] != "us_kim"


@pytest.mark.feature("N8")
def test_who_was_erased_comes_back_in_no_way(world: World, port: PeoplePersonalData, cognito: Stubber) -> None:
    inactive(world, "kim", cognito)
    cognito.add_client_error("admin_delete_user", "UserNotFoundException")
    assert port.erase(person("us_kim")).changed == 1
    shown = world.call("ada", "GET", "/people/us_kim")
    assert (shown.status, shown.body["name"], shown.body["actions"]) == (200, ERASED_NAME, [])
    for path in ("activation", "deactivation", "invitation"):
        assert world.call("ada", "POST", f"/people/us_kim/{path}").status == 409
    assert world.change("ada", "/people/us_kim", {"name": "Kim", "email": "kim@example.com"}).status == 409


@pytest.mark.feature("N8")
def test_who_is_active_is_deactivated_first(world: World, port: PeoplePersonalData) -> None:
    with pytest.raises(Conflict, match="Deactivate"):
        port.erase(person("us_kim"))
    assert world.user("kim").email == "kim@example.com"
    assert port.erase(person("us_nobody")).changed == port.erase(person("us_bob")).changed == 0
    assert port.erase(customer("kim@example.com")).changed == 0


@pytest.mark.feature("N8")
def test_a_sign_in_that_could_not_be_removed_keeps_the_person_findable(
    world: World, port: PeoplePersonalData, cognito: Stubber
) -> None:
    inactive(world, "kim", cognito)
    cognito.add_client_error("admin_delete_user", "TooManyRequestsException")
    with pytest.raises(Exception):  # noqa: B017
        port.erase(person("us_kim"))
    assert world.user("kim").email == "kim@example.com"
