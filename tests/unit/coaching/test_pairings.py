"""Pairing of colleagues over the API, from real rollups, outcomes and conversations (N16)."""

from datetime import timedelta
from typing import Any

import pytest

from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing import missing_lapses_service
from debrief.coaching.pairing.deadlines import ANSWER_WITHIN, LAPSES, LAPSES_MISSING, MEET_WITHIN, SAY_WITHIN
from debrief.coaching.pairing.lapsing_service import Lapses
from debrief.coaching.pairing.missing_lapses_service import MissingLapses
from debrief.coaching.pairing.model import Pairing
from debrief.coaching.pairing.store import PairingStore, pairing_row
from debrief.coaching.scheduling.model import Span
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict, Stale
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.places import due_key
from debrief.kernel.schedules.store import due_rows, is_scheduled, unschedule
from debrief.kernel.storage.tables import find
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from debrief.people.model import UserStatus
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from tests.doubles import metered
from tests.unit.coaching.assigning import coaching_items, told_in
from tests.unit.coaching.pairing_world import SHOWN, World
from tests.unit.coaching.test_assignment_privacy import erase, exported
from tests.unit.coaching.test_leaving import leaving, stand


@pytest.fixture
def world(aws: None) -> World:
    return World()


@pytest.mark.feature("N16", "N1")
def test_a_strong_colleague_is_proposed_with_words_that_were_said(world: World) -> None:
    world.strong()
    found = world.suggested()
    assert found.status == 200, found.body
    (joe,) = found.body["items"]
    assert (joe["agent_id"], joe["rate"]["sample"], joe["rate"]["percent"]) == ("us_joe", 8, 100)
    assert joe["rate"]["low"] < 100
    assert (found.body["own"]["percent"], found.body["strong"], found.body["compared"]) == (12.5, 1, 1)
    moment = joe["moment"]
    quote = moment["quote"]
    assert (quote["text"], quote["turn_index"], quote["start_ms"]) == (SHOWN, 2, 10_000)
    interaction = world.interactions.interaction(moment["interaction_id"])
    assert interaction is not None
    transcript = world.interactions.transcript(interaction)
    assert transcript is not None
    assert quote["text"] in transcript.turns[quote["turn_index"]].text
    criteria = world.coach("sam", "GET", "/pairings/criteria", query={"agent_id": "us_kim"}).body["items"]
    assert [each["criterion"]["question_id"] for each in criteria] == ["a", "b"], "the lowest rate first"
    assert world.suggested("pat").status == 404, "not pat's agent"
    assert world.suggested("kim").status == 403


@pytest.mark.feature("N16")
def test_a_best_response_that_is_kept_comes_before_other_moments_and_words_that_are_gone_show_nothing(
    world: World,
) -> None:
    made = world.strong()
    kept = world.store.evaluation(made[2])
    assert kept is not None
    body = {"interaction_id": kept.interaction_id}
    assert world.coach("sam", "POST", "/bookmarks", body).status == 201
    moment = world.suggested().body["items"][0]["moment"]
    assert (moment["evaluation_id"], moment["source"]) == (kept.id, "best_response")
    # Each conversation is replaced by one of other words.
    for id in made:
        evaluation = world.store.evaluation(id)
        assert evaluation is not None
        number = int(evaluation.interaction_id.partition("_")[2])
        world.add_interaction(number, "joe", (("agent", "Hello."), ("customer", "Bye.")))
    assert world.suggested().body["items"][0]["moment"] is None


