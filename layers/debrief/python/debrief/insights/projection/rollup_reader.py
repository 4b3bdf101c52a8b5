"""Reads the rollups: counts of line items, evaluations, responses and conversations for any people and period.

No method reads an evaluation or a conversation: what is read is one query for each subject (8 for everyone), and each
scorecard and version that occurs, all of these at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Protocol

from debrief.insights.line_items import LineItemCount
from debrief.insights.projection.comparisons import Way, ways
from debrief.insights.projection.conversation_totals import ConversationTotals, totals_of
from debrief.insights.projection.model import Counters, Days, Subject
from debrief.insights.projection.rollups import EvaluationRow, Family, contributors, counter_parts
from debrief.insights.projection.store import RollupStore
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.averages import units_in
from debrief.quality.evaluations.tally_keys import TallyKey
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.model import Question, ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

EVALUATION_TYPES: tuple[EvaluationType, ...] = ("manual", "blended", "automatic")


class EvaluationFilter(NamedTuple):
    """Which evaluations count; empty means all. without_days: on these none does, whoever's they are."""

    types: frozenset[EvaluationType] = frozenset()
    scorecard_ids: frozenset[str] = frozenset()
    without_days: frozenset[date] = frozenset()

    def admits(self, row: EvaluationRow) -> bool:
        """Whether the evaluations of the row count."""
        return (
            (not self.types or row.type in self.types)
            and (not self.scorecard_ids or row.scorecard_id in self.scorecard_ids)
            and row.day not in self.without_days
        )


class Guard(Protocol):
    """Takes out of a team's rows what may not be shown, before anything is summed."""

    def evaluations(self, rows: Sequence[EvaluationRow], totals: Sequence[EvaluationRow]) -> list[EvaluationRow]:
        """Rows of a family without such counters. totals: those of TOTALS over the same days, for who is behind."""
        ...

    def conversations(self, days: Sequence[tuple[date, Counters]]) -> list[tuple[date, Counters]]:
        """Rows of CONVERSATIONS without such counters."""
        ...


class ScoreCount(NamedTuple):
    """Evaluations of one day with one scorecard and of one type.

    scored: those that came to a score; score_hundredths: the sum of their scores, in hundredths of a percent, and
    score_rest: what these lack of it, see `quality.evaluations.averages`.
    passed, auto_failed: of those. not_applicable: evaluations in which nothing applied.
    """

    day: date
    scorecard_id: str
    type: EvaluationType
    scored: int
    score_hundredths: int
    passed: int
    auto_failed: int
    not_applicable: int
    score_rest: int = 0

    @property
    def score_units(self) -> int:
        """The exact sum of the scores, in units of `quality.evaluations.averages`."""
        return units_in(self.score_hundredths, self.score_rest)

    @property
    def evaluations(self) -> int:
        """All of them, with and without a score."""
        return self.scored + self.not_applicable


class Responses(NamedTuple):
    """What was answered in one version of a scorecard, by question and section, as `quality.tally` counts it."""

    version: ScorecardVersion
    counters: dict[TallyKey, Counters]


