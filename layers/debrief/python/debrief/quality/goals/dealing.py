"""Who is drawn how often, and who evaluates what: shares that differ by one at most where nothing hinders it (S4.10,
N14).

All of it follows from the seed and from what is kept of each agent, so that it can be computed again. How often an
agent
is drawn: the next conversation is always one of those who have been drawn least by this goal so far, by lot among them.
Who evaluates: whoever has least so far, by lot among them; and where that leaves shares apart because some may not
evaluate some agents, they are evened out along chains of those who may (cost-reducing paths; N. Harvey, R. Ladner, L.
Lovász, T. Tamir, "Semi-matchings for bipartite graphs and load balancing", 2006, Theorem 3.1).

"So far" is over the goal's draws, so that their sums differ by one at most too: each draw keeps how far evaluators were
behind when it was begun. Where each evaluator is to have a number of their own, nobody makes up for what they are
behind; it only decides who comes first where there are too few.
"""

import heapq
from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from debrief.quality.drawing.lot import in_order, place
from debrief.quality.goals.model import AgentDraw, Behind, GoalContent

MOST_BEHIND: Final = 10
"""So many an evaluator makes up for at most, of what others were given before."""


class Offer(NamedTuple):
    """What could be drawn of one agent; see `AgentDraw`. barred: evaluators who can't evaluate them."""

    agent_id: str
    before: int
    offered: tuple[str, ...]
    barred: frozenset[str]


Held = dict[str, list[tuple[Offer, str]]]
"""Conversations by the evaluator who has them for now."""


class Pick(NamedTuple):
    """A conversation that is drawn, and its evaluator."""

    agent_id: str
    interaction_id: str
    evaluator_id: str


def wanted_of(rules: GoalContent, agents: int) -> int:
    """How many conversations a draw is to have."""
    return rules.count * (agents if rules.per == "agent" else len(rules.evaluator_ids))


