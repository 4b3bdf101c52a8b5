"""What is counted of a group: how many of its assignments stand how, by facts, so that a setting rewrites nothing."""

from collections.abc import Mapping
from typing import NamedTuple, Self

from debrief.coaching.assignments.model import Mark
from debrief.coaching.assignments.standing import Facts


class Counts(NamedTuple):
    """What is counted of a group.

    agents, conversations: of marks that wait in it. left_out: marks that couldn't be sent. tallies: how many
    assignments of which facts were made of it and are there.
    """

    agents: int
    conversations: int
    left_out: int
    tallies: Mapping[Facts, int]

    @property
    def sent(self) -> int:
        """How many assignments there are of it."""
        return sum(self.tallies.values())

    def without(self, mark: Mark) -> Self:
        """What is counted beside one mark that waits in it."""
        return self._replace(
            agents=max(0, self.agents - 1), conversations=max(0, self.conversations - len(mark.interactions))
        )


def tally_moves(before: Facts | None, after: Facts | None) -> dict[str, int]:
    """What has to be added to which counters of a group so that an assignment counts as it is now."""
    if before == after:
        return {}
    moves = {counter_of(before): -1} if before else {}
    return moves | ({counter_of(after): 1} if after else {})


def counter_of(facts: Facts) -> str:
    """The name of the counter of assignments of which this is so."""
    return f"{facts.looked}_{facts.waits}"