@pytest.mark.feature("N16", "P4")
def test_the_learner_hears_of_it_once_the_colleague_has_agreed(world: World) -> None:
    world.strong()
    made = world.pair()
    assert made.status == 201, made.body
    path = f"/pairings/{made.body['id']}"
    assert (world.told("pairing_asked"), world.told("pairing_agreed")) == ([("us_joe",)], [])
    assert world.coach("kim", "GET", path).status == 404
    page = world.coach("kim", "GET", "/pairings", query={"limit": "1"}).body
    assert (page["items"], page["next_cursor"]) == ([], None), "nor does a page tell that there is one"
    asked = world.coach("joe", "GET", path)
    assert asked.body["actions"] == ["accept", "decline"]
    assert not {'"us_kim"', '"Kim Sample"'} & told_in(asked), "who it is, is told once they agree"
    assert (asked.body["own"], asked.body["theirs"]) == (None, None)
    assert world.coach("joe", "GET", f"{path}/sheet").status == 404
    assert world.step("kim", made, "acceptance").status == 404
    assert world.step("sam", made, "acceptance").status == 403, "nobody says yes for another"
    done = world.step("joe", made, "acceptance", {"answer": "Gladly"})
    assert (done.body["state"], done.body["learner_name"]) == ("agreed", "Kim Sample")
    assert (world.told("pairing_agreed"), world.told("pairing_answered")) == ([("us_kim",)], [("us_sam",)])
    own = world.coach("kim", "GET", path)
    assert (own.body["colleague_name"], own.body["answer"], own.body["moment"]) == ("Joe Sample", "Gladly", None)
    assert (own.body["own"], own.body["theirs"]) == (None, None), "no figures of others, none of one's own to compare"
    assert world.coach("zoe", "GET", path).status == 404
    assert world.coach("pat", "GET", path).status == 404


@pytest.mark.feature("N16", "N1")
def test_the_page_for_the_meeting_shows_the_words_and_to_each_what_is_theirs(world: World) -> None:
    made = world.agreed()
    path = f"/pairings/{made.body['id']}/sheet"
    leads, learns, helps = (world.coach(who, "GET", path).body for who in ("sam", "kim", "joe"))
    assert sum(each["minutes"] for each in leads["steps"]) == leads["minutes"] == 20
    for sheet in (leads, learns, helps):
        (shown,) = [each for each in sheet["exchange"] if each["shows"]]
        assert SHOWN in shown["text"]
        assert shown["start_ms"] == 10_000
    assert learns["quote"] is None, "which conversation it is, isn't the learner's to know"
    assert leads["quote"]["text"] == SHOWN
    own = world.interactions.interaction(str(learns["own_interaction_id"]))
    assert own is not None
    assert own.agent_id == "us_kim"
    assert helps["own_interaction_id"] is None, "what the learner missed isn't the colleague's to know"


@pytest.mark.feature("N16", "N8")
def test_a_moment_and_what_was_said_around_it_are_masked(world: World) -> None:
    made = world.strong()
    said = (
        ("agent", "Good morning."),
        ("customer", "My card is 4111 1111 1111 1111."),
        ("agent", SHOWN),
        ("customer", "You have 212 555 0147, my phone number?"),
    )
    for id in made:
        evaluation = world.store.evaluation(id)
        assert evaluation is not None
        world.add_interaction(int(evaluation.interaction_id.partition("_")[2]), "joe", said)
    pairing = world.pair()
    assert world.step("joe", pairing, "acceptance").status == 200
    sheet = world.coach("kim", "GET", f"/pairings/{pairing.body['id']}/sheet").body
    assert [each["text"] for each in sheet["exchange"]] == [
        "My card is card•••••••••••••••.",
        SHOWN,
        "You have phone•••••••, my phone number?",
    ]


@pytest.mark.feature("N16")
def test_nobody_is_asked_who_would_rather_not_is_away_or_helps_as_many_as_they_may(world: World) -> None:
    world.strong()
    assert world.coach("joe", "GET", "/pairings/willingness").body["may_be_asked"] is True
    assert world.coach("joe", "PUT", "/pairings/willingness", {"may_be_asked": False}).status == 200
    found = world.suggested().body
    assert (found["items"], found["strong"], found["not_free"]) == ([], 1, 1)
    refused = world.pair()
    assert (refused.status, refused.body["errors"][0]["message"]) == (422, "can't be asked now")
    assert world.coach("joe", "PUT", "/pairings/willingness", {"may_be_asked": True}).status == 200
    assert world.pair().status == 201
    assert world.pair().status == 409, "once on the same"
    stands_out = world.pair(learner="joe", colleague="kim")
    assert (stands_out.status, stands_out.body["errors"][0]["pointer"]) == (422, "/colleague_id")


