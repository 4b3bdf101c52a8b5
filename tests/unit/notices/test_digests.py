"""A digest comes once, at the hour that clocks show where its reader is, with what they haven't read."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.digest_service import DigestService, schedule_digest
from debrief.notices.digests import MOST_IN_ONE, next_digest
from debrief.notices.model import Digest
from debrief.notices.store import NoticesRow
from debrief.people.model import UserStatus
from tests.sizes import soaked
from tests.unit.coaching.world import AGENT, LEAD, NOW, PEER
from tests.unit.notices.world import World

pytestmark = pytest.mark.feature("S2.5")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo", "UTC")


@pytest.fixture
def digests(world: World) -> DigestService:
    return DigestService(world.store, world.people, world.clock, world.ids)


def choose(world: World, user_id: str, **digest: object) -> None:
    before = world.store.preferences(user_id)
    changed = before.model_copy(update={"digest": Digest.model_validate(digest)})
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_preferences(tx, user_id, changed)
        schedule_digest(tx, user_id, changed, world.clock.now(), "UTC")


def local_hours(digest: Digest, first: datetime, days: int, account_zone: str = "UTC") -> list[datetime]:
    at, found = first, []
    while (next_at := next_digest(digest, at, account_zone)) and next_at < first + timedelta(days=days):
        found.append(next_at)
        at = next_at
    return found


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_days_when_the_clock_changes_it_comes_once_at_the_local_hour(change: date) -> None:
    for hour in (0, 2, 3, 8):
        digest = Digest(every="day", hour=hour, time_zone="Europe/Berlin")
        start = datetime(change.year, change.month, change.day, tzinfo=BERLIN).astimezone(UTC) - timedelta(days=2)
        local = [each.astimezone(BERLIN) for each in local_hours(digest, start, 5)]
        on_the_day = [each for each in local if each.date() == change]
        assert len(on_the_day) == 1
        # 02:00 doesn't exist in March: it is as long after the jump, 03:00.
        assert on_the_day[0].hour == (3 if (hour, change.month) == (2, 3) else hour)
        assert {each.hour for each in local if each.date() != change} == {hour}


@settings(max_examples=soaked(20))
@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 6),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),
)
def test_each_day_and_each_week_have_one(zone: str, hour: int, weekday: int, at: datetime) -> None:
    start = at.replace(tzinfo=UTC)
    daily = local_hours(Digest(every="day", hour=hour, time_zone=zone), start, 9)
    days = [each.astimezone(ZoneInfo(zone)).date() for each in daily]
    assert len(days) == len({*days})
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    weekly = local_hours(Digest(every="week", hour=hour, weekday=weekday, time_zone=zone), start, 22)
    weekdays = [each.astimezone(ZoneInfo(zone)).weekday() for each in weekly]
    assert set(weekdays) == {weekday}
    assert len(weekdays) >= 3


def test_without_a_zone_of_ones_own_it_is_the_accounts() -> None:
    at = next_digest(Digest(every="day", hour=8), NOW, "Asia/Kolkata")
    assert at is not None
    assert at.astimezone(ZoneInfo("Asia/Kolkata")).hour == 8
    assert next_digest(Digest(), NOW, "UTC") is None


def test_what_was_told_and_not_read_is_in_one_e_mail_once(world: World, digests: DigestService) -> None:
    choose(world, AGENT, every="day", hour=8)
    before = len(world.post.sent)
    for number in range(3):
        world.deliver(world.say(AGENT, about=f"mt_{number}"))
    world.deliver(world.say(AGENT, about="mt_0"))
    at_once = len(world.post.sent) - before
    assert at_once == 3, "the repeat was quiet; the others went by e-mail too, as chosen"
    told = world.store.page(AGENT, world.clock.now(), unread=False, limit=10).notices
    (read,) = [each for each in told if each.notice.about == "mt_1"]
    with Transaction(world.clock, world.ids) as tx:
        world.store.mark_read(tx, AGENT, read.notice.id, world.clock.now())
    due = world.clock.now()
    again = digests.make(AGENT, due)
    assert again is not None
    assert again.hour == 8
    assert digests.make(AGENT, due) == again, "asked twice it makes one"
    queued = [each for each in world.outbox(NoticesRow) if each.type.endswith("delivery.queued.v1")]
    world.deliver(queued[-1])
    mail = world.post.sent[-1].mail
    assert mail.subject == "Your day in Debrief: 2 notices", "of what repeats one, and not what was read"
    assert mail.text.count("cancelled") == 2
    assert world.store.waiting_for_digest(AGENT, most=10) == []
    assert "/preferences" in mail.text


def test_many_notices_fill_several_e_mails_and_none_is_lost(world: World, digests: DigestService) -> None:
    choose(world, PEER, every="week", weekday=2)
    number = MOST_IN_ONE + 5
    for each in range(number):
        world.deliveries.tell(world.say(PEER, about=f"mt_{each}"))
    first = digests.make(PEER, world.clock.now())
    assert first == world.clock.now() + timedelta(minutes=1)
    world.clock.advance(timedelta(minutes=1))
    digests.make(PEER, world.clock.now())
    bodies = [
        row.body or ""
        for row in query_all(NoticesRow, f"TO#{PEER}", sort=NoticesRow.SK.startswith("DELIVERY#email#"))
        if '"kind":"digest"' in (row.body or "")
    ]
    assert sum(body.count('"about":"mt_') for body in bodies) == number
    assert len(bodies) == 2


def test_who_wants_none_any_more_or_has_left_gets_none(world: World, digests: DigestService) -> None:
    choose(world, AGENT, every="day")
    world.deliver(world.say(AGENT))
    assert query_all(NoticesRow, f"DUE#notices.digest.due#{AGENT}")
    choose(world, AGENT, every="never")
    assert not query_all(NoticesRow, f"DUE#notices.digest.due#{AGENT}")
    assert digests.make(AGENT, NOW) is None
    world.deliver(world.say(AGENT, about="mt_2", other_id=LEAD))
    assert len(world.store.waiting_for_digest(AGENT, most=10)) == 1, "only what came while it was wanted"
    choose(world, PEER, every="day")
    world.deliver(world.say(PEER))
    world.change_user(PEER, status=UserStatus.INACTIVE)
    assert digests.make(PEER, NOW), "they may come back"
    assert len(world.store.waiting_for_digest(PEER, most=10)) == 1


def test_what_was_taken_back_is_in_no_digest(world: World, digests: DigestService) -> None:
    choose(world, AGENT, every="day")
    world.deliver(world.share(AGENT))
    world.clock.advance(timedelta(minutes=1))
    world.deliver(world.take_back(AGENT))
    assert world.store.waiting_for_digest(AGENT, most=10) == []
    digests.make(AGENT, world.clock.now())
    assert not [each for each in world.post.sent if "Your day" in each.mail.subject]


def test_the_same_is_not_sent_by_e_mail_again_within_the_hours_that_somebody_chose(world: World) -> None:
    at = world.clock.now()
    for minutes, sent in ((0, 1), (60, 1), (11 * 60 + 1, 2)):
        world.clock.advance(timedelta(minutes=minutes))
        world.deliver(world.say(AGENT, other_id=LEAD, scheduled_at=at))
        assert len(world.post.sent) == sent
    assert len(world.told(AGENT)) == 3, "the console's list is complete"
    before = world.store.preferences(AGENT)
    with Transaction(world.clock, world.ids) as tx:
        world.store.put_preferences(tx, AGENT, before.model_copy(update={"quiet_hours": 0}))
    world.deliver(world.say(AGENT, other_id=LEAD, scheduled_at=at))
    assert len(world.post.sent) == 3
    # What was taken back meanwhile is news again.
    world.deliver(world.share(PEER))
    world.clock.advance(timedelta(minutes=1))
    world.deliver(world.take_back(PEER))
    world.clock.advance(timedelta(minutes=1))
    world.deliver(world.share(PEER))
    assert [each.address for each in world.post.sent].count(f"{PEER}@example.com") == 2
