"""Sign-ins follow people: invitations, addresses and access, also when a request dies in between."""

import contextlib
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from api.people_api.app import people
from debrief.kernel.errors import Unavailable
from debrief.kernel.schedules.store import DueStore
from debrief.people.access import Access
from debrief.people.directory_client import Directory
from debrief.people.inputs import PersonChanges
from schedules.run_schedules import handler
from tests.doubles import FixedClock
from tests.unit.helpers import LAMBDA_CONTEXT, Unanswered
from tests.unit.people.user_pool import UserPool, error
from tests.unit.people.world import CLOCK, STORE, World

feature = pytest.mark.feature
OWN = "a password of their own"


@pytest.fixture
def pool(world: World, monkeypatch: pytest.MonkeyPatch) -> UserPool:
    pool = UserPool()
    pool.stand_in(monkeypatch)
    monkeypatch.setenv("DEBRIEF_ENV", "test")
    monkeypatch.setattr(people, "_clock", CLOCK)
    return pool


def invite(world: World, name: str = "kim") -> Any:
    return world.call("ada", "POST", f"/people/us_{name}/invitation")


def signed_in(world: World, pool: UserPool, name: str = "kim") -> None:
    """Somebody who was invited and has a password of their own."""
    assert invite(world, name).status == 201
    pool.choose_password(f"us_{name}", OWN)


def change_email(world: World, email: str) -> None:
    """What another request does in the middle of one."""
    caller, revision = Access(STORE).caller("us_ada"), world.user("kim").revision
    people.change(caller, "us_kim", PersonChanges(email=email), revision)


