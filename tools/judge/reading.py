"""Conversations with people's answers, read from JSON lines.

The first line has the questions as a scorecard has them, the others a conversation each:

    {"questions": [{"id": "empathy", "text": "…", "kind": "yes_no", "options": […], "allow_na": true}, …]}
    {"id": "c1", "channel": "voice", "agent": "Kim Reed", "customer": "Lena Vogel", "team": "Team North",
     "turns": [["agent", "Hello, …"], ["customer", "…"]], "answers": {"empathy": "yes", "hold": "not_applicable"}}

`agent`, `customer` and `team` are what they are known by, each may be missing. An answer is an option's id, or
`not_applicable`. What is wrong is told with file and line.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.interactions.conversations.words import Channel
from debrief.quality.answering.asking import NOT_APPLICABLE
from debrief.quality.answering.placeholders import Names
from debrief.quality.scorecards.model import Question, ScorecardVersion, Section

MOST_BYTES: Final = 50_000_000
MOST_TURNS: Final = 2_000
_KNOWN: Final = frozenset({"id", "channel", "agent", "customer", "team", "turns", "answers"})


class BadInput(Exception):
    """A file that can't be used. The text is a sentence for whoever made it."""


class Case(NamedTuple):
    """A conversation with what a person answered, by question."""

    id: str
    channel: Channel
    turns: tuple[Turn, ...]
    names: Names
    answers: Mapping[str, str]


class Told(NamedTuple):
    """What a file holds. left_out: conversations beyond the most that are judged."""

    name: str
    version: ScorecardVersion
    cases: tuple[Case, ...]
    left_out: int = 0


def read(file: Path, *, most: int) -> Told:
    """The file.

    Raises:
        BadInput: it isn't there, is too large, or a line of it can't be read.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadInput(f"{file} is larger than {MOST_BYTES // 1_000_000} MB: give a part of it")
        raw = file.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} isn't text in UTF-8") from error
    version: ScorecardVersion | None = None
    cases: dict[str, Case] = {}
    for number, line in enumerate(raw.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _object(line)
            if version is None:
                version = _version(value)
                continue
            case = _case(value, version, f"line {number}")
            if case.id in cases:
                raise _Wrong(f"the id {case.id} was there before")
        except _Wrong as wrong:
            raise BadInput(f"{file}, line {number}: {wrong}") from None
        cases[case.id] = case
    if version is None or not cases:
        raise BadInput(
            f"{file} has no conversations: a line with questions comes first, then one for each conversation"
        )
    kept = tuple(cases.values())[:most]
    return Told(file.name, version, kept, len(cases) - len(kept))


class _Wrong(Exception):
    """What is wrong with a line."""


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Wrong("isn't JSON") from error
    if not isinstance(value, dict):
        raise _Wrong("isn't an object")
    return value


def _version(value: dict[str, Any]) -> ScorecardVersion:
    given = value.get("questions")
    if not isinstance(given, list) or not given:
        raise _Wrong("the first line needs `questions`, a list")
    questions = []
    for number, each in enumerate(given, start=1):
        try:
            question = Question.model_validate({**each, "answerer": "ai", "check": "intent"})
        except (ValidationError, TypeError) as error:
            raise _Wrong(f"question {number}: {_said(error)}") from error
        if not question.options:
            raise _Wrong(f"question {number}: it has no options to choose from")
        questions.append(question)
    if len({each.id for each in questions}) < len(questions):
        raise _Wrong("two questions have the same id")
    section = Section(id="all", title="All", weight=100, questions=tuple(questions))
    return ScorecardVersion(scorecard_id="judged", sections=(section,))


def _case(value: dict[str, Any], version: ScorecardVersion, place: str) -> Case:
    if unknown := sorted(value.keys() - _KNOWN):
        raise _Wrong(f"`{unknown[0]}` is no field of a conversation; there are {', '.join(sorted(_KNOWN))}")
    channel = value.get("channel", Channel.VOICE)
    if channel not in {each.value for each in Channel}:
        raise _Wrong(f"`channel` is one of {', '.join(each.value for each in Channel)}")
    turns = _turns(value.get("turns"))
    named = {role: _text(value, role) for role in ("agent", "customer", "team")}
    return Case(
        id=_text(value, "id") or place,
        channel=Channel(channel),
        turns=turns,
        names=Names(**{role: (name,) for role, name in named.items() if name}),
        answers=_answers(value.get("answers"), version),
    )


def _text(value: dict[str, Any], field: str) -> str | None:
    found = value.get(field)
    if found is not None and not isinstance(found, str):
        raise _Wrong(f"`{field}` is a text")
    return found


def _turns(given: Any) -> tuple[Turn, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_TURNS:
        raise _Wrong(f"`turns` is a list of 1 to {MOST_TURNS:,} pairs of speaker and words")
    turns = []
    for number, each in enumerate(given):
        fits = isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each)
        if not fits or each[0] not in {speaker.value for speaker in Speaker}:
            who = ", ".join(speaker.value for speaker in Speaker)
            raise _Wrong(f'turn {number + 1} is no pair such as ["agent", "Hello"]; speakers are {who}')
        turns.append(Turn(index=number, speaker=Speaker(each[0]), text=each[1]))
    if not any(turn.speaker is Speaker.AGENT and turn.text.strip() for turn in turns):
        raise _Wrong("the agent says nothing in it")
    return tuple(turns)


def _answers(given: Any, version: ScorecardVersion) -> dict[str, str]:
    if not isinstance(given, dict) or not given:
        raise _Wrong("`answers` is an object with a person's answer to each question")
    questions = {each.id: each for each in version.questions()}
    for id, chosen in given.items():
        question = questions.get(id)
        if question is None:
            raise _Wrong(f"there is no question `{id}`; there are {', '.join(questions)}")
        options = [option.id for option in question.options]
        admitted = [*options, NOT_APPLICABLE] if question.allow_na else options
        if chosen not in admitted:
            raise _Wrong(f"the answer to `{id}` is one of {', '.join(admitted)}")
    return dict(given)


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        return f"{'/'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"
    return "it isn't an object"
