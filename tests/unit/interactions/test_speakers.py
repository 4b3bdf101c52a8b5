"""A person says who is who: words and times stay, and all that rests on it is made anew."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from debrief.interactions.conversations.analysis import Analysis, Finding, FindingKind, Origin, Reading
from debrief.interactions.conversations.deadlines import ACCOUNT, POSTPONED
from debrief.interactions.conversations.events import RECORDED, SPEAKERS_CORRECTED
from debrief.interactions.conversations.measures import measure
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    Missing,
    SourceFormat,
    Speaker,
    Transcript,
    Turn,
)
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.speakers import (
    said_of,
    swapped,
    told,
    voice_of,
    voices_of,
    with_both_swapped,
    with_speakers,
)
from debrief.interactions.intake.model import IntakeStatus
from debrief.interactions.speakers.model import SWAP, SpeakersSaid
from debrief.interactions.speakers.service import SpeakerCorrection
from debrief.kernel.errors import Conflict, RuleBroken, Stale, Throttled
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from tests.unit.interactions.samples import turns as turns_of
from tests.unit.interactions.test_intake import NOW, Desk, desk  # noqa: F401
from tests.unit.interactions.test_intake_kinds import KNOWN, settle, words

pytestmark = pytest.mark.feature("S2.1")
AMBIGUOUS = (("ch_0", "Hello, it is about the parcel."), ("ch_1", "Yes, I see it here."))


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Turn, ...]:
    """Turns of up to five speakers, with and without names and times, overlapping as they like."""
    said: list[Turn] = []
    for index in range(draw(st.integers(0, 12))):
        start = draw(st.none() | st.integers(0, 60_000))
        said.append(
            Turn(
                index=index,
                speaker=draw(st.sampled_from(Speaker)),
                text=draw(st.sampled_from(("yes", "no, never", "one two three"))),
                voice=draw(st.none() | st.sampled_from(("Dana", "1", "2"))),
                start_ms=start,
                end_ms=None if start is None else start + draw(st.integers(0, 20_000)),
                sentiment_score=draw(st.none() | st.floats(-5, 5)),
            )
        )
    return tuple(said)


@given(conversations())
def test_swapping_twice_is_as_if_nothing_had_been_said(turns: tuple[Turn, ...]) -> None:
    once = with_both_swapped(turns)
    assert with_both_swapped(once) == turns
    assert [(turn.text, turn.start_ms, turn.end_ms, turn.voice) for turn in once] == [
        (turn.text, turn.start_ms, turn.end_ms, turn.voice) for turn in turns
    ]
    assert [turn.speaker for turn in once] == [swapped(turn.speaker) for turn in turns]


@given(conversations())
def test_measures_change_sides_with_the_speakers_and_come_back(turns: tuple[Turn, ...]) -> None:
    before, after = measure(turns).model_dump(), measure(with_both_swapped(turns)).model_dump()
    one_sided = {"agent_first_response_ms"}
    sides = {"agent": "customer", "customer": "agent"}
    for name in before.keys() - one_sided:
        side = next((side for side in sides if side in name), None)
        other = name if side is None else name.replace(side, sides[side])
        assert after[other] == before[name], name
    assert measure(with_both_swapped(with_both_swapped(turns))).model_dump() == before


@given(conversations(), st.data())
def test_voices_keep_their_names_whoever_they_are_said_to_be(turns: tuple[Turn, ...], data: st.DataObject) -> None:
    names = [voice.voice for voice in voices_of(turns)]
    who = {name: data.draw(st.sampled_from(Speaker)) for name in names}
    after = told(turns, who)
    assert [voice_of(turn) for turn in after] == [voice_of(turn) for turn in turns]
    assert all(turn.speaker is who[voice_of(turn)] for turn in after)
    assert told(after, who) == after
    as_read = [turn.read_as or turn.speaker for turn in after]
    assert as_read == [turn.speaker for turn in turns]


@given(conversations())
def test_the_same_words_read_anew_keep_what_a_person_said(turns: tuple[Turn, ...]) -> None:
    said = with_both_swapped(turns)
    assert said_of(turns, said) == said
    # Read the other way round by then, as where a setting has changed: it is said and read alike.
    assert said_of(with_both_swapped(turns), said) is not None
    assert [turn.speaker for turn in said_of(said, said) or ()] == [turn.speaker for turn in said]
    if turns:
        other = (turns[0].model_copy(update={"text": "other words"}), *turns[1:])
        assert said_of(other, said) is None
        assert said_of(turns[1:], said) is None


def vendors(**values: Any) -> Analysis:
    def reading(value: Any) -> Reading[Any]:
        return Reading(value=value, origin=Origin.VENDOR, source="contact_lens")

    analysis = Analysis(
        vendor_values={
            "contact_lens.measures.agent_speech_ms": reading(700),
            "contact_lens.measures.silence_ms": reading(30),
        },
        findings=(
            reading(Finding(kind=FindingKind.ISSUE, speaker=Speaker.CUSTOMER, turn=1)),
            reading(Finding(kind=FindingKind.INTERRUPTION, speaker=Speaker.AGENT, start_ms=5)),
            reading(Finding(kind=FindingKind.SILENCE, start_ms=9)),
        ),
    )
    return analysis.model_copy(update={name: reading(value) for name, value in values.items()})


def analysed(analysis: Analysis) -> Interaction:
    return Interaction(
        id="int_1",
        contact_reference="C-1",
        agent_id="us_1",
        started_at=NOW,
        duration_ms=1,
        channel=Channel.VOICE,
        queue="q",
        analysis=analysis,
        source=InteractionSource(intake_id="in_1", format=SourceFormat.CONTACT_LENS_VOICE),
        created_at=NOW,
    )


def test_what_a_vendor_said_of_one_speaker_holds_again_when_the_speakers_do() -> None:
    before = turns_of(("agent", "hello"), ("customer", "my bill"), ("agent", "sure"))
    whole = vendors(customer_sentiment=-2.0, summary="It was about a bill.", predicted_satisfaction=3.0)
    interaction = analysed(whole)
    after = with_both_swapped(before)
    once = with_speakers(interaction, before, after)
    assert once.analysis is not None
    assert (once.analysis.customer_sentiment, once.analysis.summary) == (None, None)
    assert once.analysis.predicted_satisfaction == whole.predicted_satisfaction
    assert list(once.analysis.vendor_values) == ["contact_lens.measures.silence_ms"]
    assert [each.value.speaker for each in once.analysis.findings] == [Speaker.AGENT, Speaker.CUSTOMER, None]
    twice = with_speakers(once, after, before)
    assert twice.analysis == whole
    assert twice.set_aside is None


class Corrected:
    """A desk with a correction, and a conversation of which it was guessed who is who."""

    def __init__(self, desk: Desk) -> None:  # noqa: F811
        self.desk = desk
        self.service = SpeakerCorrection(
            desk.interactions,
            desk.store,
            desk.workflows,
            desk.clock,
            desk.ids,
            agent_sentiment=lambda: desk.people.settings().agent_sentiment,
        )

    def load(self, name: str = "a", said: tuple[tuple[str, str], ...] = AMBIGUOUS, **known: str) -> Interaction:
        """Drop a transcript of two channels, and load it."""
        key = f"calls/{name}_GUID_{name}_.json"
        self.desk.drop(key, json.dumps(words(*said, channels=True)).encode(), {**KNOWN, **known})
        item = self.desk.item(key)
        assert item.status is IntakeStatus.PROCESSING, item.reasons
        self.desk.normaliser.run(item.id, item.attempt, None)
        self.desk.settle(item)
        return self.now(item.interaction_id or "")

    def now(self, interaction_id: str) -> Interaction:
        found = self.desk.interactions.interaction(interaction_id)
        assert found is not None
        return found

    def transcript(self, interaction: Interaction) -> Transcript:
        found = self.desk.interactions.transcript(interaction)
        assert found is not None
        return found

    def who(self, interaction: Interaction) -> list[str]:
        return [str(turn.speaker) for turn in self.transcript(interaction).turns]

    def correct(self, interaction: Interaction, said: SpeakersSaid = SWAP) -> Interaction:
        self.service.correct(interaction, said, by="us_eve")
        return self.now(interaction.id)


@pytest.fixture
def corrected(desk: Desk) -> Corrected:  # noqa: F811
    return Corrected(desk)


def events(type: str) -> list[Event]:
    found = [Event.model_validate_json(row.body or "") for row in query_all(InteractionRow, "OUTBOX", index="GSI1")]
    return [event for event in found if event.type == type]


def test_a_guess_is_put_right_and_everything_is_made_anew(corrected: Corrected) -> None:
    loaded = corrected.load()
    assert loaded.roles is not None
    assert (loaded.roles.guessed, corrected.who(loaded)) == (True, ["agent", "customer"])
    after = corrected.correct(loaded)
    assert corrected.who(after) == ["customer", "agent"]
    assert after.roles is not None
    assert (after.roles.basis, after.roles.guessed) == (RolesFrom.PERSON, False)
    (change,) = after.roles.changes
    assert (change.by, change.at, change.basis) == ("us_eve", corrected.desk.clock.now(), RolesFrom.FIRST_CHANNEL)
    assert not any("channel" in remark for remark in after.remarks)
    assert after.transcript_digest == corrected.transcript(after).digest != loaded.transcript_digest
    assert set(after.missing) == {
        Missing(part="analysis", why="speakers_changed"),
        Missing(part="answers", why="speakers_changed"),
    }
    run = f"{after.id}-speakers-{after.revision}"
    assert corrected.desk.workflows.started[run] == {"interaction_id": after.id, "part": "analysis"}
    assert is_scheduled(InteractionRow, POSTPONED, ACCOUNT)
    assert {event.subject for event in events(RECORDED)} == {after.id}
    (said,) = events(SPEAKERS_CORRECTED)
    assert said.data == {"agent_id": "us_agent", "by": "us_eve", "changed": True, "job": None}


def test_swapping_again_takes_it_back(corrected: Corrected) -> None:
    loaded = corrected.load()
    before = corrected.transcript(loaded)
    again = corrected.correct(corrected.correct(loaded))
    assert corrected.transcript(again) == before
    assert again.transcript_digest == loaded.transcript_digest
    assert again.roles is not None
    assert (again.roles.basis, len(again.roles.changes)) == (RolesFrom.PERSON, 2)
    assert again.recording == loaded.recording


def test_a_guess_that_is_right_is_confirmed_and_nothing_is_made_anew(corrected: Corrected) -> None:
    loaded = corrected.load()
    started = dict(corrected.desk.workflows.started)
    after = corrected.correct(loaded, SpeakersSaid(voices={"agent": Speaker.AGENT}))
    assert after.roles is not None
    assert (after.roles.basis, after.roles.guessed, after.missing) == (RolesFrom.PERSON, False, ())
    assert after.transcript == loaded.transcript
    assert corrected.desk.workflows.started == started
    assert [event.data["changed"] for event in events(SPEAKERS_CORRECTED)] == [False]


def test_each_voice_may_be_said_and_said_otherwise_later(corrected: Corrected) -> None:
    said = (("ch_0", "hello"), ("ch_1", "yes"), ("ch_2", "and I too"))
    loaded = corrected.load(said=said)
    names = [voice.voice for voice in voices_of(corrected.transcript(loaded).turns)]
    assert len(names) == 3
    first = dict(zip(names, (Speaker.SYSTEM, Speaker.CUSTOMER, Speaker.AGENT), strict=True))
    after = corrected.correct(loaded, SpeakersSaid(voices=first))
    assert corrected.who(after) == ["system", "customer", "agent"]
    last = corrected.correct(after, SpeakersSaid(voices={names[0]: Speaker.COLLEAGUE}))
    assert corrected.who(last) == ["colleague", "customer", "agent"]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [(SpeakersSaid(voices={"Nobody": Speaker.AGENT}), "/voices/Nobody"), (SWAP, "/swap")],
)
def test_what_cannot_be_said_is_refused_by_name(corrected: Corrected, said: SpeakersSaid, pointer: str) -> None:
    loaded = corrected.load()
    both_unknown = SpeakersSaid(voices={"agent": Speaker.UNKNOWN, "customer": Speaker.UNKNOWN})
    unknown = corrected.correct(loaded, both_unknown)
    with pytest.raises(RuleBroken) as refused:
        corrected.service.correct(unknown, said, by="us_eve")
    assert [error.pointer for error in refused.value.errors] == [pointer]


@pytest.mark.parametrize("said", [{}, {"swap": True, "voices": {"agent": "agent"}}, {"voices": {"a": "boss"}}])
def test_one_thing_is_said_at_a_time(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SpeakersSaid.model_validate(said)


def test_of_two_at_once_one_is_told_to_read_again(corrected: Corrected) -> None:
    loaded = corrected.load()
    corrected.correct(loaded)
    with pytest.raises(Stale):
        corrected.service.correct(loaded, SpeakersSaid(voices={"customer": Speaker.SYSTEM}), by="us_sam")
    after = corrected.now(loaded.id)
    # What the second one has written under a name of its own is nobody's transcript.
    assert corrected.who(after) == ["customer", "agent"]
    assert corrected.transcript(after).digest == after.transcript_digest


def test_while_it_is_taken_in_nobody_says_who_is_who(corrected: Corrected, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, intake = corrected.load(), corrected.desk.intake
    item = corrected.desk.store.item(loaded.source.intake_id)
    assert item is not None
    processing = item.model_copy(update={"status": IntakeStatus.PROCESSING, "attempt": item.attempt + 1})
    put = corrected.desk.interactions.put_transcript

    def taken_in_meanwhile(key: str, transcript: Transcript) -> None:
        intake._save(processing, item)
        put(key, transcript)

    with monkeypatch.context() as patched:
        patched.setattr(corrected.desk.interactions, "put_transcript", taken_in_meanwhile)
        with pytest.raises(Conflict, match="being taken in"):
            corrected.service.correct(loaded, SWAP, by="us_eve")
    with pytest.raises(Conflict, match="being taken in"):
        corrected.service.correct(loaded, SWAP, by="us_eve")
    assert corrected.now(loaded.id) == loaded


def test_what_was_erased_or_has_no_words_has_no_speakers(corrected: Corrected) -> None:
    loaded = corrected.load()
    silent = stored(corrected, loaded, transcript=None)
    with pytest.raises(Conflict, match="no transcript"):
        corrected.service.correct(silent, SWAP, by="us_eve")
    erased = stored(corrected, silent, erased_at=corrected.desk.clock.now())
    with pytest.raises(Conflict, match="erased"):
        corrected.service.correct(erased, SWAP, by="us_eve")


def stored(corrected: Corrected, interaction: Interaction, **changes: Any) -> Interaction:
    with Transaction(corrected.desk.clock, corrected.desk.ids) as tx:
        corrected.desk.interactions.put(tx, interaction.model_copy(update=changes))
    return corrected.now(interaction.id)


@given(st.sets(st.sampled_from(("summary", "customer_sentiment", "agent_sentiment", "xnps")), min_size=1))
def test_swapping_twice_at_once_brings_back_what_a_vendor_read(names: set[str]) -> None:
    """Also where all that a vendor read is of one speaker, and nothing is made anew in between."""
    values = {"summary": "They spoke.", "customer_sentiment": 2.0, "agent_sentiment": -1.0, "xnps": 7}
    whole = Analysis.model_validate({name: {"value": values[name], "origin": Origin.VENDOR} for name in names})
    before = turns_of(("agent", "hello"), ("customer", "hi there"))
    swapped_turns = with_both_swapped(before)
    once = with_speakers(analysed(whole), before, swapped_turns)
    # What was made of it goes at once; see `SpeakerCorrection`.
    gone = once.model_copy(update={"analysis": None if once.analysis == Analysis() else once.analysis})
    twice = with_speakers(gone, swapped_turns, before)
    assert (twice.analysis, twice.set_aside) == (whole, None)


def test_what_may_not_be_shown_stays_with_what_is_stored(corrected: Corrected) -> None:
    hidden = Analysis(agent_sentiment=Reading(value=1.0, origin=Origin.VENDOR, source="x"))
    loaded = stored(corrected, corrected.load(), analysis=hidden)
    masked = loaded.model_copy(update={"analysis": Analysis()})
    once = corrected.correct(masked)
    assert (once.analysis, once.set_aside) == (None, hidden)
    assert corrected.correct(once).analysis == hidden


def test_a_run_that_cannot_be_begun_is_made_up_for(corrected: Corrected, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = corrected.load()

    def refuse(*_: object) -> None:
        raise Throttled("Step Functions is busy")

    monkeypatch.setattr(corrected.desk.workflows, "start_catching_up", refuse)
    after = corrected.correct(loaded)
    assert corrected.who(after) == ["customer", "agent"]
    postponed = PostponedStore(corrected.desk.interactions)
    later = after.roles.changes[0].at.replace(hour=14) if after.roles else None
    assert later is not None
    assert [waiting.interaction_id for waiting in postponed.waiting("analysis", later, most=5)] == [after.id]


def again(corrected: Corrected, *said: tuple[str, str]) -> Interaction:
    """The same contact is dropped once more under another name, and released to take the first one's place."""
    office, key = corrected.desk, "again/b_GUID_a_.json"
    office.drop(
        key, json.dumps(words(*said, channels=True) | {"accountId": "1"}).encode(), KNOWN | {"queue": "returns"}
    )
    item = office.item(key)
    if item.status is IntakeStatus.HELD:
        item = office.intake.release(item, replace=True)
    office.normaliser.run(item.id, item.attempt, None)
    office.settle(item)
    return corrected.now(item.interaction_id or "")


