"""Documents made to be slow, or to break their reader: each is read in time proportional to its size, or held."""

import json
from typing import Any

import pytest

from debrief.interactions.formats import detect, webvtt
from debrief.interactions.formats.captions import read_captions
from debrief.interactions.formats.emails import html_words, words_in
from debrief.interactions.formats.parsed import UnforeseenDocument, UnreadableDocument
from debrief.interactions.formats.recognisers import deepgram
from debrief.interactions.formats.roles import by_voice
from debrief.interactions.formats.segments import offset_ms, text_segments
from debrief.interactions.formats.times import read_duration_ms
from debrief.interactions.formats.values import number
from debrief.interactions.formats.voices import Segment, cast, names_of
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake import document_reader
from tests.unit.counting import within_counting

pytestmark = pytest.mark.feature("S2.1")

HUGE = 10**400
CAPTION = "WEBVTT\n\n00:01.000 --> 00:02.000\n"


def vcon(**parts: Any) -> bytes:
    parties = [{"role": "agent", "name": "Sample Agent"}, {"role": "customer", "name": "Sample Customer"}]
    whole = {"vcon": "0.0.2", "uuid": "v-1", "created_at": "2026-11-20T10:00:00Z", "parties": parties, **parts}
    return json.dumps(whole).encode()


def recorded(**analysis: Any) -> bytes:
    dialog = [{"type": "recording", "start": "2026-11-20T10:00:00Z", "duration": 10, "parties": [0, 1]}]
    return vcon(dialog=dialog, analysis=[{"type": "transcript", "dialog": 0, **analysis}])


@pytest.mark.parametrize(
    "words",
    ["<c " * 200_000, "<v " * 200_000, "<v" + " " * 400_000, "<v." * 200_000, ("<v" + " " * 20) * 30_000],
    ids=["tags", "voices", "blanks", "classes", "both"],
)
def test_captions_with_tags_that_are_never_closed_are_read_once(words: str) -> None:
    with within_counting(100):
        assert webvtt.read(f"{CAPTION}{words} hello\n", "UTC").turns[0].text.endswith("hello")


def test_tags_and_voices_of_captions_are_told_as_before() -> None:
    read = webvtt.read(f"{CAPTION}<v.loud Agent Jane>Good <c.red>day</c>, <00:01.500>caller</v>\n", "UTC")
    assert [(turn.speaker, turn.text) for turn in read.turns] == [("agent", "Good day, caller")]


@pytest.mark.parametrize(
    "html",
    ["<a " * 300_000, '<a "' * 200_000, "<!--" * 200_000, "<![" * 200_000, "</a " * 200_000, "<a b='" * 100_000 + ">"],
    ids=["tags", "quotes", "comments", "declarations", "ends", "closed last"],
)
def test_html_that_is_never_closed_is_read_once(html: str) -> None:
    with within_counting(100):
        assert "good day" in html_words(f"<p>good day</p>{html}")


def test_html_is_told_as_it_is_shown() -> None:
    html = (
        '<!DOCTYPE html><!-- <b>hidden</b> --><title/>1 < 2 &amp; <a title="x > y" href=z>a link</a><br/>'
        "<script>if (a < b) { say('<p>') }</script><style>p > a {}</style><![foo bar><![if !mso]>shown<![endif]>"
        '<p style="x>after an odd quote</p>'
    )
    assert html_words(html) == "1 < 2 & a link\nshown\nafter an odd quote"


def test_parts_of_mail_that_lie_deep_in_each_other_are_left_as_text() -> None:
    mail = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000))
    dialog = [{"type": "text", "start": "2026-11-20T10:00:00Z", "parties": 1, "mediatype": "message/rfc822"}]
    with within_counting(100):
        assert words_in(mail, "message/rfc822") is None
        read = detect.read_conversation(vcon(dialog=[{**dialog[0], "body": mail}]), time_zone="UTC")
    assert read.turns[0].text.startswith("Content-Type")


@pytest.mark.parametrize("header", ["Content-Type: text/plain; ", "Content-Disposition: inline; "])
def test_headers_of_mail_without_end_are_left_as_text(header: str) -> None:
    with within_counting(100):
        long = header + "a=b;\r\n " * 40_000
        assert words_in(f"{long}\r\n\r\nhello", "message/rfc822") is None
        assert words_in(f"{header}{'a=b; ' * 40}\r\n\r\nhello", "message/rfc822") == "hello"


def test_thousands_of_voices_are_not_each_held_against_all_that_was_said() -> None:
    segments = [Segment(text="please hold the line", voice=f"voice of {number}") for number in range(8000)]
    with within_counting(100):
        read = cast(segments)
    assert read.warnings == (
        "Which speaker is the agent can't be told from what they say.",
        "8000 voices were heard; they are kept apart.",
    )
    assert by_voice([], [f"v{number}" for number in range(101)]).speakers == {}


