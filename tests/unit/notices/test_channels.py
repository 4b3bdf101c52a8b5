"""Whatever a receiver does, nothing is lost, and nothing arrives twice but under the id that tells it."""

import base64
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_socket import enable_socket

from debrief.kernel.errors import Unavailable
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.events import PARCEL_GIVEN_UP
from debrief.notices.channels.model import ChannelType, Lane
from debrief.notices.channels.outside_client import Answer
from debrief.notices.channels.sending_service import GivenUp
from debrief.notices.channels.verdicts import Broken, NotTaken
from debrief.notices.channels.views import ChannelChanges
from debrief.notices.criteria import criterion
from debrief.notices.model import NoticeKind
from debrief.notices.store import NoticesRow
from debrief.people.model import Team
from debrief.people.rows_store import team_row
from tests.sizes import soaked
from tests.unit.coaching.world import ADMIN, AGENT, LEAD, PEER, STRANGER
from tests.unit.notices.channel_world import PREFIX, ChannelWorld
from tests.unit.notices.receivers import CUT, LIMITS, QUICK, STALL, Receiver, Say

pytestmark = pytest.mark.feature("S2.5")

MINUTES, HOURS, DAYS = "minutes", "hours", "days"


@pytest.fixture
def world(aws: None) -> Iterator[ChannelWorld]:
    enable_socket()
    receiver = Receiver()
    yield ChannelWorld(receiver)
    receiver.close()


def ids_of(receiver: Receiver) -> list[str]:
    return [each.headers["webhook-id"] for each in receiver.got]


def signature(key: str, got_id: str, timestamp: str, body: bytes) -> str:
    raw = base64.b64decode(key.removeprefix("whsec_"))
    signed = f"{got_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()


def test_a_webhook_is_a_signed_cloud_event_of_ids(world: ChannelWorld) -> None:
    channel = world.set_up()
    told, revision = world.settling.new_key(channel.id, timedelta(0), channel.revision)
    event = world.say(AGENT, PEER)
    world.hear(event)
    world.work(channel)
    (got,) = world.receiver.got
    assert (got.method, got.target) == ("POST", "/hook?token=webhook-secret")
    assert got.headers["content-type"] == "application/cloudevents+json"
    timestamp = got.headers["webhook-timestamp"]
    assert got.headers["webhook-signature"] == signature(
        told.signing_key, got.headers["webhook-id"], timestamp, got.body
    )
    body = got.json
    assert (body["specversion"], body["id"], body["subject"]) == ("1.0", got.headers["webhook-id"], event.subject)
    assert body["type"] == "debrief.notices.notice.told.v1"
    assert body["data"]["recipient_ids"] == [AGENT, PEER]
    assert "Sample" not in got.body.decode(), "ids, no names: those are behind the API"
    assert world.health(channel).state == "well"
    assert world.health(channel).sent == 1
    # Both keys are valid within the overlap, one after it.
    other, _ = world.settling.new_key(channel.id, timedelta(hours=2), revision)
    for hours, keys in ((1, [other.signing_key, told.signing_key]), (2, [other.signing_key])):
        world.clock.advance(timedelta(hours=hours))
        world.hear(world.say(AGENT, about=f"mt_{hours}"))
        world.work(channel)
        got = world.receiver.got[-1]
        sign = (got.headers["webhook-id"], got.headers["webhook-timestamp"], got.body)
        assert got.headers["webhook-signature"].split(" ") == [signature(key, *sign) for key in keys]


def test_the_published_example_of_standard_webhooks() -> None:
    """The test vector of the specification's libraries."""
    from datetime import UTC, datetime

    from debrief.notices.channels.signing import signed_headers

    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at,
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_slack_and_teams_are_told_in_words_that_call_nobody(world: ChannelWorld) -> None:
    world.change_user(AGENT, name="<!channel> [x](https://evil.example)")
    channels = [world.set_up(each) for each in (ChannelType.SLACK, ChannelType.TEAMS)]
    world.hear(world.say(AGENT, PEER, about="mt_1"))
    for channel in channels:
        world.work(channel)
    slack, teams = (each.json for each in world.receiver.got)
    section, actions = slack["blocks"]
    assert section["text"]["type"] == "plain_text"
    assert section["text"]["text"].startswith("For <!channel> [x](https://evil.example) and Sample peer: Sample lead")
    assert "<!channel>" not in slack["text"]
    assert actions["elements"][0]["url"].endswith("/meetings/mt_1")
    card = teams["attachments"][0]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert (card["content"]["type"], card["content"]["version"]) == ("AdaptiveCard", "1.4")
    assert card["content"]["body"][0]["type"] == "RichTextBlock", "its runs know no Markdown"
    assert card["content"]["actions"][0]["type"] == "Action.OpenUrl"


