"""Who is strong on a criterion, as far as their numbers tell (N3, N16).

Somebody is called strong only where chance alone would hardly have it so, among all who were looked at: the interval of
the difference between their rate and that of all others together lies above 0, and so does that to the learner's own,
where these answered often enough. The level is shared out among those who are compared (Bonferroni), one-sided, since
nobody is called weak here: in about one of twenty looks at people who are all alike anybody is called strong.
"""

from collections.abc import Mapping
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

from debrief.coaching.pairing.model import Figures
from debrief.insights.intervals import newcombe

LEVEL: Final = 0.05
"""How often anybody is called strong at most, where all are alike."""

Stands = Literal["strong", "unclear", "few"]
"""few: fewer answers than the account's minimum."""


class Standing(NamedTuple):
    """How somebody stands on the criterion."""

    agent_id: str
    figures: Figures
    stands: Stands


def z_of(compared: int) -> float:
    """The one-sided normal quantile at which so many are compared at once."""
    return NormalDist().inv_cdf(1 - LEVEL / max(compared, 1))


def standings(own: Figures | None, others: Mapping[str, Figures], minimum: int) -> list[Standing]:
    """How all others stand beside the learner and each other, in the order of their ids.

    own: the learner's; where these are fewer than `minimum`, only the others tell.
    """
    enough = {id: each for id, each in others.items() if each.applicable >= max(minimum, 1)}
    z = z_of(len(enough))
    known = own if own is not None and own.applicable >= max(minimum, 1) else None
    whole = total([*others.values(), *([own] if own else [])])
    found = []
    for id, figures in sorted(others.items()):
        stands: Stands = "few"
        if id in enough:
            rest = Figures(passed=whole.passed - figures.passed, applicable=whole.applicable - figures.applicable)
            stands = "strong" if _is_strong(figures, rest, known, z) else "unclear"
        found.append(Standing(id, figures, stands))
    return found


def total(many: list[Figures]) -> Figures:
    """All of them together."""
    return Figures(passed=sum(each.passed for each in many), applicable=sum(each.applicable for each in many))


def _is_strong(figures: Figures, rest: Figures, own: Figures | None, z: float) -> bool:
    held_against = [each for each in (rest, own) if each is not None]
    return bool(rest.applicable) and all(
        newcombe(each.passed, each.applicable, figures.passed, figures.applicable, z).interval.low > 0
        for each in held_against
    )
