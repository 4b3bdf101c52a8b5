"""The AI against people over time, assessors among each other, and what somebody who judges blindly isn't shown."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from debrief.insights.agreement.comparing import question_agreement
from debrief.insights.intervals import wilson
from debrief.insights.projection.comparisons import Way, ways
from debrief.insights.projection.packing import SourceKey, change_of
from debrief.insights.projection.projector import RebuildPlace
from debrief.interactions.conversations.words import Channel
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.agreement.coefficients import ac1, alpha, kappa
from debrief.quality.calibrations.model import Assessor, Calibration
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.drawing.lot import Lot
from debrief.quality.earning.events import CHECK_ANSWERED
from debrief.quality.earning.model import Check, Checked, Draw
from debrief.quality.earning.store import EarningStore, check_id
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.evaluations.events import EVALUATION_DELETED, EVALUATION_RESCORED
from debrief.quality.evaluations.model import Answer, Evaluation, Replaced
from tests.unit.insights.test_reports import ask
from tests.unit.insights.world import AT, CONTEXT, NOW, World, batch, evaluation, message, on_day

FIRST = "listening"
PEOPLE = ("us_head", "us_lead", "us_other")


@pytest.fixture
def seen(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Of the first question the AI's yes was kept four times and changed twice, its no kept twice and once made N/A."""
    from api.insights_api import handler

    monkeypatch.setattr(handler.reports, "_clock", world.clock)
    monkeypatch.setattr(handler.insights, "_scorecards", world.scorecards)
    pairs = [("y", "y")] * 4 + [("y", "n")] * 2 + [("n", "n")] * 2 + [("n", "-")]
    for number, (ai, own) in enumerate(pairs):
        reviewed(world, f"ev_{number}", ai, own, interaction_started_at=on_day(2 + number))
    return world


def reviewed(world: World, id: str, ai: str, own: str, **more: Any) -> Evaluation:
    """An evaluation that a person completed: the AI had answered the first question so, and now it is so."""
    choices = {"y": "yes", "n": "no"}
    made = evaluation(world.versions["sc_1", 1], id, f"{own}  ", type="blended", evaluator_id="us_lead", **more)
    (answer,) = made.answers
    by = {"answered_by": "ai"} if ai == own else {"replaced": Replaced(option_id=choices.get(ai))}
    made = made.model_copy(update={"answers": (answer.model_copy(update=by),)})
    with Transaction(world.clock, world.ids) as tx:
        world.evaluations.put_evaluation(tx, made)
    world.keeper.count_evaluation(id)
    return made


def calibrated(world: World, number: int, ai: str | None, *given: str) -> Calibration:
    """A closed calibration of a conversation that the AI had answered too, the first question of it."""
    interaction, version = f"int_cal_{number}", world.versions["sc_1", 1]
    evaluations = [
        evaluation(
            version,
            f"ev_cal_{number}_{who}",
            f"{own}  ",
            interaction_id=interaction,
            evaluator_id=who,
            calibration_id=f"cal_{number}",
        )
        for who, own in zip(PEOPLE, given, strict=True)
    ]
    if ai:
        by_ai = evaluation(version, f"ev_ai_{number}", f"{ai}  ", interaction_id=interaction, type="automatic")
        answers = tuple(each.model_copy(update={"answered_by": "ai"}) for each in by_ai.answers)
        evaluations.append(by_ai.model_copy(update={"answers": answers}))
    calibration = Calibration(
        id=f"cal_{number}",
        name="March",
        interaction_id=interaction,
        contact_reference="C",
        channel=Channel.VOICE,
        agent_id="us_a",
        interaction_started_at=AT,
        scorecard_id="sc_1",
        scorecard_name="Voice",
        scorecard_version=1,
        assessors=tuple(
            Assessor(user_id=who, evaluation_id=f"ev_cal_{number}_{who}", handed_in_at=NOW) for who in PEOPLE
        ),
        status="closed",
        created_by="us_admin",
        created_at=NOW,
        closed_at=NOW,
    )
    with Transaction(world.clock, world.ids) as tx:
        CalibrationStore().put(tx, calibration)
        for each in evaluations:
            world.evaluations.put_evaluation(tx, each)
    world.keeper.count([SourceKey("CAL", calibration.id)])
    return calibration