def test_a_message_names_the_criterion_as_its_scorecard_reads_now(world: ChannelWorld) -> None:
    channel = world.set_up(ChannelType.SLACK, kinds=(NoticeKind.FLAG_PATTERN.value,))
    for question in ("q 1", "q gone"):
        kind, which = NoticeKind.FLAG_PATTERN, criterion("sc_1", question)
        about = f"fl_{question[2:]}"
        world.hear(world.say(PEER, kind=kind, by=None, about=about, agent_id=AGENT, running=3, **which))
    world.work(channel)
    was_low = "was low in 3 calls of Sample agent running."
    assert {each.json["text"] for each in world.receiver.got} == {
        f"For Sample peer: “Greets by name” {was_low}",
        f"For Sample peer: The same criterion {was_low}",
    }


def test_salesforce_is_given_a_task_by_our_id_for_its_owner(world: ChannelWorld) -> None:
    channel = world.set_up(ChannelType.SALESFORCE)
    world.receiver.script = [
        Say(200, b'{"access_token":"token-1"}'),
        Say(200, b'{"records":[{"Id":"005x"}]}'),
        CUT,
        Say(200, b'{"access_token":"token-2"}'),
        Say(200, b'{"records":[{"Id":"005x"}]}'),
        Say(201, b'{"id":"00Tx"}'),
    ]
    world.change_user(AGENT, email="o'neil@example.com")
    world.hear(world.say(AGENT))
    world.work(channel)
    world.later(channel, minutes=1)
    token, owner, task, *_, again = world.receiver.got
    assert (token.target, b"client_credentials" in token.body) == ("/services/oauth2/token", True)
    assert "o%5C%27neil" in owner.target, "a quote in an address doesn't end the query"
    assert owner.headers["authorization"] == "Bearer token-1"
    assert (task.method, task.target) == (again.method, again.target), "the same id: the same task"
    assert task.target.startswith("/services/data/v62.0/sobjects/Task/Debrief_Id__c/pc_")
    assert again.json["OwnerId"] == "005x"
    assert {*world.rerouted.hosts} == {"sample.my.salesforce.com"}
    assert world.waits(channel) == []


def test_hubspot_is_given_a_task_by_our_id_and_one_for_each_person(world: ChannelWorld) -> None:
    channel = world.set_up(ChannelType.HUBSPOT)
    owner = Say(200, b'{"results":[{"id":"77"}]}')
    world.receiver.script = [owner, Say(200, b"{}"), Say(200, b'{"results":[]}')]
    world.hear(world.say(AGENT, PEER))
    world.work(channel)
    found, made, _ = world.receiver.got
    assert found.target.startswith("/crm/v3/owners/?email=us_")
    assert made.target == "/crm/objects/2026-03/tasks/batch/upsert"
    (task,) = made.json["inputs"]
    assert task["idProperty"] == "debrief_id"
    assert task["id"] == task["properties"]["debrief_id"]
    assert task["properties"]["hubspot_owner_id"] == "77"
    assert made.headers["authorization"] == "Bearer hubspot-secret"
    # The second one is nobody's there: that is told, and keeps nothing waiting.
    assert world.waits(channel) == []
    assert world.health(channel).error == "no_such_owner"


@pytest.mark.parametrize("does", [CUT, STALL, Say(500), Say(502), Say(429, headers=(("Retry-After", "60"),)), Say(401)])
def test_whatever_goes_wrong_once_it_arrives_under_the_same_id(world: ChannelWorld, does: Say | str) -> None:
    channel = world.set_up()
    world.receiver.script = [does]
    world.limits = QUICK if does == STALL else LIMITS
    world.hear(world.say(AGENT))
    world.work(channel)
    world.limits = LIMITS
    (waiting,) = world.waits(channel)
    assert world.health(channel).state in ("troubled", "paused")
    assert world.due(channel), "it comes up again by itself"
    world.later(channel, hours=1)
    assert world.waits(channel) == []
    assert ids_of(world.receiver) == [waiting.id, waiting.id]
    assert world.health(channel).state == "well"


