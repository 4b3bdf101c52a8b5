"""Flags as they are raised, kept true and worked off, over the API (S2.3)."""

from datetime import timedelta

import pytest

from api.quality_api import wiring
from debrief.kernel.auth import Permission
from debrief.kernel.clock import iso
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_WITHDRAWN
from debrief.people.events import role_data
from debrief.people.model import UserStatus
from debrief.people.rows_store import role_row
from debrief.people.store import PeopleStore
from debrief.quality.automations.store import AutomationStore
from debrief.quality.calibrations.model import MOST_ASSESSORS
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.flags.deadlines import snoozed_until
from debrief.quality.forecasts.service import Forecasts
from debrief.quality.forecasts.store import ForecastStore
from tests.unit.quality.flagging import Flagging
from tests.unit.quality.test_disputes import decided, disputed
from tests.unit.quality.world import START, content, yes_no


@pytest.fixture
def world(aws: None) -> Flagging:
    return Flagging()


@pytest.fixture
def card(world: Flagging) -> str:
    return world.published(content(yes_no("legal", compliance=True), yes_no("b"), yes_no("c", allow_na=True)))


@pytest.mark.feature("S2.3")
def test_a_low_score_and_a_missed_criterion_wait_in_queues_of_their_own(world: Flagging, card: str) -> None:
    low = world.scored(1, card, legal="yes", b="no", c="no")
    missed = world.scored(2, card, legal="no", b="yes", c="yes")
    world.scored(3, card, legal="yes", b="yes", c="yes")
    (quality,), (compliance,) = world.queue(queue="quality"), world.queue()
    assert (quality["about"]["evaluation_id"], quality["kind"]) == (low, "low_score")
    assert (round(quality["grounds"]["percent"]), quality["grounds"]["threshold"]) == (33, 65)
    assert (compliance["about"]["evaluation_id"], compliance["kind"]) == (missed, "compliance")
    assert [each["question_id"] for each in compliance["grounds"]["criteria"]] == ["legal"], "67% is no low score"
    assert (compliance["assignee_name"], compliance["agent_name"]) == ("Sam Sample", "Kim Sample")
    assert world.told() == [("flag_quality", ["us_sam"]), ("flag_compliance", ["us_sam"])]
    before = world.flags.of_interaction("int_2")
    world.hear(again=True)
    assert world.flags.of_interaction("int_2") == before, "an event heard twice changes nothing"
    assert len(world.told()) == 2


