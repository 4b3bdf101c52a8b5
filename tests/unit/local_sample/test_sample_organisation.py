"""The sample organisation: always the same, as large as it says, and fit for the doors that it goes through."""

from __future__ import annotations

import io
import json
import re
import wave
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from debrief.coaching.actions.drafts import ActionDraft
from debrief.coaching.feedback.drafts import FeedbackDraft
from debrief.coaching.meetings.drafts import MeetingDraft
from debrief.coaching.scheduling.sheet import read_shifts
from debrief.insights.intervals import newcombe
from debrief.interactions.analysis.indicators import Indicator
from debrief.interactions.conversations.model import Channel, Speaker
from debrief.interactions.formats.detect import read_conversation, read_sidecar
from debrief.interactions.intake.file_names import Part, unit_of
from debrief.interactions.intake.metadata_in_names import metadata_from_name
from debrief.interactions.intake.verification import AgentMatch, reasons_to_hold
from debrief.people.imports.sheet import read_sheet
from debrief.people.model import SettingsValues
from debrief.quality.answering.exact_match import answer_exact_match
from debrief.quality.evaluations.answers import check_answers, evaluation_type
from debrief.quality.evaluations.given_answers import AnswerChange
from debrief.quality.evaluations.model import Answer
from debrief.quality.scorecards.model import ScorecardVersion, VersionContent
from debrief.quality.scorecards.rules import check_for_publishing
from local.loading.bodies import action_of, answers_of, meeting_of, people_csv, shifts_csv
from local.sample import audio, coaching, documents
from local.sample.build import DAYS, FULL, SMALL, generate, recorded_call
from local.sample.model import Behaviour, Conversation, Sample
from local.sample.scorecards import ASKS, CHAT, EMAIL, VOICE
from local.story.basics import BASICS

TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate(TODAY, size=FULL)


@pytest.fixture(scope="module")
def small() -> Sample:
    return generate(TODAY, size=SMALL)


def version_of(content: dict[str, object]) -> ScorecardVersion:
    return ScorecardVersion(scorecard_id="sc_1", **dict(VersionContent.model_validate(content)))


def test_the_same_seed_and_day_give_the_same_organisation_to_the_byte(small: Sample) -> None:
    again = generate(TODAY, size=SMALL)
    assert again == small
    assert documents.json_lines(again.conversations) == documents.json_lines(small.conversations)
    assert generate(TODAY, seed=small.seed + 1, size=SMALL).conversations != small.conversations


def test_it_is_as_large_as_it_says(sample: Sample, small: Sample) -> None:
    roles = Counter(person.role for person in sample.people)
    assert roles == {"Agent": 30, "Supervisor": 5, "Evaluator": 2, "": 1}
    assert len({person.team for person in sample.people if person.team}) == 4
    assert len({person.email for person in sample.people}) == len(sample.people)
    assert all(person.email.endswith("@sample.example") for person in sample.people)
    assert len(sample.scorecards) == 3
    assert 1200 <= len(sample.conversations) <= 1600
    assert {conversation.channel for conversation in sample.conversations} == {"voice", "chat", "email"}
    assert len({conversation.inquiry for conversation in sample.conversations}) >= 8
    assert len({conversation.reference for conversation in sample.conversations}) == len(sample.conversations)
    assert 150 <= len(sample.evaluations) <= 260
    assert 250 <= len(small.conversations) <= 400


def test_its_conversations_lie_in_the_four_months_up_to_yesterday(sample: Sample) -> None:
    days = {conversation.started_at.date() for conversation in sample.conversations}
    assert min(days) >= TODAY - timedelta(days=DAYS)
    assert max(days) == TODAY - timedelta(days=1)
    assert (max(days) - min(days)).days > 110


def test_conversations_vary(sample: Sample) -> None:
    spoken = [conversation for conversation in sample.conversations if conversation.channel != "email"]
    assert all(5 <= len(conversation.lines) <= 25 for conversation in spoken)
    texts = ["\n".join(line.text for line in conversation.lines) for conversation in sample.conversations]
    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if re.search(r"[{}]", text)]
    resolved = sum(conversation.resolved for conversation in sample.conversations) / len(sample.conversations)
    assert 0.6 < resolved < 0.9
    surveyed = [conversation for conversation in sample.conversations if conversation.survey]
    assert 0.2 < len(surveyed) / len(sample.conversations) < 0.35


