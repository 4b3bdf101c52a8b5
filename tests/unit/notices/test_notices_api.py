"""Everybody reads, counts and marks their own notices, chooses what they hear of, and nobody sees anybody else's."""

import json
from datetime import timedelta

import pytest

from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.people.model import UserStatus
from tests.unit.coaching.world import ADMIN, AGENT, LEAD, PEER
from tests.unit.notices.world import ABOUT, World, name_of


def tell(world: World, *to: str, times: int = 1) -> None:
    for _ in range(times):
        world.deliver(world.say(*to))
        world.clock.advance(timedelta(minutes=1))


def ids(world: World, user_id: str, **query: str) -> list[str]:
    page = world.call(user_id, "GET", "/notices", query=dict(query))
    assert page.status == 200, page
    return [each["id"] for each in page.body["items"]]


@pytest.mark.feature("S2.5")
def test_a_notice_is_read_where_it_leads(world: World) -> None:
    world.deliver(world.share(AGENT))
    page = world.call(AGENT, "GET", "/notices").body
    (found,) = page["items"]
    assert found == {
        "id": found["id"],
        "kind": "summary_shared",
        "text": f"{name_of(LEAD)} shared a performance report with you: 1 February 2026 to 28 February 2026",
        "path": f"/summaries/{ABOUT}",
        "about": ABOUT,
        "by": {"id": LEAD, "name": name_of(LEAD)},
        "at": "2026-03-10T09:00:00.000Z",
        "read_at": None,
    }
    assert page["next_cursor"] is None
    assert world.call(AGENT, "GET", "/notices/count").body == {"unread": 1, "more": False}
    world.clock.advance(timedelta(minutes=5))
    for _ in range(2):
        read = world.call(AGENT, "POST", f"/notices/{found['id']}/reading")
        assert (read.status, read.body["read_at"]) == (200, "2026-03-10T09:05:00.000Z")
        world.clock.advance(timedelta(minutes=5))
    assert world.call(AGENT, "GET", "/notices/count").body == {"unread": 0, "more": False}
    assert ids(world, AGENT, unread="true") == []
    assert ids(world, AGENT) == [found["id"]]


@pytest.mark.feature("S2.5")
def test_pages_are_newest_first_and_the_unread_can_be_had_alone(world: World) -> None:
    tell(world, AGENT, times=5)
    everything = ids(world, AGENT)
    assert everything == sorted(everything, reverse=True)
    world.call(AGENT, "POST", f"/notices/{everything[1]}/reading")
    for query, expected in (({}, everything), ({"unread": "true"}, [everything[0], *everything[2:]])):
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            more = {"cursor": cursor} if cursor else {}
            page = world.call(AGENT, "GET", "/notices", query={"limit": "2", **query, **more})
            found += [each["id"] for each in page.body["items"]]
            cursor = page.body["next_cursor"]
        assert found == expected
    page = world.call(AGENT, "GET", "/notices", query={"limit": "2"})
    strange = world.call(PEER, "GET", "/notices", query={"cursor": page.body["next_cursor"]})
    assert strange.status == 400
    assert world.call(AGENT, "GET", "/notices", query={"limit": "101"}).status == 400


@pytest.mark.feature("S2.5", "P4")
def test_everybody_sees_only_their_own(world: World) -> None:
    tell(world, AGENT)
    (own,) = ids(world, AGENT)
    for other in (PEER, ADMIN):
        assert ids(world, other) == []
        refused = world.call(other, "POST", f"/notices/{own}/reading")
        assert (refused.status, refused.body["detail"]) == (404, "There is no such notice")
        world.call(other, "POST", "/notices/readings", {"up_to": own})
    assert world.call(AGENT, "GET", "/notices/count").body["unread"] == 1
    assert world.call(None, "GET", "/notices").status == 401
    world.change_user(AGENT, status=UserStatus.INACTIVE)
    assert world.call(AGENT, "GET", "/notices").status == 401


