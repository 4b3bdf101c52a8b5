"""What comes in is what happened: dates, lengths, who is who, agents, silence, bulk files and what is put aside.

Inputs of our own for the kinds of fault that real files have.
"""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Direction, Speaker, Turn
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.durations import DurationSources, doubts, in_words, with_duration
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.times import read_duration_ms, read_instant
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.bulk_form import not_lines
from debrief.interactions.intake.metadata_in_names import metadata_from_name
from debrief.interactions.intake.model import Dismissal, ImportStatus, IntakeStatus, import_status
from debrief.interactions.intake.transcription import transcription_of
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.storage.transactions import Transaction
from debrief.people import store
from debrief.people.model import AccountSettings, Change, User
from debrief.people.names import reference_key
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import PeopleRow, settings_row
from tests.unit.interactions import samples
from tests.unit.interactions.test_audio import wav as tone
from tests.unit.interactions.test_audio import with_data_size
from tests.unit.interactions.test_intake import Desk, desk, vcon, wav
from tests.unit.interactions.test_intake_faults import line

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

KNOWN = {"agent": "AG-1", "queue": "sales", "dt": "2026-02-01T10:00:00Z"}
NAME = "call_GUID_{}_.{}"


def words(*said: tuple[str, str], channels: bool = False) -> dict[str, Any]:
    """A Transcribe result of what voices say one after the other; each word takes half a second."""
    items: list[dict[str, Any]] = []
    at = 0.0
    for label, text in said:
        for word in text.split():
            items.append(
                {
                    "start_time": str(at),
                    "end_time": str(at + 0.4),
                    "type": "pronunciation",
                    "alternatives": [{"confidence": "0.99", "content": word}],
                    "speaker_label": label,
                }
            )
            at += 0.5
    results: dict[str, Any] = {"items": items}
    if channels:
        labels = sorted({label for label, _ in said})
        of = {label: [item for item in items if item["speaker_label"] == label] for label in labels}
        results["channel_labels"] = {"channels": [{"channel_label": each, "items": of[each]} for each in labels]}
    return {"jobName": "j", "status": "COMPLETED", "results": results}


def read(document: Any, **options: Any) -> ParsedConversation:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_conversation(data, time_zone="UTC", **options)


def who(parsed: ParsedConversation) -> list[str]:
    return [str(turn.speaker) for turn in parsed.turns]


# Dates ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "began"),
    [
        ("5f0f6a3e-1111-4222-8333-444455556666_20260301T23:30_UTC.wav", "2026-03-01T23:30:00Z"),
        ("GMT20260301-233000_Recording.m4a", "2026-03-01T23:30:00Z"),
        ("out-20260301-183000-0500.wav", "2026-03-01T23:30:00Z"),
        ("x_2026-03-01T18:30:00-05:00.vtt", "2026-03-01T23:30:00Z"),
        ("x_2026-03-01T18:30:00-05.vtt", "2026-03-01T23:30:00Z"),
        ("x_2026-03-02_05-00-00+05-30_AGENT_a_.vtt", "2026-03-01T23:30:00Z"),
        ("x_2026-03-01_23-30-00_GMT.wav", "2026-03-01T23:30:00Z"),
        ("x_2026-03-02_01-30-00_GMT+2.wav", "2026-03-01T23:30:00Z"),
        ("x_2026-03-02_00-30-00_CET.wav", "2026-03-01T23:30:00Z"),
        ("x_20260301T233000.250Z.wav", "2026-03-01T23:30:00.250Z"),
        ("2026-03-01 06.30.00 PM.wav", "2026-03-01T23:30:00Z"),
        ("2026-03-01 at 6.30.00\u202fPM.wav", "2026-03-01T23:30:00Z"),
        ("2026-03-01 6 pm.wav", "2026-03-01T23:00:00Z"),
        ("2026-03-01 12.05.00 AM.wav", "2026-03-01T05:05:00Z"),
        ("2026-03-01 12.05.00 p.m.wav", "2026-03-01T17:05:00Z"),
        # No zones: numbers of something else, and words.
        ("x_20260301_183000-0417.wav", "2026-03-01T23:30:00Z"),
        ("x_20260301_183000_0001.wav", "2026-03-01T23:30:00Z"),
        ("x_20260301_183000_AMELIA.wav", "2026-03-01T23:30:00Z"),
    ],
)
def test_what_stands_behind_a_date_in_a_name_counts(name: str, began: str) -> None:
    assert metadata_from_name(name, "America/New_York").started_at == datetime.fromisoformat(began)


