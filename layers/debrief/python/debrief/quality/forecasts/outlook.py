"""From what was counted of a sample to what would change a week, with the error of each number (N5)."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from debrief.quality.forecasts.model import MOST_EXAMPLES, MOST_PEOPLE, AgentShift, ChangeExample, Load, Outlook
from debrief.quality.forecasts.planning import Counted
from debrief.quality.forecasts.sampling import SampleEstimate, Stratum, estimated

Day = Sequence[Sequence[Counted]]
"""What was counted of a day: of each slot that was looked at, of each unit in it."""


class Looked(NamedTuple):
    """At how much was looked: units, slots of a day, those of them that were drawn, and so many days."""

    units: int
    slots: int
    taken: int
    days: int


def outlook(
    counted: Sequence[Day],
    looked: Looked,
    *,
    unit: Literal["conversation", "evaluation"],
    load: str,
    price: float | None,
    notes: tuple[str, ...],
) -> Outlook:
    """What would change a week. load: what is counted for managers. price: of one automatic evaluation, at most; none
    where no cost is known.
    """
    strata = [Stratum(looked.slots, [_summed(slot) for slot in day]) for day in counted]
    names = {name for stratum in strata for slot in stratum.looked_at for name in slot}

    by_itself = bool(names & {"automatic:now", "automatic:then"})

    def a_week(name: str, each: float = 1.0) -> SampleEstimate:
        return estimated(strata, name, each=each).times(7 / looked.days)

    left_out: list[str] = []

    def loads(kind: str) -> tuple[Load, ...]:
        ids = {name.split(":", 1)[1].rsplit(":", 1)[0] for name in names if name.startswith(f"{kind}:")}
        found = [Load(id=id, now=a_week(f"{kind}:{id}:now"), then=a_week(f"{kind}:{id}:then")) for id in ids]
        some = [each for each in found if each.now.value or each.then.value]
        some.sort(key=lambda each: (-abs(each.then.value - each.now.value), -each.then.value, each.id))
        if len(some) > MOST_PEOPLE:
            left_out.append(f"Of {len(some)} {_KINDS[kind]} those {MOST_PEOPLE} are shown for whom most would change")
        return tuple(some[:MOST_PEOPLE])

    managers, evaluators, cards = loads("manager"), loads("evaluator"), loads("card")
    named = {each.id for each in cards}
    idle = tuple(each for each in loads("idle") if each.id in named)
    examples = [one.example for day in counted for slot in day for one in slot if one.example]
    return Outlook(
        looked_at=looked.units,
        sampled=looked.taken < looked.slots,
        slots_a_day=looked.slots,
        taken_a_day=looked.taken,
        a_week=a_week("all"),
        changing=a_week("changing"),
        cost_now=a_week("cost:now", price) if price is not None else None,
        cost_then=a_week("cost:then", price) if price is not None else None,
        automatic_now=a_week("automatic:now") if by_itself else None,
        automatic_then=a_week("automatic:then") if by_itself else None,
        unit=unit,
        load=load,
        managers=managers,
        evaluators=evaluators,
        cards=cards,
        idle=idle,
        agents=tuple(_shifts(strata, names, 7 / looked.days)),
        examples=_spread(examples),
        notes=(*notes, *left_out),
    )


_KINDS = {"manager": "managers", "evaluator": "evaluators", "card": "cards", "idle": "cards that do nothing"}


def _summed(slot: Sequence[Counted]) -> dict[str, float]:
    numbers = {"all": float(len(slot))}
    for unit in slot:
        for name, number in unit.numbers.items():
            numbers[name] = numbers.get(name, 0.0) + number
    return numbers


def _shifts(strata: Sequence[Stratum], names: set[str], factor: float) -> Iterator[AgentShift]:
    """Those for whom most would change; of each the mean score of what was looked at."""
    changing = {name.removeprefix("agent:"): estimated(strata, name) for name in names if name.startswith("agent:")}
    first = sorted(changing, key=lambda each: (-changing[each].value, each))[:MOST_PEOPLE]
    for id in first:
        means = []
        for when in ("now", "then"):
            total, number = (
                sum(slot.get(f"{what}:{id}:{when}", 0.0) for stratum in strata for slot in stratum.looked_at)
                for what in ("score", "scored")
            )
            means.append(total / number if number else None)
        yield AgentShift(id=id, changing=changing[id].times(factor), score_now=means[0], score_then=means[1])


def _spread(examples: Sequence[ChangeExample]) -> tuple[ChangeExample, ...]:
    """Some, from the whole of the period."""
    step = max(1, -(-len(examples) // MOST_EXAMPLES))
    return tuple(examples[::step])