def test_the_same_words_dropped_again_keep_what_a_person_said(corrected: Corrected) -> None:
    before = corrected.correct(corrected.load())
    settle(corrected.desk, agent_channel=0)
    after = again(corrected, *AMBIGUOUS)
    assert after.id == before.id
    assert after.queue == "returns"
    assert corrected.who(after) == ["customer", "agent"]
    assert (after.roles, after.transcript_digest) == (before.roles, before.transcript_digest)
    assert not any("channel" in remark for remark in after.remarks)


def test_other_words_come_with_their_own_roles(corrected: Corrected) -> None:
    before = corrected.correct(corrected.load())
    after = again(corrected, ("ch_0", "Something else was said."), ("ch_1", "Indeed."))
    assert after.id == before.id
    assert corrected.who(after) == ["agent", "customer"]
    assert after.roles is not None
    assert (after.roles.basis, after.roles.changes) == (RolesFrom.FIRST_CHANNEL, ())


def test_the_sentiment_of_who_is_the_agent_now_is_not_kept(corrected: Corrected) -> None:
    loaded = corrected.load()
    felt = corrected.transcript(loaded)
    key = loaded.transcript.key if loaded.transcript else ""
    turns = tuple(turn.model_copy(update={"sentiment_score": 1.0}) for turn in felt.turns)
    corrected.desk.interactions.put_transcript(key, felt.model_copy(update={"turns": turns}))
    after = corrected.correct(loaded)
    kept = {str(turn.speaker): turn.sentiment_score for turn in corrected.transcript(after).turns}
    assert kept == {"customer": 1.0, "agent": None}


def test_readings_of_the_other_speaker_are_gone_at_once(corrected: Corrected) -> None:
    loaded = corrected.load()
    read = Analysis(
        customer_sentiment=Reading(value=-3.0, origin=Origin.MODEL),
        inquiry=(Reading(value="Billing", origin=Origin.MODEL),),
        predicted_satisfaction=Reading(value=2.0, origin=Origin.CUSTOMER_SURVEY, source="star"),
    )
    with Transaction(corrected.desk.clock, corrected.desk.ids) as tx:
        corrected.desk.interactions.put(
            tx, loaded.model_copy(update={"analysis": read, "inquiry": ("Billing",), "indicators": ("Greeting",)})
        )
    after = corrected.correct(corrected.now(loaded.id))
    assert after.analysis == Analysis(predicted_satisfaction=read.predicted_satisfaction)
    assert (after.inquiry, after.indicators) == ((), ())


def test_a_source_format_stays_what_it_was(corrected: Corrected) -> None:
    after = corrected.correct(corrected.load())
    assert corrected.transcript(after).source_format is SourceFormat.TRANSCRIBE_STANDARD