def test_what_amazon_connect_records_has_its_agent_on_the_second_channel() -> None:
    known = metadata_from_name("r/5f0f6a3e-1111-4222-8333-444455556666_20260301T23:30_UTC.wav", "UTC")
    assert (known.contact_reference, known.agent_channel) == ("5f0f6a3e-1111-4222-8333-444455556666", 1)


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)), st.integers(-12 * 4, 14 * 4))
def test_an_offset_in_a_name_comes_back(moment: datetime, quarters: int) -> None:
    moment = moment.replace(microsecond=0)
    sign, (hours, minutes) = "-" if quarters < 0 else "+", divmod(abs(quarters) * 15, 60)
    name = f"c_{moment:%Y-%m-%dT%H-%M-%S}{sign}{hours:02d}{minutes:02d}_x.wav"
    expected = datetime.fromisoformat(f"{moment.isoformat()}{sign}{hours:02d}:{minutes:02d}")
    assert metadata_from_name(name, "Asia/Tokyo").started_at == expected


@pytest.mark.parametrize("value", ["2026-03-01 23:30 UTC", "2026-03-01 06:30:00 PM -0500", "2026-03-02 00:30 CET"])
def test_dates_with_words_for_their_zone_are_read(value: str) -> None:
    assert read_instant(value, "Asia/Tokyo") == datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_a_stronger_date_that_cannot_be_read_is_told(desk: Desk) -> None:
    desk.drop("a_GUID_7_2026-02-01T10-00-00.metadata.json", b'{"start_time": "02/03/2026 11:00"}')
    desk.drop("a_GUID_7_2026-02-01T10-00-00.wav", tone(8000), {"agent": "AG-1", "queue": "sales"})
    item = desk.item("a_GUID_7_2026-02-01T10-00-00.wav")
    assert item.status is IntakeStatus.PROCESSING
    (remark,) = item.warnings
    assert "02/03/2026 11:00" in remark
    assert "file name" in remark


# Lengths -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("5m 12s", 312_000),
        ("5 min 12 sec", 312_000),
        ("0h05m12s", 312_000),
        ("5 minutes, 12 seconds", 312_000),
        ("312,5", 312_500),
        ("312 s", 312_000),
        ("312500 ms", 312_500),
        ("05:12 min", 312_000),
        ({"milliseconds": 312_500}, 312_500),
        ({"seconds": "312,5"}, 312_500),
        ({"hours": 0, "minutes": 5, "seconds": 12}, 312_000),
        ({"value": 5.2, "unit": "min"}, 312_000),
        ("P0DT0H5M12S", 312_000),
    ],
)
def test_lengths_are_read_in_the_forms_in_which_they_are_given(value: object, length: int) -> None:
    assert read_duration_ms(value) == length
    assert metadata_from({"duration": value}, FoundIn.SIDECAR, "UTC").duration_ms == length


@pytest.mark.parametrize("value", ["1,234", "5m 5m", "five", {"parsecs": 3}, {}, {"minutes": "x"}, "12 x", True])
def test_lengths_that_could_be_something_else_are_not_read(value: object) -> None:
    with pytest.raises(ValueError, match="duration"):
        read_duration_ms(value)


def test_a_length_that_words_disprove_gives_way_and_is_told() -> None:
    sources = DurationSources(transcript_end_ms=303_500)
    for given_ms in (0, 5000):
        known = Metadata(duration_ms=given_ms)
        assert with_duration(known, sources).duration_ms == 303_500
        (doubt,) = doubts(known, sources)
        assert "5 min 4 s" in doubt
    assert with_duration(Metadata(duration_ms=0), DurationSources()).duration_ms == 0
    assert doubts(Metadata(duration_ms=303_000), sources) == ()
    recorded = DurationSources(audio_header_ms=9000)
    assert with_duration(Metadata(duration_ms=0), recorded).duration_ms == 9000
    assert doubts(Metadata(duration_ms=0), recorded) == (
        "It is said to have lasted 0 s, but its recording is 9 s long; 9 s was taken.",
    )


def test_a_length_in_another_unit_is_told() -> None:
    known = Metadata(duration_ms=6_000_000)
    assert with_duration(known, DurationSources(transcript_end_ms=6000)).duration_ms == 6_000_000
    assert "another unit" in doubts(known, DurationSources(transcript_end_ms=6000))[0]
    assert "recording" in doubts(known, DurationSources(audio_header_ms=6000, transcript_end_ms=6000))[0]


