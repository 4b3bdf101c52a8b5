"""Everybody named is told once on each channel that they want, whatever is heard twice, late or swapped."""

import random
from datetime import timedelta
from itertools import chain

import pytest

from api.notices_api import handler
from debrief.kernel.errors import Throttled, Unavailable
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import find, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.channels.email_client import Refused
from debrief.notices.criteria import criterion
from debrief.notices.events import MOST_RECIPIENTS
from debrief.notices.model import NoticeKind
from debrief.notices.store import KEEP, NoticesRow, notice_key
from debrief.notices.telling import tell
from debrief.people.model import User, UserStatus
from debrief.people.rows_store import user_row
from tests.doubles import metered
from tests.unit.coaching.world import ADMIN, AGENT, BOT, GONE, LEAD, PEER, STRANGER
from tests.unit.notices.world import World, card_names, name_of

CANCELLED, SHARED = "meeting_cancelled", "summary_shared"


@pytest.mark.feature("S2.5")
def test_people_are_told_in_the_console_and_by_e_mail(world: World) -> None:
    world.deliver(world.say(AGENT, PEER))
    assert world.told(AGENT) == world.told(PEER) == [(CANCELLED, False)]
    assert [each.address for each in world.post.sent] == [f"{AGENT}@example.com", f"{PEER}@example.com"]
    assert world.told(STRANGER) == []


@pytest.mark.feature("S4.7")
def test_the_scorecard_is_named_when_the_e_mail_leaves_and_not_before(world: World) -> None:
    def assigned(about: str, scorecard: str) -> Event:
        at = world.clock.now()
        kind = NoticeKind.EVALUATION_ASSIGNED
        return world.say(PEER, kind=kind, about=about, scorecard=scorecard, agent_id=AGENT, started_at=at, due_at=at)

    event = assigned("ev_1", "sc_1")
    assert "Voice" not in str(event.data), "an event carries no names"
    world.deliver(event, assigned("ev_2", "sc_2"))
    first, other = world.post.sent
    assert "Scorecard: Voice" in first.mail.text
    assert "Scorecard" not in other.mail.text, "it is gone"


@pytest.mark.feature("S2.3", "S2.5")
def test_patterns_of_an_agent_are_told_apart_by_their_criteria_and_each_once_within_the_quiet_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pattern(about: str, question: str, running: int = 3) -> Event:
        kind, which = NoticeKind.FLAG_PATTERN, criterion("sc_1", question)
        return world.say(PEER, kind=kind, by=None, about=about, why="pattern", agent_id=AGENT, running=running, **which)

    world.deliver(*(pattern(f"fl_{n}", f"q {n}") for n in range(1, 8)))
    subjects = [each.mail.subject for each in world.post.sent]
    assert len(subjects) == 7
    assert subjects[0] == f"“Greets by name” was low in 3 calls of {name_of(AGENT)} running"
    monkeypatch.setattr(handler, "card_names", lambda: card_names)
    monkeypatch.setattr(handler, "service", Lazy(handler._service))
    listed = [each["text"] for each in world.call(PEER, "GET", "/notices").body["items"]]
    assert sorted(listed) == sorted(subjects), "the console's list says the same"
    world.deliver(pattern("fl_9", "q 1", running=5))
    assert len(world.post.sent) == 7, "the same criterion again within the quiet time, though of another flag"
    assert len(world.told(PEER)) == 8, "the list in the console is complete"
    world.clock.advance(timedelta(hours=13))
    world.deliver(pattern("fl_10", "q 1", running=4))
    assert len(world.post.sent) == 8