def checked(world: World, evaluation_id: str, human: str | None, ai: str | None = "yes", **more: Any) -> Check:
    """The blind check of the first question of what the AI made; open where nobody has answered it."""
    lot = Draw(
        evaluation_id=evaluation_id,
        seed="s",
        percent=100,
        frame=(FIRST,),
        questions=(FIRST,),
        checkers=Lot(seed="s", frame=("us_lead",), chosen="us_lead"),
    )
    id = check_id(evaluation_id)
    before = EarningStore().check(id)
    check = Check(
        id=id,
        revision=before.revision if before else 0,
        evaluation_id=evaluation_id,
        interaction_id=f"int_{evaluation_id}",
        channel=Channel.VOICE,
        agent_id="us_a",
        team_id="tm_big",
        interaction_started_at=AT,
        scorecard_id="sc_1",
        scorecard_name="Voice",
        scorecard_version=1,
        terms={FIRST: "term_1"},
        draw=lot,
        checker_id="us_lead",
        drawn_at=NOW,
        until=NOW + timedelta(days=14),
        status="answered" if human is not None else "open",
        answers=(Checked(question_id=FIRST, ai=ai, human=human),) if human is not None else (),
        answered_at=NOW if human is not None else None,
    )
    with Transaction(world.clock, world.ids) as tx:
        EarningStore().put_check(tx, check)
    return check


def question(answer: Any, id: str = FIRST) -> Any:
    assert answer.status == 200, answer.body
    return next((each for each in answer.body["questions"] if each["question_id"] == id), None)


@pytest.mark.feature("N4", "S4.9")
def test_what_people_kept_and_changed_of_the_ai(seen: World) -> None:
    told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))
    pairs: Any = {("y", "y"): 4, ("y", "n"): 2, ("n", "n"): 2, ("n", "-"): 1}
    assert (told["seen"]["compared"], told["seen"]["percent"]) == (9, pytest.approx(100 * 6 / 9))
    assert told["seen"]["low"] < told["seen"]["percent"] < told["seen"]["high"]
    assert told["seen"]["kappa"] == pytest.approx(float(kappa(pairs, Fraction) or 0))
    assert told["seen"]["alpha"] == pytest.approx(float(alpha(pairs, Fraction) or 0))
    assert told["seen"]["ac1"]["value"] == pytest.approx(float(ac1(pairs, Fraction, 3) or 0))
    assert (told["blind"]["compared"], told["blind"]["percent"]) == (0, None)
    assert [(each["first_day"], each["seen"]) for each in told["series"]] == [("2026-03-01", 9)]
    assert question(ask("us_admin", "agreement", scorecard_id="sc_1"), "closing") is None
    assert ask("us_admin", "agreement", scorecard_id="sc_2").body["questions"] == []


@pytest.mark.feature("N4")
def test_it_follows_when_an_evaluation_is_corrected_or_goes(seen: World) -> None:
    def compared() -> tuple[int, float]:
        told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))["seen"]
        return told["compared"], round(told["percent"], 4)

    seen.delete("ev_0")
    seen.keeper.count_evaluation("ev_0")
    assert compared() == (8, round(100 * 5 / 8, 4))
    before = seen.evaluations.evaluation("ev_8")
    assert before is not None
    kept = before.model_copy(update={"answers": (Answer(question_id=FIRST, option_id="no", answered_by="ai"),)})
    with Transaction(seen.clock, seen.ids) as tx:
        seen.evaluations.put_evaluation(tx, kept, before)
    seen.keeper.count_evaluation("ev_8")
    seen.keeper.count_evaluation("ev_8")
    assert compared() == (8, round(100 * 6 / 8, 4))