@given(st.integers(0, 10**8), st.integers(0, 12 * 3_600_000))
def test_no_conversation_ends_before_its_words(given_ms: int, words_ms: int) -> None:
    found = with_duration(Metadata(duration_ms=given_ms), DurationSources(transcript_end_ms=words_ms)).duration_ms
    assert found is not None
    assert found + 2000 + words_ms // 50 >= words_ms


def test_lengths_are_said_as_people_say_them() -> None:
    assert [in_words(ms) for ms in (2500, 60_000, 312_000, 3_600_000, 6_000_000)] == [
        "2.5 s",
        "1 min",
        "5 min 12 s",
        "1 h",
        "1 h 40 min",
    ]


def test_a_recording_cut_off_is_loaded_with_what_is_left_and_says_so(desk: Desk) -> None:
    desk.drop("a_GUID_1_.wav", tone(24_000)[: 44 + 16_000], KNOWN)
    item = desk.item("a_GUID_1_.wav")
    assert (item.status, item.metadata.duration_ms) == (IntakeStatus.PROCESSING, 1000)
    assert "cut off" in item.warnings[0]


def test_a_streamed_recording_is_as_long_as_its_bytes(desk: Desk) -> None:
    desk.drop("a_GUID_1_.wav", with_data_size(tone(24_000), 0xFFFFFFFF), KNOWN)
    assert desk.item("a_GUID_1_.wav").metadata.duration_ms == 3000


def test_a_recording_that_does_not_tell_names_what_helps(desk: Desk) -> None:
    desk.drop("a_GUID_1_.m4a", b"\0\0\0\x20ftypM4A " + b"\0" * 400, KNOWN)
    item = desk.item("a_GUID_1_.m4a")
    (reason,) = item.reasons
    assert (reason.code, reason.field) == (HoldCode.DURATION_MISSING, "duration_ms")
    assert "wav, mp3" in reason.sentence
    assert "amr" in reason.sentence
    completed = desk.intake.complete(item, {"duration_ms": "12"})
    assert completed.status is IntakeStatus.PROCESSING


# Who is who ----------------------------------------------------------------------------------------------------------

AGENT, CUSTOMER = "good day how can I help you", "my bill is too high this month"


@pytest.mark.parametrize("second", [True, False])
def test_the_channel_of_the_agent_is_told_by_wording_and_called_a_guess(second: bool) -> None:
    agent, customer = ("ch_1", "ch_0") if second else ("ch_0", "ch_1")
    parsed = read(words((customer, CUSTOMER), (agent, AGENT), channels=True))
    assert who(parsed) == ["customer", "agent"]
    assert (parsed.roles.basis, parsed.roles.guessed) == (RolesFrom.WORDING, True)
    assert parsed.agent_channel == int(second)


def test_without_wording_the_first_channel_is_taken_and_called_a_guess() -> None:
    parsed = read(words(("ch_0", "yes"), ("ch_1", "no"), channels=True))
    assert (who(parsed), parsed.roles.basis, parsed.roles.guessed) == (
        ["agent", "customer"],
        RolesFrom.FIRST_CHANNEL,
        True,
    )
    assert parsed.warnings


def test_a_channel_that_is_given_is_believed_and_held_against_the_wording() -> None:
    document = words(("ch_0", AGENT), ("ch_1", CUSTOMER), channels=True)
    given_so = read(document, agent_channel=0)
    assert (given_so.roles.guessed, given_so.warnings) == (False, ())
    against = read(document, agent_channel=1, of_account=True)
    assert (who(against), against.roles.basis) == (["customer", "agent"], RolesFrom.ACCOUNT)
    assert "the wording is that of the other one" in against.warnings[0]


def settle(desk: Desk, **values: Any) -> None:
    with Transaction(desk.clock, desk.ids) as transaction:
        transaction.put(settings_row(AccountSettings.model_validate(values)))


def test_an_account_settles_the_agents_channel_where_nothing_else_says(desk: Desk) -> None:
    settle(desk, agent_channel=1)
    desk.drop("a_GUID_1_.wav", wav(3, 2), KNOWN)
    desk.drop("b_GUID_2_.wav", wav(3, 2), {**KNOWN, "agent_channel": "0"})
    settled, said = desk.item("a_GUID_1_.wav"), desk.item("b_GUID_2_.wav")
    assert settled.metadata.found_in["agent_channel"] is FoundIn.ACCOUNT
    assert transcription_of(settled)["recording"]["channels"][0] == {"ChannelId": 1, "ParticipantRole": "AGENT"}
    assert transcription_of(said)["recording"]["channels"][0] == {"ChannelId": 0, "ParticipantRole": "AGENT"}


