"""How coached criteria read now."""

from collections.abc import Collection

from debrief.insights.improvement.model import Attribute
from debrief.quality.scorecards.store import ScorecardStore


class CriteriaNames:
    """Names of scorecards, questions and sections, as the current versions have them; an id where it is gone."""

    def __init__(self, store: ScorecardStore, attributes: Collection[Attribute]) -> None:
        ids = {each.scorecard_id for each in attributes}
        self._cards = store.scorecard_names(ids)
        versions = [version for _, version in store.in_force(ids)]
        self._questions = {
            (version.scorecard_id, question.id): question.text
            for version in versions
            for question in version.questions()
        }
        self._sections = {
            (version.scorecard_id, section.id): section.title for version in versions for section in version.sections
        }

    def scorecard(self, attribute: Attribute) -> str:
        """The scorecard's name."""
        return self._cards.get(attribute.scorecard_id, attribute.scorecard_id)

    def criterion(self, attribute: Attribute) -> str:
        """The question's text, or the section's title."""
        if attribute.question_id:
            return self._questions.get((attribute.scorecard_id, attribute.question_id), attribute.question_id)
        section_id = attribute.section_id or ""
        return self._sections.get((attribute.scorecard_id, section_id), section_id)
