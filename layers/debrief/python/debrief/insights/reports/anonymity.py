"""What of a team's figures may be shown to somebody who may not see each of its people (P4).

The smallest parts that answers are summed from are cells: of one whole week, one scorecard, one type of evaluation and
one question, section or score; or of one week and one metric of conversations. A cell is shown to a caller or not,
whatever else they ask for, and only if enough people are behind it. Every answer is a sum of such cells, and so is
whatever is left when one answer is taken off another: there are never fewer people behind a difference than behind the
smallest cell.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import NamedTuple

from debrief.insights.projection.conversation_totals import ConversationTotals
from debrief.insights.projection.model import Counters, Days
from debrief.insights.projection.rollups import EvaluationRow, contributors, counter_parts
from debrief.kernel.calendar import week_of
from debrief.quality.evaluations.words import EvaluationType

ANONYMOUS_FROM = 4
"""Active people behind a figure before it may be shown to somebody who may not see each of them: with fewer, one's own
figures taken off would leave one or two colleagues'."""

_XNPS = ("promoters", "passives", "detractors")
_KNOWN_IN: Mapping[str, tuple[str, ...]] = {
    "handle_ms": ("handled",),
    "handled": ("handled",),
    "resolved": ("resolution_known",),
    "repeated": ("repeat_known",),
    "resolved_first": ("first_contact_known",),
    "sentiment_arc_squares": ("sentiment_arc_known",),
    **dict.fromkeys(_XNPS, _XNPS),
}
"""Which counts say in how many conversations a value was known, where its name doesn't tell."""


class Crowd(NamedTuple):
    """Who counts as people behind a figure.

    active: people (no bots) who are active. unseen: those of them whose own figures the caller may not see.
    """

    active: frozenset[str]
    unseen: frozenset[str]

    def hides(self, by: Mapping[str, int], missing: int = 0) -> bool:
        """Whether nobody shows in a figure over these evaluations or conversations.

        by: how many are whose. missing: in how many of them the figure isn't known; it isn't known in whose, so the
        worst is taken for true. Figures of others, which the caller may see, could be taken off: so all but one of
        those who are needed must be unseen.
        """
        return (
            _left(by, self.active, missing) >= ANONYMOUS_FROM and _left(by, self.unseen, missing) >= ANONYMOUS_FROM - 1
        )


def whole_weeks(days: Days, today: date) -> Days | None:
    """The whole weeks, Monday to Sunday, that lie within `days` and have ended before `today`; None without any."""
    if days.first >= today:
        return None
    first = week_of(days.first + timedelta(days=6))[0]
    after = week_of(min(days.last, today - timedelta(days=1)) + timedelta(days=1))[0]
    return Days(first, after - timedelta(days=1)) if first < after else None


class Anonymity:
    """Leaves out of a team's rows every cell that `crowd` doesn't hide.

    left_out: the weeks of which something was left out so far.
    """

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self.left_out: set[date] = set()

    def evaluations(self, rows: Sequence[EvaluationRow], totals: Sequence[EvaluationRow]) -> list[EvaluationRow]:
        """Rows of one family, without the counters of cells that may not be shown. totals: the rows of TOTALS."""
        groups: dict[_Group, _Behind] = defaultdict(_Behind)
        for row in totals:
            groups[_group(row)].add(row.counters)
        known: dict[tuple[_Group, _Cell], int] = defaultdict(int)
        for row in rows:
            for name, count in row.counters.items():
                cell, says = _cell(name)
                known[_group(row), cell] += count if says else 0
        shown = {key for key, count in known.items() if self._may_show(groups[key[0]], count)}
        self.left_out |= {group.week for (group, cell), count in known.items() if count and (group, cell) not in shown}
        return [
            row._replace(
                counters={name: count for name, count in row.counters.items() if (_group(row), _cell(name)[0]) in shown}
            )
            for row in rows
        ]

    def conversations(self, days: Sequence[tuple[date, Counters]]) -> list[tuple[date, Counters]]:
        """Rows of CONVERSATIONS, without the counters of cells that may not be shown."""
        weeks: dict[date, Counters] = defaultdict(lambda: defaultdict(int))
        for day, counters in days:
            for name, count in counters.items():
                weeks[week_of(day)[0]][name] += count
        shown: dict[date, frozenset[str]] = {}
        for week, sums in weeks.items():
            by, total = contributors(sums), sums.get("count", 0)
            whole = sum(by.values()) == total
            fields = {name: _known_in(name, sums) for name in sums.keys() & ConversationTotals.model_fields.keys()}
            shown[week] = frozenset(
                name for name, known in fields.items() if whole and self._crowd.hides(by, total - known)
            )
            if any(known for name, known in fields.items() if name not in shown[week]):
                self.left_out.add(week)
        return [
            (day, {name: count for name, count in counters.items() if name in shown[week_of(day)[0]]})
            for day, counters in days
        ]

    def _may_show(self, behind: "_Behind", known: int) -> bool:
        # Rows of before the agents were counted don't tell who is behind them.
        whole = sum(behind.by.values()) == behind.evaluations
        return whole and self._crowd.hides(behind.by, behind.evaluations - known)


class _Group(NamedTuple):
    week: date
    scorecard_id: str
    type: EvaluationType


_Cell = tuple[str, ...]


class _Behind:
    """The evaluations of a group: how many, and how many are whose."""

    def __init__(self) -> None:
        self.evaluations = 0
        self.by: Counters = defaultdict(int)

    def add(self, counters: Mapping[str, int]) -> None:
        self.evaluations += counters.get("scored", 0) + counters.get("not_applicable", 0)
        for agent, count in contributors(counters).items():
            self.by[agent] += count


def _group(row: EvaluationRow) -> _Group:
    return _Group(week_of(row.day)[0], row.scorecard_id, row.type)


def _cell(name: str) -> tuple[_Cell, bool]:
    """The cell that a counter belongs to, and whether it counts evaluations in which the cell's figure is known."""
    parts = counter_parts(name)
    counter = parts[-1]
    return parts[:-1], counter in {"scored", "applicable"} or counter.startswith("option.")


def _known_in(name: str, sums: Mapping[str, int]) -> int:
    """In how many conversations the value that `name` sums up is known."""
    if name.endswith("_hundredths"):
        told: tuple[str, ...] = (name.removesuffix("_hundredths") + "_known",)
    elif name.endswith("_known"):
        told = (name,)
    else:
        told = _KNOWN_IN.get(name, ("count",))
    return sum(sums.get(each, 0) for each in told)


def _left(by: Mapping[str, int], who: Set[str], missing: int) -> int:
    """The fewest of `who` that are left when `missing` of the things are taken away, whosoever they are."""
    counts: Iterable[int] = sorted(count for agent, count in by.items() if agent in who)
    left = 0
    for count in counts:
        if left == 0 and count <= missing:
            missing -= count
        else:
            left += 1
    return left
