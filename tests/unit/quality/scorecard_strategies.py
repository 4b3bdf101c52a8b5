"""Scorecards of every shape, fit to be published or not, with texts that are hard on files."""

from typing import Any

from hypothesis import strategies as st

from debrief.interactions.conversations.words import Channel, Speaker
from debrief.quality.scorecards.given import NewContent

PIECES = (
    ",",
    ";",
    '"',
    "'",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "=",
    "+",
    "-",
    "@",
    "＝",
    "|",
    "\\",
    "\\n",
    " ",
    "é",
    "ß",
    "中",
    "👩🏽‍🚒",
    "🇩🇪",
    "\u202e",
    "\ufeff",
    "\x00",
    "a",
    "yes",
    "1",
    "=1+1",
    "'=1",
    "''@x",
    "=cmd|' /C calc'!A0",
    '"quoted"',
    "sep=;",
)
"""Whatever parts cells, is run by a spreadsheet, or is lost by a careless reader."""

hard = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
plain = st.text(st.characters(codec="utf-8"), max_size=12)
texts = st.one_of(hard, plain)
ids = st.text(st.sampled_from("abcdef'=-\\"), min_size=1, max_size=4)
points = st.one_of(st.integers(0, 40).map(lambda n: n / 4), st.floats(0, 1e9))
flags = st.booleans()


def options() -> st.SearchStrategy[dict[str, Any]]:
    """An option, whether it makes sense or not."""
    return st.fixed_dictionaries(
        {
            "id": ids,
            "label": texts,
            "value": st.none() | st.floats(-1e6, 1e6),
            "points": points,
            "auto_fail": st.sampled_from(["none", "section", "evaluation"]),
            "passes": flags,
        }
    )


phrases = st.fixed_dictionaries(
    {
        "all_of": st.lists(texts, max_size=3),
        "any_of": st.lists(texts, max_size=3),
        "speaker": st.sampled_from([speaker.value for speaker in Speaker]),
        "within_ms": st.none() | st.integers(0, 10**9),
        "within_turns": st.none() | st.integers(1, 100),
    }
)


def questions() -> st.SearchStrategy[dict[str, Any]]:
    """A question, whether it makes sense or not."""
    return st.fixed_dictionaries(
        {
            "id": ids,
            "text": texts,
            "description": texts,
            "good": texts,
            "poor": texts,
            "context": texts,
            "kind": st.sampled_from(["yes_no", "single_choice", "rating_scale"]),
            "options": st.lists(options(), max_size=3, unique_by=lambda option: option["id"]),
            "weight": st.floats(0.001, 1000),
            "required": flags,
            "allow_na": flags,
            "default_option_id": st.none() | ids,
            "default_not_applicable": flags,
            "allow_comment": flags,
            "require_comment": flags,
            "answerer": st.sampled_from(["human", "ai"]),
            "check": st.sampled_from(["intent", "exact_match"]),
            "phrases": st.none() | phrases,
            "compliance": flags,
            "pass_by_absence": flags,
            "always_applies": flags,
        }
    )


def sections() -> st.SearchStrategy[dict[str, Any]]:
    """A section; its questions get ids that no other section has from `contents`."""
    return st.fixed_dictionaries(
        {
            "id": ids,
            "title": texts,
            "description": texts,
            "weight": st.none() | st.floats(0, 100),
            "questions": st.lists(questions(), max_size=2),
        }
    )


@st.composite
def contents(draw: st.DrawFn) -> NewContent:
    """A scorecard's content as it may be stored, with ids of which none is there twice."""
    drawn = draw(st.lists(sections(), max_size=3, unique_by=lambda section: section["id"]))
    number = 0
    for section in drawn:
        for question in section["questions"]:
            question["id"] += str(number)
            number += 1
    queues = draw(st.lists(texts.filter(bool), max_size=2))
    return NewContent.model_validate(
        {
            "format": draw(st.sampled_from(["percentage", "points"])),
            "pass_mark": draw(st.floats(0, 100)),
            "section_auto_fail_rule": draw(st.sampled_from(["zero", "leave_out"])),
            "start_automatically": draw(flags),
            "applies_to": {
                "channels": draw(st.lists(st.sampled_from([channel.value for channel in Channel]), max_size=2)),
                "queues": queues,
            },
            "sections": drawn,
        }
    )