def own_job(agent_says: str, customer_says: str) -> dict[str, Any]:
    turns = [
        {"ParticipantRole": role, "Content": text, "BeginOffsetMillis": at, "EndOffsetMillis": at + 900, "Items": []}
        for at, (role, text) in enumerate((("AGENT", agent_says), ("CUSTOMER", customer_says)))
    ]
    characteristics = {
        "TotalConversationDurationMillis": 3000,
        "TalkTime": {"DetailsByParticipant": {"AGENT": {"TotalTimeMillis": 100}, "CUSTOMER": {"TotalTimeMillis": 700}}},
    }
    return samples.call_analytics(Transcript=turns, ConversationCharacteristics=characteristics)


def test_a_job_of_ours_that_was_told_the_channels_by_habit_is_put_right_by_wording() -> None:
    swapped = read(own_job(CUSTOMER, AGENT), own_job=True)
    assert who(swapped) == ["customer", "agent"]
    assert (swapped.agent_channel, swapped.roles.basis) == (1, RolesFrom.WORDING)
    assert swapped.measures is not None
    assert (swapped.measures.agent_speech_ms, swapped.measures.customer_speech_ms) == (700, 100)
    right = read(own_job(AGENT, CUSTOMER), own_job=True)
    assert (who(right), right.agent_channel) == (["agent", "customer"], 0)
    told = read(own_job(CUSTOMER, AGENT), own_job=True, agent_channel=0)
    assert (who(told), told.roles.basis) == (["agent", "customer"], RolesFrom.METADATA)
    assert told.warnings
    theirs = read(own_job(CUSTOMER, AGENT))
    assert (who(theirs), theirs.roles.basis) == (["agent", "customer"], RolesFrom.DOCUMENT)


def test_the_guess_and_the_remarks_stand_at_the_interaction(desk: Desk) -> None:
    document = words(("ch_0", CUSTOMER), ("ch_1", AGENT), channels=True)
    desk.drop("a_GUID_1_.json", json.dumps(document).encode(), {**KNOWN, "duration": "2 parsecs"})
    item = desk.item("a_GUID_1_.json")
    interaction = desk.interactions.interaction(desk.normaliser.run(item.id, 1, None))
    assert interaction is not None
    assert interaction.roles is not None
    assert (interaction.roles.basis, interaction.roles.guessed) == (RolesFrom.WORDING, True)
    assert any("2 parsecs" in remark for remark in interaction.remarks)


def test_three_voices_stay_three() -> None:
    greeting = "thank you for calling this call may be recorded for quality purposes please hold the line"
    first = read(words(("spk_0", greeting), ("spk_1", AGENT), ("spk_2", CUSTOMER), ("spk_1", "I see")))
    assert who(first) == ["system", "agent", "customer", "agent"]
    between = read(
        words(("spk_0", AGENT), ("spk_2", CUSTOMER), ("spk_1", "your call is important to us"), ("spk_0", "hi"))
    )
    assert who(between) == ["agent", "customer", "system", "agent"]
    several = read(words(("spk_0", AGENT), ("spk_1", "well"), ("spk_2", "yes")))
    assert who(several) == ["agent", "unknown", "unknown"]
    assert "3 voices were heard; they are kept apart." in several.warnings


def test_a_recording_of_one_channel_may_have_more_than_two_voices(desk: Desk) -> None:
    desk.drop("a_GUID_1_.wav", wav(3, 1), KNOWN)
    job = transcription_of(desk.item("a_GUID_1_.wav"))["job"]
    assert job["settings"] == {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 4}


def test_nobody_is_guessed_where_two_speak_as_agents_do() -> None:
    parsed = read(words(("spk_0", AGENT), ("spk_1", AGENT), ("spk_2", "yes")))
    assert (set(who(parsed)), parsed.roles.basis) == ({"unknown"}, RolesFrom.UNKNOWN)


@pytest.mark.parametrize(
    "caption",
    [
        "Agent: How can I help?\nCustomer: Cancel everything.",
        "Agent: How can I help? Customer: Cancel everything.",
        "- Agent: How can I help?\n- Customer: Cancel everything.",
        ">> AGENT: How can I help?\n>> CUSTOMER: Cancel everything.",
        "<v Agent>How can I help?</v>\n<v Customer>Cancel everything.</v>",
    ],
)
def test_each_speaker_in_a_caption_has_a_turn(caption: str) -> None:
    parsed = read(f"WEBVTT\n\n00:01.000 --> 00:06.000\n{caption}\n".encode())
    assert [(turn.speaker, turn.text) for turn in parsed.turns] == [
        (Speaker.AGENT, "How can I help?"),
        (Speaker.CUSTOMER, "Cancel everything."),
    ]


