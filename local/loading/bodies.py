"""What is planned for the sample, in the forms that the API takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from local.sample.model import Person, PlannedAction, PlannedEvaluation, PlannedMeeting

Json = dict[str, Any]

_COLUMNS: Final = ("name", "email", "kind", "roles", "manager_email", "team", "groups", "agent_references")


def people_csv(people: Iterable[Person]) -> str:
    """People as the file that POST /people/imports takes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for person in people:
        groups = ";".join(person.groups)
        writer.writerow(
            (person.name, person.email, person.kind, person.role, person.manager_email, person.team, groups,
             person.reference)
        )  # fmt: skip
    return text.getvalue()


def shifts_csv(people: Iterable[Person], today: date, weeks: int = 6) -> str:
    """Shifts of agents and supervisors as the file that POST /shifts/imports takes: from this week on, on workdays.

    Agents change between early and late every other week, half of them the other way round.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("person", "date", "start", "end"))
    monday = today - timedelta(days=today.weekday())
    working = [each for each in people if each.kind == "human" and each.role in {"Agent", "Supervisor"}]
    for number, person in enumerate(working):
        for week in range(weeks):
            late = person.role == "Agent" and (number + week) % 2 == 1
            start, end = ("11:30", "20:00") if late else ("08:00", "16:30")
            for day in range(5):
                writer.writerow((person.email, monday + timedelta(weeks=week, days=day), start, end))
    return text.getvalue()


def answers_of(plan: PlannedEvaluation) -> Json:
    """A planned evaluation as PATCH /evaluations/{id}/answers takes it."""
    answers = [
        {"question_id": question, "comment": plan.comments.get(question, "")}
        | ({"not_applicable": True} if option is None else {"option_id": option})
        for question, option in plan.answers.items()
    ]
    return {"answers": answers, "comment": plan.comment}


def meeting_of(plan: PlannedMeeting, participant_id: str) -> Json:
    """A planned 1-to-1 as POST /meetings takes it."""
    return {
        "title": plan.title,
        "participant_id": participant_id,
        "kind": plan.kind,
        "scheduled_at": plan.scheduled_at.isoformat(),
        "agenda": plan.agenda,
        "notes": plan.notes,
        "private_notes": plan.private_notes,
        "goals": [{"text": text, "status": status} for text, status in plan.goals],
    }


def action_of(planned: PlannedAction, meeting: Json, scorecards: dict[str, str]) -> Json:
    """A planned action as POST /actions takes it. scorecards: ids by name."""
    body: Json = {
        "title": planned.title,
        "description": planned.description,
        "assignee_id": meeting["participant_id"],
        "due_date": planned.due.isoformat(),
        "meeting_id": meeting["id"],
    }
    if planned.target is not None:
        scorecard, question = planned.target
        body["target"] = {
            "scorecard_id": scorecards[scorecard],
            "question_id": question,
            "text": _question_text(scorecard, question),
        }
    return body


def _question_text(scorecard: str, question: str) -> str:
    from local.sample.scorecards import scorecards

    sections = scorecards()[scorecard]["content"]["sections"]
    return next(str(each["text"]) for section in sections for each in section["questions"] if each["id"] == question)
