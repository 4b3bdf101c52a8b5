"""The columns of a scorecard's CSV: in which rows each of them holds something, which field it is, and how it is read.

A file holds one scorecard. Its first row is the scorecard, followed by its sections, each followed by its questions,
each followed by its answers. `docs/scorecard-csv.md` says the same to people; a test holds the two to each other.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple, get_args

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.quality.scorecard_files.cells import (
    Mistaken,
    list_in,
    list_out,
    number_in,
    number_out,
    text_in,
    text_out,
    whole_in,
    word_in,
    yes_no_in,
    yes_no_out,
)
from debrief.quality.scorecards.model import (
    Answerer,
    AutoFail,
    CheckKind,
    QuestionKind,
    ScoreFormat,
    SectionAutoFailRule,
    Tolerance,
)


class RowKind(StrEnum):
    """What a row of the file is."""

    SCORECARD = "scorecard"
    SECTION = "section"
    QUESTION = "question"
    ANSWER = "answer"


S, E, Q, A = RowKind.SCORECARD, RowKind.SECTION, RowKind.QUESTION, RowKind.ANSWER


class Column(NamedTuple):
    """A column.

    fields: the field that it is of, for each kind of row that it belongs to; `phrases.` is a part of those.
    read: the value of a cell, None where it is empty and leaves the field at its default. write: the other way round.
    exact: blanks alone are a value like any other.
    """

    name: str
    fields: dict[RowKind, str]
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    exact: bool = False


def _text(name: str, fields: dict[RowKind, str]) -> Column:
    return Column(name, fields, lambda cell: text_in(cell) or None, text_out, exact=True)


def _yes_no(name: str, fields: dict[RowKind, str]) -> Column:
    return Column(name, fields, yes_no_in, yes_no_out)


def _word(name: str, fields: dict[RowKind, str], words: tuple[str, ...]) -> Column:
    return Column(name, fields, lambda cell: word_in(cell, words), str)


def _number(name: str, fields: dict[RowKind, str]) -> Column:
    return Column(name, fields, number_in, number_out)


def _whole(name: str, fields: dict[RowKind, str]) -> Column:
    return Column(name, fields, whole_in, lambda value: "" if value is None else str(value))


def _list(name: str, fields: dict[RowKind, str]) -> Column:
    return Column(name, fields, lambda cell: list_in(cell) or None, list_out, exact=True)


def _channels(cell: str) -> tuple[str, ...] | None:
    known = tuple(channel.value for channel in Channel)
    named = [line for line in list_in(cell.replace(",", "\n").replace(";", "\n")) if line.strip()]
    words = [word_in(each, known) for each in named]
    return tuple(word for word in words if word) or None


def _row_kind(cell: str) -> RowKind:
    found = word_in(cell, tuple(RowKind))
    if found is None:
        raise Mistaken("is empty; it says what the row is: scorecard, section, question or answer")
    return RowKind(found)


ROW: Final = Column("row", {}, _row_kind, str)
COLUMNS: Final = (
    ROW,
    _text("id", {E: "id", Q: "id", A: "id"}),
    _text("text", {S: "name", E: "title", Q: "text", A: "label"}),
    _text("description", {S: "description", E: "description", Q: "description"}),
    _number("weight", {E: "weight", Q: "weight"}),
    _word("type", {Q: "kind"}, get_args(QuestionKind)),
    _yes_no("required", {Q: "required"}),
    _yes_no("na", {Q: "allow_na"}),
    _yes_no("comment_allowed", {Q: "allow_comment"}),
    _yes_no("comment_required", {Q: "require_comment"}),
    _text("default_answer", {Q: "default_option_id"}),
    _yes_no("default_na", {Q: "default_not_applicable"}),
    _word("answered_by", {Q: "answerer"}, get_args(Answerer)),
    _word("check", {Q: "check"}, get_args(CheckKind)),
    _number("points", {A: "points"}),
    _number("rating", {A: "value"}),
    _yes_no("passes", {A: "passes"}),
    _word("auto_fail", {A: "auto_fail"}, get_args(AutoFail)),
    _text("good", {Q: "good"}),
    _text("poor", {Q: "poor"}),
    _text("context", {Q: "context"}),
    _yes_no("compliance", {Q: "compliance"}),
    _yes_no("pass_by_absence", {Q: "pass_by_absence"}),
    _yes_no("always_applies", {Q: "always_applies"}),
    _word("phrases_speaker", {Q: "phrases.speaker"}, tuple(speaker.value for speaker in Speaker)),
    _list("phrases_all", {Q: "phrases.all_of"}),
    _list("phrases_any", {Q: "phrases.any_of"}),
    _whole("phrases_within_ms", {Q: "phrases.within_ms"}),
    _whole("phrases_within_turns", {Q: "phrases.within_turns"}),
    _word("phrases_tolerance", {Q: "phrases.tolerance"}, get_args(Tolerance)),
    _word("format", {S: "format"}, get_args(ScoreFormat)),
    _number("pass_mark", {S: "pass_mark"}),
    _word("failed_section", {S: "section_auto_fail_rule"}, get_args(SectionAutoFailRule)),
    Column("channels", {S: "channels"}, _channels, list_out),
    _list("queues", {S: "queues"}),
    _yes_no("starts_automatically", {S: "start_automatically"}),
)
NEEDED: Final = ("row", "text")
"""Columns that every file has. One that changes a scorecard has all of them: it says all that the scorecard is."""