class RollupReader:
    """The reading side of the rollups. Nothing here asks who is calling: see `scope`."""

    def __init__(self, store: RollupStore, scorecards: ScorecardStore, people: PeopleStore) -> None:
        self._store = store
        self._scorecards = scorecards
        self._people = people

    def line_item_counts(
        self, agent_id: str, first_day: date, last_day: date, type: EvaluationType | None = None
    ) -> list[LineItemCount]:
        """The line items of one agent in a period; see `line_items`."""
        wanted = EvaluationFilter(types=frozenset({type}) if type else frozenset())
        return self.line_items([Subject("agent", agent_id)], Days(first_day, last_day), wanted)

    def line_item_counts_in(
        self, agent_id: str, periods: Sequence[Days], type: EvaluationType | None = None
    ) -> list[list[LineItemCount]]:
        """As `line_item_counts`, for each of several periods: one query over all their days, one for all texts."""
        if not periods:
            return []
        whole = Days(min(days.first for days in periods), max(days.last for days in periods))
        wanted = EvaluationFilter(types=frozenset({type}) if type else frozenset())
        rows = list(self._rows([Subject("agent", agent_id)], "LINES", whole, wanted))
        return self._line_items([[row for row in rows if days.first <= row.day <= days.last] for days in periods])

    def line_item_counts_of(
        self, asked: Sequence[tuple[Subject, Days]], without: Mapping[Subject, frozenset[date]] = MappingProxyType({})
    ) -> list[list[LineItemCount]]:
        """The line items of several subjects, each over its own days: one query each, one for all texts.

        without: days that are left out of whose.
        """
        wanted = {subject: EvaluationFilter(without_days=without.get(subject, frozenset())) for subject, _ in asked}
        return self._line_items([self._rows([subject], "LINES", days, wanted[subject]) for subject, days in asked])

    def score_counts(self, agent_id: str, days: Days, type: EvaluationType | None = None) -> list[ScoreCount]:
        """What the evaluations of one agent in a period came to; see `scores`."""
        wanted = EvaluationFilter(types=frozenset({type}) if type else frozenset())
        return self.scores([Subject("agent", agent_id)], days, wanted)

    def evaluation_totals(self, agent_id: str, first_day: date, last_day: date) -> dict[EvaluationType, int]:
        """How many completed evaluations of each type one agent has in a period; every type is there."""
        totals = dict.fromkeys(EVALUATION_TYPES, 0)
        for count in self.scores([Subject("agent", agent_id)], Days(first_day, last_day)):
            totals[count.type] += count.evaluations
        return totals

    def conversation_totals(self, agent_id: str, first_day: date, last_day: date) -> ConversationTotals:
        """The conversations of one agent in a period, in sums; what the account doesn't infer is left out."""
        days = self.conversations([Subject("agent", agent_id)], Days(first_day, last_day))
        return totals_of(totals.model_dump() for totals in days.values())

    def contributors(self, subject: Subject, days: Days) -> frozenset[str]:
        """The agents whose evaluations and conversations a team's rows of a period count (two queries)."""
        found: set[str] = set()
        for row in self._store.evaluations([subject], "TOTALS", days):
            found |= contributors(row.counters).keys()
        for _, counters in self._store.conversations([subject], days):
            found |= contributors(counters).keys()
        return frozenset(found)

    def line_items(
        self,
        subjects: Sequence[Subject],
        days: Days,
        wanted: EvaluationFilter = EvaluationFilter(),
        guard: Guard | None = None,
    ) -> list[LineItemCount]:
        """How often each question of each scorecard version passed, summed over subjects, days and types.

        Names and texts are as they read now; the caller gets every question that was answered or was N/A.
        """
        return self._line_items([self._rows(subjects, "LINES", days, wanted, guard)])[0]

    def _line_items(self, parts: Iterable[Iterable[EvaluationRow]]) -> list[list[LineItemCount]]:
        """The rows of each part, summed; names and texts are read once for all of them."""
        sums: list[dict[tuple[str, int, str], Counters]] = []
        for rows in parts:
            own: dict[tuple[str, int, str], Counters] = {}
            for row in rows:
                for name, count in row.counters.items():
                    question_id, counter = counter_parts(name)
                    place = (row.scorecard_id, row.scorecard_version, question_id)
                    _add(own.setdefault(place, {}), {counter: count})
            sums.append(own)
        texts = _Texts(self._scorecards, ((scorecard, number) for own in sums for scorecard, number, _ in own))
        return [
            [
                LineItemCount(
                    scorecard_id,
                    texts.scorecard_name(scorecard_id),
                    version,
                    question_id,
                    texts.question(scorecard_id, version, question_id),
                    counters.get("passed", 0),
                    counters.get("applicable", 0),
                    texts.is_compliance(scorecard_id, version, question_id),
                    counters.get("not_applicable", 0),
                    counters.get("no_opportunity", 0),
                )
                for (scorecard_id, version, question_id), counters in own.items()
            ]
            for own in sums
        ]

    def scores(
        self,
        subjects: Sequence[Subject],
        days: Days,
        wanted: EvaluationFilter = EvaluationFilter(),
        guard: Guard | None = None,
    ) -> list[ScoreCount]:
        """The evaluations of the subjects by day, scorecard and type, in that order; versions are summed."""
        sums: dict[tuple[date, str, EvaluationType], Counters] = defaultdict(dict)
        for row in self._rows(subjects, "TOTALS", days, wanted, guard):
            _add(sums[row.day, row.scorecard_id, row.type], row.counters)
        return [
            ScoreCount(
                *key,
                *(sums[key].get(name, 0) for name in ScoreCount._fields[3:]),
            )
            for key in sorted(sums)
        ]

    def responses(
        self,
        subjects: Sequence[Subject],
        days: Days,
        wanted: EvaluationFilter = EvaluationFilter(),
        guard: Guard | None = None,
    ) -> list[Responses]:
        """What was answered, for each scorecard version that occurs, newest version first."""
        sums: dict[tuple[str, int], dict[TallyKey, Counters]] = defaultdict(dict)
        for row in self._rows(subjects, "RESPONSES", days, wanted, guard):
            for name, count in row.counters.items():
                scope, item_id, counter = counter_parts(name)
                key = TallyKey("section" if scope == "section" else "question", item_id)
                _add(sums[row.scorecard_id, row.scorecard_version].setdefault(key, {}), {counter: count})
        _, versions = self._scorecards.scorecards_with(sums)
        return [Responses(versions[key], sums[key]) for key in sorted(sums, reverse=True) if key in versions]

    def rows(
        self,
        subjects: Sequence[Subject],
        family: Family,
        days: Days,
        wanted: EvaluationFilter,
        guard: Guard | None = None,
    ) -> Iterator[EvaluationRow]:
        """The rows of a family that are wanted, read as they are asked for; nothing is summed, and without a guard
        nobody is hidden."""
        return self._rows(subjects, family, days, wanted, guard)

    def comparisons(
        self, subjects: Sequence[Subject], days: Days, wanted: EvaluationFilter
    ) -> dict[tuple[str, int], dict[tuple[date, Way], int]]:
        """Who answered like whom, by scorecard and version: how often which way, on which day."""
        found: dict[tuple[str, int], dict[tuple[date, Way], int]] = defaultdict(dict)
        for row in self._rows(subjects, "AGREEMENT", days, wanted):
            sums = found[row.scorecard_id, row.scorecard_version]
            for way, count in ways({counter_parts(name): count for name, count in row.counters.items()}):
                sums[row.day, way] = sums.get((row.day, way), 0) + count
        return found

    def versions(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], ScorecardVersion]:
        """Those versions of scorecards that are there."""
        return self._scorecards.scorecards_with(wanted)[1]

    def conversations(
        self, subjects: Sequence[Subject], days: Days, guard: Guard | None = None
    ) -> dict[date, ConversationTotals]:
        """The conversations of the subjects, by day; what the account doesn't infer is left out."""
        by_day: dict[date, list[Counters]] = defaultdict(list)
        rows = self._store.conversations(subjects, days)
        for day, counters in guard.conversations(list(rows)) if guard else rows:
            by_day[day].append(counters)
        inferred = self._people.settings().agent_sentiment
        totals = {day: totals_of(many) for day, many in sorted(by_day.items())}
        # A day from which everything was taken back keeps its row.
        kept = {day: each for day, each in totals.items() if each.count}
        return kept if inferred else {day: each.without_agent_sentiment() for day, each in kept.items()}

    def scorecard_names(self, scorecard_ids: Collection[str]) -> dict[str, str]:
        """The names of scorecards as they read now."""
        return self._scorecards.scorecard_names(scorecard_ids)

    def _rows(
        self,
        subjects: Sequence[Subject],
        family: Family,
        days: Days,
        wanted: EvaluationFilter,
        guard: Guard | None = None,
    ) -> Iterator[EvaluationRow]:
        """The rows that are wanted, read as they are asked for; where there is a guard, it has to see them all."""
        rows: Iterable[EvaluationRow] = self._store.evaluations(subjects, family, days)
        if guard is not None:
            # Before the filter: what is left out must not depend on what else is asked for.
            rows = list(rows)
            totals = rows if family == "TOTALS" else list(self._store.evaluations(subjects, "TOTALS", days))
            rows = guard.evaluations(rows, totals)
        return (row for row in rows if row.counters and wanted.admits(row))


