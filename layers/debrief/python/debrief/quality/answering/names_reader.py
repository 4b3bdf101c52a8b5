"""What those in a conversation are known by, so that none of it reaches a model that scores (N12)."""

import re
from typing import Final

from debrief.interactions.conversations.model import Interaction
from debrief.people.store import PeopleStore
from debrief.quality.answering.placeholders import Names

_NAMED: Final = re.compile(r"[^\W\d_]{2}")


def names_in(interaction: Interaction) -> Names:
    """What the account knows of the agent, their team and the customer. Two reads."""
    people = PeopleStore()
    agent = people.find_user(interaction.agent_id)
    team_id = interaction.team_id or (agent.team_id if agent else None)
    team = people.find_team(team_id) if team_id else None
    known: tuple[str | None, ...] = (
        (agent.name, agent.email, *sorted(agent.agent_references), agent.id) if agent else (interaction.agent_id,)
    )
    customer = interaction.customer_reference
    return Names(
        agent=tuple(each for each in known if each),
        # A number is no name, and questions may be about whether it was asked for.
        customer=(customer,) if customer and _NAMED.search(customer) else (),
        team=(team.name, team.id) if team else (),
    )
