"""What a report says first, what of a section belongs there, and reports of an earlier form (S0.9, S0.10, N3)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Channel, SourceFormat, Speaker, Transcript, Turn
from debrief.kernel.ai.prompts import fence
from debrief.summaries.drafting.capping import prompt_data
from debrief.summaries.drafting.draft import SummaryDraft
from debrief.summaries.drafting.filtering import report_of
from debrief.summaries.drafting.spotlights import quotes_for
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.material import AnswerQuote, ConversationDigest
from debrief.summaries.report.comparing import comparison_of
from debrief.summaries.report.erasing import without_conversation
from debrief.summaries.report.report import LineItem, Report, quotes_of
from debrief.summaries.report.saying import AROSE, arose_text
from local.offline import draft_summary
from local.offline.texts import fenced
from tests.unit.coaching.world import NOW
from tests.unit.summaries.test_filtering import count, dossier, dropped, evaluation, made

ITEMS = {"listen": "Active Listening & Responsiveness", "verify": "Verifies identity"}
SAID = (
    "Good morning, thank you for calling, how can I help you today?",
    "My parcel has been lost for two weeks now.",
    "I hear you, and I will stay on this until it is found.",
    "Could you tell me your postcode and your full name, please?",
)


def talk(interaction_id: str) -> Transcript:
    turns = tuple(
        Turn(index=index, speaker=Speaker.CUSTOMER if index == 1 else Speaker.AGENT, text=text, start_ms=index * 1000)
        for index, text in enumerate(SAID)
    )
    return Transcript(interaction_id=interaction_id, turns=turns, source_format=SourceFormat.VCON)


def quote(turn: int, question: str = "listen", text: str = "") -> AnswerQuote:
    speaker = Speaker.CUSTOMER if turn == 1 else Speaker.AGENT
    return AnswerQuote(
        question_id=question, text=text or SAID[turn], turn_index=turn, start_ms=turn * 1000, speaker=speaker
    )


def told(over: Dossier, **draft: Any) -> Report:
    return report_of(SummaryDraft.model_validate(draft), over, talk, summary_id="sm_1", offline=False)


def ids(over: Dossier) -> dict[str, str]:
    return {fact.question_id or "": fact.id for fact in over.facts if fact.kind == "line_item"}


@pytest.mark.feature("S0.9")
def test_what_is_worked_on_is_shown_by_the_agents_own_words_before_the_customers() -> None:
    shown = (evaluation(1, quotes=(quote(1, "verify"), quote(3, "verify"))),)
    focus = told(dossier(evaluations=shown)).focus
    assert focus is not None
    assert focus.quote is not None
    assert (focus.quote.text, focus.quote.speaker) == (SAID[3], Speaker.AGENT)


# The first page ------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S0.9", "S0.10")
def test_praise_and_work_come_with_their_figures_and_the_words_that_show_them() -> None:
    evaluations = (
        evaluation(1, quotes=(quote(0), quote(2), quote(3, "verify"))),
        evaluation(2, quotes=(quote(1),)),
    )
    report = told(dossier(evaluations=evaluations))
    assert report.praise is not None
    assert report.focus is not None
    assert report.praise.line_item == report.strengths.line_items[0]
    assert report.focus.line_item == report.development.line_items[0]
    assert report.praise.quote is not None
    assert (report.praise.quote.text, report.praise.quote.started_at) == (SAID[2], NOW), "not the greeting"
    assert report.focus.quote is not None
    assert report.focus.quote.text == SAID[3]
    assert [each.text for each in quotes_of(report)] == [SAID[2], SAID[3]]
    gone = without_conversation(report, "int_1")
    assert [each.quote for each in (gone.praise, gone.focus) if each] == [None, None]


@pytest.mark.feature("N1")
def test_words_that_nobody_said_are_not_quoted_and_the_next_best_are() -> None:
    invented = quote(2, text="You are the best customer that we ever had here.")
    report = told(dossier(evaluations=(evaluation(2, quotes=(invented,)), evaluation(1, quotes=(quote(2),)))))
    assert report.praise is not None
    assert report.praise.quote is not None
    assert report.praise.quote.text == SAID[2]
    report = told(dossier(evaluations=(evaluation(2, quotes=(invented,)),)))
    assert report.praise is not None
    assert report.praise.quote is None


@pytest.mark.feature("S0.9", "N1")
def test_what_was_missed_is_shown_by_the_words_that_called_for_it_or_by_a_conversation_alone() -> None:
    called_for = (evaluation(1, arose=(quote(0, "verify"), quote(1, "verify"))), evaluation(2, arose=(quote(3),)))
    focus = told(dossier(evaluations=called_for)).focus
    assert focus is not None
    assert focus.quote is not None
    assert (focus.quote.text, focus.quote.arose, focus.chip) == (SAID[1], True, None), "what the customer said"
    assert arose_text(focus.quote) == AROSE
    shown = (evaluation(1, arose=(quote(1, "verify"),), quotes=(quote(3, "verify"),)),)
    focus = told(dossier(evaluations=shown)).focus
    assert focus is not None
    assert focus.quote is not None
    assert (focus.quote.text, focus.quote.arose) == (SAID[3], False), "what shows it comes first"

    report = told(dossier(evaluations=(evaluation(3, inquiry=("Late delivery",)), evaluation(2))))
    for side, how in ((report.praise, "met"), (report.focus, "missed")):
        assert side is not None
        assert side.quote is None
        assert side.chip is not None
        assert (side.chip.evaluation_id, side.chip.heading) == ("ev_3", "Late delivery")
        assert side.chip.note.text == f"The newest conversation in which it was {how}."
    gone = without_conversation(report, "int_3")
    assert [each.chip for each in (gone.praise, gone.focus) if each] == [None, None]


@pytest.mark.feature("S0.9", "N1")
def test_under_a_line_item_stand_no_words_that_belong_to_another() -> None:
    counts = (count("verify", "Verifies identity", 18, 20), count("recap", "Recap", 3, 20))
    # What the agent said after the customer's first words is the identity check: it bears out the other line item.
    seen = evaluation(1, met=("verify",), missed=("recap",), quotes=(quote(3, "verify"),), arose=(quote(1, "recap"),))
    focus = told(dossier(counts=counts, evaluations=(seen,))).focus
    assert focus is not None
    assert focus.quote is not None
    assert (focus.line_item.question_id, focus.quote.text, focus.quote.arose) == ("recap", SAID[1], True)
    other = seen.model_copy(update={"arose": (quote(3, "recap"),)})
    focus = told(dossier(counts=counts, evaluations=(other,))).focus
    assert focus is not None
    assert (focus.line_item.question_id, focus.quote) == ("recap", None)
    assert focus.chip is not None
    assert focus.chip.evaluation_id == "ev_1"


@pytest.mark.feature("S0.9", "N3")
def test_what_clearly_moved_comes_first() -> None:
    counts = (count("a", "A", 95, 100), count("b", "B", 90, 100), count("c", "C", 30, 100), count("d", "D", 40, 100))
    over = dossier(counts=counts, counts_before=(count("b", "B", 40, 100), count("d", "D", 90, 100)))
    report = told(over)
    assert [item.question_id for item in report.strengths.line_items] == ["a", "b"]
    assert report.praise is not None
    assert report.praise.line_item.question_id == "b"
    assert report.focus is not None
    assert report.focus.line_item.question_id == "d"
    of = {fact.of for fact in report.facts if fact.kind == "change"}
    assert report.praise.line_item.fact_id in of, "its change is among the report's facts"
    assert report.compared_with is not None
    assert (over.material.period.first_day - report.compared_with.last_day).days == 1


@pytest.mark.feature("S0.9")
def test_nothing_is_praised_that_fails_more_often_than_it_passes() -> None:
    report = told(dossier(counts=(count("listen", "Listening", 8, 25), count("verify", "Identity", 2, 25))))
    assert (report.strengths.line_items, report.praise) == ((), None)
    assert [each.text for each in report.strengths.passages] == ["No line item stands out as strong."]
    assert report.focus is not None


@pytest.mark.feature("S0.9", "S0.10")
def test_whoever_is_clearest_is_praised_however_many_line_items_are_level() -> None:
    letters = "abcdefgh"
    counts = (*(count(each, f"Item {each}", 12, 12) for each in letters), count("weak", "Greets", 5, 12))
    met = (evaluation(1, met=("h",), missed=("weak",), quotes=(quote(2, "h"),)),)
    over = dossier(counts=counts, evaluations=met)
    report = told(over, strengths={"texts": [f"{{{ids(over)['h']}.name}} was met even in {{E1}}."], "chips": []})
    assert [item.question_id for item in report.strengths.line_items] == [*"abcdef"]
    assert [each.text for each in report.strengths.passages] == [
        "8 line items stand at 100%; the 6 with most answers are listed.",
        "Item h was met even in the call of 10 Mar (C-1).",
    ]
    assert report.praise is not None
    assert report.praise.line_item.question_id == "h", "the one with words to quote"
    assert report.praise.quote is not None
    assert report.praise.line_item.fact_id in {fact.id for fact in report.facts}
    assert [item.question_id for item in report.development.line_items] == ["weak"]
    assert dropped(report) == {}


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
def test_the_order_of_quotes_keeps_all_and_puts_greetings_last(given: list[tuple[int, bool]]) -> None:
    met = {True: ("listen",), False: ()}
    evaluations = [
        evaluation(n, met=met[is_met], missed=met[not is_met], quotes=(quote(turn),))
        for n, (turn, is_met) in enumerate(given)
    ]
    item = LineItem(
        fact_id="F1", text="", scorecard_id="sc_1", question_id="listen", passed=1, applicable=1, low=1, high=2
    )
    for side in (True, False):
        found = [each.turn_index for _, each in quotes_for(item, evaluations, met=side)]
        assert sorted(found) == sorted(turn for turn, is_met in given if is_met is side)
        agents = [turn for turn in found if turn != 1]
        assert [turn == 0 for turn in agents] == sorted(turn == 0 for turn in agents)


# Sections ------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("N1", "S0.9")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{listen.name} at {listen} is among the strongest line items.", "restated"),
        ("{listen.name} passes most often.", "restated"),
        ("The {average.name} is {average}.", "misplaced"),
        ("{metric.name} over the conversations stands at {metric}.", "misplaced"),
        ("{verify.name} shows room to grow.", "misplaced"),
        ("{listen.name} was met even in {E1}, which scored {E1.score}.", None),
        # a conversation beside it makes nothing weak a highlight, and what it tells is held against its answers
        ("{verify.name} was missed in {E4}.", "misplaced"),
        ("{verify.name} passes at only {verify}, as in {E4}.", "misplaced"),
        ("The {average.name} of {average} was also reached in {E1}.", "misplaced"),
        ("{verify.name} was met in {E1}.", "contradiction"),
        ("{listen.name} was missed in {E1}.", "contradiction"),
        ("{listen.name} was never missed, not even in {E1}.", None),
        ("{listen.name} was met in {E1}, while {verify.name} was missed.", None),
        ("{listen.name} was rarely missed, and not in {E1}.", None),
        ("In {E1} the agent named the customer's concern first.", None),
        ("{listen.name} shows when the agent sums up what the customer asked for.", None),
    ],
)
def test_a_section_says_what_its_figures_do_not(text: str, reason: str | None) -> None:
    over = dossier(
        evaluations=tuple(evaluation(n, met=("listen",), missed=("verify",)) for n in range(1, 8)),
        conversations=tuple(
            ConversationDigest(
                id=f"int_{n}", revision=1, contact_reference="C", channel=Channel.VOICE, started_at=NOW, xnps=9
            )
            for n in range(6)
        ),
    )
    names = ids(over)
    average = next(fact.id for fact in over.facts if fact.kind == "average")
    metric = next(fact.id for fact in over.facts if fact.kind == "metric")
    for name, fact in (("listen", names["listen"]), ("verify", names["verify"]), ("average", average)):
        text = text.replace(f"{{{name}", f"{{{fact}")
    text = text.replace("{metric", f"{{{metric}")
    report = made(over, strengths={"texts": [text], "chips": []})
    assert dropped(report) == ({reason: 1} if reason else {})
    assert len(report.strengths.passages) == (reason is None)


@pytest.mark.feature("N1", "S0.9")
@pytest.mark.parametrize("side", ["strengths", "development"])
def test_what_came_out_the_other_way_in_a_conversation_belongs_into_neither_section(side: str) -> None:
    """A strong line item that was missed there is no highlight, and neither is it an area to develop."""
    over = dossier(evaluations=(evaluation(1, met=("verify",), missed=("listen",)),))
    text = f"{{{ids(over)['listen']}.name}} was missed in {{E1}}."
    section: Any = {side: {"texts": [text], "chips": []}}
    assert dropped(made(over, **section)) == {"misplaced": 1}


@pytest.mark.feature("S0.10", "N3")
def test_small_samples_say_so_and_conclude_nothing() -> None:
    over = dossier(counts=(count("listen", "Listening", 3, 3), count("verify", "Identity", 0, 4)))
    names = ids(over)
    advice = {"area": "Identity", "action": "Ask first.", "rationale": "It matters.", "chips": []}
    report = made(
        over,
        strengths={"texts": [f"{{{names['listen']}.name}} is a strength."], "chips": []},
        recommendations=[{**advice, "line_item": names["verify"]}, advice],
    )
    note = "Not enough data: no line item has 5 answers in this period. Nothing is concluded from fewer."
    assert [each.text for each in (*report.strengths.passages, *report.development.passages)] == [note, note]
    assert [item.text for item in report.too_few] == ["Identity", "Listening"]
    assert (report.recommendations, report.praise, report.focus) == ((), None, None)
    assert dropped(report)["no_value"] == 2
    assert {fact.standing for fact in over.facts} == {""}


@pytest.mark.feature("N1", "N3")
def test_a_value_comes_with_its_sample_and_a_change_with_its_interval() -> None:
    over = dossier(counts_before=(count("listen", ITEMS["listen"], 10, 25),))
    item = ids(over)["listen"]
    change = next(fact for fact in over.facts if fact.kind == "change")
    (passage,) = made(over, trends=[f"{{{item}.name}} improved: {{{change.id}}}."]).trends
    assert passage.text == f"{ITEMS['listen']} improved: up 52 points ({change.note})."
    assert "95% interval" in passage.text
    assert "25 answers, after 25 answers before" in passage.text
    (passage,) = made(over, talking_points=[f"{{{item}.name}} ({{{item}}}), and why it is {{{item}}}."]).talking_points
    assert passage.text == f"{ITEMS['listen']} (92% of 25), and why it is 92%."


# Earlier forms -------------------------------------------------------------------------------------------------------


def _passage(text: str, **more: Any) -> dict[str, Any]:
    return {"spans": [{"text": text}], **more}


@pytest.mark.feature("S0.9")
def test_a_report_of_the_earlier_form_is_read_with_nothing_lost_that_was_written() -> None:
    kept = {
        "summary_id": "sm_1",
        "highlights": [_passage("Promises were kept."), _passage("Passing most often: A.", computed=True)],
        "areas_for_improvement": [_passage("Say what happens next.", edited=True)],
        "strengths": {"line_items": [], "passages": [_passage("Calm in {E1}.")], "chips": []},
        "development": {"line_items": [], "passages": [], "chips": []},
        "questions": [_passage(f"Why {n}?") for n in range(5)],
    }
    report = Report.from_kept(json.dumps(kept))
    assert [each.text for each in report.strengths.passages] == ["Promises were kept.", "Calm in {E1}."]
    assert [(each.text, each.edited) for each in report.development.passages] == [("Say what happens next.", True)]
    assert (report.praise, report.focus, report.too_few, report.compared_with) == (None, None, (), None)
    assert len(report.questions) == 5
    assert Report.from_kept(report.model_dump_json()) == report
    compared = comparison_of(report, report, same_prompt=True)
    assert (compared.differing, len(compared.equal)) == ((), 8)


def test_a_draft_of_the_earlier_form_keeps_its_texts() -> None:
    kept = {
        "highlights": ["One."],
        "areas_for_improvement": ["Two."],
        "strengths": {"texts": ["Three."], "chips": [{"evidence": "E1", "note": ""}]},
    }
    draft = SummaryDraft.from_kept(json.dumps(kept))
    assert (draft.strengths.texts, draft.development.texts) == (("One.", "Three."), ("Two.",))
    assert len(draft.strengths.chips) == 1
    with pytest.raises(ValueError, match="highlights"):
        SummaryDraft.model_validate(kept)


@pytest.mark.feature("S0.13", "N10")
def test_the_offline_drafter_points_to_different_conversations() -> None:
    """Two evaluations of one conversation, by a person and by AI, look the same to a reader."""
    twins = [evaluation(n, interaction_id=f"int_{(n + 1) // 2}", contact_reference=f"C-{n}") for n in range(1, 7)]
    over = dossier(evaluations=tuple(twins))
    data = prompt_data(over, {})
    lines = {each["id"]: each for each in json.loads(fenced(data.evidence, "evidence")) if each["kind"] == "evaluation"}
    assert [each.get("same_conversation_as") for each in lines.values()] == [None, "E1", None, "E3", None, "E5"]
    prompt = "\n".join((data.facts, data.evidence, data.background or fence("background", "{}"), data.transcripts))
    report = made(over, **draft_summary.draft("", prompt, {}))
    for chips in (report.strengths.chips, report.development.chips, *(each.chips for each in report.recommendations)):
        assert len({each.interaction_id for each in chips}) == len(chips) == 2


@pytest.mark.feature("S0.9", "N10")
def test_the_offline_drafter_reads_what_was_written_and_names_a_conversation_once() -> None:
    over = dossier(evaluations=tuple(evaluation(n, channel=Channel.CHAT) for n in (1, 2)))
    data = prompt_data(over, {})
    lines = {each["id"]: each.get("channel") for each in json.loads(fenced(data.evidence, "evidence"))}
    assert lines["E1"] == "chat"
    prompt = "\n".join((data.facts, data.evidence, data.background or fence("background", "{}"), data.transcripts))
    draft = draft_summary.draft("", prompt, {})
    assert "isten" not in json.dumps(draft)
    assert draft["action_items"][0].startswith("Read {E")
    for each in draft["recommendations"]:
        assert each["action"].startswith("Read {E1} and {E2} together") or each["action"].startswith(
            "Read {E2} and {E1}"
        )
        assert "{E" not in each["rationale"], "the action has named them"
    calls = prompt_data(dossier(evaluations=(evaluation(1),)), {})
    assert '"channel"' not in calls.evidence.split('"kind":"conversation"')[0], "most are calls: that needs no word"


def test_the_offline_drafter_sends_nobody_twice_to_the_same_conversations() -> None:
    facts = [
        {"id": f"F{n}", "kind": "line_item", "name": f"item {n}", "standing": "weakest", "value": f"{n}0%"}
        for n in (1, 2)
    ]
    evaluations = [
        {"id": f"E{n}", "kind": "evaluation", "score": f"{n}0%", "missed": ["F1", "F2"]} for n in (1, 2, 3, 4)
    ]
    first, second = draft_summary.Drafter(facts, evaluations, {}, {"E1": "email"}).recommendations()
    assert first["action"].startswith("Go through {E1} and {E2} together")
    assert second["action"].startswith("Listen to {E3} and {E4} together")
