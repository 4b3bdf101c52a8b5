"""Transcripts that programs write for people: Word documents of Teams, tables of Whisper, captions with voices."""

import io
import struct
import time
import zipfile
from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import SourceFormat, Speaker
from debrief.interactions.formats import teams_in_word
from debrief.interactions.formats.detect import decode, read_conversation
from debrief.interactions.formats.parsed import ParsedConversation, UnreadableDocument
from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.file_names import Part, unit_of
from debrief.interactions.intake.model import IntakeStatus
from tests.unit.interactions.test_intake import Desk, desk

__all__ = ["desk"]

pytestmark = pytest.mark.feature("S2.1", "N7")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPED = f'<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="{W}"/>'


def word(
    *paragraphs: str,
    name: str = "word/document.xml",
    xml: str | bytes | None = None,
    packed: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A Word document; `\\n` in a paragraph is a break in it, as Teams writes between the name and the words."""
    body = "".join(
        "<w:p><w:r><w:drawing/></w:r>"
        + "<w:r><w:br/></w:r>".join(
            f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(line[:6])}</w:t></w:r>'
            f'<w:r><w:t xml:space="preserve">{escape(line[6:])}</w:t></w:r>'
            for line in each.split("\n")
        )
        + "</w:p>"
        for each in paragraphs
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", packed) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        whole = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        parts.writestr(name, xml or whole)
    return raw.getvalue()


def body_of(inside: str) -> str:
    """A document's XML with this in its body."""
    return f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{inside}</w:body></w:document>'


def spoiled(data: bytes) -> bytes:
    """A document whose packed body is no packed text."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        place = parts.getinfo("word/document.xml").header_offset
    begins = place + 30 + sum(struct.unpack("<HH", data[place + 26 : place + 30]))
    return data[:begins] + b"\xff" * 40 + data[begins + 40 :]


HEAD = (
    "Call with Jonas-20260603_090500-Meeting Transcript",
    "June 3, 2026, 9:05AM",
    "1m 12s",
    "Dana Birch started transcription",
)
TURNS = (
    "Dana Birch   0:03\nThank you for calling, how can I help?",
    "Jonas Quill   0:09\nMy bill is wrong,\nsee you at 10:30.",
    "Dana Birch   1:02:05\nLet me look.",
)


def read(data: bytes, zone: str = "UTC") -> ParsedConversation:
    return read_conversation(data, time_zone=zone)


def said(parsed: ParsedConversation) -> list[tuple[str | None, int | None, str]]:
    return [(each.voice, each.start_ms, each.text) for each in parsed.turns]


SAID = [
    ("Dana Birch", 3_000, "Thank you for calling, how can I help?"),
    ("Jonas Quill", 9_000, "My bill is wrong, see you at 10:30."),
    ("Dana Birch", 3_725_000, "Let me look."),
]


@pytest.mark.parametrize(
    "paragraphs",
    [
        (*HEAD, *TURNS, "Dana Birch stopped transcription"),
        TURNS,
        # The name and the words in paragraphs of their own.
        (*HEAD, *(line for each in TURNS for line in each.split("\n")), "Dana Birch stopped transcription"),
        ("Dana Birch\t0:03", "Thank you for calling,", "how can I help?", *TURNS[1:]),
    ],
)
def test_a_word_document_of_teams_tells_who_spoke_and_when(paragraphs: tuple[str, ...]) -> None:
    parsed = read(word(*paragraphs))
    assert parsed.format is SourceFormat.TEAMS
    assert said(parsed) == SAID
    assert [each.speaker for each in parsed.turns] == [Speaker.AGENT, Speaker.CUSTOMER, Speaker.AGENT]


@pytest.mark.parametrize("apart", ["\n", None])
def test_an_earlier_word_document_of_teams_has_its_times_above(apart: str | None) -> None:
    turns = [
        ("0:0:3.100 --> 0:0:5.250", "Dana Birch", "Thank you for calling, how can I help?"),
        ("0:0:9.0 --> 0:0:12.840", "Jonas Quill", "My bill is wrong."),
    ]
    paragraphs = [line for each in turns for line in each] if apart is None else [apart.join(each) for each in turns]
    parsed = read(word(*paragraphs))
    assert said(parsed) == [
        ("Dana Birch", 3_100, "Thank you for calling, how can I help?"),
        ("Jonas Quill", 9_000, "My bill is wrong."),
    ]
    assert [each.end_ms for each in parsed.turns] == [5_250, 12_840]


def test_its_date_and_length_are_told_above() -> None:
    parsed = read(word(*HEAD, *TURNS[:2]), "Europe/Berlin")
    assert str(parsed.metadata.started_at) == "2026-06-03 07:05:00+00:00"
    assert parsed.metadata.duration_ms == 72_000


def test_a_title_that_tells_another_time_makes_the_date_one_to_ask_about() -> None:
    parsed = read(word("Call-20260603_190500-Meeting Transcript", "3 June 2026, 09:05am", "27m 42s", *TURNS[:2]))
    assert parsed.metadata.started_at is None
    assert "3 June 2026, 09:05am, or 2026-06-03 19:05:00" in parsed.metadata.unread["started_at"]
    assert parsed.metadata.duration_ms == 1_662_000


def test_a_title_whose_digits_are_no_date_says_nothing_of_it() -> None:
    parsed = read(word("Call-20261399_100000-Meeting Transcript", *HEAD[1:], *TURNS[:2]))
    assert str(parsed.metadata.started_at) == "2026-06-03 09:05:00+00:00"


def test_a_document_that_is_stored_as_it_is_is_read() -> None:
    assert said(read(word(*TURNS, packed=zipfile.ZIP_STORED))) == SAID


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_nothing_is_unpacked_whose_size_nothing_bounds(monkeypatch: pytest.MonkeyPatch, packed: int) -> None:
    data = word(*TURNS, packed=packed)
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_, **__: pytest.fail("it is unpacked"))
    with pytest.raises(UnreadableDocument, match="packed"):
        read(data)


def test_a_type_is_refused_in_whatever_signs_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teams_in_word, "_body", lambda data: data)
    for signs in ("utf-8", "utf-16"):
        with pytest.raises(UnreadableDocument, match="written as Word"):
            teams_in_word._paragraphs(TYPED.encode(signs))


def test_what_stands_in_a_text_box_is_read_once_and_in_its_place() -> None:
    def paragraph(inside: str) -> str:
        return f"<w:p>{inside}</w:p>"

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    box = paragraph(run("in a box"))
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    inside = paragraph(f"{run('Dana Birch   0:03')}<w:r><w:br/></w:r>{run('Hello')}{both}{run('there.')}")
    assert said(read(word(xml=body_of(inside)))) == [("Dana Birch", 3_000, "Hello in a box there.")]


@pytest.mark.parametrize(
    "inside",
    [
        "<w:p>" * 20_000 + "<w:r><w:t>a</w:t></w:r>" + "</w:p>" * 20_000,
        "<w:p><w:r><w:t>a</w:t></w:r>" * 20_000 + "</w:p>" * 20_000,
        "<w:p>" + "<w:r><w:t>:</w:t><w:br/></w:r>" * 50_000 + "</w:p>",
    ],
    ids=["empty", "words", "lines"],
)
def test_paragraphs_within_each_other_are_read_in_a_time_that_their_number_explains(inside: str) -> None:
    data = word(xml=body_of(inside))
    begun = time.process_time()
    with pytest.raises(UnreadableDocument, match="no transcript of Teams"):
        read(data)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word("A letter", "Dear Jonas,", "we meet at 10:30"), HoldCode.DOCUMENT_UNSUPPORTED),
        (word("A letter", name="word/other.xml"), HoldCode.DOCUMENT_UNREADABLE),
        (word(xml=TYPED), HoldCode.DOCUMENT_UNREADABLE),
        (word(xml=TYPED.encode("utf-16")), HoldCode.DOCUMENT_UNREADABLE),
        (word(xml=TYPED.encode("utf-16-be")), HoldCode.DOCUMENT_UNREADABLE),
        (word(xml=TYPED.encode("utf-16-le")), HoldCode.DOCUMENT_UNREADABLE),
        (word(*TURNS, packed=zipfile.ZIP_BZIP2), HoldCode.DOCUMENT_UNREADABLE),
        (word(*TURNS, packed=zipfile.ZIP_LZMA), HoldCode.DOCUMENT_UNREADABLE),
        (spoiled(word(*TURNS)), HoldCode.DOCUMENT_UNREADABLE),
        (word(xml="<w:document"), HoldCode.DOCUMENT_UNREADABLE),
        (word(*TURNS)[:200], HoldCode.DOCUMENT_UNREADABLE),
        (word(xml=" " * (31 * 1024 * 1024)), HoldCode.DOCUMENT_UNSUPPORTED),
    ],
)
def test_another_word_document_is_held_with_what_to_do(data: bytes, code: HoldCode) -> None:
    with pytest.raises(UnreadableDocument) as held:
        read(data)
    assert held.value.code is code
    assert "Drop the transcript again as WebVTT" in held.value.detail


@given(st.binary(max_size=300), st.integers(0, 600))
def test_no_bytes_break_the_reader_of_word(body: bytes, cut: int) -> None:
    for data in (b"PK\x03\x04" + body, word(*TURNS)[:cut] + body):
        with suppress(UnreadableDocument):
            decode.__wrapped__(data)  # type: ignore[attr-defined]


def test_captions_of_teams_have_ids_and_voices() -> None:
    captions = (
        "WEBVTT\n\n4f7a2c1e-0b6d-4c52-9a7e-1d2f3a4b5c6d/12-0\n00:00:03.100 --> 00:00:05.250\n"
        "<v Dana Birch>Thank you for calling,\nhow can I help?</v>\n\n"
        "4f7a2c1e-0b6d-4c52-9a7e-1d2f3a4b5c6d/17-1\n00:00:09.000 --> 00:00:12.840\n"
        "<v Jonas Quill>My bill is wrong.</v>\n"
    )
    assert said(read(captions.encode())) == [
        ("Dana Birch", 3_100, "Thank you for calling, how can I help?"),
        ("Jonas Quill", 9_000, "My bill is wrong."),
    ]


TABLE = "start\tend\ttext\n0\t2340\tThank you for calling.\n2900\t5000\tMy bill is\twrong.\n"


@pytest.mark.parametrize("table", [TABLE, TABLE.replace("\n", "\r\n"), f"\ufeff{TABLE}\n\n"])
def test_a_table_of_whisper_is_in_milliseconds(table: str) -> None:
    parsed = read(table.encode())
    assert parsed.format is SourceFormat.WHISPER
    assert [(each.start_ms, each.end_ms, each.text) for each in parsed.turns] == [
        (0, 2_340, "Thank you for calling."),
        (2_900, 5_000, "My bill is wrong."),
    ]


def test_a_table_with_a_line_of_another_form_is_held_for_it() -> None:
    with pytest.raises(UnreadableDocument, match=r"Line 3 of the table"):
        read(f"start\tend\ttext\n0\t2340\tThank you.\nmine 5\tWrong.\n{TABLE}".encode())


def test_both_are_transcripts_by_their_names() -> None:
    assert unit_of("calls/a.docx") == ("calls/a", Part.TRANSCRIPT)
    assert unit_of("calls/a_transcript.docx") == ("calls/a_transcript", Part.TRANSCRIPT)
    assert unit_of("calls/a.wav.tsv") == ("calls/a", Part.TRANSCRIPT)


def test_they_are_loaded_and_the_captions_count_before_them(desk: Desk) -> None:
    at = {"started_at": "2026-02-03T09:00:00Z", "agent": "AG-1", "queue": "Billing"}
    desk.drop("calls/a.docx", word(*TURNS[:2]), at)
    item = desk.item("calls/a.docx")
    assert (item.status, item.reasons) == (IntakeStatus.PROCESSING, ())
    desk.drop("calls/b.tsv", TABLE.encode(), at)
    assert desk.item("calls/b.tsv").status is IntakeStatus.PROCESSING
    desk.drop("calls/c.docx", word("A letter", "Dear Jonas,"), at)
    (reason,) = desk.item("calls/c.docx").reasons
    assert "Drop the transcript again as WebVTT" in reason.sentence
    desk.drop("calls/c.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Dana Birch>Hello there.</v>\n", at)
    item = desk.item("calls/c.vtt")
    assert item.transcript is not None
    assert (item.status, item.transcript.key) == (IntakeStatus.PROCESSING, "calls/c.vtt")


def test_a_table_may_end_with_a_line_without_words() -> None:
    # Whisper empties what lasts no time, and keeps its line.
    table = b"start\tend\ttext\n0\t2000\tGood day.\n2000\t2000\t\n"
    assert [each.text for each in read_conversation(table, time_zone="UTC").turns] == ["Good day."]


def test_of_very_many_parts_none_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        pytest.fail("each part would be listed, in memory that no function has")

    monkeypatch.setattr(zipfile, "ZipFile", opened)
    with pytest.raises(UnreadableDocument, match="isn't written as Word documents are"):
        decode(b"PK\x03\x04" + b"PK\x01\x02" * 5_001)
