"""Scorecards and evaluations for tests, written so that the arithmetic can be read."""

from datetime import UTC, datetime
from typing import Any

from debrief.interactions.conversations.model import Channel
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecards.model import NO, YES, AutoFail, Option, Question, ScorecardVersion, Section

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FAILS: dict[str, AutoFail] = {"": "none", "s": "section", "e": "evaluation"}


def written(text: str, **settings: Any) -> tuple[ScorecardVersion, list[Answer]]:
    """A scorecard with its answers, from a line such as `60: 1/2 na/3 | 40: 0!s/2 -/1 1/1x3`.

    `|` parts sections; the number before `:` is the section's weight, without it the scorecard is in points.
    `1/2`: earned 1 of 2 points; `na/3`: N/A; `-/1`: open; `0!s/2`: earned 0 and failed the section (`!e`: the
    evaluation); `x3`: the question's weight. Questions are named by section and place: `a1`, `a2`, `b1`, …
    """
    sections, answers = [], []
    for place, part in enumerate(text.split("|")):
        weight, _, items = part.rpartition(":")
        letter = chr(ord("a") + place)
        questions = []
        for number, item in enumerate(items.split(), start=1):
            question, answer = _written_question(f"{letter}{number}", item)
            questions.append(question)
            answers += answer
        sections.append(
            Section(
                id=letter,
                title=f"Section {letter}",
                weight=float(weight) if weight else None,
                questions=tuple(questions),
            )
        )
    settings.setdefault("format", "percentage" if ":" in text else "points")
    return ScorecardVersion(scorecard_id="sc_1", sections=tuple(sections), **settings), answers


def _written_question(name: str, item: str) -> tuple[Question, list[Answer]]:
    body, _, weight = item.partition("x")
    left, _, best = body.partition("/")
    earned, _, failure = left.partition("!")
    options = [Option(id="best", label="Best", points=float(best), passes=True)]
    answers: list[Answer] = []
    if earned == "na":
        answers = [Answer(question_id=name, not_applicable=True)]
    elif earned != "-":
        options.append(Option(id="given", label="Given", points=float(earned), auto_fail=FAILS[failure]))
        answers = [Answer(question_id=name, option_id="given")]
    options.append(Option(id="none", label="None"))
    question = Question(
        id=name,
        text=f"Question {name}",
        kind="single_choice",
        options=tuple(options),
        weight=float(weight or 1),
        required=False,
        allow_na=True,
    )
    return question, answers


def yes_no(name: str, **settings: Any) -> Question:
    """A yes/no question worth one point; yes passes."""
    settings.setdefault(
        "options",
        (Option(id=YES, label="Yes", points=1, passes=True), Option(id=NO, label="No")),
    )
    return Question(id=name, text=f"Question {name}", kind="yes_no", **settings)


def scorecard(*questions: Question, **settings: Any) -> ScorecardVersion:
    """A percentage scorecard of one section."""
    settings.setdefault("sections", (Section(id="a", title="Section a", weight=100, questions=questions),))
    return ScorecardVersion(scorecard_id="sc_1", **settings)


def completed(version: ScorecardVersion, answers: list[Answer], **changes: Any) -> Evaluation:
    """A completed evaluation with its score."""
    return Evaluation(
        **{
            "id": "ev_1",
            "interaction_id": "int_1",
            "contact_reference": "C-1",
            "agent_id": "us_1",
            "channel": Channel.VOICE,
            "scorecard_id": version.scorecard_id,
            "scorecard_name": "Voice",
            "scorecard_version": version.number,
            "type": "manual",
            "status": "completed",
            "answers": tuple(answers),
            "score": score(version, answers, running=True),
            "created_at": AT,
            "completed_at": AT,
            "interaction_started_at": AT,
            **changes,
        }
    )