def test_what_only_looks_like_a_speaker_is_what_was_said() -> None:
    parsed = read(b"WEBVTT\n\n00:01.000 --> 00:06.000\nAgent: Two things. Note: it costs more.\nOne thing: less.\n")
    assert [turn.text for turn in parsed.turns] == ["Two things. Note: it costs more. One thing: less."]


def test_numbered_users_are_told_apart_by_wording() -> None:
    said = f"User 1: {CUSTOMER}\n\n00:07.000 --> 00:09.000\nUser 2: {AGENT}\n"
    parsed = read(f"WEBVTT\n\n00:01.000 --> 00:06.000\n{said}".encode())
    assert (who(parsed), parsed.roles.guessed) == (["customer", "agent"], True)
    assert parsed.turns[0].text == CUSTOMER


def call(*roles: str, direction: str | None = None, first: str = "Hello", **party: Any) -> bytes:
    """A vCon whose first party speaks first."""
    document = json.loads(vcon())
    document["parties"] = [
        {"role": role, "tel": f"+4420790000{n}"} | (party if n == 0 else {}) for n, role in enumerate(roles)
    ]
    document["dialog"] = [
        {"type": "text", "start": f"2026-02-01T10:00:0{n}Z", "originator": n, "body": body, "mediatype": "text/plain"}
        for n, body in enumerate((first, "Yes?"))
    ]
    tags = ["queue:sales", *([f"direction:{direction}"] if direction else [])]
    document["attachments"] = [{"type": "tags", "encoding": "json", "body": tags}]
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("roles", "direction", "told", "customer"),
    [
        (("caller", "callee"), "outbound", ["agent", "customer"], "+44207900001"),
        (("caller", "callee"), "inbound", ["customer", "agent"], "+44207900000"),
        (("caller", "agent"), "outbound", ["customer", "agent"], "+44207900000"),
        (("caller", "customer"), "inbound", ["agent", "customer"], "+44207900001"),
    ],
)
def test_who_dialled_does_not_say_who_is_the_customer(
    roles: tuple[str, str], direction: str, told: list[str], customer: str
) -> None:
    parsed = read(call(*roles, direction=direction))
    assert (who(parsed), parsed.metadata.customer_reference) == (told, customer)
    assert not parsed.roles.guessed


def test_where_nobody_says_who_called_whom_it_is_a_guess() -> None:
    quiet, clear = read(call("caller", "callee")), read(call("caller", "callee", first="How can I help you?"))
    assert (who(quiet), quiet.roles.guessed) == (["customer", "agent"], True)
    assert (who(clear), clear.roles.guessed) == (["agent", "customer"], True)
    assert quiet.warnings
    assert who(read(call("caller", "callee"), direction=Direction.OUTBOUND)) == ["agent", "customer"]


def test_callers_in_captions_follow_the_direction() -> None:
    captions = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Caller>Hello\n\n00:03.000 --> 00:04.000\n<v Callee>Yes?\n"
    assert who(read(captions, direction=Direction.OUTBOUND)) == ["agent", "customer"]
    assert who(read(captions, direction=Direction.INBOUND)) == ["customer", "agent"]
    beside = captions.replace(b"Callee", b"Agent")
    assert who(read(beside, direction=Direction.OUTBOUND)) == ["customer", "agent"]


def test_on_outbound_calls_the_number_that_was_dialled_is_the_customers() -> None:
    raw = {"caller": "+1", "callee": "+2"}
    assert metadata_from({**raw, "direction": "outbound"}, FoundIn.SIDECAR, "UTC").customer_reference == "+2"
    assert metadata_from({**raw, "direction": "inbound"}, FoundIn.SIDECAR, "UTC").customer_reference == "+1"
    assert metadata_from({"caller": "+1", "direction": "outbound"}, FoundIn.SIDECAR, "UTC").customer_reference is None


def transcript(*segments: dict[str, Any]) -> ParsedConversation:
    document = json.loads(call("customer", "agent"))
    document["dialog"] = [
        {"type": "recording", "start": "2026-02-01T10:00:00Z", "duration": 9, "url": "https://x.example"}
    ]
    document["analysis"] = [{"type": "transcript", "vendor": "v", "encoding": "json", "body": list(segments)}]
    return read(document)