def a_minute_later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the clock does then."""
    monkeypatch.setattr(handler, "clock", FixedClock(CLOCK.now() + timedelta(minutes=2)))
    context = SimpleNamespace(**vars(LAMBDA_CONTEXT))
    return handler.lambda_handler({}, context)


def looks(at: datetime) -> list[str]:
    store = DueStore("test-people")
    return [found.key for shard in range(8) for found in store.due(shard, at + timedelta(hours=1))]


@feature("P1")
def test_an_invitation_is_sent_again_with_another_first_password(world: World, pool: UserPool) -> None:
    assert invite(world).status == 201
    assert invite(world).status == 201
    (first, then) = pool.sent
    assert first[0] == then[0] == "kim@example.com"
    assert pool.signs_in("kim@example.com", first[1]) is None
    assert pool.signs_in("kim@example.com", then[1]) == "us_kim"


@feature("P1")
def test_who_has_a_password_is_told_what_helps_instead(world: World, pool: UserPool) -> None:
    signed_in(world, pool)
    refused = invite(world)
    assert refused.status == 409
    assert "Forgot your password?" in refused.body["detail"]
    assert len(pool.sent) == 1
    assert pool.signs_in("kim@example.com", OWN) == "us_kim"


@feature("P1")
def test_who_signs_in_while_they_are_invited_again_keeps_their_password(world: World, pool: UserPool) -> None:
    invite(world)
    get = pool.admin_get_user

    def signs_in_afterwards(**given: Any) -> Any:
        found = get(**given)
        pool.choose_password("us_kim", OWN)
        return found

    pool.admin_get_user = signs_in_afterwards  # type: ignore[method-assign]
    assert invite(world).status == 409
    assert pool.signs_in("kim@example.com", OWN) == "us_kim"


@feature("P1")
def test_an_address_that_somebody_else_signs_in_with_is_told_as_that(world: World, pool: UserPool) -> None:
    pool.users["us_stray"] = {"status": "CONFIRMED", "enabled": True, "email": "kim@example.com", "password": OWN}
    refused = invite(world)
    assert (refused.status, "Somebody else" in refused.body["detail"]) == (409, True)


@feature("P1", "P4")
def test_the_old_address_no_longer_signs_in(world: World, pool: UserPool) -> None:
    signed_in(world, pool)
    assert world.change("ada", "/people/us_kim", {"email": "Kim.New@example.com"}).status == 200
    assert pool.signs_in("kim@example.com", OWN) is None
    assert pool.signs_in("kim.new@example.com", OWN) == "us_kim"
    assert len(pool.sent) == 1, "nobody who has a password is invited"


@feature("P1", "P4")
def test_also_when_the_request_dies_before_it_comes_to_that(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(world, pool)
    pool.refusals = [SystemExit("killed")]
    with pytest.raises(SystemExit):
        world.change("ada", "/people/us_kim", {"email": "new@example.com"})
    assert world.user("kim").email == "new@example.com"
    assert pool.signs_in("kim@example.com", OWN) == "us_kim", "the pool has heard nothing yet"
    assert a_minute_later(monkeypatch)["done"] == 1
    assert pool.signs_in("kim@example.com", OWN) is None
    assert pool.signs_in("new@example.com", OWN) == "us_kim"
    assert looks(CLOCK.now()) == []


@feature("P1", "P4")
@pytest.mark.parametrize("code", ["TooManyRequestsException", "InternalErrorException"])
def test_also_when_the_pool_does_not_answer(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    signed_in(world, pool)
    pool.refusals = [error(code)]
    assert world.change("ada", "/people/us_kim", {"email": "new@example.com"}).status == 200
    a_minute_later(monkeypatch)
    assert pool.signs_in("kim@example.com", OWN) is None
    assert pool.signs_in("new@example.com", OWN) == "us_kim"


@feature("P1", "P4")
def test_also_when_two_requests_overtake_each_other(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(world, pool)
    update = pool.admin_update_user_attributes
    held_up: list[Any] = []

    def overtaken(**given: Any) -> Any:
        if not held_up:
            held_up.append(given)
            change_email(world, "later@example.com")
        return update(**given)

    pool.admin_update_user_attributes = overtaken  # type: ignore[method-assign]
    assert world.change("ada", "/people/us_kim", {"email": "sooner@example.com"}).status == 200
    assert pool.signs_in("sooner@example.com", OWN) == "us_kim", "the first request came last"
    a_minute_later(monkeypatch)
    assert pool.signs_in("sooner@example.com", OWN) is None
    assert pool.signs_in("later@example.com", OWN) == "us_kim"


@feature("P1", "P4")
def test_a_first_password_that_went_to_a_wrong_address_is_of_no_use_there(world: World, pool: UserPool) -> None:
    """Whoever got it knows the user name too, which stands in the invitation."""
    invite(world)
    wrong = pool.sent[0][1]
    assert world.change("ada", "/people/us_kim", {"email": "right@example.com"}).status == 200
    assert pool.signs_in("us_kim", wrong) is None
    (_, (address, password)) = pool.sent
    assert address == "right@example.com"
    assert pool.signs_in("right@example.com", password) == "us_kim"


@feature("P1", "P4")
@pytest.mark.parametrize("inactive_meanwhile", [True, False])
@pytest.mark.parametrize("action", ["AdminCreateUser", "AdminUpdateUserAttributes"])
@pytest.mark.parametrize("refusal", [SystemExit("killed"), error("TooManyRequestsException")])
def test_nor_when_the_pool_took_the_change_and_sent_no_invitation(
    world: World,
    pool: UserPool,
    monkeypatch: pytest.MonkeyPatch,
    refusal: BaseException,
    action: str,
    inactive_meanwhile: bool,
) -> None:
    """The look a minute later finds that one is owed, and sends it."""
    invite(world)
    wrong = pool.sent[0][1]
    if inactive_meanwhile:
        world.call("ada", "POST", "/people/us_kim/deactivation")
        assert world.change("ada", "/people/us_kim", {"email": "right@example.com"}).status == 200
    pool.refused[action] = refusal
    with contextlib.suppress(SystemExit):
        if inactive_meanwhile:
            world.call("ada", "POST", "/people/us_kim/activation")
        else:
            world.change("ada", "/people/us_kim", {"email": "right@example.com"})
    assert action not in pool.refused
    a_minute_later(monkeypatch)
    assert pool.signs_in("us_kim", wrong) is None
    assert [address for address, _ in pool.sent[1:]] == ["right@example.com"]
    assert pool.signs_in("right@example.com", pool.sent[-1][1]) == "us_kim"
    before = len(pool.sent)
    a_minute_later(monkeypatch)
    assert len(pool.sent) == before, "it is sent once"


@feature("P1", "P4")
def test_nor_when_they_were_inactive_meanwhile(world: World, pool: UserPool) -> None:
    invite(world)
    wrong = pool.sent[0][1]
    world.call("ada", "POST", "/people/us_kim/deactivation")
    assert world.change("ada", "/people/us_kim", {"email": "right@example.com"}).status == 200
    assert world.call("ada", "POST", "/people/us_kim/activation").status == 200
    assert pool.signs_in("us_kim", wrong) is None
    assert pool.sent[-1][0] == "right@example.com"


@feature("P1", "P4")
@pytest.mark.parametrize("by_the_look", [True, False])
def test_nor_is_it_sent_there_again_when_their_change_of_address_did_not_come_through(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch, by_the_look: bool
) -> None:
    invite(world)
    world.call("ada", "POST", "/people/us_kim/deactivation")
    pool.refusals = [SystemExit("killed")]
    with pytest.raises(SystemExit):
        world.change("ada", "/people/us_kim", {"email": "right@example.com"})
    before = len(pool.sent)
    if by_the_look:
        pool.refusals = [SystemExit("killed")]
        with pytest.raises(SystemExit):
            world.call("ada", "POST", "/people/us_kim/activation")
        a_minute_later(monkeypatch)
    else:
        assert world.call("ada", "POST", "/people/us_kim/activation").status == 200
    assert [address for address, _ in pool.sent[before:]] == ["right@example.com"]


@feature("P1", "P4")
def test_who_is_deactivated_is_refused_at_once_and_their_sign_in_follows(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(world, pool)
    pool.refusals = [SystemExit("killed")]
    with pytest.raises(SystemExit):
        world.call("ada", "POST", "/people/us_kim/deactivation")
    assert world.call("kim", "GET", "/me").status == 401, "a token that is still valid is of no use"
    a_minute_later(monkeypatch)
    assert pool.signs_in("kim@example.com", OWN) is None
    assert world.call("ada", "POST", "/people/us_kim/activation").status == 200
    assert pool.signs_in("kim@example.com", OWN) == "us_kim"
    assert len(pool.sent) == 1


@feature("P1", "P4")
def test_where_nothing_is_scheduled_it_is_told_that_the_pool_does_not_answer(world: World, pool: UserPool) -> None:
    signed_in(world, pool)
    assert world.call("ada", "POST", "/people/us_kim/deactivation").status == 200
    pool.refusals = [error("TooManyRequestsException")]
    assert world.call("ada", "POST", "/people/us_kim/deactivation").status == 429


@feature("P1", "P4")
def test_who_is_changed_while_they_are_invited_is_followed_too(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = pool.admin_create_user

    def changed_before(**given: Any) -> Any:
        pool.admin_create_user = create  # type: ignore[method-assign]
        change_email(world, "right@example.com")
        return create(**given)

    pool.admin_create_user = changed_before  # type: ignore[method-assign]
    assert invite(world).status == 201
    assert pool.users["us_kim"]["email"] == "kim@example.com"
    a_minute_later(monkeypatch)
    assert pool.users["us_kim"]["email"] == "right@example.com"


@feature("P1")
def test_a_look_that_finds_all_as_it_should_be_changes_nothing(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(world, pool)
    world.change("ada", "/people/us_kim", {"email": "new@example.com"})
    before = len(pool.calls)
    for _ in range(2):
        a_minute_later(monkeypatch)
    assert set(pool.calls[before:]) <= {"AdminGetUser"}
    assert world.change("ada", "/people/us_joe", {"email": "joe.new@example.com"}).status == 200
    a_minute_later(monkeypatch)
    assert "us_joe" not in pool.users, "who was never invited has no sign-in"
    assert world.change("ada", "/people/us_joe", {"name": "Joe Renamed"}).status == 200
    assert looks(CLOCK.now()) == []


@feature("P1")
def test_an_address_that_others_hold_is_told_and_tried_again(
    world: World, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people swap addresses through a third; the pool is told in another order."""
    for name in ("kim", "joe"):
        signed_in(world, pool, name)
    pool.refusals = [error("TooManyRequestsException")]
    assert world.change("ada", "/people/us_joe", {"email": "other@example.com"}).status == 200
    assert world.change("ada", "/people/us_kim", {"email": "joe@example.com"}).status == 409
    assert world.user("kim").email == "joe@example.com"
    for _ in range(2):
        a_minute_later(monkeypatch)
    monkeypatch.setattr(handler, "clock", FixedClock(CLOCK.now() + timedelta(minutes=30)))
    handler.lambda_handler({}, SimpleNamespace(**vars(LAMBDA_CONTEXT)))
    assert pool.signs_in("joe@example.com", OWN) == "us_kim"
    assert pool.signs_in("other@example.com", OWN) == "us_joe"