def test_times_agree(sample: Sample) -> None:
    for conversation in sample.conversations:
        starts = [line.start_ms for line in conversation.lines]
        assert starts == sorted(starts)
        if conversation.channel == "voice":
            assert conversation.hold_ms < conversation.duration_ms
            assert conversation.lines[-1].end_ms <= conversation.duration_ms


def test_people_with_the_skill_show_it_more_often(sample: Sample) -> None:
    """What the generator knows of an agent is what their conversations show; a supervisor could find it."""
    shares = []
    for profile in sample.profiles:
        mine = [each for each in sample.conversations if each.agent == profile.agent]
        for behaviour in (Behaviour.EMPATHY, Behaviour.CLOSING):
            if all(coached.behaviour is not behaviour for coached in profile.coaching):
                asked = [each for each in mine if behaviour in each.wanted]
                shares.append((profile.skills[behaviour], sum(behaviour in each.shown for each in asked) / len(asked)))
    low = [share for skill, share in shares if skill < 0.7]
    high = [share for skill, share in shares if skill >= 0.85]
    assert sum(high) / len(high) > sum(low) / len(low) + 0.1


def test_every_line_of_the_bulk_file_is_read_without_anything_to_hold(small: Sample) -> None:
    lines = documents.json_lines(small.conversations).splitlines()
    assert len(lines) == len(small.conversations)
    for line, conversation in zip(lines, small.conversations, strict=True):
        parsed = read_conversation(line, time_zone="UTC")
        known = parsed.metadata
        match = AgentMatch(reference=known.agent_reference or "", user_ids=("us_1",))
        assert not parsed.hold
        assert not parsed.warnings
        assert not reasons_to_hold(known, agent=match, now=NOW)
        assert not known.unread
        assert (known.agent_reference, known.contact_reference) == (
            conversation.agent.reference,
            conversation.reference,
        )
        assert (known.channel, known.queue) == (Channel(conversation.channel), conversation.queue)
        assert known.started_at == conversation.started_at
        assert [turn.text for turn in parsed.turns] == [said.text for said in conversation.lines]
        assert [turn.start_ms for turn in parsed.turns] == [said.start_ms for said in conversation.lines]
        assert {turn.speaker for turn in parsed.turns} == {Speaker.AGENT, Speaker.CUSTOMER}
        assert (parsed.analysis is not None) == (conversation.survey is not None)


@pytest.mark.feature("S2.1")
def test_single_files_come_in_every_form_and_two_are_to_be_held(sample: Sample) -> None:
    references = {person.reference for person in sample.people if person.reference}
    sidecars = {unit_of(each.key).unit_key: each for each in sample.singles if unit_of(each.key).part is Part.SIDECAR}
    held: Counter[str] = Counter()
    forms: set[str] = set()
    for dropped in sample.singles:
        unit = unit_of(dropped.key)
        if unit.part is Part.SIDECAR:
            continue
        parsed = read_conversation(dropped.body, time_zone="UTC")
        forms.add(parsed.format)
        known = parsed.metadata
        if unit.unit_key in sidecars:
            known = read_sidecar(sidecars[unit.unit_key].body, time_zone="UTC")
        elif parsed.format == "webvtt":
            known = metadata_from_name(dropped.key, "UTC").model_copy(update={"duration_ms": parsed.end_ms})
        known = known.model_copy(update={"duration_ms": known.duration_ms or parsed.end_ms})
        users = ("us_1",) if known.agent_reference in references else ()
        reasons = reasons_to_hold(known, agent=AgentMatch(reference="x", user_ids=users), now=NOW)
        assert [reason.code for reason in reasons] == ([dropped.held_for] if dropped.held_for else [])
        held.update(reason.code for reason in reasons)
    assert held == {"queue_missing": 1, "agent_unknown": 1}
    assert forms == {"transcribe_call_analytics", "contact_lens_chat", "vcon", "webvtt"}


