"""All that a summary was made from, as one object: what was read, and the facts computed from it."""

from debrief.kernel.model import Entity
from debrief.summaries.facts.material import Material
from debrief.summaries.facts.model import Fact


class Dossier(Entity):
    """The material and the facts computed from it: all that a summary may say with a number.

    line: user ids of the people whom no text may name: who asked, evaluators, the agent's manager and those who have
    the same one. Their names are looked up when sentences are judged, so that no dossier has them after an erasure.
    people: what customers are called, where that looks like a name; for nobody's eyes, and in no prompt.
    """

    material: Material
    facts: tuple[Fact, ...]
    line: tuple[str, ...] = ()
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
