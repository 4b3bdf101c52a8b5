"""Reads from the rollups what is followed of agents who are coached: a query for each person, family and period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from debrief.insights.improvement.model import Attribute
from debrief.insights.means import Sums
from debrief.insights.projection.model import Days, Subject
from debrief.insights.projection.rollups import EvaluationRow, Family, counter_parts
from debrief.insights.projection.store import RollupStore

_WHOLE = 10_000


class Scores(NamedTuple):
    """What evaluations came to: those that a person completed, and those of the AI alone."""

    people: Sums
    automatic: Sums


class AttributeReader:
    """No evaluation is read, and nothing here asks who is calling.

    without: days on which nothing counts, since whoever is shown it judges a conversation of theirs blindly (0077).
    """

    def __init__(self, store: RollupStore) -> None:
        self._store = store

    def values(
        self, agent_id: str, days: Days, attributes: Sequence[Attribute], without: Collection[date]
    ) -> dict[Attribute, Sums]:
        """An agent's answers to the questions, and scores of the sections, in a period; one query, two where there are
        sections among them. An answer that passed is 100 %, one that didn't 0 %.
        """
        found: dict[Attribute, Sums] = {}
        if any(each.question_id for each in attributes):
            found |= self._questions(agent_id, days, without)
        if any(each.section_id for each in attributes):
            found |= self._sections(agent_id, days, without)
        wanted = set(attributes)
        return {each: sums for each, sums in found.items() if each in wanted}

    def scores(self, agent_id: str, days: Days, without: Collection[date]) -> Scores:
        """What an agent's evaluations in a period came to (one query)."""
        sums: dict[bool, list[Sums]] = {True: [], False: []}
        for row in self._rows(agent_id, "TOTALS", days, without):
            sums[row.type == "automatic"].append(scored_sums(row.counters))
        return Scores(summed(sums[False]), summed(sums[True]))

    def _rows(self, agent_id: str, family: Family, days: Days, without: Collection[date]) -> Iterator[EvaluationRow]:
        rows = self._store.evaluations([Subject("agent", agent_id)], family, days)
        return (row for row in rows if row.day not in without)

    def _questions(self, agent_id: str, days: Days, without: Collection[date]) -> dict[Attribute, Sums]:
        counts: dict[Attribute, list[int]] = defaultdict(lambda: [0, 0])
        for row in self._rows(agent_id, "LINES", days, without):
            for name, count in row.counters.items():
                question_id, counter = counter_parts(name)
                place = {"applicable": 0, "passed": 1}.get(counter)
                if place is not None:
                    counts[Attribute(row.scorecard_id, question_id=question_id)][place] += count
        return {
            each: Sums(applicable, passed * _WHOLE, passed * _WHOLE**2)
            for each, (applicable, passed) in counts.items()
            if applicable
        }

    def _sections(self, agent_id: str, days: Days, without: Collection[date]) -> dict[Attribute, Sums]:
        found: dict[Attribute, list[Sums]] = defaultdict(list)
        for row in self._rows(agent_id, "RESPONSES", days, without):
            sections: dict[str, dict[str, int]] = defaultdict(dict)
            for name, count in row.counters.items():
                scope, item_id, counter = counter_parts(name)
                if scope == "section":
                    sections[item_id][counter] = count
            for section_id, counters in sections.items():
                found[Attribute(row.scorecard_id, section_id=section_id)].append(scored_sums(counters))
        return {each: summed(many) for each, many in found.items()}


def scored_sums(counters: dict[str, int]) -> Sums:
    """The scores of a row. Of those from before their squares were kept, the squares are as if all were their mean."""
    number, total = counters.get("scored", 0), counters.get("score_hundredths", 0)
    squares, without = counters.get("score_squares", 0), number - counters.get("squared", 0)
    if number and without > 0:
        squares += without * (total // number) ** 2
    return Sums(number, total, squares)


def summed(many: Iterable[Sums]) -> Sums:
    number = total = squares = 0
    for each in many:
        number, total, squares = number + each.number, total + each.hundredths, squares + each.squares
    return Sums(number, total, squares)