def test_a_recognisers_number_is_no_partys() -> None:
    numbered = transcript({"speaker": 0, "text": AGENT}, {"speaker": 1, "text": CUSTOMER})
    assert (who(numbered), numbered.roles.basis) == (["agent", "customer"], RolesFrom.WORDING)
    labelled = transcript({"speaker": "SPEAKER_01", "text": AGENT}, {"speaker": "SPEAKER_00", "text": CUSTOMER})
    assert who(labelled) == ["agent", "customer"]
    untold = transcript({"speaker": 0, "text": "Hi"}, {"speaker": 1, "text": "Yes"})
    assert (set(who(untold)), untold.roles.basis) == ({"unknown"}, RolesFrom.UNKNOWN)
    assert untold.warnings
    parties = transcript({"party": 0, "text": "Hi"}, {"party": 1, "text": "Yes"})
    assert who(parties) == ["customer", "agent"]


# Agents --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def birch(desk: Desk) -> User:
    references = ("Silver.Birch", "+44 20 7946 0001")
    user = User(id="us_birch", name="Silver Birch", email="s.birch@sample.example", agent_references=references)
    with Transaction(desk.clock, desk.ids) as transaction:
        write_users(transaction, [Change(None, user)])
    return user


@pytest.mark.parametrize(
    "reference",
    [
        "silver.birch",
        "SILVER.BIRCH",
        "S.Birch@Sample.Example",
        "mailto:s.birch@sample.example",
        "sip:s.birch@sample.example",
        "Silver Birch <s.birch@sample.example>",
        "tel:+44-20-7946-0001",
        "+442079460001",
    ],
)
def test_an_agent_is_found_by_whatever_they_are_known_as(desk: Desk, birch: User, reference: str) -> None:
    desk.drop("a_GUID_1_.wav", tone(8000), {**KNOWN, "agent": reference})
    assert desk.item("a_GUID_1_.wav").agent_id == birch.id


def test_an_agent_is_looked_up_item_by_item(desk: Desk, birch: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> Any:
        raise AssertionError("the intake has no right to BatchGetItem")

    monkeypatch.setattr(store, "find_many", refused)
    desk.drop("a_GUID_1_.wav", tone(8000), {**KNOWN, "agent": "mailto:s.birch@sample.example"})
    assert desk.item("a_GUID_1_.wav").agent_id == birch.id


def test_an_agent_of_a_vcon_is_found_by_any_of_their_names(desk: Desk, birch: User) -> None:
    desk.drop("a.vcon", call("agent", "customer", id="P-77", mailto="S.BIRCH@sample.example"))
    assert desk.item("a.vcon").agent_id == birch.id


def test_nobody_else_may_have_a_reference_in_another_case(desk: Desk, birch: User) -> None:
    other = User(id="us_other", name="Other", email="o@sample.example", agent_references=("SILVER.birch",))
    with pytest.raises(Conflict), Transaction(desk.clock, desk.ids) as transaction:
        write_users(transaction, [Change(None, other)])


def test_references_that_were_kept_as_they_were_written_are_found_and_taken_away(desk: Desk) -> None:
    # The agent of the desk is kept so: `AGENTREF#AG-1`.
    agent = desk.people.user_by_agent_reference("AG-1")
    assert agent is not None
    with Transaction(desk.clock, desk.ids) as transaction:
        write_users(transaction, [Change(agent, agent.model_copy(update={"agent_references": ()}))])
    assert desk.people.user_by_agent_reference("AG-1") is None
    assert PeopleRow.count("AGENTREF#AG-1") == 0


@given(st.text(min_size=1, max_size=40))
def test_a_reference_is_compared_as_its_own_key_is(reference: str) -> None:
    key = reference_key(reference)
    assert key
    assert reference_key(key) == key or "<" in reference or ":" in reference


def test_an_agent_as_amazon_connect_writes_them(desk: Desk) -> None:
    record = {
        "Agent": {
            "ARN": "arn:aws:connect:x:1:agent/a",
            "Username": "ag-1",
            "AfterContactWorkDuration": 9,
            "CustomerHoldDuration": 4,
        },
        "ContactId": "c-1",
        "InitiationMethod": "TRANSFER",
        "InitiationTimestamp": "2026-02-01T10:00:00Z",
        "Queue": {"ARN": "arn:aws:connect:x:1:queue/q", "Name": "Repairs"},
        "CustomerEndpoint": {"Address": "+15550100", "Type": "TELEPHONE_NUMBER"},
    }
    known = metadata_from(record, FoundIn.SIDECAR, "UTC")
    assert (known.agent_reference, known.queue, known.customer_reference) == ("ag-1", "Repairs", "+15550100")
    assert (known.after_call_work_ms, known.hold_ms, known.direction) == (9000, 4000, Direction.UNKNOWN)
    assert known.unread == {}


# Silence -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a_GUID_1_.vtt", b"WEBVTT\n"),
        ("a_GUID_1_.json", json.dumps(words()).encode()),
        ("a_GUID_1_.json", samples.as_bytes(samples.call_analytics(Transcript=[]))),
    ],
)
def test_a_call_in_which_nobody_speaks_is_loaded_once_its_length_is_known(desk: Desk, name: str, body: bytes) -> None:
    desk.drop(name, body, {**KNOWN, "duration": "12"})
    item = desk.item(name)
    assert (item.status, item.metadata.duration_ms) == (IntakeStatus.PROCESSING, 12_000)
    interaction = desk.interactions.interaction(desk.normaliser.run(item.id, 1, None))
    assert interaction is not None
    assert interaction.transcript is not None
    assert (interaction.transcript.turns, interaction.roles) == (0, None)
    assert "Nobody said anything." in interaction.remarks