def test_the_scorecards_can_be_published_and_are_of_three_kinds(sample: Sample) -> None:
    versions = {name: version_of(card["content"]) for name, card in sample.scorecards.items()}
    assert {name: check_for_publishing(version) for name, version in versions.items()} == dict.fromkeys(versions, ())
    types = {name: evaluation_type(version) for name, version in versions.items()}
    assert types == {VOICE: "automatic", CHAT: "automatic", EMAIL: "manual"}
    assert versions[EMAIL].format == "points"
    assert any(question.compliance and question.check == "exact_match" for question in versions[VOICE].questions())
    assert not check_for_publishing(version_of(BASICS["content"]))
    for name, asked in ASKS.items():
        assert asked.keys() <= {question.id for question in versions[name].questions()}


def test_exact_matches_find_what_was_shown(small: Sample) -> None:
    """The transcript holds the required words where the agent showed the behaviour, and only there."""
    for name, channel in ((VOICE, "voice"), (CHAT, "chat")):
        questions = [each for each in version_of(small.scorecards[name]["content"]).questions() if each.phrases]
        assert questions
        for conversation in (each for each in small.conversations if each.channel == channel):
            turns = read_conversation(json.dumps(documents.vcon(conversation)).encode(), time_zone="UTC").turns
            for question in questions:
                said = answer_exact_match(question, turns).option_id == "yes"
                assert said == (ASKS[name][question.id] in conversation.shown), (conversation.reference, question.id)


def test_evaluations_by_people_fit_their_scorecards(sample: Sample) -> None:
    versions = {name: version_of(card["content"]) for name, card in sample.scorecards.items()}
    conversations = {conversation.reference: conversation for conversation in sample.conversations}
    evaluators = {person.email for person in sample.people if person.role == "Evaluator"}
    for plan in sample.evaluations:
        version = versions[plan.scorecard]
        change = AnswerChange.model_validate(answers_of(plan))
        answers = [Answer(**given.model_dump(exclude={"agrees"})) for given in change.answers]
        assert check_answers(version, answers, completing=True) == ()
        assert Channel(conversations[plan.contact_reference].channel) in version.applies_to.channels
        assert plan.evaluator_email in evaluators


@pytest.mark.feature("S4.13")
def test_meetings_and_actions_are_taken_and_of_every_state(sample: Sample) -> None:
    teams = {sample.person(meeting.participant_email).team for meeting in sample.meetings}
    assert teams == set(coaching.COACHED_TEAMS)
    scorecard_ids = dict.fromkeys(sample.scorecards, "sc_1")
    for meeting in sample.meetings:
        draft = MeetingDraft.model_validate(meeting_of(meeting, "us_1"))
        assert meeting.held == (draft.scheduled_at < NOW)
        for planned in meeting.actions:
            body = action_of(planned, {"id": "mt_1", "participant_id": "us_1"}, scorecard_ids)
            ActionDraft.model_validate(body)
            assert planned.due >= meeting.scheduled_at.date()
    actions = [action for meeting in sample.meetings for action in meeting.actions]
    open_ = [action for action in actions if not action.closed]
    assert [action for action in actions if action.closed]
    assert [action for action in open_ if action.due < TODAY]
    assert [action for action in open_ if action.due >= TODAY]
    for given in sample.feedback:
        FeedbackDraft(agent_id="us_1", text=given.text)


@pytest.mark.feature("S4.13")
@pytest.mark.parametrize("days", range(7))
def test_the_next_1_to_1_lies_ahead_on_every_day_of_a_week(small: Sample, days: int) -> None:
    """Of one that was planned for today it depended on the hour whether it was the next one."""
    today = TODAY + timedelta(days=days)
    planned = coaching.meetings(small.seed, small.profiles, today, small.star, 1)
    ahead = [each.scheduled_at.date() for each in planned if not each.held]
    assert ahead
    assert all(day > today + timedelta(days=1) and day.weekday() < 5 for day in ahead)


def test_the_star_improves_in_one_thing_and_not_in_the_other(small: Sample) -> None:
    meeting = [each for each in small.meetings if each.participant_email == small.star.email and each.held][-1]
    mine = [each for each in small.conversations if each.agent == small.star]
    rates = {}
    for behaviour in (coaching.STAR_IMPROVES, coaching.STAR_DEVELOPS):
        before = [behaviour in each.shown for each in mine if each.started_at < meeting.scheduled_at]
        after = [behaviour in each.shown for each in mine if each.started_at >= meeting.scheduled_at]
        rates[behaviour] = newcombe(sum(before), len(before), sum(after), len(after))
    assert rates[coaching.STAR_IMPROVES].interval.low > 0
    assert rates[coaching.STAR_DEVELOPS].interval.low < 0
    assert sum(action.closed for action in meeting.actions) == 1
    assert sum(not action.closed and action.due < TODAY for action in meeting.actions) == 1
    assert sum(action.target is not None for action in meeting.actions) == 2


