"""Among whom an action of a card assigns: those it names, and whoever is in its group now."""

from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.automations.model import AssignEvaluation

MOST_OF_GROUP = 100
"""Members of a group that are drawn from, the first by name; a group of evaluators is smaller."""


def pool_of(people: PeopleStore, action: AssignEvaluation) -> tuple[str, ...]:
    """Their ids, each once: those who are named, and then the others of the group (a query and a batch)."""
    if action.group_id is None:
        return action.evaluator_ids
    members = people.list_users(UserFilter(group_ids=frozenset({action.group_id})), limit=MOST_OF_GROUP)
    return tuple(dict.fromkeys((*action.evaluator_ids, *(each.id for each in members.users))))
