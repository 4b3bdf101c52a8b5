"""Evaluators' and agents' words go; answers, scores and reports stay (N8, S4.7)."""

from datetime import timedelta

import pytest

from debrief.insights.projection.shares import evaluation_share
from debrief.kernel.clock import iso
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import SettingsValues
from debrief.quality import privacy_service
from debrief.quality.calibrations.model import Assessor, Calibration
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.disputes.deciding import decided, raised
from debrief.quality.disputes.model import AnswerDecision, DisputedHere
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.drawing.lot import drawn
from debrief.quality.earning.model import Check, Checked, Draw
from debrief.quality.earning.store import EarningStore
from debrief.quality.evaluations.events import EVALUATION_DELETED
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.opening import automatic_id
from debrief.quality.evaluations.reviewing import asked_anew, disputed
from debrief.quality.flags.course import raised as new_flag
from debrief.quality.flags.course import resolved
from debrief.quality.flags.model import FlagGrounds, FlagPlace
from debrief.quality.flags.raising import Raised, about_evaluation
from debrief.quality.flags.store import FlagStore
from debrief.quality.privacy_service import QualityPersonalData
from debrief.quality.table_store import QualityRow
from tests.unit.coaching.world import AGENT, NOW, PEER
from tests.unit.privacy.walking import contact, conversations_of, erase, export, person
from tests.unit.summaries.world import World

EVALUATOR = "us_evaluator"


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy_service, "_PAGE", 3)


@pytest.fixture
def port(filled: World) -> QualityPersonalData:
    for evaluation in _completed(filled):
        with Transaction(filled.clock, filled.ids) as tx:
            answers = tuple(
                each.model_copy(update={"comment": "Sam sounded tired", "rationale": "So it was."})
                for each in evaluation.answers
            )
            changed = evaluation.model_copy(update={"answers": answers, "comment": "A private word"})
            filled.evaluations.put_evaluation(tx, changed, evaluation)
    return QualityPersonalData(filled.evaluations, filled.interactions, filled.clock, filled.ids)


def _completed(world: World) -> list[Evaluation]:
    return world.evaluations.evaluations_of(AGENT, NOW - timedelta(days=90), NOW + timedelta(days=1))


def draft(world: World, number: int, agent: str, evaluator: str | None) -> str:
    found = _completed(world)[0]
    changes = {
        "id": f"ev_draft{number}",
        "agent_id": agent,
        "evaluator_id": evaluator,
        "status": "draft",
        "completed_at": None,
        "interaction_id": f"int_{number:026d}",
        "revision": 0,
    }
    with Transaction(world.clock, world.ids) as tx:
        world.evaluations.put_evaluation(tx, found.model_copy(update=changes))
    return f"ev_draft{number}"


@pytest.mark.feature("N8")
def test_evaluations_of_somebodys_work_are_handed_out_to_the_last(port: QualityPersonalData) -> None:
    found = export(port, person(AGENT))
    assert (len(found.of("evaluation")), found.pages >= 3) == (8, True)
    one = found.of("evaluation")[0]
    assert one["score"]["percent"] >= 0
    assert {each["comment"] for each in one["answers"]} == {"Sam sounded tired"}
    assert "Good morning" in found.text, "the agent's own words"
    for hidden in (EVALUATOR, "C-1", "prompt_hash"):
        assert hidden not in found.text
    made = export(port, person(EVALUATOR))
    assert len(made.of("evaluation_made")) == len(made.records) == 8
    for hidden in (AGENT, "tired", "Good morning", "C-1"):
        assert hidden not in made.text
    assert export(port, contact("C-1")).records == []


@pytest.mark.feature("N8", "S4.7")
def test_words_go_and_reports_stay_equal_to_a_recount(filled: World, port: QualityPersonalData) -> None:
    version = filled.scorecards.version("sc_1", 1)
    assert version is not None
    before = {each.id: evaluation_share(version, each, "UTC") for each in _completed(filled)}
    drafts = [draft(filled, number, AGENT, None if number % 2 else EVALUATOR) for number in range(50, 57)]
    assert erase(port, person(AGENT))[0] == 8 + 7
    after = _completed(filled)
    assert {each.id: evaluation_share(version, each, "UTC") for each in after} == before
    assert {each.contact_reference for each in after} == {each.interaction_id for each in after}
    assert not [each for each in after if each.comment]
    assert not [
        answer for each in after for answer in each.answers if answer.comment or answer.quote or answer.rationale
    ]
    assert filled.evaluations.evaluations(drafts) == []
    assert filled.evaluations.was_deleted(drafts[0]), "a repeated run of the pipeline makes it not anew"
    assert erase(port, person(AGENT))[0] == 0