def needed_of_each(rules: GoalContent, agents: int) -> int:
    """So many of one agent's conversations could be needed: their share, and some more where others have too few."""
    if rules.per == "agent":
        return rules.count
    share = -(-wanted_of(rules, agents) // max(1, agents))
    return share + 2


def share_of_each(rules: GoalContent, agents: int) -> int:
    """How many of one agent's conversations are wanted; below that they have too few.

    One at least, also where fewer are wanted than there are agents: whoever has none could not have been drawn.
    """
    return rules.count if rules.per == "agent" else max(1, wanted_of(rules, agents) // max(1, agents))


def offer_of(rules: GoalContent, row: AgentDraw) -> Offer:
    """What is kept of an agent, as it is dealt from; nothing where nobody may evaluate them."""
    barred = frozenset(each.id for each in row.barred)
    offered = row.offered if set(rules.evaluator_ids) - barred else ()
    return Offer(row.agent_id, row.before, offered, barred)


def drawn_from(seed: str, rules: GoalContent, rows: Sequence[AgentDraw], behind: Sequence[Behind] = ()) -> list[Pick]:
    """The whole draw, from what is kept of each agent, and of how the evaluators stood before."""
    offers = [offer_of(rules, row) for row in sorted(rows, key=lambda each: each.agent_id)]
    shares = _shares(seed, rules, offers)
    taken = [(each, id) for each in offers for id in each.offered[: shares[each.agent_id]]]
    return _first_of_each(_dealt(seed, rules, taken, {each.evaluator_id: each.number for each in behind}), offers)


def behind_after(
    evaluator_ids: Sequence[str], before: Sequence[Behind], given: Mapping[str, int]
) -> tuple[Behind, ...]:
    """How far evaluators are behind after a draw. given: by that draw, of those who were evaluators then.

    Whoever wasn't one stands level with whoever has most, and nobody is behind by more than `MOST_BEHIND`: somebody who
    was away doesn't come back to a heap.
    """
    was = {each.evaluator_id: each.number for each in before}
    level = {each: given[each] - was.get(each, 0) for each in evaluator_ids if each in given}
    most = max(level.values(), default=0)
    return tuple(
        Behind(evaluator_id=each, number=min(most - level[each], MOST_BEHIND))
        for each in evaluator_ids
        if level.get(each, most) < most
    )


def _shares(seed: str, rules: GoalContent, offers: Sequence[Offer]) -> Mapping[str, int]:
    if rules.per == "agent":
        return {each.agent_id: min(rules.count, len(each.offered)) for each in offers}
    left = wanted_of(rules, len(offers))
    shares = {each.agent_id: 0 for each in offers}
    waiting = [(each.before, place(seed, each.agent_id), each.agent_id) for each in offers if each.offered]
    most = {each.agent_id: len(each.offered) for each in offers}
    heapq.heapify(waiting)
    while left and waiting:
        so_far, lot, agent_id = heapq.heappop(waiting)
        shares[agent_id] += 1
        left -= 1
        if shares[agent_id] < most[agent_id]:
            heapq.heappush(waiting, (so_far + 1, lot, agent_id))
    return shares


def _dealt(seed: str, rules: GoalContent, taken: Sequence[tuple[Offer, str]], behind: Mapping[str, int]) -> list[Pick]:
    own = rules.per == "evaluator"
    evaluators = in_order(seed, rules.evaluator_ids)
    held: Held = {each: [] for each in evaluators}
    start = {each: 0 if own else -behind.get(each, 0) for each in evaluators}

    def load(evaluator: str) -> tuple[int, int]:
        return start[evaluator] + len(held[evaluator]), -behind.get(evaluator, 0) if own else 0

    # Those whom fewest may evaluate come first: they leave the least choice.
    for offer, id in sorted(taken, key=lambda each: (-len(each[0].barred), place(seed, each[1]), each[1])):
        able = [each for each in evaluators if each not in offer.barred]
        held[min(able, key=load)].append((offer, id))
    while chain := _chain(held, start):
        for giver, receiver in pairwise(chain):
            moved = next(each for each in held[giver] if receiver not in each[0].barred)
            held[giver].remove(moved)
            held[receiver].append(moved)
    most = rules.count if own else None
    return [
        Pick(offer.agent_id, id, evaluator)
        for evaluator in evaluators
        for offer, id in sorted(held[evaluator], key=lambda each: place(seed, each[1]))[:most]
    ]


def _first_of_each(picks: Sequence[Pick], offers: Sequence[Offer]) -> list[Pick]:
    """The same, of each agent with the first that were offered.

    Where an evaluator had more than their number, what was taken from them may have come before what others kept of the
    same agent. Whoever may evaluate one conversation of an agent may evaluate any, so that they change places.
    """
    left = {each.agent_id: iter(each.offered) for each in offers}
    order = {(each.agent_id, id): at for each in offers for at, id in enumerate(each.offered)}
    first = {
        pick: pick._replace(interaction_id=next(left[pick.agent_id]))
        for pick in sorted(picks, key=lambda each: order[each.agent_id, each.interaction_id])
    }
    return [first[pick] for pick in picks]


def _chain(held: Held, start: Mapping[str, int]) -> list[str]:
    """Evaluators from one with most to one with two fewer or less, each of whom can give the next one something; or
    none. start: what each has before there is anything here.

    Each chain brings the shares nearer to each other, so that there are no more of them than conversations.
    """
    loads = {each: start[each] + len(held[each]) for each in held}
    for giver in sorted(held, key=lambda each: -loads[each]):
        before: dict[str, str | None] = {giver: None}
        waiting = deque([giver])
        while waiting:
            now = waiting.popleft()
            if loads[now] <= loads[giver] - 2:
                return _back(before, now)
            for other in held:
                if other not in before and any(other not in offer.barred for offer, _ in held[now]):
                    before[other] = now
                    waiting.append(other)
    return []


def _back(before: Mapping[str, str | None], end: str) -> list[str]:
    chain = [end]
    while (at := before[chain[-1]]) is not None:
        chain.append(at)
    return chain[::-1]
