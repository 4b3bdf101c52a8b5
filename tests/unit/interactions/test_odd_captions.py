"""Captions and transcripts as further programs write them: rolling up, set as text, by the clock, encoded twice."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Turn
from debrief.interactions.formats.detect import decode, read_conversation
from debrief.interactions.formats.double_encoded import ENCODED_TWICE
from debrief.interactions.formats.durations import DurationSources, not_believed, sources_of, with_duration
from debrief.interactions.formats.metadata import Metadata
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.formats.units_of_time import known_length, with_times_that_fit
from debrief.interactions.intake.model import IntakeStatus
from tests.unit.interactions.test_intake import Desk, desk
from tests.unit.interactions.test_intake_kinds import KNOWN

__all__ = ["desk"]

pytestmark = pytest.mark.feature("S2.1", "N7")


def read(document: Any) -> ParsedConversation:
    text = document if isinstance(document, str) else json.dumps(document)
    return read_conversation(text.encode(), time_zone="UTC")


def vtt(*captions: tuple[str, str, str]) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"{start} --> {end}\n{words}" for start, end, words in captions) + "\n"


def said(turns: Sequence[Turn]) -> list[tuple[str, int | None, int | None, str]]:
    return [(str(turn.speaker), turn.start_ms, turn.end_ms, turn.text) for turn in turns]


def test_captions_that_roll_up_say_each_line_once() -> None:
    rolling = vtt(
        ("00:00:00.000", "00:00:02.000", "hello<00:00:00.500><c> and</c><c> welcome</c>"),
        ("00:00:02.000", "00:00:02.010", "hello and welcome"),
        ("00:00:02.010", "00:00:04.000", "hello and welcome\nhow<00:00:02.500><c> can</c> I help"),
        ("00:00:04.000", "00:00:04.010", "how can I help"),
        ("00:00:04.010", "00:00:06.000", "how can I help\nmy bill is high"),
    )
    assert said(read(rolling).turns) == [
        ("unknown", 0, 2000, "hello and welcome"),
        ("unknown", 2010, 4000, "how can I help"),
        ("unknown", 4010, 6000, "my bill is high"),
    ]


def test_what_somebody_says_again_stays() -> None:
    again = vtt(*((f"00:00:0{at}.000", f"00:00:0{at + 1}.000", "Hello?") for at in range(4)))
    assert len(read(again).turns) == 4
    once = vtt(
        ("00:00:00.000", "00:00:01.000", "Yes."),
        ("00:00:01.000", "00:00:02.000", "Yes.\nOf course."),
        ("00:00:02.000", "00:00:03.000", "My bill is high."),
        ("00:00:03.000", "00:00:04.000", "Let me look."),
        ("00:00:04.000", "00:00:05.000", "Thanks."),
    )
    assert [turn.text for turn in read(once).turns][1] == "Yes. Of course."


def test_what_two_people_say_alike_stays_with_both() -> None:
    both = vtt(
        ("00:00:00.000", "00:00:01.000", "<v Agent>Hello."),
        ("00:00:01.000", "00:00:02.000", "<v Customer>Hello.\nMy bill is high."),
    )
    assert [turn.text for turn in read(both).turns] == ["Hello.", "Hello. My bill is high."]


def test_how_a_caption_is_set_hides_nobody_who_speaks() -> None:
    document = (
        "1\n00:00:01,000 --> 00:00:03,000\n<b>Agent:</b> How can I help?\n\n"
        '2\n00:00:04,000 --> 00:00:09,000\n<font color="#ff0000">Customer: My bill is high.</font>\n\n'
        "3\n00:00:10,000 --> 00:00:12,000\n{\\an8}<i>Agent: Let me look.</i>\n"
    )
    assert [(who, words) for who, _, _, words in said(read(document).turns)] == [
        ("agent", "How can I help?"),
        ("customer", "My bill is high."),
        ("agent", "Let me look."),
    ]


@pytest.mark.parametrize("arrow", ["-->", "->", "\u2192", "=>", "--&gt;", " \u2192 "])
def test_another_arrow_between_times_loses_no_caption(arrow: str) -> None:
    document = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nAgent: How can I help?\n\n"
        f"00:00:04.000 {arrow} 00:00:09.000\nCustomer: My bill is high.\n"
    )
    assert said(read(document).turns)[1] == ("customer", 4000, 9000, "My bill is high.")


def test_a_note_in_quotes_is_read() -> None:
    document = 'WEBVTT\n\nNOTE duration:"00:05:12.0000000"\n\n00:00:01.000 --> 00:00:03.000\nHello\n'
    known = read(document).metadata
    assert (known.duration_ms, known.unread) == (312_000, {})


BY_THE_CLOCK = vtt(
    ("10:00:01.000", "10:00:03.000", "Agent: How can I help?"),
    ("10:00:04.000", "10:00:09.000", "Customer: My bill is high."),
)


@pytest.mark.parametrize("known_ms", [None, 8000, 12_000, 60_000])
def test_times_of_day_are_counted_from_the_first_word(known_ms: int | None) -> None:
    fitted = with_times_that_fit(read(BY_THE_CLOCK), known_ms)
    assert [(start, end) for _, start, end, _ in said(fitted.turns)] == [(0, 2000), (3000, 8000)]
    assert "10 h" in fitted.warnings[-1]
    metadata = Metadata(duration_ms=known_ms)
    lasted = with_duration(metadata, sources_of(fitted.turns, fitted.end_ms, DurationSources())).duration_ms
    assert lasted == (known_ms or 8000)
    # As it is read again once its length is known.
    again = with_times_that_fit(read(BY_THE_CLOCK), known_length(Metadata(duration_ms=lasted), None, cut_off=False))
    assert again.turns == fitted.turns


def test_a_call_by_the_clock_is_loaded_as_long_as_it_was(desk: Desk) -> None:
    desk.drop("calls/a.vtt", BY_THE_CLOCK.encode(), KNOWN)
    item = desk.item("calls/a.vtt")
    assert (item.status, item.reasons, item.metadata.duration_ms) == (IntakeStatus.PROCESSING, (), 8000)
    interaction = desk.interactions.interaction(desk.normaliser.run(item.id, item.attempt, None))
    assert interaction is not None
    assert interaction.duration_ms == 8000
    assert any("as times of day do" in remark for remark in interaction.remarks)
    transcript = desk.interactions.transcript(interaction)
    assert transcript is not None
    assert [turn.start_ms for turn in transcript.turns] == [0, 3000]


def test_a_zone_beside_the_date_of_a_file_is_kept_with_it(desk: Desk) -> None:
    known = {name: value for name, value in KNOWN.items() if name != "dt"}
    desk.drop("calls/a.vtt", vtt(("00:00:01.000", "00:00:03.000", "Agent: Hello")).encode(), known)
    zoned = {"start_time": "2026-03-01T10:00:00", "timezone": "America/New_York"}
    desk.drop("calls/a.metadata.json", json.dumps(zoned).encode(), {})
    item = desk.item("calls/a.vtt")
    assert (item.status, item.metadata.started_at) == (
        IntakeStatus.PROCESSING,
        datetime(2026, 3, 1, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize("known_ms", [36_009_000, 40_000_000])
def test_who_really_waited_for_hours_has_waited(known_ms: int) -> None:
    assert said(with_times_that_fit(read(BY_THE_CLOCK), known_ms).turns)[0][1] == 36_001_000


def test_a_first_word_after_the_queue_is_no_time_of_day() -> None:
    waited = vtt(("00:40:01.000", "00:40:09.000", "Agent: How can I help?"))
    assert said(with_times_that_fit(read(waited), None).turns)[0][1] == 2_401_000


def test_milliseconds_read_as_seconds_are_asked_about_also_of_a_short_call() -> None:
    """Six seconds are an hour and forty minutes then."""
    segments = [
        {"id": 0, "start": 1000, "end": 3000, "text": "How can I help?"},
        {"id": 1, "start": 4000, "end": 6000, "text": "My bill is high."},
    ]
    parsed = read({"language": "en", "text": "x", "segments": segments})
    sources = sources_of(parsed.turns, parsed.end_ms, DurationSources())
    doubt = not_believed(with_duration(Metadata(), sources), sources)
    assert doubt is not None
    assert "which can't be" in doubt


@given(
    st.lists(
        st.sampled_from(["schön", "déjà vu", "voilà la note", "où", "10 €", "「好」", "à", "plain", "Ça", "naïve – so"])
    ),
    st.sampled_from(["cp1252", "latin-1"]),
)
def test_letters_that_were_encoded_twice_are_put_right(words: list[str], taken_for: str) -> None:
    texts = [f"Grüße {each}" for each in words] or ["Grüße"]
    try:
        twice = [each.encode().decode(taken_for) for each in texts]
    except UnicodeDecodeError:
        return
    right, wrong = (
        {"language": "en", "segments": [{"start": at, "end": at + 1, "text": each} for at, each in enumerate(given)]}
        for given in (texts, twice)
    )
    meant, mended = read(right), read(wrong)
    assert ENCODED_TWICE not in meant.warnings
    assert [turn.text for turn in mended.turns] == [turn.text for turn in meant.turns]
    assert ENCODED_TWICE in mended.warnings


@pytest.mark.parametrize(
    "words", ["20 Â° today", "AMANHÃ É JÁ", "IRMÃ", "It’s – well – “fine”", "Ça coûte 5 €, déjà payé", "你好，请讲"]
)
def test_letters_that_are_meant_so_stay(words: str) -> None:
    parsed = read(vtt(("00:00:01.000", "00:00:03.000", words)))
    assert parsed.turns[0].text == words
    assert ENCODED_TWICE not in parsed.warnings


def test_a_result_of_transcribe_without_its_words_is_held_and_not_silence() -> None:
    document = {
        "jobName": "j",
        "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": "How can I help? My bill is high."}], "items": []},
    }
    with pytest.raises(UnreadableDocument, match="without the words"):
        read(document)
    document["results"] = {"transcripts": [{"transcript": ""}], "items": []}
    assert read(document).turns == ()


@pytest.mark.parametrize(
    "document",
    [
        [{"start": 1.0, "end": 3.0, "text": "How can I help?"}, {"start": 4.0, "end": 6.0, "text": "My bill is high."}],
        [{"speaker": "agent", "text": "Hello"}, {"speaker": "customer", "text": "Hi"}],
    ],
)
def test_a_list_of_what_was_said_is_named_as_a_transcript(document: Any) -> None:
    with pytest.raises(UnreadableDocument, match="looks like a transcript"):
        decode(json.dumps(document).encode())


@pytest.mark.parametrize("listed", [True, False])
def test_words_of_transcribe_tell_their_channels_themselves(listed: bool) -> None:
    """Newer results have the channel at each word; the list by channel may be empty or missing."""
    said_so = [("ch_0", 1.0, "Hello"), ("ch_1", 2.0, "My"), ("ch_1", 2.4, "bill"), ("ch_0", 3.0, "Sure")]
    items: list[dict[str, Any]] = [
        {
            "channel_label": label,
            "start_time": str(at),
            "end_time": str(at + 0.3),
            "type": "pronunciation",
            "alternatives": [{"content": word, "confidence": "0.9"}],
        }
        for label, at, word in said_so
    ]
    mark = {"channel_label": "ch_1", "type": "punctuation", "alternatives": [{"content": "."}]}
    items.insert(3, mark)
    results: dict[str, Any] = {"transcripts": [{"transcript": "x"}], "items": items}
    if listed:
        results["channel_labels"] = {"channels": [], "number_of_channels": 2}
    document = json.dumps({"jobName": "j", "status": "COMPLETED", "results": results})
    parsed = read_conversation(document.encode(), time_zone="UTC", agent_channel=1)
    assert [(str(turn.speaker), turn.text) for turn in parsed.turns] == [
        ("customer", "Hello"),
        ("agent", "My bill."),
        ("customer", "Sure"),
    ]


def test_a_second_agent_of_contact_lens_is_a_colleague() -> None:
    turns = (("A1", "Hello"), ("C1", "My bill is high."), ("A2", "Second agent here"), ("A1", "Bye"))
    roles = {"A1": "AGENT", "A2": "AGENT", "C1": "CUSTOMER"}
    document = {
        "Version": "1.1.0",
        "Channel": "VOICE",
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-US",
        "Participants": [{"ParticipantId": each, "ParticipantRole": role} for each, role in roles.items()],
        "ConversationCharacteristics": {"TotalConversationDurationMillis": 9000},
        "CustomerMetadata": {"ContactId": "c-1"},
        "Transcript": [
            {"ParticipantId": who, "Content": words, "BeginOffsetMillis": at * 1000, "EndOffsetMillis": at * 1000 + 900}
            for at, (who, words) in enumerate(turns)
        ],
    }
    parsed = read(document)
    assert [str(turn.speaker) for turn in parsed.turns] == ["agent", "customer", "colleague", "agent"]
    assert any("More than one agent" in warning for warning in parsed.warnings)
    transcript: Any = document["Transcript"]
    assert read({**document, "Transcript": transcript[:2]}).warnings == ()