def test_a_call_that_nobody_answered_lasted_no_time() -> None:
    document = json.loads(call("agent", "customer"))
    document["dialog"] = [{"type": "incomplete", "start": "2026-02-01T10:00:00Z", "disposition": "busy"}]
    known = read(document).metadata
    assert (known.duration_ms, known.disposition) == (0, "busy")


# Bulk files ----------------------------------------------------------------------------------------------------------

LINES = b"\n".join(line(number) for number in range(3))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (json.dumps({"a": {"b": 1}, "c": [1]}, indent=1).encode(), "over several lines"),
        (json.dumps([{"a": 1}, {"a": 2}], indent=4).encode(), "over several lines"),
        (b"[\n" + LINES.replace(b"\n", b",\n") + b"\n]", "list"),
        (json.dumps([{"a": 1}, {"a": 2}]).encode(), "list"),
        (gzip.compress(LINES), "compressed (gzip)"),
        (b"PK\x03\x04" + b"x" * 50, "compressed (ZIP)"),
        (LINES.decode().encode("utf-16"), "UTF-16"),
        (b"agent,queue\na,b\nc,d\ne,f\n", "None of its first lines is JSON"),
        (b"", "empty"),
        (b"\n \n", "empty"),
    ],
)
def test_a_bulk_file_that_is_no_lines_is_refused_in_one_sentence(desk: Desk, body: bytes, says: str) -> None:
    desk.drop("bulk/x.jsonl", body)
    (import_id,) = desk.workflows.imports
    assert desk.imports.split(import_id, 25).lines == 0
    desk.imports.finish(import_id)
    bulk = desk.store.bulk_import(import_id)
    assert bulk is not None
    assert bulk.failure is not None
    assert says in bulk.failure.sentence
    assert import_status(bulk, desk.store.counts(import_id)) is ImportStatus.FAILED
    assert desk.store.with_status(IntakeStatus.HELD, limit=10)[0] == []


@pytest.mark.parametrize(
    "body",
    [
        LINES,
        b"\xef\xbb\xbf" + LINES,
        b'{"cut": "off\n' + LINES,
        b"no json\n" + LINES,
        b'{"agent": "a"',
        b"\r\n".join([line(1), line(2)]),
        line(1),
    ],
)
def test_a_broken_line_is_no_fault_of_the_file(body: bytes) -> None:
    assert not_lines(body) is None


# What is put aside ---------------------------------------------------------------------------------------------------


def hold(desk: Desk, name: str = "notes/plan.pdf") -> Any:
    desk.drop(name, b"PK")
    return desk.item(name)


def dismissal(desk: Desk) -> Dismissal:
    return Dismissal(reason="A test of the telephones", by="us_admin", at=desk.clock.now())