@pytest.mark.feature("S2.5")
def test_all_up_to_one_are_read_at_once_and_later_ones_stay(world: World) -> None:
    tell(world, AGENT, times=4)
    seen = ids(world, AGENT)
    answer = world.call(AGENT, "POST", "/notices/readings", {"up_to": seen[1]})
    assert (answer.status, answer.body) == (200, {"unread": 1, "more": False})
    assert ids(world, AGENT, unread="true") == [seen[0]]
    for wrong in ("", "nt_1", "nt_" + "~" * 26, 7):
        assert world.call(AGENT, "POST", "/notices/readings", {"up_to": wrong}).status == 400
    assert world.call(AGENT, "POST", "/notices/readings", {"up_to": "nt_" + "0" * 26}).body["unread"] == 1


@pytest.mark.feature("S2.5")
def test_a_count_ends_at_99_and_marking_takes_a_thousand(world: World) -> None:
    world.deliveries = world.made()
    event = world.say(AGENT)
    for number in range(103):
        world.deliveries.tell(event.model_copy(update={"id": f"evt_{number}"}))
    assert world.call(AGENT, "GET", "/notices/count").body == {"unread": 99, "more": True}
    newest = ids(world, AGENT, limit="1")[0]
    assert world.call(AGENT, "POST", "/notices/readings", {"up_to": newest}).body == {"unread": 0, "more": False}
    assert ids(world, AGENT, unread="true") == []


def test_what_was_taken_back_while_all_is_marked_does_not_matter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.deliver(world.share(AGENT))
    tell(world, AGENT, times=2)
    from api.notices_api import handler

    service = handler.service()
    notices = service._store.notices
    taken: list[bool] = []

    def slow(user_id: str, notice_ids: list[str]) -> object:
        found = notices(user_id, notice_ids)
        if not taken:
            taken.append(True)
            world.deliver(world.take_back(AGENT))
        return found

    monkeypatch.setattr(service._store, "notices", slow)
    newest = ids(world, AGENT)[0]
    assert world.call(AGENT, "POST", "/notices/readings", {"up_to": newest}).body == {"unread": 0, "more": False}
    assert len(ids(world, AGENT)) == 2


@pytest.mark.feature("S2.5")
def test_a_notice_of_a_vanished_person_or_of_another_version_opens(world: World) -> None:
    with Transaction(world.clock, world.ids) as tx:
        from debrief.coaching.table_store import CoachingRow
        from debrief.notices.telling import tell as say

        say(tx, CoachingRow, NoticeKind.MEETING_MOVED, about="mt_gone", to=[AGENT], by="us_vanished")
    (event,) = world.outbox(CoachingRow)
    world.deliver(event)
    world.deliver(event.model_copy(update={"id": "evt_x", "data": {**event.data, "kind": "flag_raised"}}))
    texts = [(each["text"], each["path"]) for each in world.call(AGENT, "GET", "/notices").body["items"]]
    assert sorted(texts) == [
        ("Somebody moved your 1-to-1 with Somebody from a time unknown to a time unknown", "/meetings/mt_gone"),
        ("There is news that this version can't tell", None),
    ]