def test_an_announcement_is_told_from_people_as_before() -> None:
    said = ["your call is important to us", "thank you for calling, how can I help", "i'm calling about my bill", "yes"]
    segments = [Segment(text=words, voice=name) for words, name in zip(said, "abcb", strict=True)]
    assert [turn.speaker for turn in cast(segments).turns] == ["system", "agent", "customer", "agent"]


def test_words_of_one_voice_are_joined_once() -> None:
    words = [{"word": "w" * 40, "speaker": 0, "start": n / 10, "end": n / 10 + 0.1} for n in range(60_000)]
    with within_counting(100):
        told = deepgram({"transcript": "", "words": words})
    assert told is not None
    assert [(len(each.text), each.end_ms) for each in told.segments] == [(60_000 * 41 - 1, 6_000_000)]


def test_lines_of_one_voice_are_joined_once() -> None:
    with within_counting(300):
        segments = text_segments("A: b\n" * 300_000 + "more\n" * 299_999)
    assert len(segments) == 300_000
    assert len(segments[-1].text) == 1 + 299_999 * 5


def test_captions_within_a_vcon_are_bounded_as_those_of_a_file_are() -> None:
    read = detect.read_conversation(
        recorded(vendor="Sample", body=CAPTION + "word " * (webvtt.LARGEST // 5), encoding="none"), time_zone="UTC"
    )
    assert read.hold[0].code is HoldCode.TRANSCRIPT_UNREAD
    assert "(by Sample, more than 5 MB of captions)" in read.hold[0].sentence


def test_a_sentence_quotes_no_more_than_a_hundred_characters() -> None:
    read = detect.read_conversation(recorded(vendor="V" * 300_000, body={"odd": 1}), time_zone="UTC")
    assert len(read.hold[0].sentence) < 400
    failed = {"JobStatus": "FAILED", "FailureReason": "r" * 300_000, "jobName": "j", "results": {}, "accountId": "1"}
    with pytest.raises(UnreadableDocument) as refused:
        detect.read_conversation(json.dumps(failed).encode(), time_zone="UTC")
    assert len(refused.value.detail) < 400


@pytest.mark.parametrize("name", ["<" + "@" * 400_000, " " * 400_000 + "x", "a" * 400_000 + "<a@b.example>"])
def test_names_without_end_are_compared_once(name: str) -> None:
    with within_counting(100):
        assert names_of(name)
        parties = [{"role": "agent", "name": name}, {"role": "agent", "mailto": name}, {"role": "customer"}]
        document_reader.read_conversation(
            vcon(
                parties=parties,
                dialog=[{"type": "text", "start": "2026-11-20T10:00:00Z", "body": "hello", "parties": 0}],
            ),
            time_zone="UTC",
        )


def test_numbers_without_end_are_no_numbers() -> None:
    assert number(HUGE) is None
    assert offset_ms(HUGE) is None
    assert offset_ms("9" * 400 + "s") is None
    assert offset_ms("9" * 5000 + ":00:00") is None
    assert offset_ms("999999999:00:00") is None
    assert offset_ms("1:00:01.5") == 3_601_500
    assert offset_ms("1.5s") == 1500
    with pytest.raises(ValueError, match="is no duration"):
        read_duration_ms({"hours": "9" * 400})
    assert read_captions(f"WEBVTT\n\n{'9' * 5000}:00:00.000 --> 00:02.000\nhello\n").found == ()


def test_a_declaration_in_html_that_is_none_is_passed_over() -> None:
    assert html_words("<p>good <![foo bar> day</p>") == "good day"


def test_what_nobody_foresaw_in_a_document_holds_it_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object) -> None:
        raise AssertionError("quoting the secret of a document")

    monkeypatch.setattr(webvtt, "read", stumble)
    with pytest.raises(UnforeseenDocument) as refused:
        document_reader.read_conversation(f"{CAPTION}hello\n".encode(), time_zone="UTC")
    hold = refused.value.hold()
    assert hold.code is HoldCode.DOCUMENT_UNREADABLE
    assert hold.sentence.endswith("drop it again or dismiss it.")
    assert refused.value.__cause__ is None
    told = [record.__dict__ for record in caplog.records]
    assert [(each["fault"], each["places"][-1].split()[-1]) for each in told] == [("AssertionError", "stumble")]
    assert "secret" not in str(told)


def test_want_of_memory_is_not_the_fault_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(webvtt, "read", starve)
    with pytest.raises(MemoryError):
        detect.read_conversation(f"{CAPTION}hello\n".encode(), time_zone="UTC")