@pytest.mark.feature("S2.5")
def test_nobody_is_told_of_their_own_doing_and_nobody_who_is_gone_or_a_machine(world: World) -> None:
    world.deliver(world.say(LEAD, AGENT, GONE, BOT, "us_unknown"))
    assert world.told(AGENT) == [(CANCELLED, False)]
    for other in (LEAD, GONE, BOT, "us_unknown"):
        assert world.told(other) == []
    assert len(world.post.sent) == 1
    with Transaction(world.clock, world.ids) as tx:
        tell(tx, NoticesRow, NoticeKind.MEETING_MOVED, about="mt_1", to=[LEAD, None], by=LEAD)
        assert len(tx) == 0, "an event for nobody isn't announced"


def test_telling_takes_one_write_for_fifty_people(world: World) -> None:
    with Transaction(world.clock, world.ids) as tx:
        many = [f"us_{n}" for n in range(2 * MOST_RECIPIENTS + 1)]
        tell(tx, NoticesRow, NoticeKind.MEETING_MOVED, about="mt_1", to=many, by=None)
        assert len(tx) == 3
    recipients = [each.data["recipient_ids"] for each in world.outbox(NoticesRow)]
    assert sorted(chain.from_iterable(recipients)) == sorted(many)


@pytest.mark.feature("S2.5")
def test_saying_it_twice_is_one(world: World) -> None:
    event = world.say(AGENT, PEER)
    for _ in range(3):
        world.deliver(event)
    assert world.told(AGENT) == [(CANCELLED, False)]
    assert len(world.post.sent) == 2
    world.deliver(world.say(AGENT))
    assert len(world.told(AGENT)) == 2, "another event is another notice"


@pytest.mark.feature("S2.5")
def test_many_are_told_in_few_round_trips(world: World) -> None:
    many = [f"us_many{n}" for n in range(MOST_RECIPIENTS)]
    for each in many:
        user_row(User(id=each, name=each, email=f"{each}@example.com", role_ids=frozenset({"agent"}))).save()
    event = world.say(*many)
    with metered() as usage:
        world.deliveries.tell(event)
    assert usage.round_trips == 4, "the people, their preferences, what they were told, and what of it lately"
    assert all(world.told(each) == [(CANCELLED, False)] for each in many)


@pytest.mark.feature("S2.5")
def test_each_hears_of_what_they_chose_where_they_chose(world: World) -> None:
    world.choose(AGENT, meeting_cancelled={"email": False})
    world.choose(PEER, meeting_cancelled={"in_app": False})
    world.choose(STRANGER, meeting_cancelled={"in_app": False, "email": False}, meeting_moved={"email": False})
    world.deliver(world.say(AGENT, PEER, STRANGER))
    assert world.told(AGENT) == [(CANCELLED, False)]
    assert world.told(PEER) == world.told(STRANGER) == []
    assert [each.address for each in world.post.sent] == [f"{PEER}@example.com"]


@pytest.mark.feature("S2.5")
def test_without_a_sender_there_is_the_console_alone(world: World) -> None:
    world.deliveries = world.made()
    world.deliver(world.say(AGENT))
    assert world.told(AGENT) == [(CANCELLED, False)]
    assert world.post.sent == []
    assert world.outbox(NoticesRow) == []


def test_what_is_too_old_is_not_told_and_lapses(world: World) -> None:
    event = world.say(AGENT)
    world.deliver(event)
    page = world.store.page(AGENT, world.clock.now(), unread=True, limit=5).notices
    row = find(NoticesRow, *notice_key(AGENT, page[0].notice.id))
    assert row is not None
    assert row.expires_at == event.time + KEEP
    late = world.say(PEER)
    world.clock.advance(KEEP)
    world.deliver(late)
    assert world.told(PEER) == []
    assert world.told(AGENT) == [], "DynamoDB may take two days to remove it, and lists don't wait for that"
    assert world.store.unread_ids(AGENT, world.clock.now(), most=9) == []


def test_two_workers_at_one_event_write_it_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    event = world.say(AGENT, PEER)
    present = world.store.present
    overtaken: list[bool] = []

    def slow(keys: object) -> object:
        found = present(keys)  # type: ignore[arg-type]
        if not overtaken:
            overtaken.append(True)
            world.deliver(event)
        return found

    monkeypatch.setattr(world.store, "present", slow)
    world.deliveries.tell(event)
    assert world.told(AGENT) == world.told(PEER) == [(CANCELLED, False)]
    assert len(world.post.sent) == 2