@pytest.mark.feature("N4", "S4.12")
def test_assessors_who_saw_nothing_of_the_ai_stand_apart(seen: World) -> None:
    for number, given in enumerate(
        [("y", "y", "y"), ("y", "n", "y"), ("n", "n", "n"), ("y", "y", "-"), ("n", "n", "y")]
    ):
        calibrated(seen, number, "y" if number != 3 else None, *given)
    assert question(ask("us_admin", "agreement", scorecard_id="sc_1"))["blind"] | {"ac1": None} == {
        "compared": 4,
        "enough_data": False,
        "percent": None,
        "low": None,
        "high": None,
        "unanimous": False,
        "alpha": None,
        "kappa": None,
        "ac1": None,
    }, "twelve answers of people, held against four of the AI: less than the minimum"
    seen.settle(minimum_sample=4)
    told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))
    assert (told["blind"]["compared"], told["blind"]["percent"]) == (4, pytest.approx(100 * 6 / 12))
    pairs: Any = {("y", "y"): 6, ("y", "n"): 6}
    low, high = wilson(2, 4)
    assert (told["blind"]["low"], told["blind"]["high"]) == (pytest.approx(100 * low), pytest.approx(100 * high))
    assert told["blind"]["kappa"] == pytest.approx(float(kappa(pairs, Fraction) or 0))
    assert [(each["blind"], each["blind_percent"]) for each in told["series"]] == [(4, pytest.approx(50))]
    among: Any = {("y", "y", "y"): 1, ("y", "n", "y"): 1, ("n", "n", "n"): 1, ("y", "y", "-"): 1, ("n", "n", "y"): 1}
    assert told["among"]["compared"] == 5
    assert told["among"]["alpha"] == pytest.approx(float(alpha(among, Fraction) or 0))
    assert (told["among"]["kappa"], told["seen"]["compared"]) == (None, 9)
    # Nothing of it is in any other report.
    assert ask("us_admin", "evaluations", scorecard_id="sc_1").body["by_type"]["manual"] == 0
    calibration = CalibrationStore().calibration("cal_0")
    assert calibration is not None
    with Transaction(seen.clock, seen.ids) as tx:
        CalibrationStore().delete(tx, calibration)
    seen.keeper.count([SourceKey("CAL", "cal_0")])
    assert question(ask("us_admin", "agreement", scorecard_id="sc_1"))["blind"]["compared"] == 3


@pytest.mark.feature("N4", "S4.12")
def test_a_conversation_is_one_however_many_assess_it(world: World) -> None:
    """One answer of the AI that fifteen agree with shows next to nothing."""
    (asked,) = (each for each in world.versions["sc_1", 1].questions() if each.id == FIRST)
    one = Way("blind", FIRST, ("yes", *["yes"] * 15))
    told = question_agreement(asked, "s", {(AT.date(), one): 1}, 5)
    assert told is not None
    assert (told.blind.compared, told.blind.enough_data, told.blind.percent) == (1, False, None)
    told = question_agreement(asked, "s", {(AT.date(), one): 1}, 1)
    assert told is not None
    assert (told.blind.percent, told.blind.high) == (100, 100)
    assert told.blind.low == pytest.approx(100 * wilson(1, 1).low)
    # A conversation of two weighs what one of fifteen does, and no interval is narrower than of as many conversations.
    half = Way("blind", FIRST, ("no", "no", "yes"))
    both = question_agreement(asked, "s", {(AT.date(), one): 2, (AT.date(), half): 2}, 1)
    assert both is not None
    assert both.blind.compared == 4
    assert both.blind.percent == pytest.approx(75)
    assert both.blind.low == pytest.approx(100 * wilson(3, 4).low)
    weighed: Any = {("yes", "yes"): 4, ("no", "no"): 2, ("no", "yes"): 2}
    assert both.blind.kappa == pytest.approx(float(kappa(weighed, Fraction) or 0))
    # Of alpha, too, n is the conversations: as of four pairs, not of eight or thirty.
    assert both.blind.alpha == pytest.approx(
        float(alpha({("yes", "yes"): 2, ("no", "no"): 1, ("no", "yes"): 1}, Fraction) or 0)
    )
    assert both.series[0].blind_percent == pytest.approx(75)


@pytest.mark.feature("N4")
def test_counters_of_before_are_read_as_no_more_conversations_than_there_were() -> None:
    counters = {
        ("blind", "q", "yes", "yes"): 14,
        ("blind", "q", "yes", "no"): 1,
        ("blind", "q", "no", "no"): 3,
        ("blind", "q", "", "yes"): 0,
        ("blind", "q", "yes", "no", "1", "yes", "2"): 2,
    }
    assert sorted(ways(counters)) == [
        (Way("blind", "q", ("no", *["no"] * 3)), 1),
        (Way("blind", "q", ("yes", "no", "yes", "yes")), 2),
        (Way("blind", "q", ("yes", "no", *["yes"] * 14)), 1),
    ]