@pytest.mark.feature("N16")
def test_the_transaction_decides_how_many_somebody_helps_and_ending_makes_room(world: World) -> None:
    made = world.agreed()
    store = PairingStore()
    first = store.pairing(made.body["id"])
    assert first is not None
    another = first.model_copy(update={"id": "pa_2", "revision": 0, "learner_id": "us_zoe", "state": "asked"})
    with Transaction(world.clock, world.ids) as tx:
        store.add(tx, another)
    third = another.model_copy(update={"id": "pa_3", "learner_id": "us_ida"})
    with pytest.raises(Exception, match="helps 2 people"), Transaction(world.clock, world.ids) as tx:
        store.add(tx, third)
    twice = another.model_copy(update={"id": "pa_4", "learner_id": "us_kim", "colleague_id": "us_zoe"})
    with pytest.raises(Conflict), Transaction(world.clock, world.ids) as tx:
        store.add(tx, twice)
    assert world.suggested("ada").body["items"] == []
    ended = world.step("kim", made, "completion", {"takeaway": "Say sorry before asking for the number"})
    assert (ended.status, ended.body["state"]) == (200, "met")
    assert store.open_loads(["us_joe"]) == {"us_joe": 1}
    for path in (f"/pairings/{made.body['id']}", f"/pairings/{made.body['id']}/sheet"):
        assert world.coach("joe", "GET", path).body["takeaway"] == "", "the learner's own"
    assert world.step("kim", made, "completion").status == 409