# Taking back -------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.5", "S0.15")
def test_what_is_taken_back_is_gone_unless_it_was_read(world: World) -> None:
    world.deliver(world.share(AGENT, PEER))
    (unread,) = world.store.page(PEER, world.clock.now(), unread=True, limit=5).notices
    assert world.call(PEER, "POST", f"/notices/{unread.notice.id}/reading").status == 200
    world.clock.advance(timedelta(minutes=1))
    world.deliver(world.take_back(AGENT, PEER))
    assert world.told(AGENT) == []
    assert world.told(PEER) == [(SHARED, True)]


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize("stays", [True, False])
def test_any_order_of_sharing_and_taking_back_ends_as_it_happened(world: World, stays: bool) -> None:
    """The last one stays, unless it is taken back too, whatever is heard first or twice."""
    events: list[Event] = []
    for step in (world.share, world.take_back, world.share, *(() if stays else (world.take_back,))):
        events.append(step(AGENT))
        world.clock.advance(timedelta(seconds=1))
    chance = random.Random(7)
    for number in range(12):
        about = f"sm_{number}"
        heard = [
            each.model_copy(update={"id": f"{each.id}_{number}", "subject": about}) for each in events for _ in range(2)
        ]
        chance.shuffle(heard)
        for each in heard:
            world.deliveries.tell(each) if "requested" in each.type else world.deliveries.withdraw(each)
        left = [
            each.notice.at
            for each in world.store.page(AGENT, world.clock.now(), unread=False, limit=100).notices
            if each.notice.about == about
        ]
        assert left == ([events[2].time] if stays else []), [each.type.split(".")[3] for each in heard]


def test_an_e_mail_that_is_taken_back_in_time_is_not_sent(world: World) -> None:
    event = world.share(AGENT)
    world.deliveries.tell(event)
    (queued,) = world.outbox(NoticesRow)
    world.clock.advance(timedelta(seconds=1))
    world.deliver(world.take_back(AGENT))
    world.deliver(queued)
    assert world.post.sent == []


