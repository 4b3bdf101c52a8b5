"""Which past conversations scorecards that start by themselves would evaluate, where a sample is wanted (N5, N9).

The lot of a conversation is the same that the pipeline draws (`answering.sampling`). Of a share it tells all. Of so
many of each agent and month it is held against the chance that the agent's conversations have, which takes counting
them: that is done for agents of conversations that are drawn, so that a busy agent is as much likelier to be among them
as they have more, and the mean of their chances is what any conversation has.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.calendar import bounds
from debrief.people.model import SettingsValues
from debrief.quality.answering.sampling import by_share, lot_of
from debrief.quality.drawing.lot import in_order, place
from debrief.quality.forecasts.model import Forecast
from debrief.quality.forecasts.planning import Lots
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.rules import applies

MOST_COUNTED: Final = 60
"""Agents whose conversations are counted."""

MOST_OF_AGENT: Final = 250
"""So many of an agent's conversations are counted at most, the newest. They are read whole, 15,000 of all agents, since
keys don't tell which scorecard a conversation is for.
"""

_DAYS_OF_MONTH: Final = 30.4375
_CUT: Final = (
    "Of an agent with more than {most} conversations in the period the newest {most} are counted, and those before are "
    "taken to have come as often"
)


class Drawing(NamedTuple):
    """What is drawn, and what has to be said of it."""

    takes: Lots
    notes: tuple[str, ...] = ()


ALL: Final = Drawing(lambda _: True)
"""Where no lot is drawn."""


def drawing_of(
    interactions: InteractionStore,
    settings: SettingsValues,
    units: Sequence[Interaction],
    asked: Iterable[ScorecardVersion],
    forecast: Forecast,
    time_zone: str,
) -> Drawing:
    """What is drawn of conversations that were sampled. asked: versions of now and then, of which those draw that start
    by themselves.
    """
    sampling = settings.automatic_sampling
    versions = [each for each in asked if each.start_automatically]
    if sampling.how == "all" or not versions:
        return ALL
    if sampling.how == "share":
        note = f"Of conversations that scorecards are for which start by themselves, {sampling.percent:g} % are drawn"
        return Drawing(lambda each: by_share(lot_of(each.id, place), sampling).drawn, (note,))
    start, end = bounds(forecast.first_on, forecast.last_on, time_zone)
    wanted = sampling.per_agent_month * forecast.request.days / _DAYS_OF_MONTH
    chances: dict[str, float] = {}
    cut = False
    weighed: list[float] = []
    fitting = {each.id: each for each in units if _is_for(versions, each)}
    for id in in_order(forecast.seed, fitting):
        agent_id = fitting[id].agent_id
        if agent_id not in chances:
            if len(chances) == MOST_COUNTED:
                break
            number, whole = _number(interactions, agent_id, start, end, versions)
            cut = cut or not whole
            chances[agent_id] = min(1.0, wanted / max(1.0, number))
        weighed.append(chances[agent_id])
    mean = sum(weighed) / len(weighed) if weighed else 1.0
    number = sampling.per_agent_month
    note = f"For scorecards that start by themselves {number} conversations a month of each agent are drawn"
    some = {each.agent_id for each in fitting.values()} - chances.keys()
    told = f"; how many that leaves is told from {MOST_COUNTED} agents" if some else ""
    notes = (note + told, *([_CUT.format(most=MOST_OF_AGENT)] if cut else []))
    return Drawing(lambda each: lot_of(each.id, place) < chances.get(each.agent_id, mean), notes)


def _number(
    interactions: InteractionStore,
    agent_id: str,
    start: datetime,
    end: datetime,
    versions: Collection[ScorecardVersion],
) -> tuple[float, bool]:
    """How many of the agent's conversations of the period the versions are for, and whether all were counted: where
    there are too many, those before are taken to have come as often as the newest.
    """
    read = interactions.interactions_of(agent_id, start, end, most=MOST_OF_AGENT + 1)
    counted = read[:MOST_OF_AGENT]
    number = float(sum(_is_for(versions, each) for each in counted))
    if len(read) == len(counted):
        return number, True
    return number * ((end - start) / (end - counted[-1].started_at)), False


def _is_for(versions: Collection[ScorecardVersion], interaction: Interaction) -> bool:
    return any(applies(each, interaction).holds for each in versions)