def test_a_receiver_that_is_not_there_is_tried_until_it_is(world: ChannelWorld) -> None:
    gone = Receiver()
    gone.close()
    channel = world.set_up(access={"address": f"{gone.url}/hook"})
    for number in range(3):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    world.work(channel)
    assert [each.error for each in world.waits(channel)] == ["no_connection"] * 3
    changes = ChannelChanges(access={"address": world.receiver.url})
    world.settling.change(channel.id, changes, channel.revision)
    world.later(channel, minutes=5)
    assert len(ids_of(world.receiver)) == 3
    assert world.waits(channel) == []


def test_after_five_failures_nothing_is_tried_and_then_one(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.receiver.script = [Say(500)] * 6
    for number in range(8):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    world.work(channel)
    assert len(world.receiver.got) == 5
    health = world.health(channel)
    assert (health.state, health.waiting, health.error) == ("paused", 8, "http_500")
    world.work(channel)
    assert len(world.receiver.got) == 5, "while it is open nothing is sent"
    world.later(channel, minutes=1)
    assert len(world.receiver.got) == 6, "one, which failed"
    world.later(channel, minutes=4)
    assert len(world.receiver.got) == 6, "so it waits for longer"
    world.later(channel, minutes=2)
    world.later(channel, minutes=20)
    assert world.waits(channel) == []
    # 5 and the probe that failed, and each of the eight arrived once.
    assert len(world.receiver.got) == 6 + 8
    assert len({*ids_of(world.receiver)}) == 8


def test_a_retry_after_is_kept_and_costs_no_try(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.receiver.script = [Say(429, headers=(("Retry-After", "600"),))]
    for number in range(2):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    world.work(channel)
    world.later(channel, minutes=9)
    assert len(world.receiver.got) == 1
    assert [each.attempts for each in world.waits(channel)] == [0, 0]
    world.later(channel, minutes=1)
    assert len(world.receiver.got) == 3
    assert world.waits(channel) == []


def test_what_only_an_administrator_can_mend_waits_for_them(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.receiver.script = [Say(410), Say(404)]
    for number in range(3):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    world.work(channel)
    assert len(world.receiver.got) == 1, "the channel waits, not the parcel"
    assert world.health(channel).error == "http_410"
    world.later(channel, minutes=59)
    assert len(world.receiver.got) == 1
    world.later(channel, minutes=1)
    assert len(world.receiver.got) == 2
    changes = ChannelChanges(access={"address": f"{world.receiver.url}/new"})
    world.settling.change(channel.id, changes, channel.revision)
    assert channel.id in world.woken()
    world.work(channel)
    assert [each.target for each in world.receiver.got[2:]] == ["/new"] * 3


def test_what_the_receiver_will_not_have_keeps_nothing_waiting(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.receiver.script = [Say(422)]
    for number in range(2):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    world.work(channel)
    assert len(world.receiver.got) == 2
    assert world.waits(channel) == []
    assert world.health(channel).sent == 1


def test_what_nobody_thought_of_keeps_nothing_waiting_behind_it(world: ChannelWorld) -> None:
    channel = world.set_up(ChannelType.SLACK)
    for number in (1, 2):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    kept = world.rerouted

    class Odd:
        asked = 0

        def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
            self.asked += 1
            if self.asked == 1:
                raise KeyError("a mistake of our own")
            return kept.ask(method, url, headers, body)

    world.work(channel, outside=Odd())
    (left,) = world.waits(channel)
    assert (left.attempts, left.error) == (1, "fault")
    assert len(world.receiver.got) == 1
    world.later(channel, minutes=2)
    assert world.waits(channel) == []


def test_what_was_tried_for_three_days_is_given_up_aloud_and_may_be_tried_again(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.receiver.script = [Say(500)] * 3
    world.hear(world.say(AGENT))
    world.work(channel)
    world.later(channel, days=3)
    assert world.waits(channel) == []
    assert (world.health(channel).given_up, len(world.receiver.got)) == (1, 1)
    (told,) = [each for each in world.outbox(NoticesRow) if each.type == PARCEL_GIVEN_UP]
    with pytest.raises(GivenUp):
        world.sending().tell_given_up(told)
    world.receiver.script = []
    assert world.settling.retry(channel.id).retried == 1
    world.sending().tell_given_up(told)
    world.work(channel)
    assert (world.health(channel).given_up, world.waits(channel)) == (0, [])
    assert len({*ids_of(world.receiver)}) == 1


def test_a_worker_that_dies_after_sending_sends_the_same_id_again(
    world: ChannelWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = world.set_up()
    world.hear(world.say(AGENT))

    def dies(*_: object) -> None:
        raise Unavailable("killed")

    with monkeypatch.context() as patched:
        patched.setattr(world.channels, "remove_parcel", dies)
        with pytest.raises(Unavailable):
            world.work(channel)
    world.work(channel)
    assert len(world.receiver.got) == 1, "the lane is its until its lease ends"
    assert world.due(channel), "and then it comes up by itself"
    world.later(channel, minutes=5)
    first, second = ids_of(world.receiver)
    assert first == second
    assert world.waits(channel) == []


def test_two_workers_never_have_one_lane(world: ChannelWorld) -> None:
    channel = world.set_up()
    for number in range(3):
        world.hear(world.say(AGENT, about=f"mt_{number}"))

    class Between:
        """While one worker sends, another one is woken."""

        def __init__(self) -> None:
            self.busy = False

        def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
            assert not self.busy, "two at once"
            self.busy = True
            world.work(channel, outside=self)
            self.busy = False
            return Answer(200, b"", None)

    world.work(channel, outside=Between())
    assert world.waits(channel) == []
    assert world.health(channel).sent == 3


def test_what_comes_just_before_a_lane_is_left_is_not_forgotten(
    world: ChannelWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = world.set_up()
    world.receiver.script = [Say(500)]
    world.hear(world.say(AGENT, about="mt_1"))
    put = world.channels.put_lane
    came: list[int] = []

    def meanwhile(tx: Transaction, channel_id: str, lane: Lane) -> None:
        if lane.lease is None and not came:
            came.append(len(world.woken()))
            world.hear(world.say(PEER, about="mt_2"))
            # Whoever hears of it finds the lane taken.
            world.work(channel)
        put(tx, channel_id, lane)

    monkeypatch.setattr(world.channels, "put_lane", meanwhile)
    world.work(channel)
    # One for the parcel itself, and one for the lane that was left with it.
    assert len(world.woken()) == came[0] + 2
    world.work(channel)
    assert [each.notice.about for each in world.waits(channel)] == ["mt_1"], "which waits for its next try"


def test_with_little_time_left_the_rest_has_another_turn(world: ChannelWorld) -> None:
    channel = world.set_up(ChannelType.SLACK)
    for number in range(40):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    woken = len(world.woken())
    world.work(channel, seconds=80)
    # A message each 1.1 seconds, until a minute is left.
    assert 15 <= len(world.receiver.got) <= 20
    assert len(world.woken()) == woken + 1
    world.work(channel)
    assert world.waits(channel) == []
    assert len(world.receiver.got) == 40


def test_hearing_an_event_twice_makes_one_parcel_and_people_may_not_want_it(world: ChannelWorld) -> None:
    webhook, slack = world.set_up(), world.set_up(ChannelType.SLACK)
    world.choose(AGENT, meeting_cancelled={"chat": False})
    event = world.say(AGENT, PEER)
    for _ in range(2):
        world.hear(event)
    assert [each.recipient_ids for each in world.waits(webhook)] == [(AGENT, PEER)]
    assert [each.recipient_ids for each in world.waits(slack)] == [(PEER,)]
    # What they choose counts when it is sent, too.
    world.choose(PEER, meeting_cancelled={"chat": False})
    world.work(slack)
    assert (world.receiver.got, world.waits(slack)) == ([], [])


def test_a_channel_tells_its_kinds_and_its_teams(world: ChannelWorld) -> None:
    team_row(Team(id="tm_1", name="Voice")).save()
    world.change_user(AGENT, team_id="tm_1")
    channel = world.set_up(team_ids=("tm_1",))
    world.hear(world.say(AGENT, STRANGER))
    world.hear(world.say(AGENT, kind=NoticeKind.MEETING_MOVED, was_at=world.clock.now(), about="mt_2"))
    assert [each.recipient_ids for each in world.waits(channel)] == [(AGENT,)]


def test_what_was_taken_back_is_not_told_any_more(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.hear(world.share(AGENT))
    world.clock.advance(timedelta(minutes=1))
    world.deliver(world.take_back(AGENT))
    world.work(channel)
    assert (world.receiver.got, world.waits(channel)) == ([], [])


def test_the_same_thing_is_not_told_again_within_a_time(world: ChannelWorld) -> None:
    channel = world.set_up(quiet_hours=12)
    at = world.clock.now()

    def say(minutes: int) -> None:
        world.clock.advance(timedelta(minutes=minutes))
        world.hear(world.say(AGENT, other_id=LEAD, scheduled_at=at))

    say(0)
    say(60)
    assert len(world.waits(channel)) == 1
    say(11 * 60 + 1)
    assert len(world.waits(channel)) == 2
    world.hear(world.say(AGENT, other_id=LEAD, scheduled_at=at + timedelta(hours=1)))
    assert len(world.waits(channel)) == 3, "another hour is another thing"


def test_a_channel_that_is_off_waits_and_one_that_is_deleted_is_gone(world: ChannelWorld) -> None:
    channel = world.set_up()
    world.hear(world.say(AGENT))
    off = world.settling.change(channel.id, ChannelChanges(on=False), channel.revision)
    world.work(channel)
    assert (off.health.state, world.receiver.got) == ("off", [])
    on = world.settling.change(channel.id, ChannelChanges(on=True), off.revision)
    world.work(channel)
    assert len(world.receiver.got) == 1
    world.settling.delete(channel.id, on.revision)
    assert world.settling.channels().items == ()
    assert world.secrets.read(channel.id, "access") is None
    assert world.secrets.read(channel.id, "key") is None


def test_a_test_goes_the_way_of_all(world: ChannelWorld) -> None:
    channel = world.set_up(ChannelType.SLACK)
    world.settling.test(world.caller(ADMIN), channel.id)
    assert world.woken() == [channel.id]
    world.work(channel)
    assert "This is a test" in world.receiver.got[0].json["text"]
    assert world.health(channel).state == "well"


def test_no_secret_stands_in_a_table_a_log_or_an_answer(
    world: ChannelWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = []
    for type in ChannelType:
        channel = world.set_up(type)
        world.receiver.script = [Say(500)] * 3
        world.hear(world.say(AGENT, about=f"mt_{type}"))
        world.work(channel)
        shown.append(world.settling.channel(channel.id).model_dump_json())
    world.receiver.script = []
    key, _ = world.settling.new_key(*_webhook(world))
    seen = capsys.readouterr()
    everywhere = (
        world.everything_stored() + seen.out + seen.err + "".join(shown) + world.settling.channels().model_dump_json()
    )
    for secret in ("slack-secret", "teams-secret", "webhook-secret", "salesforce-secret", "hubspot-secret"):
        assert secret not in everywhere
    assert key.signing_key not in everywhere
    assert PREFIX not in everywhere


def _webhook(world: ChannelWorld) -> tuple[str, timedelta, int]:
    (channel,) = [each for each in world.settling.channels().items if each.type is ChannelType.WEBHOOK]
    return channel.id, timedelta(hours=1), channel.revision


class Moody:
    """A receiver of moods. Keeps what it took by its key, as its own idempotency would."""

    def __init__(self, moods: list[str]) -> None:
        self.moods = moods
        self.taken: Counter[str] = Counter()

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        mood = self.moods.pop() if self.moods else "takes"
        if mood == "refuses":
            raise NotTaken("no_connection")
        if mood == "mends":
            raise Broken("http_401")
        if mood == "busy":
            return Answer(429, b"", 30)
        if mood == "fails":
            return Answer(503, b"", None)
        self.taken[json.loads(body)["id"]] += 1
        if mood == "cuts":
            raise NotTaken("cut")
        return Answer(200, b"", None)


@settings(max_examples=soaked(4))
@given(
    st.lists(st.sampled_from(["takes", "refuses", "mends", "busy", "fails", "cuts"]), max_size=15), st.integers(1, 6)
)
def test_nothing_is_lost_and_only_a_cut_line_sends_twice(moods: list[str], number: int) -> None:
    world = _SHARED[0]
    channel = world.set_up()
    cuts, receiver = moods.count("cuts"), Moody(list(moods))
    for each in range(number):
        world.hear(world.say(AGENT, about=f"mt_{channel.id}_{each}"))
    expected = {each.id for each in world.waits(channel)}
    for _ in range(60):
        if not world.waits(channel):
            break
        world.clock.advance(timedelta(minutes=30))
        world.work(channel, outside=receiver)
    assert {*receiver.taken} == expected
    assert sum(receiver.taken.values()) - number <= cuts
    world.settling.delete(channel.id, world.settling.channel(channel.id).revision)


_SHARED: list[ChannelWorld] = []


@pytest.fixture(autouse=True)
def _one_for_all_examples(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.name.startswith("test_nothing_is_lost"):
        _SHARED[:] = [request.getfixturevalue("world")]
    yield
    _SHARED.clear()


def test_lists_of_what_is_kept_are_bounded(world: ChannelWorld) -> None:
    channel = world.set_up()
    for number in range(3):
        world.hear(world.say(AGENT, about=f"mt_{number}"))
    assert all(row.expires_at for row in query_all(NoticesRow, f"LANE#{channel.id}") if row.kind != "lane")
