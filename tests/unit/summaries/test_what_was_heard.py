"""Somebody's words may be told where they were said: held against the conversation that the sentence cites (N1)."""

from datetime import timedelta

import pytest

from debrief.summaries.drafting.capping import PromptData
from debrief.summaries.drafting.draft import SummaryDraft
from debrief.summaries.drafting.filtering import judged_of, known_of, report_of
from debrief.summaries.drafting.guard import checked
from debrief.summaries.drafting.repairing import NewPlace, Repair, Repaired, lost_in, mended
from debrief.summaries.drafting.reporting import bears_out, words_heard
from debrief.summaries.drafting.sentence import Sentence
from debrief.summaries.model import FurtherRound
from debrief.summaries.store import PROMPT
from tests.unit.coaching.world import NOW
from tests.unit.summaries.test_filtering import dossier, dropped, made, transcript
from tests.unit.summaries.test_summary_workflow import asked
from tests.unit.summaries.world import World

SAID = "In {E1} the customer said that nothing came."
NOT_SAID = "In {E1} the customer said that refunds take too long."


@pytest.mark.feature("N1")
def test_words_that_were_said_may_be_told_and_others_not() -> None:
    report = made(examples=[{"text": SAID}, {"text": NOT_SAID}])
    assert len(report.examples) == 1
    assert dropped(report) == {"unproven_quote": 1}


@pytest.mark.feature("N1")
def test_what_stands_beside_a_quote_is_held_against_its_conversation() -> None:
    quote = {"evidence": "E1", "turn": 1, "text": "nothing came"}
    report = made(
        examples=[
            {"text": "The customer said that nothing came.", "quote": quote},
            {"text": "The customer said that refunds take too long.", "quote": quote},
        ]
    )
    assert len(report.examples) == 1
    assert dropped(report) == {"unproven_quote": 1}


@pytest.mark.feature("N1")
@pytest.mark.parametrize("sentence", [SAID, NOT_SAID])
def test_without_transcripts_nobodys_words_are_told(sentence: str) -> None:
    assert checked(sentence, known_of(dossier()), must_cite=True).dropped == ("unproven_quote",)


@pytest.mark.feature("N1")
def test_thanks_and_requests_are_no_quotes() -> None:
    for sentence in (
        "The customer in {E1} thanked the agent for the clear explanation.",
        "In {E1} the customer asked for a refund.",
    ):
        assert checked(sentence, known_of(dossier()), must_cite=True).kept, sentence


@pytest.mark.feature("N1")
def test_sentences_that_a_line_break_parted_stay_apart_when_one_is_mended() -> None:
    draft = SummaryDraft(talking_points=("What went well at the start\nAgents passed 97 of a hundred checks",))
    judged = judged_of(draft, dossier(), transcript)
    lost = lost_in(draft, judged)
    assert len(lost) == 1
    answer = Repair(places=(NewPlace(place="P1", text="What may go better at the end"),))
    repaired = Repaired(round=FurtherRound(status="made"), places=lost, answer=answer)
    anew = mended(draft, judged, repaired)
    assert anew.talking_points == ("What went well at the start\nWhat may go better at the end",)
    report = report_of(anew, dossier(), transcript, summary_id="sm_1", offline=False)
    assert dropped(report) == {}


@pytest.mark.feature("N6", "S0.13")
@pytest.mark.parametrize(("digest", "read"), [(None, True), ("of earlier words", False)])
def test_what_instructs_is_read_only_where_a_person_has_looked_at_these_words(
    world: World, digest: str | None, read: bool
) -> None:
    """Its words instruct the AI; it was analysed before such places were looked for."""
    world.scorecard()
    at = NOW - timedelta(days=2)
    for number in range(1, 4):
        world.conversation(number, at)
        world.evaluation(number, at, {"qn_greet": "yes", "qn_verify": "no"}, transcript_digest=digest)
    id, steps = asked(world), world.steps()
    steps.gather(id, 1)
    steps.cap(id, 1)
    summary = world.store.summary(id)
    assert summary is not None
    data = world.store.object(summary, PROMPT, PromptData)
    assert data is not None
    assert bool(data.transcripts_shown) is read


@pytest.mark.feature("N1")
def test_what_was_done_next_needs_not_have_been_said() -> None:
    heard = words_heard(["Hi, my refund has still not arrived."])
    told = "In {E1} the customer said that the refund had not arrived, and the agent checked it straight away."
    assert bears_out(Sentence(told), heard)
    other = "In {E1} the customer said that the agent cheats, and the agent said that a refund had not arrived."
    assert not bears_out(Sentence(other), words_heard(["Hello there."]))
    assert not bears_out(Sentence("In {E1} the customer said the parcel was broken, and the agent left."), heard)