@pytest.mark.feature("S2.3", "P4")
def test_flags_are_for_those_who_lead_the_agent_and_never_about_oneself(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue()
    assert world.queue("pat") == world.queue("pat", whose="everybody") == []
    assert [each["id"] for each in world.queue("eve", whose="everybody")] == [flag["id"]]
    assert world.queue("eve") == [], "it isn't hers"
    assert world.call("pat", "GET", f"/flags/{flag['id']}").status == 404
    assert world.call("kim", "GET", f"/flags/{flag['id']}").status == 403
    assert world.call("sam", "GET", "/flags/waiting").body == {"compliance": 1, "quality": 0}
    world.scored(2, card, agent="sam", legal="no", b="yes", c="yes")
    assert [each["agent_name"] for each in world.queue("sam", whose="everybody")] == ["Kim Sample"]
    assert [each["agent_name"] for each in world.queue("ada")] == ["Sam Sample"], "routed to who leads them"


@pytest.mark.feature("S2.3")
def test_who_scored_it_themselves_is_not_told(world: Flagging, card: str) -> None:
    world.scored(1, card, by="sam", legal="no", b="yes", c="yes")
    assert len(world.queue()) == 1
    assert world.told() == []


@pytest.mark.feature("S2.3")
def test_what_is_resolved_stays_with_the_call(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue()
    wrong = world.act("sam", flag, "resolution", {"outcome": "mistaken"})
    assert (wrong.status, wrong.body["errors"][0]["pointer"]) == (422, "/note")
    done = world.act("sam", flag, "resolution", {"outcome": "coached", "note": "We spoke about it"})
    assert (done.status, done.body["state"], done.body["actions"]) == (200, "resolved", ["reopen"])
    assert world.act("sam", flag, "resolution", {"outcome": "coached"}).status == 409
    assert world.queue() == []
    (kept,) = world.call("eve", "GET", "/flags/of-conversations/int_1").body["items"]
    assert kept["resolution"] | {"at": None} == {
        "outcome": "coached",
        "note": "We spoke about it",
        "by": "us_sam",
        "at": None,
    }
    assert kept["resolved_by_name"] == "Sam Sample"
    assert ("flag_compliance", ["us_sam"]) in world.taken_back()
    assert world.act("eve", flag, "reopening").body["state"] == "open"
    assert [each["kind"] for each in world.queue()[0]["history"]] == ["raised", "resolved", "reopened"]


@pytest.mark.feature("S2.3")
def test_a_snoozed_flag_waits_again_in_the_morning(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue()
    today = world.clock.now().date()
    refused = world.act("sam", flag, "snooze", {"until": str(today)})
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/until")
    slept = world.act("sam", flag, "snooze", {"until": str(today + timedelta(days=2))})
    assert (slept.status, slept.body["state"]) == (200, "snoozed")
    assert (world.queue(), len(world.queue(state="snoozed"))) == ([], 1)
    until = world.stored(flag).snoozed_until
    assert until is not None
    assert world.is_due(snoozed_until(flag["id"], until))
    assert world.raising.wake(flag["id"]) == until, "not yet"
    world.clock.advance(timedelta(days=3))
    assert world.raising.wake(flag["id"]) is None
    assert [each["id"] for each in world.queue()] == [flag["id"]]
    assert world.told(flag["id"])[-1] == ("flag_back", ["us_sam"])
    assert world.raising.wake(flag["id"]) is None, "harmless to repeat"
    assert len(world.told(flag["id"])) == 2
    again = world.act("sam", flag, "snooze", {"until": str(world.clock.now().date() + timedelta(days=1))})
    assert world.act("sam", again.body, "waking").body["state"] == "open"


@pytest.mark.feature("S2.3")
def test_a_flag_is_handed_to_somebody_who_may_work_with_it(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue()
    for who in ("pat", "kim", "nobody"):
        refused = world.act("sam", flag, "hand-over", {"to_id": f"us_{who}"})
        assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/to_id"), who
    given = world.act("sam", flag, "hand-over", {"to_id": "us_ada", "note": "Please look"})
    assert (given.status, given.body["assignee_name"]) == (200, "Ada Sample")
    assert [each["id"] for each in world.queue("ada")] == [flag["id"]]
    assert world.told(flag["id"])[-1] == ("flag_handed_over", ["us_ada"])
    assert ("flag_compliance", ["us_sam"]) in world.taken_back()
    stale = world.call("ada", "POST", f"/flags/{flag['id']}/resolution", {"outcome": "coached"}, if_match='"1"')
    assert stale.status == 412


def blind(world: Flagging, name: str, number: int, by: str = "cal_1") -> Blind:
    """Let somebody judge kim's call of that number by themselves."""
    began = START + timedelta(hours=number)
    found = Blind(interaction_id=f"int_{number}", agent_id="us_kim", interaction_started_at=began, by=by)
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().blind(tx, f"us_{name}", found)
    return found


def sees_again(world: Flagging, name: str, found: Blind) -> None:
    with Transaction(world.clock, world.ids) as tx:
        BlindStore().lift(tx, f"us_{name}", found.interaction_id, found.by)


@pytest.mark.feature("S2.3", "S4.12", "N13")
def test_nobody_is_told_of_a_flag_on_what_they_judge_blindly_until_they_neednt(world: Flagging, card: str) -> None:
    """Neither when it is raised, handed over or back, nor of a pattern that one of these calls belongs to."""
    found = blind(world, "sam", 1)
    world.scored(1, card, legal="no", b="no", c="yes")
    assert world.told() == []
    assert world.queue() == world.queue(queue="quality") == []
    flags = {each.kind: each for each in world.flags.of_interaction("int_1")}
    assert flags["compliance"].assignee_id == "us_sam", "it is theirs all the same"
    world.scored(2, card, legal="yes", b="no", c="yes")
    world.scored(3, card, legal="yes", b="no", c="yes")
    assert ("flag_pattern", ["us_sam"]) not in world.told(), "one of its calls is hidden from them"
    # Ada sees it, takes it, and gives it back to whom it is hidden from; that it is isn't told to her.
    for to in ("us_ada", "us_sam"):
        given = world.act("ada", {"id": flags["compliance"].id}, "hand-over", {"to_id": to})
        assert given.status == 200, given.body
    tomorrow = str(world.clock.now().date() + timedelta(days=1))
    assert world.act("ada", {"id": flags["compliance"].id}, "snooze", {"until": tomorrow}).status == 200
    world.clock.advance(timedelta(days=2))
    world.raising.wake(flags["compliance"].id)
    assert world.told(flags["compliance"].id) == []
    sees_again(world, "sam", found)
    assert [each["id"] for each in world.queue()] == [flags["compliance"].id], "it stands in their list"
    assert "pattern" in {each["kind"] for each in world.queue(queue="quality")}


@pytest.mark.feature("S2.3", "S4.12")
def test_what_was_said_in_a_call_is_told_to_whoever_judges_it_too(world: Flagging) -> None:
    world.settle(alert_keywords=("parcel",))
    blind(world, "sam", 1)
    world.listen(world.add_interaction(1))
    assert world.told() == [("flag_compliance", ["us_sam"])], "no evaluation says so"


@pytest.mark.feature("S2.3", "S4.12")
def test_who_is_named_to_assess_finds_no_notice_of_a_flag_that_they_havent_read(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    world.scored(2, card, legal="no", b="yes", c="yes")
    hidden, other = (world.flags.of_interaction(f"int_{number}")[0].id for number in (1, 2))
    assert world.told(hidden) == world.told(other) == [("flag_compliance", ["us_sam"])]
    body = {"name": "March", "interaction_id": "int_1", "scorecard_id": card, "assessor_ids": ["us_sam", "us_ida"]}
    assert world.call("ada", "POST", "/calibrations", body).status == 201
    taken = [each for each in world.events(NOTICE_WITHDRAWN) if each.data["kind"] == "flag_compliance"]
    assert [(each.subject, each.data["recipient_ids"]) for each in taken] == [(hidden, ["us_sam"])]
    assert [each["id"] for each in world.queue()] == [other]


@pytest.mark.feature("S2.3", "S4.12")
def test_a_calibration_of_as_many_as_there_may_be_fits_into_a_transaction_with_all_they_were_told(
    world: Flagging, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessors = ["us_sam", *(f"us_many{number}" for number in range(MOST_ASSESSORS - 1))]
    for id in assessors[1:]:
        world.add_person(id.removeprefix("us_"), "evaluator", None)
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.flags.of_interaction("int_1")
    others = [flag.model_copy(update={"id": f"fl_more{number}", "revision": 0}) for number in range(9)]
    for each in others:
        with Transaction(world.clock, world.ids) as tx:
            world.flags.put(tx, each, None)
    sizes, commit = list[int](), Transaction._commit

    def measured(tx: Transaction) -> None:
        sizes.append(len(tx))
        commit(tx)

    monkeypatch.setattr(Transaction, "_commit", measured)
    due = iso(world.clock.now() + timedelta(days=7))
    body = {"name": "March", "interaction_id": "int_1", "scorecard_id": card, "assessor_ids": assessors, "due_at": due}
    begun = world.call("ada", "POST", "/calibrations", body)
    assert begun.status == 201, begun.body
    assert max(sizes) <= 85, "there is room for what one more thing writes"
    taken = {each.subject for each in world.events(NOTICE_WITHDRAWN) if each.data["kind"] == "flag_compliance"}
    assert taken == {flag.id, *(each.id for each in others)}


@pytest.mark.feature("S2.3", "S4.12")
def test_who_is_exchanged_in_finds_none_either(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    body = {"name": "March", "interaction_id": "int_1", "scorecard_id": card, "assessor_ids": ["us_eve", "us_ida"]}
    begun = world.call("ada", "POST", "/calibrations", body)
    assert world.taken_back() == []
    asked = {"assessor_id": "us_eve", "by_id": "us_sam"}
    path = f"/calibrations/{begun.body['id']}"
    etag = world.call("ada", "GET", path).etag
    assert world.call("ada", "POST", f"{path}/exchanges", asked, if_match=etag).status == 200
    assert ("flag_compliance", ["us_sam"]) in world.taken_back()


@pytest.mark.feature("S2.3", "S4.8")
def test_a_disputed_and_changed_score_withdraws_its_flag_with_a_note(world: Flagging, card: str) -> None:
    id = world.scored(1, card, legal="no", b="no", c="yes")
    (flag,), (low,) = world.queue(), world.queue(queue="quality")
    dispute = disputed(world, id, "legal", "b")
    assert decided(world, dispute, "eve", legal="yes", b="yes").status == 200
    world.hear()
    assert world.queue() == world.queue(queue="quality") == []
    for each in (flag, low):
        kept = world.call("sam", "GET", f"/flags/{each['id']}").body
        assert (kept["state"], kept["holds"], kept["actions"]) == ("withdrawn", False, [])
        assert [(step["kind"], step["why"]) for step in kept["history"]] == [
            ("raised", None),
            ("withdrawn", "rescored"),
        ]
    assert ("flag_compliance", ["us_sam"]) in world.taken_back()


@pytest.mark.feature("S2.3")
def test_a_resolution_stays_when_its_score_is_changed_later(world: Flagging, card: str) -> None:
    id = world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue()
    world.act("sam", flag, "resolution", {"outcome": "coached"})
    dispute = disputed(world, id, "legal")
    decided(world, dispute, "eve", legal="yes")
    world.hear()
    kept = world.call("sam", "GET", f"/flags/{flag['id']}").body
    assert (kept["state"], kept["holds"], kept["actions"]) == ("resolved", False, [])
    assert [each["kind"] for each in kept["history"]] == ["raised", "resolved", "no_longer"]


@pytest.mark.feature("S2.3", "S4.7")
def test_a_deleted_evaluation_leaves_no_score_behind(world: Flagging, card: str) -> None:
    id = world.scored(1, card, legal="no", b="no", c="yes")
    (flag,), (low,) = world.queue(), world.queue(queue="quality")
    evaluation = world.store.evaluation(id)
    assert evaluation is not None
    with Transaction(world.clock, world.ids) as tx:
        world.store.delete_evaluation(tx, evaluation, for_good=True)
    world.hear(again=True)
    for each in (flag, low):
        kept = world.stored(each)
        assert (kept.state, kept.grounds.percent, kept.history[-1].why) == ("withdrawn", None, "deleted")
        assert all(criterion.percent is None for criterion in kept.grounds.criteria)


@pytest.mark.feature("S2.3")
def test_three_running_escalate_once(world: Flagging, card: str) -> None:
    for number in range(1, 7):
        world.scored(number, card, legal="yes", b="no", c="yes")
        patterns = [each for each in world.queue(queue="quality") if each["kind"] == "pattern"]
        assert len(patterns) == (number >= 3), number
    (flag,) = patterns
    assert (flag["grounds"]["running"], flag["about"]["interaction_id"]) == (6, "int_3")
    assert [each["kind"] for each in flag["history"]] == ["raised"], "going on is no news"
    assert [kind for kind, _ in world.told()].count("flag_pattern") == 1
    world.hear(again=True)
    assert [kind for kind, _ in world.told()].count("flag_pattern") == 1
    world.scored(7, card, legal="yes", b="yes", c="yes")
    for number in (8, 9, 10):
        world.scored(number, card, legal="yes", b="no", c="yes")
    patterns = [each for each in world.queue(queue="quality") if each["kind"] == "pattern"]
    # Both are of one moment here, and so in no order.
    assert sorted(each["grounds"]["running"] for each in patterns) == [3, 6], "a new run is a new pattern"


@pytest.mark.feature("S2.3", "N1", "N8")
def test_what_a_pattern_quotes_was_said_in_the_call_that_it_is_about(world: Flagging, card: str) -> None:
    for number in range(1, 5):
        said = (("agent", f"This is call number {number}."), ("customer", "I see."))
        draft = world.opened("eve", world.add_interaction(number, said=said), card)
        path = f"/evaluations/{draft.body['id']}"
        quote = {"turn_index": 0, "text": f"call number {number}"}
        answers = [{"question_id": id, "option_id": "yes" if id == "legal" else "no"} for id in ("legal", "b", "c")]
        given = {"answers": [*answers[:1], answers[1] | {"quote": quote}, answers[2]]}
        assert world.call("eve", "PATCH", f"{path}/answers", given, if_match=draft.etag).status == 200
        assert world.call("eve", "POST", f"{path}/completion").status == 200
        world.hear()
    patterns = [each for each in world.queue(queue="quality") if each["kind"] == "pattern"]
    (flag,) = [each for each in patterns if each["grounds"]["criteria"][0]["question_id"] == "b"]
    assert (flag["grounds"]["running"], flag["about"]["interaction_id"]) == (4, "int_3")
    assert flag["grounds"]["criteria"][0]["place"]["text"] == "call number 3."


@pytest.mark.feature("S2.3", "S4.8")
def test_a_pattern_goes_with_the_call_that_is_scored_otherwise(world: Flagging, card: str) -> None:
    ids = [world.scored(number, card, legal="yes", b="no", c="yes") for number in (1, 2, 3)]
    (flag,) = [each for each in world.queue(queue="quality") if each["kind"] == "pattern"]
    dispute = disputed(world, ids[1], "b")
    decided(world, dispute, "eve", b="yes")
    world.hear()
    assert world.stored(flag).state == "withdrawn"
    assert world.stored(flag).history[-1].why == "rescored"


@pytest.mark.feature("S2.3")
def test_a_pattern_goes_when_a_call_comes_in_later_that_lies_between(world: Flagging, card: str) -> None:
    for number in (1, 3, 4):
        world.scored(number, card, legal="yes", b="no", c="yes")
    (flag,) = [each for each in world.queue(queue="quality") if each["kind"] == "pattern"]
    world.scored(2, card, legal="yes", b="yes", c="yes")
    assert world.stored(flag).state == "withdrawn"
    assert world.stored(flag).history[-1].why == "between", "none of its own calls was scored otherwise"


@pytest.mark.feature("S2.3")
def test_what_does_not_apply_neither_breaks_nor_makes_a_pattern(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="yes", b="yes", c="no")
    world.completed("eve", world.add_interaction(2), card, legal="yes", b="yes", c="yes")
    world.settle(pattern_length=2)
    draft = world.opened("eve", world.add_interaction(3), card)
    path = f"/evaluations/{draft.body['id']}"
    answers = [
        {"question_id": "legal", "option_id": "yes"},
        {"question_id": "b", "option_id": "yes"},
        {"question_id": "c", "not_applicable": True},
    ]
    world.call("eve", "PATCH", f"{path}/answers", {"answers": answers}, if_match=draft.etag)
    assert world.call("eve", "POST", f"{path}/completion").status == 200
    world.hear()
    world.scored(4, card, legal="yes", b="yes", c="no")
    assert world.queue(queue="quality") == [], "the call between passed"
    world.scored(5, card, legal="yes", b="yes", c="no")
    (flag,) = world.queue(queue="quality")
    assert (flag["kind"], flag["grounds"]["running"]) == ("pattern", 2)


@pytest.mark.feature("S2.3", "P1")
def test_flags_follow_the_reporting_line_unless_somebody_handed_them_over(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    world.scored(2, card, legal="no", b="yes", c="yes")
    newer, older = world.queue()
    world.act("sam", older, "hand-over", {"to_id": "us_ada"})
    world.change_person("kim", manager_id="us_pat")
    assert [each["id"] for each in world.queue("pat")] == [newer["id"]]
    assert world.queue("sam", whose="everybody") == []
    assert [each["id"] for each in world.queue("ada")] == [older["id"]]
    assert world.told(newer["id"])[-1] == ("flag_compliance", ["us_pat"])
    world.leave("pat")
    assert [each["id"] for each in world.queue("ada")] == [newer["id"], older["id"]], "the next above has it"
    steps = world.call("ada", "GET", f"/flags/{newer['id']}").body["history"]
    assert [(each["kind"], each["to_id"]) for each in steps[1:]] == [("routed", "us_pat"), ("routed", "us_ada")]


@pytest.mark.feature("S2.3", "P1")
def test_whoever_is_moved_or_is_back_takes_the_flags_of_their_people_along(world: Flagging, card: str) -> None:
    world.leave("sam")
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue("ada")
    world.change_person("sam", manager_id="us_pat")
    assert [each["id"] for each in world.queue("pat")] == [flag["id"]], "kim, below sam, is below pat too"
    assert world.told(flag["id"])[-1] == ("flag_compliance", ["us_pat"])
    assert world.look_at_people() == 0
    world.change_person("sam", status=UserStatus.ACTIVE)
    assert [each["id"] for each in world.queue("sam")] == [flag["id"]]


@pytest.mark.feature("S2.3", "P1")
def test_a_role_that_no_longer_lets_work_with_flags_sends_them_on_and_back(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue("sam")
    role = PeopleStore().role("supervisor")
    assert role is not None
    without = role.model_copy(update={"permissions": role.permissions - {Permission.FLAGS_MANAGE}})
    assert role_data(without, role).changed == ["flags.manage"]
    for now, has_it in ((without, "ada"), (role, "sam")):
        with Transaction(world.clock, world.ids) as tx:
            stored = PeopleStore().role("supervisor")
            assert stored is not None
            tx.put(role_row(now.model_copy(update={"revision": stored.revision})))
        world.raising.role_changed("supervisor")
        world.look_at_people()
        assert world.stored(flag).assignee_id == f"us_{has_it}"
        assert world.told(flag["id"])[-1] == ("flag_compliance", [f"us_{has_it}"])


@pytest.mark.feature("S2.3", "P1")
def test_what_is_opened_again_waits_for_somebody_who_is_there(world: Flagging, card: str) -> None:
    world.scored(1, card, legal="no", b="yes", c="yes")
    (flag,) = world.queue("sam")
    assert world.act("sam", flag, "resolution", {"outcome": "coached"}).status == 200
    world.leave("sam")
    assert world.stored(flag).assignee_id == "us_sam", "what is settled stays as it was"
    assert world.act("ada", flag, "reopening").status == 200
    world.look_at_people()
    assert [each["id"] for each in world.queue("ada")] == [flag["id"]]


@pytest.mark.feature("S2.3", "P1")
def test_the_flag_of_a_conversation_that_turns_out_to_be_anothers_goes_to_their_leader(world: Flagging) -> None:
    world.settle(alert_keywords=("lawyer",))
    said = (("agent", "Good morning."), ("customer", "I call my lawyer."))
    world.listen(world.add_interaction(1, "kim", said=said))
    (flag,) = world.queue("sam")
    world.listen(world.add_interaction(1, "zoe", said=said))
    assert [each["id"] for each in world.queue("pat")] == [flag["id"]]
    assert world.queue("sam", whose="everybody") == []
    assert (world.told(flag["id"])[-1], world.taken_back()[-1][1]) == (("flag_compliance", ["us_pat"]), ["us_sam"])


@pytest.mark.feature("S2.3")
def test_keywords_policies_and_hang_ups_are_compliance_matters(world: Flagging) -> None:
    world.settle(alert_keywords=("speak to your manager", "lawyer"), flag_hang_ups=True)
    said = (
        ("agent", "Good morning, how can I help?"),
        ("customer", "I want to speak to your manager, now."),
        ("agent", "That isn't possible."),
        ("customer", "Then I will call my lawyer."),
    )
    called = world.add_interaction(1, said=said)
    assert called.duration_ms == 60_000
    world.listen(called)
    (flag,) = world.queue()
    assert (flag["kind"], flag["grounds"]["named"]) == ("keyword", ["speak to your manager", "lawyer"])
    assert [(each["turn_index"], each["start_ms"]) for each in flag["grounds"]["places"]] == [(1, 5000), (3, 15000)]
    world.settle(alert_keywords=("lawyer",))
    world.listen(called)
    assert world.stored(flag).grounds.named == ("lawyer",)
    world.settle(alert_keywords=())
    world.listen(called)
    assert world.stored(flag).history[-1].why == "not_said"
    old = world.add_interaction(2, at=world.clock.now() - timedelta(days=200), said=said)
    world.settle(alert_keywords=("lawyer",))
    told = len(world.told())
    world.listen(old)
    assert len(world.told()) == told, "of old ones nobody is told one by one"
    assert [each["about"]["interaction_id"] for each in world.queue()] == ["int_2"]


@pytest.mark.feature("S2.3", "N8")
def test_what_a_flag_quotes_of_a_conversation_is_masked_as_for_every_reader(world: Flagging) -> None:
    world.settle(alert_keywords=("lawyer", "4111 1111 1111 1111"))
    said = (("agent", "Good morning."), ("customer", "My card is 4111 1111 1111 1111, or I call my lawyer."))
    world.listen(world.add_interaction(1, said=said))
    (flag,) = world.queue()
    assert flag["grounds"]["named"] == ["lawyer", "4111 1111 1111 1111"], "looked for as it was said"
    assert {each["text"] for each in flag["grounds"]["places"]} == {
        "My card is card•••••••••••••••, or I call my lawyer."
    }


@pytest.mark.feature("S2.3", "N5")
def test_what_other_numbers_would_bring_a_week_is_told_before(world: Flagging, card: str) -> None:
    forecasts = Forecasts(
        ForecastStore(),
        AutomationStore(),
        world.store,
        world.scorecards,
        world.interactions,
        PeopleStore(),
        world.access,
        world.clock,
        world.ids,
        lambda: "seed",
    )
    wiring.forecasts._made = forecasts
    for number in range(1, 6):
        world.scored(number, card, legal="yes", b="no", c="yes")
    world.clock.advance(timedelta(days=1))
    plan = {"kind": "threshold", "score_threshold": 70, "pattern_length": 5}
    asked = world.call("ada", "POST", "/forecasts", {"plan": plan, "days": 7})
    forecasts.make(asked.body["id"])
    made = world.call("ada", "GET", f"/forecasts/{asked.body['id']}").body["outlook"]
    assert (made["changing"]["value"], made["managers"][0]["id"]) == (5, "us_sam")
    assert (made["patterns"]["now"]["value"], made["patterns"]["then"]["value"]) == (1, 1)
    world.scored(6, card, legal="yes", b="yes", c="yes")
    plan["pattern_length"] = 6
    again = world.call("ada", "POST", "/forecasts", {"plan": plan, "days": 7})
    forecasts.make(again.body["id"])
    made = world.call("ada", "GET", f"/forecasts/{again.body['id']}").body["outlook"]
    assert (made["patterns"]["now"]["value"], made["patterns"]["then"]["value"]) == (1, 0)
    assert [each["id"] for each in made["pattern_managers"]] == ["us_sam"]


@pytest.mark.feature("S2.2", "N5")
def test_each_criterion_is_run_over_past_calls_before_it_is_asked(world: Flagging) -> None:
    phrases = {"all_of": ["this call is recorded for training"]}
    legal = {"answerer": "ai", "check": "exact_match", "phrases": phrases}
    card = world.published(content(yes_no("legal", **legal), yes_no("b")))
    forecasts = Forecasts(
        ForecastStore(),
        AutomationStore(),
        world.store,
        world.scorecards,
        world.interactions,
        PeopleStore(),
        world.access,
        world.clock,
        world.ids,
        lambda: "seed",
    )
    wiring.forecasts._made = forecasts
    world.scored(1, card, legal="no", b="yes")
    said = (("agent", "Hello, this call is um recorder for training"), ("customer", "Fine"))
    draft = world.opened("eve", world.add_interaction(2, said=said), card)
    answers = [{"question_id": each, "option_id": "no"} for each in ("legal", "b")]
    path = f"/evaluations/{draft.body['id']}"
    world.call("eve", "PATCH", f"{path}/answers", {"answers": answers}, if_match=draft.etag)
    assert world.call("eve", "POST", f"{path}/completion").status == 200
    world.clock.advance(timedelta(days=1))
    stricter = legal | {"phrases": {"all_of": ["for training"], "tolerance": "none"}}
    body = {"kind": "scorecard", "scorecard_id": card, "content": content(yes_no("legal", **stricter), yes_no("b"))}
    asked = world.call("ada", "POST", "/forecasts", {"plan": body, "days": 7})
    assert asked.status == 202, asked.body
    forecasts.make(asked.body["id"])
    made = world.call("ada", "GET", f"/forecasts/{asked.body['id']}").body
    legal_, other = made["outlook"]["criteria"]
    assert legal_["by_rule"] is True
    assert (legal_["now"]["passed"], legal_["now"]["applied"], legal_["now"]["nearly"]) == (2, 2, 1)
    assert (legal_["then"]["passed"], legal_["then"]["nearly"]) == (2, 0)
    assert (other["by_rule"], other["now"]["passed"], other["then"]["applied"]) == (False, 1, 2)
