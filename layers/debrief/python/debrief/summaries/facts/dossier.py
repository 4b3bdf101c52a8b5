"""All that a summary was made from, as one object: what was read, and the facts computed from it."""

from debrief.kernel.model import Entity
from debrief.summaries.facts.material import Material
from debrief.summaries.facts.model import Fact


class Dossier(Entity):
    """The material and the facts computed from it: all that a summary may say with a number.

    people: names that no text may say, as far as they were at hand; for nobody's eyes, and in no prompt.
    """

    material: Material
    facts: tuple[Fact, ...]
    people: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids with versions of all that was read (N2), such as `ev_…@3`."""
        material = self.material
        scorecards = {(each.scorecard_id, each.scorecard_version) for each in material.evaluations}
        return (
            *(f"{scorecard}@{version}" for scorecard, version in sorted(scorecards)),
            *(f"{each.id}@{each.revision}" for each in material.evaluations),
            *(f"{each.id}@{each.revision}" for each in material.conversations),
            *(f"{each.id}@{each.revision}" for each in material.actions),
            *(f"{each.id}@{each.revision}" for each in material.feedback),
            *(f"{each.id}@{each.revision}" for each in material.meetings),
        )