@pytest.mark.feature("N8", "N13")
def test_an_erased_draft_of_the_ai_is_announced_so_that_its_check_is_counted_no_more(
    filled: World, port: QualityPersonalData
) -> None:
    found, by_hand = _completed(filled)[0], draft(filled, 50, AGENT, EVALUATOR)
    of = f"int_{51:026d}"
    id = automatic_id(of, found.scorecard_id, found.scorecard_version, found.transcript_digest)
    changes = {"id": id, "status": "draft", "completed_at": None, "interaction_id": of, "revision": 0}
    with Transaction(filled.clock, filled.ids) as tx:
        filled.evaluations.put_evaluation(tx, found.model_copy(update={**changes, "evaluator_id": None}))
    erase(port, person(AGENT))
    assert filled.evaluations.evaluations([id, by_hand]) == []
    told = [Event.model_validate_json(row.body or "") for row in query_all(QualityRow, "OUTBOX", index="GSI1")]
    assert [each.subject for each in told if each.type == EVALUATION_DELETED] == [id]


@pytest.mark.feature("N8")
def test_evaluations_of_earlier_words_are_handed_out_and_emptied_too(filled: World, port: QualityPersonalData) -> None:
    for evaluation in _completed(filled)[:4]:
        with Transaction(filled.clock, filled.ids) as tx:
            superseded = evaluation.model_copy(update={"superseded_at": NOW})
            filled.evaluations.put_evaluation(tx, superseded, evaluation)
    assert len(_completed(filled)) == 4
    assert len(export(port, person(AGENT)).of("evaluation")) == 8
    assert erase(port, person(AGENT))[0] == 8
    left = export(port, person(AGENT))
    assert len(left.of("evaluation")) == 8
    assert "tired" not in left.text


@pytest.mark.feature("N8")
def test_of_an_erased_evaluator_the_drafts_are_free_for_others(filled: World, port: QualityPersonalData) -> None:
    drafts = [draft(filled, number, PEER, EVALUATOR) for number in range(50, 57)]
    assert erase(port, person(EVALUATOR))[0] == 7
    assert {each.evaluator_id for each in filled.evaluations.evaluations(drafts)} == {None}
    assert list(filled.evaluations.drafts(EVALUATOR, chunk=10)) == []
    assert len(list(filled.evaluations.drafts(None, chunk=10))) == 7
    assert filled.evaluations.open_draft("int_" + f"{50:026d}", "sc_1", EVALUATOR) is None
    assert {each.evaluator_id for each in _completed(filled)} == {EVALUATOR}, "an id with nobody behind it"


@pytest.mark.feature("N8")
def test_of_a_customer_only_their_conversations_evaluations_are_emptied(
    filled: World, port: QualityPersonalData
) -> None:
    draft(filled, 3, AGENT, None)
    assert erase(port, contact("C-3"))[0] == 2
    emptied = [each for each in _completed(filled) if not each.comment]
    assert [each.interaction_id for each in emptied] == [f"int_{3:026d}"]
    assert filled.evaluations.evaluations(["ev_draft3"]) == []
    assert erase(port, contact("C-3"))[0] == 0


@pytest.mark.feature("N8")
def test_a_later_pass_finds_what_was_evaluated_before_the_conversation_was_emptied(
    filled: World, port: QualityPersonalData
) -> None:
    conversations = conversations_of(filled)
    assert erase(conversations, contact("C-3"))[0] == 1
    assert erase(port, contact("C-3"))[0] == 1
    assert (erase(port, contact("C-3"))[0], erase(conversations, contact("C-3"))[0]) == (0, 0)
    assert conversations.forget(contact("C-3")).changed == 1
    assert conversations.forget(contact("C-3")).changed == 0


@pytest.mark.feature("N8", "S4.8")
def test_what_was_disputed_is_handed_out_and_its_words_go(filled: World, port: QualityPersonalData) -> None:
    evaluation = _completed(filled)[0]
    asked = asked_anew(evaluation, SettingsValues(), NOW)
    given = [DisputedHere(question_id=evaluation.answers[0].question_id, reason="I was unwell that day")]
    dispute = raised("dp_1", asked, given, EVALUATOR, NOW)
    said = AnswerDecision(
        question_id=given[0].question_id, upheld=False, choice=dispute.answers[0].choice, response="Get well soon"
    )
    dispute = decided(dispute, (said,), asked, by=EVALUATOR, now=NOW)
    after = disputed(asked, dispute.id, EVALUATOR).model_copy(update={"status": "completed"})
    with Transaction(filled.clock, filled.ids) as tx:
        filled.evaluations.put_evaluation(tx, after, evaluation)
        DisputeStore().put(tx, dispute)
    (record,) = export(port, person(AGENT)).of("dispute")
    assert record["answers"][0]["reason"] == "I was unwell that day"
    assert EVALUATOR not in str(record), "not by whom it was decided"
    erase(port, person(AGENT))
    left = DisputeStore().dispute("dp_1")
    assert left is not None
    assert left.decision is not None
    assert (left.answers[0].reason, left.decision.answers[0].response, left.contact_reference) == (
        "",
        "",
        left.interaction_id,
    )
    assert left.decision.outcome == "re_affirmed"