def test_what_is_held_can_be_dismissed_and_taken_back(desk: Desk) -> None:
    held = hold(desk)
    assert "wav, mp3" in held.reasons[0].sentence
    dismissed = desk.intake.dismiss(held, dismissal(desk))
    assert desk.item("notes/plan.pdf") == dismissed
    assert (dismissed.status, dismissed.dismissal) == (IntakeStatus.DISMISSED, dismissal(desk))
    assert desk.store.with_status(IntakeStatus.HELD, limit=5)[0] == []
    assert [each.id for each in desk.store.with_status(IntakeStatus.DISMISSED, limit=5)[0]] == [held.id]
    # Hearing of it once more doesn't bring it back; that its file has changed does.
    desk.hear_of("notes/plan.pdf")
    assert desk.item("notes/plan.pdf").status is IntakeStatus.DISMISSED
    with pytest.raises(Conflict):
        desk.intake.dismiss(dismissed, dismissal(desk))
    with pytest.raises(Conflict):
        desk.intake.complete(dismissed, {})
    again = desk.intake.release(dismissed)
    assert (again.status, again.dismissal) == (IntakeStatus.HELD, None)


def test_a_file_that_changed_is_looked_at_anew(desk: Desk) -> None:
    desk.drop("a_GUID_1_.wav", b"", KNOWN)
    desk.intake.dismiss(desk.item("a_GUID_1_.wav"), dismissal(desk))
    desk.drop("a_GUID_1_.wav", tone(8000), KNOWN)
    assert desk.item("a_GUID_1_.wav").status is IntakeStatus.PROCESSING


def test_the_lines_of_an_import_still_add_up(desk: Desk) -> None:
    desk.drop("bulk/x.jsonl", line(1) + b"\nno json\n")
    (import_id,) = desk.workflows.imports
    desk.imports.split(import_id, 25)
    desk.imports.take(import_id, desk_batch(desk, import_id))
    (held,), _ = desk.store.lines(import_id, IntakeStatus.HELD, limit=5)
    desk.intake.dismiss(held, dismissal(desk))
    counts = desk.store.counts(import_id)
    assert (counts.held, counts.dismissed, counts.processing, counts.read) == (0, 1, 1, 2)
    assert [each.id for each in desk.store.lines(import_id, IntakeStatus.DISMISSED, limit=5)[0]] == [held.id]


def desk_batch(desk: Desk, import_id: str) -> Any:
    from debrief.interactions.intake.import_steps import Batch

    (only,) = json.loads(desk.bucket.get(f"debrief/manifests/{import_id}.json"))
    return Batch.model_validate(only)


def test_what_is_held_is_found_by_its_reason_page_by_page(desk: Desk) -> None:
    for number in range(5):
        hold(desk, f"notes/{number}.pdf")
        desk.drop(f"b_GUID_{number}_.wav", tone(8000), {**KNOWN, "agent": f"nobody{number}"})
    found: list[str] = []
    start = None
    for _ in range(4):
        page, start = desk.store.held_for(HoldCode.AGENT_UNKNOWN, limit=2, start=start)
        found += [each.id for each in page]
        if start is None:
            break
    assert len(found) == len(set(found)) == 5


def test_a_dismissal_needs_a_reason_that_can_be_shown(desk: Desk) -> None:
    from debrief.interactions.analysis.indicator_store import IndicatorStore
    from debrief.interactions.intake.service import IntakeService

    service = IntakeService(desk.intake, desk.store, IndicatorStore(), desk.bucket, desk.clock, desk.ids)
    held = hold(desk)
    for reason in ("  ", "a\u0000b"):
        with pytest.raises(RuleBroken):
            service.dismiss(held, reason, by="us_admin")
    assert service.dismiss(held, " A test. ", by="us_admin").dismissal is not None
    with pytest.raises(RuleBroken):
        service.items(IntakeStatus.FAILED, limit=5, start=None, reason=HoldCode.DUPLICATE)


# The laptop's model --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_line_separators_in_a_message_do_not_break_the_laptops_model(end: str) -> None:
    from debrief.interactions.analysis.analyse_step import as_lines
    from local.offline.texts import lines_of

    turns = [
        Turn(index=0, speaker=Speaker.AGENT, text=f"One{end}two"),
        Turn(index=1, speaker=Speaker.CUSTOMER, text="ok"),
    ]
    assert [line.speaker for line in lines_of(as_lines(turns))] == ["agent", "customer"]
    notes = f"WEBVTT\n\nNOTE\nqueue: sales{end}agent: nobody\n\n00:01.000 --> 00:02.000\nhi\n"
    assert read(notes.encode()).metadata.agent_reference is None


def test_the_laptop_waits_as_long_as_its_recogniser_may_take() -> None:
    from infra.settings import load
    from local.settings import LocalSettings

    transcription = load("local").transcription
    assert transcription.poll_seconds * transcription.poll_limit > LocalSettings.from_env({}).recogniser_seconds