@pytest.mark.feature("N16", "S4.13")
def test_their_meeting_is_on_both_calendars_and_called_off_with_the_pairing(world: World) -> None:
    made = world.agreed()
    path = f"/pairings/{made.body['id']}"
    at = world.clock.now() + timedelta(days=2)
    days = {"first_day": at.date().isoformat(), "last_day": (at + timedelta(days=1)).date().isoformat()}
    slots = world.coach("sam", "GET", f"{path}/slots", query=days)
    assert slots.status == 200, slots.body
    assert slots.body["free"] > 0
    assert world.coach("joe", "GET", f"{path}/slots", query=days).status == 403
    draft = {"scheduled_at": at.isoformat().replace("+00:00", "Z"), "location": "Kitchen"}
    done = world.step("sam", made, "meeting", draft)
    assert done.status == 200, done.body
    meeting_id = done.body["meeting_id"]
    assert world.told("meeting_scheduled") == [("us_kim",), ("us_joe",)], "both who meet, not who arranged it"
    assert world.step("sam", made, "meeting", draft).status == 409, "they have a time"
    found = MeetingStore().meeting(meeting_id)
    assert found is not None
    around = Span(at, at + timedelta(hours=1))
    for who, here in (("kim", [meeting_id]), ("joe", [meeting_id]), ("sam", [])):
        assert [each.id for each in SchedulingStore().meetings_around(f"us_{who}", around)] == here
    clashes = world.coach("sam", "GET", f"{path}/clashes", query={"scheduled_at": draft["scheduled_at"]})
    assert clashes.status == 409, "only while there is a time to look for"
    # It is moved by who looks after it, and it is the time of those who meet that counts.
    day_after = (at + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    query = {"meeting_id": meeting_id, "scheduled_at": draft["scheduled_at"]}
    assert world.coach("sam", "GET", "/meetings/clashes", query=query).body["items"] == []
    other = {"title": "x", "participant_id": "us_joe", "scheduled_at": day_after}
    assert world.coach("sam", "POST", "/meetings", other).status == 201
    stands = world.coach("sam", "GET", "/meetings/clashes", query=query | {"scheduled_at": day_after}).body["items"]
    assert [(each["who"], each["who_name"]) for each in stands] == [("facilitator", "Joe Sample")]
    assert world.coach("sam", "GET", "/meetings/slots", query=days | {"meeting_id": meeting_id}).status == 200
    # The colleague reads when and where, and nothing that was noted.
    now = world.coach("sam", "GET", f"/meetings/{meeting_id}")
    world.coach("sam", "PATCH", f"/meetings/{meeting_id}", {"notes": "Between us"}, if_match=now.etag)
    read = world.coach("joe", "GET", f"/meetings/{meeting_id}")
    assert (read.status, read.body["location"], read.body["notes"], read.body["actions"]) == (200, "Kitchen", "", [])
    assert world.coach("kim", "GET", f"/meetings/{meeting_id}").body["notes"] == "Between us"
    assert world.coach("joe", "GET", f"/meetings/{meeting_id}/calendar").status == 200
    assert world.coach("zoe", "GET", f"/meetings/{meeting_id}").status == 404
    later = {"scheduled_at": (at + timedelta(hours=3)).isoformat().replace("+00:00", "Z")}
    now = world.coach("sam", "GET", f"/meetings/{meeting_id}")
    assert world.coach("sam", "PATCH", f"/meetings/{meeting_id}", later, if_match=now.etag).status == 200
    for hours, there in ((0, []), (3, [meeting_id])):
        span = Span(at + timedelta(hours=hours), at + timedelta(hours=hours, minutes=30))
        assert [each.id for each in SchedulingStore().meetings_around("us_joe", span)] == there, "where it is now"
    declined = world.step("kim", made, "refusal", {"answer": "No time this month"})
    assert declined.status == 200, declined.body
    found = MeetingStore().meeting(meeting_id)
    assert found is not None
    assert found[0].status == "cancelled"
    assert world.told("meeting_cancelled") == [("us_joe",)], "kim did it"
    assert world.coach("sam", "GET", path).body["why"] == "No time this month"
    assert world.coach("joe", "GET", path).status == 404
    assert MeetingStore().held_before("us_kim", at + timedelta(days=9)) is None


@pytest.fixture
def lapses(world: World) -> Lapses:
    return Lapses(PairingStore(), MeetingStore(), world.clock, world.ids)


@pytest.mark.feature("N16")
def test_who_does_not_answer_is_let_go_and_may_be_asked_again(world: World, lapses: Lapses) -> None:
    world.strong()
    made = world.pair()
    id = made.body["id"]
    assert is_scheduled(CoachingRow, LAPSES, id)
    assert lapses.see_to(id) == world.clock.now() + ANSWER_WITHIN
    world.clock.advance(ANSWER_WITHIN)
    assert lapses.see_to(id) is None
    shown = world.coach("sam", "GET", f"/pairings/{id}").body
    assert (shown["state"], shown["lapsed_because"], shown["actions"]) == ("lapsed", "unanswered", [])
    assert world.coach("joe", "GET", f"/pairings/{id}").status == 404
    told = [each.data for each in world.coaching_events() if each.type == NOTICE_REQUESTED][-1]
    assert told["recipient_ids"] == ["us_sam"]
    assert told["parameters"].items() >= {"state": "lapsed", "because": "unanswered"}.items()
    assert world.withdrawn("pairing_asked") == [("us_joe",)]
    assert not is_scheduled(CoachingRow, LAPSES, id)
    assert PairingStore().open_loads(["us_joe"]) == {"us_joe": 0}
    before = len(world.coaching_events())
    assert lapses.see_to(id) is None
    assert len(world.coaching_events()) == before, "twice is as once"
    assert world.pair().status == 201


def due_of(kind: str, subject: str) -> Due | None:
    """What is due in the coaching table."""
    row = find(due_rows("test-coaching"), f"DUE#{due_key(kind, subject)}", "DUE")
    return Due.from_kept(row.body or "") if row else None


def forget(world: World, kind: str, subject: str) -> None:
    """Let nothing be due of it any more."""
    with Transaction(world.clock, world.ids) as tx:
        unschedule(tx, CoachingRow, kind, subject)


@pytest.mark.feature("N16")
def test_pairings_of_before_are_given_their_end_once(
    world: World, lapses: Lapses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was open before pairings could lapse has no due row; going through everybody in pieces writes it."""
    monkeypatch.setattr(missing_lapses_service, "LONGEST", timedelta(seconds=-1))
    world.strong()
    id = world.pair().body["id"]
    forget(world, LAPSES, id)
    service = MissingLapses(PairingStore(), PeopleStore(), world.clock, world.ids)
    for _ in "ab":
        service.begin()
        pieces = 0
        while (now := due_of(LAPSES_MISSING, "account")) is not None:
            assert "Sample" not in str(now.data), "where it has come to names nobody"
            forget(world, LAPSES_MISSING, "account")
            service.go_on(now)
            pieces += 1
        assert pieces > 5, "after each person the clock is looked at"
        found = due_of(LAPSES, id)
        assert found is not None
        assert found.at == world.clock.now() + ANSWER_WITHIN
    # Somebody changed it at that moment, in a way that schedules nothing.
    forget(world, LAPSES, id)
    read = PairingStore().pairing(id)
    assert read is not None
    with Transaction(world.clock, world.ids) as tx:
        tx.put(pairing_row(read))
    service._give_end(read)
    assert is_scheduled(CoachingRow, LAPSES, id)
    forget(world, LAPSES, id)
    with monkeypatch.context() as always:
        always.setattr(PairingStore, "pairing", lambda self, _: read)
        with pytest.raises(Stale):
            service._give_end(read)
    service._give_end(read)
    world.clock.advance(ANSWER_WITHIN)
    assert lapses.see_to(id) is None
    assert world.coach("sam", "GET", f"/pairings/{id}").body["state"] == "lapsed"


@pytest.mark.feature("N16")
def test_of_those_who_agreed_it_is_waited_for_their_meeting(world: World, lapses: Lapses) -> None:
    made = world.agreed()
    id, at = made.body["id"], world.clock.now() + timedelta(days=80)
    assert lapses.see_to(id) == world.clock.now() + MEET_WITHIN
    assert world.step("sam", made, "meeting", {"scheduled_at": iso(at), "kind": "in_person"}).status == 200
    world.clock.advance(MEET_WITHIN)
    assert lapses.see_to(id) == at + SAY_WITHIN
    world.clock.advance(SAY_WITHIN + timedelta(days=20))
    assert lapses.see_to(id) is None
    shown = world.coach("sam", "GET", f"/pairings/{id}").body
    assert (shown["state"], shown["lapsed_because"]) == ("lapsed", "not_met")
    assert world.withdrawn("pairing_agreed") == [("us_kim",)]


@pytest.mark.feature("N16", "P4")
def test_whoever_leaves_neither_learns_nor_helps_any_more(world: World, lapses: Lapses) -> None:
    made = world.agreed()
    helps = PairingStore().pairing(made.body["id"])
    assert helps is not None
    parts = {"learner_id": "us_joe", "colleague_id": "us_kim"}
    with Transaction(world.clock, world.ids) as tx:
        PairingStore().add(tx, helps.model_copy(update={"id": "pa_2", "revision": 0, "state": "asked"} | parts))
    lapses.left("us_zoe")
    assert world.coach("sam", "GET", "/pairings/pa_2").body["state"] == "asked"
    stand(world, "us_joe", UserStatus.INACTIVE)
    leaving(world).left("us_joe")
    for id in (made.body["id"], "pa_2"):
        shown = world.coach("sam", "GET", f"/pairings/{id}").body
        assert (shown["state"], shown["lapsed_because"]) == ("lapsed", "left")
    assert PairingStore().open_loads(["us_joe", "us_kim"]) == {"us_joe": 0, "us_kim": 0}


@pytest.mark.feature("N16", "S4.13")
def test_the_meeting_of_whoever_leaves_is_called_off_and_both_are_told(world: World) -> None:
    made = world.agreed()
    at = iso(world.clock.now() + timedelta(days=2))
    meeting_id = world.step("sam", made, "meeting", {"scheduled_at": at}).body["meeting_id"]
    stand(world, "us_joe", UserStatus.INACTIVE)
    leaving(world).left("us_joe")
    shown = world.coach("kim", "GET", f"/meetings/{meeting_id}").body
    assert shown["status"] == "cancelled"
    assert [(each["verb"], each["by"], each["by_name"]) for each in shown["history"]] == [("cancel", None, "")]
    assert world.told("meeting_cancelled") == [("us_kim",), ("us_joe",)]
    assert world.coach("sam", "GET", f"/pairings/{made.body['id']}").body["state"] == "lapsed"
    leaving(world).left("us_joe")
    assert len(world.told("meeting_cancelled")) == 2, "heard twice it is as heard once"


@pytest.mark.feature("N16", "S4.13")
def test_who_declines_while_their_meeting_is_changed_is_not_told_that_the_pairing_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.agreed()
    at = iso(world.clock.now() + timedelta(days=2))
    meeting_id = world.step("sam", made, "meeting", {"scheduled_at": at}).body["meeting_id"]
    put = PairingStore.put

    def late(store: PairingStore, tx: Transaction, after: Pairing, before: Pairing) -> None:
        monkeypatch.setattr(PairingStore, "put", put)
        put(store, tx, after, before)
        # The first try has read the meeting by then.
        monkeypatch.setattr(MeetingStore, "meeting", changed)

    meeting = MeetingStore.meeting

    def changed(store: MeetingStore, id: str) -> Any:
        found = meeting(store, id)
        monkeypatch.setattr(MeetingStore, "meeting", meeting)
        now = world.coach("sam", "GET", f"/meetings/{id}")
        assert world.coach("sam", "PATCH", f"/meetings/{id}", {"notes": "Soon"}, if_match=now.etag).status == 200
        return found

    monkeypatch.setattr(PairingStore, "put", late)
    assert world.step("kim", made, "refusal", {"answer": "No time"}).status == 200
    assert world.coach("sam", "GET", f"/meetings/{meeting_id}").body["status"] == "cancelled"


@pytest.mark.feature("N16", "S4.13")
def test_a_meeting_that_was_held_stays_when_one_of_both_leaves(world: World) -> None:
    made = world.agreed()
    at = iso(world.clock.now() + timedelta(days=2))
    meeting_id = world.step("sam", made, "meeting", {"scheduled_at": at}).body["meeting_id"]
    world.clock.advance(timedelta(days=3))
    stand(world, "us_joe", UserStatus.INACTIVE)
    leaving(world).left("us_joe")
    found = MeetingStore().meeting(meeting_id)
    assert found is not None
    assert found[0].status == "scheduled"
    assert world.told("meeting_cancelled") == []


@pytest.mark.feature("N16")
def test_what_is_over_is_told_to_nobody_any_more_and_who_met_earlier_need_not_meet_again(world: World) -> None:
    made = world.agreed()
    assert world.withdrawn("pairing_asked") == [("us_joe",)], "they have answered"
    assert world.step("joe", made, "refusal", {"answer": "No time"}).status == 200
    assert world.withdrawn("pairing_agreed") == [("us_kim",)]
    made = world.pair()
    assert world.step("joe", made, "acceptance").status == 200
    at = world.clock.now() + timedelta(days=3)
    met = world.step("sam", made, "meeting", {"scheduled_at": iso(at), "kind": "in_person"})
    assert world.step("kim", made, "completion", {"takeaway": "Say it first"}).status == 200
    found = MeetingStore().meeting(met.body["meeting_id"])
    assert found is not None
    assert found[0].status == "cancelled"


@pytest.mark.feature("N8", "N16")
def test_nothing_is_left_of_whoever_helped_many_however_many_pages_they_are(world: World) -> None:
    made = world.agreed()
    first = PairingStore().pairing(made.body["id"])
    assert first is not None
    over = {"revision": 0, "learner_id": "us_zoe", "state": "met", "moment": None}
    for number in range(30):
        old = {"id": f"pa_old_{number:02}", "proposed_at": first.proposed_at - timedelta(days=9)}
        with Transaction(world.clock, world.ids) as tx:
            tx.create(pairing_row(first.model_copy(update=over | old)))
    erase(world, "person", "us_joe")
    assert PairingStore().open_loads(["us_joe"]) == {}
    assert not [row for row in coaching_items() if "us_joe" in row["PK"]["S"]]


@pytest.mark.feature("N16", "S4.12")
def test_no_rate_tells_how_a_day_came_out_that_somebody_judges_blindly(world: World) -> None:
    world.strong()
    (found,) = world.suggested().body["items"]
    assert (found["agent_id"], found["rate"]["sample"]) == ("us_joe", 8)
    began = world.clock.now() - timedelta(hours=2)
    with Transaction(world.clock, world.ids) as tx:
        for agent in ("kim", "joe"):
            hidden = Blind(interaction_id="int_x", agent_id=f"us_{agent}", interaction_started_at=began, by=agent)
            BlindStore().blind(tx, "us_sam", hidden)
    after = world.suggested()
    assert (after.status, after.body["items"], after.body["own"]["sample"]) == (200, [], 0)
    criteria = world.coach("sam", "GET", "/pairings/criteria", query={"agent_id": "us_kim"})
    assert (criteria.status, criteria.body["items"]) == (200, [])
    with Transaction(world.clock, world.ids) as tx:
        for agent in ("kim", "joe"):
            BlindStore().lift(tx, "us_sam", "int_x", agent)
    assert world.suggested().body["items"][0]["rate"]["sample"] == 8, "it is there once they needn't any more"


@pytest.mark.feature("N16")
def test_a_look_at_colleagues_costs_a_query_for_each_and_few_more(world: World) -> None:
    world.strong()
    caller = world.access.caller("us_sam")
    criterion = world.paired.suggesting.criterion(world.card, "a")
    with metered() as meter:
        world.paired.suggesting.look(caller, "us_kim", criterion)
    assert meter.round_trips <= 13, "one of them for what the caller judges blindly"


@pytest.mark.feature("N8", "N16")
def test_pairings_are_handed_out_to_each_as_their_own_and_go_with_either(world: World) -> None:
    made = world.agreed()
    (learnt,) = [each for each in exported(world, "kim") if each.kind == "pairing"]
    (helped,) = [each for each in exported(world, "joe") if each.kind == "helped_pairing"]
    assert not {"us_joe", "Gladly"} & set(str(learnt.data).replace("'", " ").split())
    assert "us_kim" not in str(helped.data)
    assert ("own" in learnt.data, "theirs" in learnt.data) == (True, False)
    assert ("own" in helped.data, "theirs" in helped.data, helped.data["answer"]) == (False, True, "Gladly")
    pairing = PairingStore().pairing(made.body["id"])
    assert pairing is not None
    assert pairing.moment is not None
    reference = world.interactions.interaction(pairing.moment.interaction_id)
    assert reference is not None
    erase(world, "contact", reference.contact_reference)
    pairing = PairingStore().pairing(made.body["id"])
    assert pairing is not None
    assert pairing.moment is None
    assert world.coach("kim", "GET", f"/pairings/{made.body['id']}/sheet").body["exchange"] == []
    assert erase(world, "person", "us_joe") > 0
    left = [item for item in coaching_items() if item["kind"]["S"] in {"pairing", "pairing_claim", "peer_load"}]
    assert left == []
    assert erase(world, "person", "us_joe") == 0


@pytest.mark.feature("N8", "N16")
def test_who_is_erased_leaves_the_meeting_that_they_were_asked_to(world: World) -> None:
    made = world.agreed()
    at = world.clock.now() + timedelta(days=2)
    draft = {"scheduled_at": at.isoformat().replace("+00:00", "Z"), "location": "Kitchen"}
    meeting_id = world.step("sam", made, "meeting", draft).body["meeting_id"]
    assert erase(world, "person", "us_joe") > 0
    found = MeetingStore().meeting(meeting_id)
    assert found is not None
    assert (found[0].participant_id, found[0].colleague_id) == ("us_kim", None)
    assert [item for item in coaching_items() if item["kind"]["S"] == "meets"] == []
    assert world.coach("joe", "GET", f"/meetings/{meeting_id}").status == 404
    assert erase(world, "person", "us_joe") == 0