class _Texts:
    """Names of scorecards and texts of questions as they read now, all read at once."""

    def __init__(self, scorecards: ScorecardStore, versions: Iterable[tuple[str, int]]) -> None:
        self._named, found = scorecards.scorecards_with(versions)
        self._questions = {key: {each.id: each for each in version.questions()} for key, version in found.items()}

    def scorecard_name(self, scorecard_id: str) -> str:
        """The scorecard's name; its id where it is gone."""
        scorecard = self._named.get(scorecard_id)
        return scorecard.name if scorecard else scorecard_id

    def question(self, scorecard_id: str, number: int, question_id: str) -> str:
        """The question's text in that version; its id where the version is gone."""
        found = self._find(scorecard_id, number, question_id)
        return found.text if found else question_id

    def is_compliance(self, scorecard_id: str, number: int, question_id: str) -> bool:
        """Whether a miss of the question is a compliance matter in that version; not where it is gone."""
        found = self._find(scorecard_id, number, question_id)
        return found is not None and found.compliance

    def _find(self, scorecard_id: str, number: int, question_id: str) -> Question | None:
        return self._questions.get((scorecard_id, number), {}).get(question_id)


def _add(sums: Counters, added: Counters) -> None:
    for name, count in added.items():
        sums[name] = sums.get(name, 0) + count
