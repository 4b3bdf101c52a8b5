"""Plans as they would be: cards in their order, and a scorecard's version."""

from collections.abc import Sequence

from debrief.quality.automations.model import Automation
from debrief.quality.forecasts.model import AutomationPlan, Forecast
from debrief.quality.scorecards.model import Question, ScorecardVersion, Section, VersionContent

PLANNED = "planned"
"""Stands for the id of a card that there isn't yet."""


def planned_order(now: Sequence[Automation], plan: AutomationPlan, forecast: Forecast) -> list[Automation]:
    """The cards as they would be asked."""
    at = next((number for number, each in enumerate(now) if each.id == plan.automation_id), None)
    planned = Automation(
        **dict(plan.content),
        id=plan.automation_id or PLANNED,
        created_at=forecast.requested_at,
        created_by=forecast.requested_by,
        updated_at=forecast.requested_at,
        updated_by=forecast.requested_by,
    )
    others = [each for each in now if each.id != plan.automation_id]
    place = plan.place if plan.place is not None else (len(others) if at is None else at)
    return [*others[:place], planned, *others[place:]]


def with_ids(content: VersionContent, version: ScorecardVersion) -> ScorecardVersion:
    """The version that the content would be; sections, questions and options without an id are new, and get one for
    this time.
    """

    def question(number: str, each: Question) -> Question:
        options = tuple(
            one.model_copy(update={"id": one.id or f"new.{place}"}) for place, one in enumerate(each.options)
        )
        return each.model_copy(update={"id": each.id or f"new.{number}", "options": options})

    def section(number: int, each: Section) -> Section:
        questions = tuple(question(f"{number}.{place}", one) for place, one in enumerate(each.questions))
        return each.model_copy(update={"id": each.id or f"new.{number}", "questions": questions})

    sections = tuple(section(number, each) for number, each in enumerate(content.sections))
    fields = {name: getattr(content, name) for name in VersionContent.model_fields} | {"sections": sections}
    return ScorecardVersion(scorecard_id=version.scorecard_id, number=version.number + 1, **fields)