@pytest.mark.feature("N4", "S4.12")
def test_a_rebuild_counts_what_was_counted_for_each_assessor_anew(seen: World) -> None:
    calibration = calibrated(seen, 0, "y", "y", "n", "y")
    seen.converse(calibration.interaction_id, started_at=AT, agent_id="us_a")
    key = SourceKey("CAL", calibration.id)
    marker = seen.store.marker(key)
    assert marker is not None
    assert marker.share is not None
    ((place, row),) = marker.share.rows.items()
    before = {name: count for name, count in row.items() if not name.startswith("blind:")}
    before |= {f"blind:{FIRST}:yes:yes": 2, f"blind:{FIRST}:yes:no": 1}
    share = marker.share.model_copy(update={"rows": {place: before}})
    with Transaction(seen.clock, seen.ids) as tx:
        seen.store.write(tx, [change_of(key, marker, marker.source_revision, share)], seen.clock)

    def blind() -> int:
        return int(question(ask("us_admin", "agreement", scorecard_id="sc_1"))["blind"]["compared"])

    assert blind() == 1
    again: RebuildPlace | None = RebuildPlace()
    while again is not None:
        again = seen.keeper.rebuild("us_a", again).next
    after = seen.store.marker(key)
    assert after is not None
    assert after.share is not None
    assert after.share.rows == {place: row}
    assert blind() == 1


@pytest.mark.feature("N4", "P4")
def test_it_is_for_those_who_look_after_scorecards_and_below_the_minimum_nothing(seen: World) -> None:
    assert ask("us_a", "agreement", scorecard_id="sc_1").status == 403
    assert question(ask("us_head", "agreement", scorecard_id="sc_1"))["seen"]["compared"] == 9
    assert ask("us_other", "agreement", scorecard_id="sc_1").body["questions"] == []
    seen.settle(minimum_sample=10)
    told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))["seen"]
    assert (told["compared"], told["enough_data"], told["percent"], told["alpha"], told["ac1"]) == (
        9,
        False,
        None,
        None,
        None,
    )


@pytest.mark.feature("S4.12")
def test_whoever_judges_blindly_has_no_figure_that_may_tell(seen: World) -> None:
    for number in range(6):
        seen.complete(f"ev_other_{number}", "yyy", agent_id="us_d", team_id="tm_small")
    hidden = Blind(
        interaction_id="int_ev_0", agent_id="us_a", team_id="tm_big", interaction_started_at=on_day(2), by="cal_1"
    )
    with Transaction(seen.clock, seen.ids) as tx:
        BlindStore().blind(tx, "us_admin", hidden)
    day = {"from_": "2026-03-02", "to": "2026-03-02"}
    for query in ({"agent_id": "us_a"}, {"team_id": "tm_big"}, {}):
        for report in ("line-items", "evaluations", "responses"):
            card = {"scorecard_id": "sc_1"} if report == "responses" else {}
            shown = ask("us_admin", report, **day, **query, **card).body
            assert shown["frame"]["days_left_out"] == 1, (report, query)
            assert not shown.get("items"), "nothing of that day"
            assert not shown.get("questions")
            assert not shown.get("series")
    whole = ask("us_admin", "evaluations", agent_id="us_a").body
    assert sum(whole["by_type"].values()) == 8, "eight of nine: the day is left out, the others aren't"
    assert ask("us_admin", "evaluations", agent_id="us_d").body["frame"]["days_left_out"] == 0
    assert question(ask("us_admin", "agreement", scorecard_id="sc_1"))["seen"]["compared"] == 8
    assert sum(ask("us_head", "evaluations", agent_id="us_a").body["by_type"].values()) == 9


@pytest.mark.feature("N4", "S4.7", "S4.12")
def test_what_the_ai_made_leaves_the_calibrations_it_stood_beside_when_it_is_deleted(seen: World) -> None:
    from events.roll_up.handler import lambda_handler

    def blind() -> int:
        told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))
        return int(told["blind"]["compared"])

    for number, given in enumerate([("y", "y", "y"), ("y", "n", "y"), ("n", "n", "n")]):
        calibrated(seen, number, "y", *given)
    assert blind() == 3
    by_ai = seen.evaluations.evaluation("ev_ai_0")
    assert by_ai is not None
    # A person corrects it: what the AI had answered stays what it was.
    (answer,) = by_ai.answers
    own = answer.model_copy(update={"option_id": "no", "answered_by": "human", "replaced": Replaced(option_id="yes")})
    corrected = by_ai.model_copy(update={"type": "automatic", "evaluator_id": "us_lead", "answers": (own,)})
    with Transaction(seen.clock, seen.ids) as tx:
        seen.evaluations.put_evaluation(tx, corrected, by_ai)
    told = message(EVALUATION_RESCORED, by_ai.id, 2, type="automatic", interaction_id=by_ai.interaction_id)
    assert lambda_handler(batch(told), CONTEXT) == {"batchItemFailures": []}
    assert blind() == 3
    seen.delete(by_ai.id)
    told = message(EVALUATION_DELETED, by_ai.id, 3, type="automatic", interaction_id=by_ai.interaction_id)
    for _ in range(2):
        assert lambda_handler(batch(told), CONTEXT) == {"batchItemFailures": []}
    assert blind() == 2