class LateAnswers(Unanswered):
    """A pool that does what it is asked, and whose first answer to an invitation is lost on the way.

    mails: invitations that it sent. owed: whether a change has left an invitation to be sent.
    """

    def __init__(self, *, owed: bool = False) -> None:
        super().__init__()
        self.there, self.owed, self.mails = owed, owed, 0

    def answer(self, call: str, request: Any) -> Any:
        if call != "AdminCreateUser":
            note = [{"Name": "custom:invitation", "Value": "owed"}] if self.owed else []
            email = [{"Name": "email", "Value": "kim@example.com"}, {"Name": "email_verified", "Value": "true"}]
            return {"UserStatus": "FORCE_CHANGE_PASSWORD", "Enabled": True, "UserAttributes": [*email, *note]}
        if self.there and b"RESEND" not in request.body:
            return 400, {"__type": "UsernameExistsException", "message": "User account already exists"}
        self.there = True
        self.mails += 1
        return None if self.mails == 1 else {}


@feature("P1")
@pytest.mark.parametrize("owed", [False, True], ids=["the first invitation", "another one"])
def test_an_invitation_whose_answer_is_lost_is_not_followed_by_a_second(
    monkeypatch: pytest.MonkeyPatch, owed: bool
) -> None:
    """The second would make the password of the first of no use, maybe while somebody types it in."""
    pool = LateAnswers(owed=owed)
    pool.stand_in(monkeypatch)
    monkeypatch.setenv("USER_POOL_ID", "eu-central-1_testing")
    directory = Directory()
    with pytest.raises(Unavailable):
        directory.change_email("us_kim", "kim@example.com") if owed else directory.invite("us_kim", "kim@example.com")
    assert pool.mails == 1
    directory.invite("us_kim", "kim@example.com")
    assert pool.mails == 2, "whoever asks again is sent another one"


@feature("P2")
def test_the_first_admin_is_invited_again_by_the_same_call(
    aws: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from operations.bootstrap_account.handler import lambda_handler

    pool = UserPool()
    pool.stand_in(monkeypatch)
    event = {"admin_name": "First Sample", "admin_email": "first@example.com"}
    first, again = (lambda_handler(event, None) for _ in range(2))  # type: ignore[arg-type]
    assert (first["created"], first["invited"], again["created"], again["invited"]) == (True, True, False, True)
    pool.choose_password(first["admin_id"], OWN)
    assert lambda_handler(event, None)["invited"] is False  # type: ignore[arg-type]
    assert pool.signs_in("first@example.com", OWN) == first["admin_id"]