def test_the_people_file_is_taken(sample: Sample) -> None:
    sheet = read_sheet(people_csv(sample.people))
    assert sheet.errors == []
    assert len(sheet.rows) == len(sample.people)
    SettingsValues.model_validate(sample.settings)
    for rule in sample.indicator_rules:
        Indicator.model_validate(rule)


def test_the_file_of_shifts_is_taken(sample: Sample) -> None:
    sheet = read_shifts(shifts_csv(sample.people, TODAY))
    working = [each for each in sample.people if each.role in {"Agent", "Supervisor"} and each.kind == "human"]
    assert sheet.errors == []
    assert len(sheet.rows) == 30 * len(working)
    assert len({row.week for row in sheet.rows}) == 6


def call(small: Sample) -> Conversation:
    return recorded_call(small, datetime(2026, 3, 16, 8, 30, 5, tzinfo=UTC))


def test_the_recording_lasts_as_its_transcript_and_has_a_channel_for_each_speaker(small: Sample) -> None:
    conversation = call(small)
    with wave.open(io.BytesIO(audio.stereo_wav(conversation))) as recording:
        assert (recording.getnchannels(), recording.getsampwidth(), recording.getframerate()) == (2, 2, 8000)
        lasts_ms = recording.getnframes() / 8
        frames = memoryview(recording.readframes(recording.getnframes())).cast("h")
    assert abs(lasts_ms - conversation.duration_ms) < 2
    first = conversation.lines[0]
    within = slice(first.start_ms * 8 * 2, first.end_ms * 8 * 2)
    heard = list(frames[within])
    assert max(heard[0::2]) > 3000
    overlaps = any(line.speaker != first.speaker and line.start_ms < first.end_ms for line in conversation.lines)
    assert overlaps or max(heard[1::2]) == 0


def test_the_name_of_the_recording_tells_all_but_the_queue(small: Sample) -> None:
    conversation = call(small)
    key = f"demo/{documents.file_stem(conversation)}.wav"
    known = metadata_from_name(key, "UTC")
    assert (known.agent_reference, known.contact_reference) == (small.star.reference, conversation.reference)
    assert known.started_at == conversation.started_at
    known = known.model_copy(update={"duration_ms": conversation.duration_ms})
    reasons = reasons_to_hold(known, agent=AgentMatch(reference="x", user_ids=("us_1",)), now=NOW)
    assert [reason.code for reason in reasons] == ["queue_missing"]
    stem = key.removesuffix(".wav")
    assert {unit_of(f"{stem}{end}").unit_key for end in (".wav", ".json", ".metadata.json")} == {stem}


def test_a_recorded_call_reads_as_call_analytics(small: Sample) -> None:
    conversation = call(small)
    parsed = read_conversation(json.dumps(documents.call_analytics(conversation)).encode(), time_zone="UTC")
    assert [turn.text for turn in parsed.turns] == [line.text for line in conversation.lines]
    assert parsed.measures is not None
    assert parsed.measures.duration_ms == conversation.duration_ms


def test_what_a_recorded_call_tells_of_silences_is_what_its_turns_tell(small: Sample) -> None:
    for conversation in [each for each in small.conversations if each.channel == "voice"][:30]:
        parsed = read_conversation(json.dumps(documents.call_analytics(conversation)).encode(), time_zone="UTC")
        gaps, heard, over = [], 0, 0
        for turn in parsed.turns:
            assert turn.start_ms is not None
            assert turn.end_ms is not None
            gaps.append(turn.start_ms - heard)
            over += turn.start_ms < heard
            heard = max(heard, turn.end_ms)
        silences = [gap for gap in gaps if gap >= 3000]
        told = parsed.measures
        assert told is not None
        assert (told.silence_ms, told.longest_silence_ms) == (sum(silences), max(silences, default=None))
        assert (told.interruptions_by_agent or 0) + (told.interruptions_by_customer or 0) == over