# Preferences -------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S2.5")
def test_what_is_heard_is_chosen_by_kind_and_channel(world: World) -> None:
    first = world.call(AGENT, "GET", "/preferences")
    assert (first.status, first.etag) == (200, '"0"')
    assert first.body["address"] == f"{AGENT}@example.com"
    assert [(each["channel"], each["available"]) for each in first.body["channels"]] == [
        ("in_app", True),
        ("email", True),
        ("digest", True),
        # Nobody has set up a channel of a team or a CRM yet.
        ("chat", False),
        ("task", False),
    ]
    assert {each["kind"] for each in first.body["notices"]} == {each.value for each in NoticeKind}
    # A report that was made overnight is found in the morning, how the AI stands where it is looked at, and what
    # somebody proposes or answers where it was asked, as flags of quality and coaching logs are in their lists; nobody
    # is written to of these.
    quiet = {NoticeKind.REPORT_READY, NoticeKind.AI_QUESTION_CHANGED, NoticeKind.COACHING_COMPLETED}
    quiet |= {NoticeKind.COACHING_LOG_WRITTEN, NoticeKind.COACHING_LOG_ACKNOWLEDGED}
    quiet |= {NoticeKind.PROPOSAL_MADE, NoticeKind.PAIRING_ANSWERED, NoticeKind.FLAG_QUALITY, NoticeKind.FLAG_BACK}
    quiet |= {NoticeKind.PRACTICE_TO_SCORE, NoticeKind.PRACTICE_PASSED}
    by_mail = {each["kind"]: each["channels"]["email"] for each in first.body["notices"]}
    assert by_mail == {each.value: each not in quiet for each in NoticeKind}
    assert all(each["channels"]["in_app"] for each in first.body["notices"])

    off = {"notices": {"summary_shared": {"email": False}}}
    changed = world.call(AGENT, "PATCH", "/preferences", off, headers={"If-Match": first.etag})
    assert (changed.status, changed.etag) == (200, '"1"')
    world.deliver(world.share(AGENT), world.say(AGENT))
    assert len(world.post.sent) == 1
    assert sorted(world.told(AGENT)) == [("meeting_cancelled", False), ("summary_shared", False)]

    stale = world.call(AGENT, "PATCH", "/preferences", off, headers={"If-Match": first.etag})
    assert stale.status == 412
    assert world.call(AGENT, "PATCH", "/preferences", off).status == 428
    more = {"notices": {"meeting_moved": {"in_app": False}}}
    kept = world.call(AGENT, "PATCH", "/preferences", more, headers={"If-Match": changed.etag}).body["notices"]
    by_kind = {each["kind"]: each["channels"] for each in kept}
    others = {"digest": False, "chat": True, "task": True}
    assert by_kind["summary_shared"] == {"in_app": True, "email": False, **others}
    assert by_kind["meeting_moved"] == {"in_app": False, "email": True, **others}
    assert world.call(PEER, "GET", "/preferences").etag == '"0"'


def test_what_cannot_be_chosen_is_refused_by_name(world: World) -> None:
    wrong = {"notices": {"flag_raised": {"email": True}, "meeting_moved": {"pigeon": True}}}
    refused = world.call(AGENT, "PATCH", "/preferences", wrong, headers={"If-Match": '"0"'})
    assert refused.status == 422
    assert [each["pointer"] for each in refused.body["errors"]] == [
        "/notices/flag_raised",
        "/notices/meeting_moved/pigeon",
    ]


@pytest.mark.feature("N7")
def test_very_many_wrong_choices_make_a_short_answer(world: World) -> None:
    """Everybody who is signed in may ask this; the answer has to fit what Lambda gives back."""
    for choices in (
        {f"kind_{number}": {"email": True} for number in range(20_000)},
        {"meeting_moved": {f"pigeon_{number}": True for number in range(40_000)}},
        {f"{number}" + "x" * 9_000: {"email": True} for number in range(100)},
        {f"kind_{number}": {"email": "x"} for number in range(20_000)},
    ):
        answer = world.call(AGENT, "PATCH", "/preferences", {"notices": choices}, headers={"If-Match": '"0"'})
        assert answer.status in (400, 422)
        assert 1 <= len(answer.body["errors"]) <= 100
        assert len(json.dumps(answer.body)) < 250_000
    lists = {"notices": [0] * 499_000}
    assert world.call(AGENT, "PATCH", "/preferences", lists, headers={"If-Match": '"0"'}).status == 413


@pytest.mark.feature("S2.5")
def test_the_settings_say_where_there_is_no_e_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.notices_api import handler

    monkeypatch.setenv("NOTICE_CHANNELS", "in_app")
    handler.service.forget()
    channels = world.call(AGENT, "GET", "/preferences").body["channels"]
    assert {each["channel"] for each in channels if each["available"]} == {"in_app"}