def test_reading_while_it_is_taken_back_is_no_error(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.deliver(world.share(AGENT))
    (unread,) = world.store.page(AGENT, world.clock.now(), unread=True, limit=5).notices
    remove = world.store.remove
    opened: list[bool] = []

    def slow(tx: Transaction, user_id: str, found: object) -> None:
        if not opened:
            opened.append(True)
            assert world.call(AGENT, "POST", f"/notices/{unread.notice.id}/reading").status == 200
        remove(tx, user_id, found)  # type: ignore[arg-type]

    monkeypatch.setattr(world.store, "remove", slow)
    world.clock.advance(timedelta(seconds=1))
    world.deliver(world.take_back(AGENT))
    assert world.told(AGENT) == [(SHARED, True)]


# Sending -----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.5")
def test_what_the_channel_does_not_take_now_is_noted_and_tried_again(world: World) -> None:
    event = world.say(AGENT)
    world.deliveries.tell(event)
    (queued,) = world.outbox(NoticesRow)
    for error in (Throttled("TooManyRequestsException"), Unavailable("MessageRejected")):
        world.post.refuse = error
        with pytest.raises(type(error)):
            world.deliveries.send(queued)
        found = world.delivery(AGENT, event)
        assert (found.state, found.error, found.settled_at) == ("failing", error.detail, None)
    world.post.refuse = None
    world.deliveries.send(queued)
    world.deliveries.send(queued)
    found = world.delivery(AGENT, event)
    assert (found.state, found.attempts, found.error, found.message_id) == ("sent", 3, None, "message-1")
    assert found.settled_at == world.clock.now()
    assert len(world.post.sent) == 1


def test_what_will_never_be_taken_is_settled(world: World) -> None:
    world.post.refuse = Refused("BadRequestException")
    event = world.say(AGENT)
    world.deliver(event)
    found = world.delivery(AGENT, event)
    assert (found.state, found.error, found.attempts) == ("refused", "BadRequestException", 1)
    world.post.refuse = None
    world.deliver(*world.outbox(NoticesRow))
    assert world.post.sent == []


@pytest.mark.feature("S2.5")
def test_who_was_deactivated_or_chose_otherwise_meanwhile_gets_nothing(world: World) -> None:
    first, second, third = world.say(AGENT), world.say(PEER), world.say(STRANGER)
    for each in (first, second, third):
        world.deliveries.tell(each)
    world.change_user(AGENT, status=UserStatus.INACTIVE)
    world.choose(PEER, meeting_cancelled={"email": False})
    for queued in world.outbox(NoticesRow):
        world.deliveries.send(queued)
    assert [each.address for each in world.post.sent] == [f"{STRANGER}@example.com"]
    assert world.delivery(AGENT, first).state == world.delivery(PEER, second).state == "dropped"


def test_two_workers_at_one_delivery_send_it_once(world: World) -> None:
    event = world.say(AGENT)
    world.deliveries.tell(event)
    (queued,) = world.outbox(NoticesRow)

    def other_worker() -> None:
        world.post.meanwhile = lambda: None
        with pytest.raises(Unavailable, match="elsewhere"):
            world.deliveries.send(queued)

    world.post.meanwhile = other_worker
    world.deliveries.send(queued)
    assert len(world.post.sent) == 1


def test_a_worker_that_died_leaves_its_delivery_to_the_next(world: World) -> None:
    event = world.say(AGENT)
    world.deliveries.tell(event)
    (queued,) = world.outbox(NoticesRow)
    world.post.refuse = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        world.deliveries.send(queued)
    world.post.refuse = None
    with pytest.raises(Unavailable):
        world.deliveries.send(queued)
    world.clock.advance(timedelta(minutes=3))
    world.deliveries.send(queued)
    assert world.delivery(AGENT, event).attempts == 2
    assert len(world.post.sent) == 1


@pytest.mark.feature("S2.5")
def test_what_comes_back_is_noted_even_before_it_is_sent(world: World) -> None:
    early, late = world.say(AGENT), world.say(ADMIN)
    world.deliver(late)
    notice_id = world.delivery(ADMIN, late).notice.id
    for _ in range(2):
        world.deliveries.note_outcome(ADMIN, notice_id, "bounced", "Permanent.OnAccountSuppressionList")
    found = world.delivery(ADMIN, late)
    assert (found.state, found.error) == ("bounced", "Permanent.OnAccountSuppressionList")
    assert found.message_id == "message-1"

    def quick() -> None:
        world.deliveries.note_outcome(AGENT, world.delivery(AGENT, early).notice.id, "bounced", "Permanent.General")

    world.post.meanwhile = quick
    world.deliver(early)
    assert world.delivery(AGENT, early).state == "bounced"
    world.deliveries.note_outcome(AGENT, "nt_unknown", "bounced", "x")


# Erasing -----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.5")
def test_all_that_is_somebodys_can_be_removed_page_by_page(world: World) -> None:
    for number in range(5):
        world.deliver(world.say(AGENT, PEER, about=f"mt_{number}"))
    world.deliver(world.share(AGENT))
    world.choose(AGENT, meeting_moved={"email": False})
    pages = 0
    while rows := world.store.all_of(AGENT, limit=4, start=None).rows:
        world.store.delete_rows(rows)
        pages += 1
    assert pages == 5
    assert query_all(NoticesRow, f"TO#{AGENT}") == []
    assert query_all(NoticesRow, f"UNREAD#{AGENT}", index="GSI1") == []
    assert len(world.told(PEER)) == 5