@pytest.mark.feature("N4", "N13")
def test_answered_blind_checks_are_counted_as_long_as_what_they_checked_is_there(seen: World) -> None:
    from events.roll_up.handler import lambda_handler

    seen.settle(minimum_sample=1)

    def blind() -> tuple[int, float]:
        """How many are compared, and how many of them are alike."""
        told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))["blind"]
        return told["compared"], round(told["compared"] * told["percent"] / 100, 3)

    def heard(*events: Any) -> None:
        for _ in range(2):
            assert lambda_handler(batch(*events), CONTEXT) == {"batchItemFailures": []}

    for number, (human, ai) in enumerate([("yes", "yes"), ("no", "yes"), ("", ""), (None, None), ("yes", None)]):
        seen.complete(f"ev_made_{number}", "y  ", type="automatic", interaction_started_at=AT)
        check = checked(seen, f"ev_made_{number}", human, ai)
        heard(message(CHECK_ANSWERED, check.id, 1))
    assert blind() == (3, 2), "neither what is open nor where the AI had answered nothing"
    assert ask("us_admin", "evaluations", scorecard_id="sc_1").body["by_type"]["automatic"] == 5, "nowhere else"
    calibrated(seen, 0, "y", "y", "n", "n")
    assert blind() == (4, 2.333)
    seen.delete("ev_made_1")
    gone = message(EVALUATION_DELETED, "ev_made_1", 2, type="automatic", interaction_id="int_ev_made_1")
    heard(gone)
    assert blind() == (3, 2.333)


@pytest.mark.feature("N4", "N13")
def test_a_rebuild_counts_checks_that_were_answered_before_they_were_counted(seen: World) -> None:
    seen.settle(minimum_sample=1)
    check = checked(seen, "ev_0", "yes")
    place: RebuildPlace | None = RebuildPlace()
    while place is not None:
        place = seen.keeper.rebuild("us_a", place).next
    assert question(ask("us_admin", "agreement", scorecard_id="sc_1"))["blind"]["compared"] == 1
    assert seen.store.marker(SourceKey("CHK", check.id)) is not None
    others = SourceKey("CHK", check_id("ev_1"))
    assert seen.store.marker(others) is None, "nothing is written of what wasn't drawn"


@pytest.mark.feature("N4", "N13")
def test_a_rebuild_finds_the_checks_of_drafts_and_of_what_is_gone(seen: World) -> None:
    from events.roll_up.handler import lambda_handler

    seen.settle(minimum_sample=1)

    def blind() -> int:
        told = question(ask("us_admin", "agreement", scorecard_id="sc_1"))
        return int(told["blind"]["compared"] or 0)

    def rebuilt() -> None:
        place: RebuildPlace | None = RebuildPlace()
        while place is not None:
            place = seen.keeper.rebuild("us_a", place, most=2).next

    for number in range(5):
        id = f"ev_{number}_drawn"
        draft = evaluation(
            seen.versions["sc_1", 1], id, "y  ", type="blended", status="draft", score=None, completed_at=None
        )
        with Transaction(seen.clock, seen.ids) as tx:
            seen.evaluations.put_evaluation(tx, draft)
        checked(seen, id, "yes")
    rebuilt()
    assert blind() == 5, "a draft stands in no list of the agent's"
    seen.delete("ev_0_drawn")
    rebuilt()
    assert blind() == 4
    seen.delete("ev_1_drawn")
    told = message(EVALUATION_DELETED, "ev_1_drawn", 2, type="blended", interaction_id="int_ev_1_drawn")
    assert lambda_handler(batch(told), CONTEXT) == {"batchItemFailures": []}
    assert blind() == 3


@pytest.mark.feature("N4", "S4.12")
def test_a_rebuild_moves_calibrations_to_another_day_too(seen: World) -> None:
    calibration = calibrated(seen, 0, "y", "y", "n", "y")
    seen.converse(calibration.interaction_id, started_at=AT, agent_id="us_a")
    seen.settle(time_zone="Pacific/Honolulu")
    place: RebuildPlace | None = RebuildPlace()
    while place is not None:
        place = seen.keeper.rebuild("us_a", place).next
    marker = seen.store.marker(SourceKey("CAL", calibration.id))
    assert marker is not None
    assert marker.share is not None
    assert {row.partition("#")[0] for row in marker.share.rows} == {"AGREEMENT/2026-03-09"}