@pytest.mark.feature("N8", "N13")
def test_blind_checks_are_handed_out_to_whom_they_are_about_and_to_who_made_them(
    filled: World, port: QualityPersonalData
) -> None:
    for number, evaluation in enumerate(_completed(filled)[:5]):
        answers = (Checked(question_id="a", ai="yes", human="no"),) if number else ()
        draw = Draw(
            evaluation_id=evaluation.id,
            seed="a seed",
            percent=100,
            frame=("a", "b"),
            questions=("a",),
            checkers=drawn("a seed", [EVALUATOR, "us_another"], lambda _: None),
        )
        check = Check(
            id=f"chk_{number}",
            evaluation_id=evaluation.id,
            interaction_id=evaluation.interaction_id,
            channel=evaluation.channel,
            agent_id=AGENT,
            interaction_started_at=evaluation.interaction_started_at,
            scorecard_id="sc_1",
            scorecard_name="Voice",
            scorecard_version=1,
            terms={"a": "aiq_1"},
            draw=draw,
            checker_id=EVALUATOR,
            drawn_at=NOW + timedelta(minutes=number),
            until=NOW + timedelta(days=14),
            status="answered" if number else "open",
            answers=answers,
            answered_at=NOW if number else None,
        )
        with Transaction(filled.clock, filled.ids) as tx:
            EarningStore().put_check(tx, check)
    about = export(port, person(AGENT))
    open_, answered, *_ = about.of("blind_check")
    assert len(about.of("blind_check")) == 5
    assert ("answers" in open_, open_["draw"]["questions"], open_["draw"]["seed"]) == (False, ["a"], "a seed")
    assert answered["answers"] == [{"question_id": "a", "ai": "yes", "human": "no"}]
    for hidden in (EVALUATOR, "us_another"):
        assert hidden not in about.text, "not by whom it was checked, nor who else might have been drawn"
    made = export(port, person(EVALUATOR))
    assert len(made.of("blind_check_made")) == 5
    assert made.of("blind_check_made")[1] == {
        "scorecard_id": "sc_1",
        "scorecard_version": 1,
        "drawn_at": iso(NOW + timedelta(minutes=1)),
        "until": iso(NOW + timedelta(days=14)),
        "status": "answered",
        "answered_at": iso(NOW),
    }
    assert AGENT not in made.text
    assert export(port, person(PEER)).records == []


@pytest.mark.feature("N8", "S4.12")
def test_what_others_call_a_conversation_goes_from_its_calibrations_too(
    filled: World, port: QualityPersonalData
) -> None:
    evaluation = _completed(filled)[0]
    (interaction,) = filled.interactions.interactions([f"int_{3:026d}"])
    for number, (of, handed_in) in enumerate(((evaluation.interaction_id, True), (interaction.id, False))):
        assessor = Assessor(user_id=EVALUATOR, evaluation_id=f"ev_cal{number}", handed_in_at=NOW if handed_in else None)
        calibration = Calibration(
            id=f"cal_{number}",
            name="March",
            interaction_id=of,
            contact_reference="C-3",
            channel=evaluation.channel,
            agent_id=AGENT,
            interaction_started_at=evaluation.interaction_started_at,
            scorecard_id="sc_1",
            scorecard_name="Voice",
            scorecard_version=1,
            assessors=(assessor,),
            status="closed",
            created_by="us_admin",
            created_at=NOW,
            closed_at=NOW,
        )
        with Transaction(filled.clock, filled.ids) as tx:
            CalibrationStore().put(tx, calibration)
            if handed_in:
                own = {"id": assessor.evaluation_id, "calibration_id": calibration.id, "revision": 0}
                filled.evaluations.put_evaluation(tx, evaluation.model_copy(update=own))

    def nameless() -> list[bool]:
        held = CalibrationStore().calibrations(["cal_0", "cal_1"])
        return [held[each].contact_reference == held[each].interaction_id for each in sorted(held)]

    erase(port, contact("C-3"))
    assert nameless() == [False, True], "also where nobody had handed in"
    erase(port, person(AGENT))
    assert nameless() == [True, True]
    assert erase(port, person(AGENT))[0] == 0


@pytest.mark.feature("N8", "S2.3")
def test_flags_are_handed_out_without_others_and_lose_their_words(filled: World, port: QualityPersonalData) -> None:
    one = _completed(filled)[0]
    what = Raised("compliance", FlagGrounds(places=(FlagPlace(turn_index=1, text="Secret words", what="lawyer"),)))
    flag = resolved(
        new_flag("fl_1", "keyword", what, about_evaluation(one), "us_boss", NOW), "coached", "We spoke", "us_boss", NOW
    )
    with Transaction(filled.clock, filled.ids) as tx:
        FlagStore().put(tx, flag, None)
    (told,) = export(port, person(AGENT)).of("flag")
    assert (told["kind"], told["resolution"]) == ("keyword", {"outcome": "coached", "note": "We spoke"})
    for hidden in ("us_boss", EVALUATOR, one.contact_reference):
        assert hidden not in str(told)
    erase(port, person(AGENT))
    left = FlagStore().flag("fl_1")
    assert left is not None
    assert (left.state, left.grounds.places[0].text, left.grounds.places[0].what) == ("resolved", "", "lawyer")
    assert "We spoke" not in left.model_dump_json()
    assert one.contact_reference not in left.model_dump_json()
