"""Outcomes kept beside evaluations, and the lists behind a report's figures, for those who may see them (S4.9)."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.kernel.web.merging import Placed, chunk_of, looked_at_together, page_of
from debrief.people.access import Access, Sight
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.evaluations.lines_store import MOST_MERGED
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.outcome_store import OutcomeStore, says, sort_key
from debrief.quality.evaluations.outcomes import (
    OVERALL,
    OutcomeFilter,
    OutcomeLine,
    auto_failed_line,
    outcome_lines,
    section_lines,
)
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore

_ATTEMPTS = 12
_RESERVE_S = 8.0
_AT_ONCE = MOST_ITEMS - 1
"""Lines in one transaction, which also looks whether the evaluation is as it was read."""


class OutcomeIndex:
    """Keeps the outcomes of evaluations as they are now.

    An event only says that something changed: what is kept is made equal to what the evaluation says when the event is
    looked at. Late, repeated and swapped events therefore end in the same rows.
    """

    def __init__(
        self, store: OutcomeStore, evaluations: EvaluationStore, scorecards: ScorecardStore, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._clock = clock
        self._ids = ids

    def keep(
        self, evaluation_ids: Sequence[str], seconds_left: Callable[[], float] | None = None, *, leave_s: float = 0.0
    ) -> dict[str, Exception]:
        """Keep the outcomes of the evaluations. Gives those that failed, and why; also what there was no time for.

        leave_s: so much of the time is somebody else's.
        """
        failed: dict[str, Exception] = {}
        found = self._read(evaluation_ids)
        for id in dict.fromkeys(evaluation_ids):
            if seconds_left is not None and seconds_left() < max(_RESERVE_S, leave_s):
                failed[id] = Unavailable("There was no time left", retry_after_s=1)
                continue
            try:
                self._keep_one(id, found.get(id) if found is not None else self._evaluations.evaluation(id))
            except Exception as error:
                failed[id] = error
        return failed

    def _read(self, evaluation_ids: Sequence[str]) -> dict[str, Evaluation] | None:
        """All of them at once; None where one can't be read, so that it doesn't keep the others back."""
        try:
            return {each.id: each for each in self._evaluations.evaluations(list(evaluation_ids))}
        except ValueError:
            return None

    def _keep_one(self, id: str, evaluation: Evaluation | None) -> None:
        for _ in range(_ATTEMPTS):
            try:
                self._write(id, evaluation)
            except (Stale, Conflict):
                evaluation = self._evaluations.evaluation(id)
            else:
                return
        raise Unavailable(f"{id} is being changed elsewhere", retry_after_s=1)

    def _write(self, id: str, evaluation: Evaluation | None) -> None:
        lines = {sort_key(line): line for line in self._lines(evaluation)}
        kept = self._store.kept(id)
        changed = [sk for sk in {**kept, **lines} if sk not in lines or sk not in kept or not says(kept[sk], lines[sk])]
        for first in range(0, len(changed), _AT_ONCE):
            with Transaction(self._clock, self._ids) as tx:
                self._evaluations.expect(tx, id, evaluation)
                for sk in changed[first : first + _AT_ONCE]:
                    if sk in lines:
                        self._store.write(tx, lines[sk], kept.get(sk))
                    else:
                        self._store.drop(tx, kept[sk])

    def _lines(self, evaluation: Evaluation | None) -> list[OutcomeLine]:
        if evaluation is None or evaluation.status == "draft":
            return []
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound(f"Version {evaluation.scorecard_version} of {evaluation.scorecard_id} is missing")
        failed = auto_failed_line(version, evaluation)
        of_sections = section_lines(version, evaluation)
        return [*outcome_lines(version, evaluation).values(), *([failed] if failed else []), *of_sections]


class Shown(NamedTuple):
    """An evaluation in a list of outcomes: its summary, and how the question came out."""

    summary: EvaluationSummary
    line: OutcomeLine


class Behind(NamedTuple):
    """A page of what is behind a figure, and why it may hold less than the figure counts.

    last: where the next page starts. out_of_sight: some of the team's work was left out whose people the caller doesn't
    see any more. blind_days: on so many days of the period the caller judges a conversation by themselves; figures
    leave such days out, the list only these conversations.
    """

    items: list[Shown]
    last: str | None
    out_of_sight: bool
    blind_days: int


class OutcomeReadings:
    """Lists the evaluations in which a question came out so. Only who may see an evaluation sees it here."""

    def __init__(self, store: OutcomeStore, evaluations: EvaluationStore, access: Access) -> None:
        self._store = store
        self._evaluations = evaluations
        self._access = access

    def page(self, caller: Caller, wanted: OutcomeFilter, *, limit: int, after: str | None) -> Behind:
        """A page of them, newest interaction first. One that filters leave short still tells where the next starts."""
        known = (
            self._access.visible_people(caller)
            if wanted.agent_ids is None
            else self._access.sight(caller).of(wanted.agent_ids)
        )
        sight = self._access.sight(caller, known)
        blind = BlindStore().spots(caller.user_id)
        sources = self._sources(wanted, known, sight, limit, after)

        unseen = False

        def admit(line: OutcomeLine) -> bool:
            nonlocal unseen
            if not wanted.admits(line) or blind.hide_line(line):
                return False
            seen = bool(sight.of([line.agent_id]))
            unseen = unseen or not seen
            return seen

        found = page_of(sources, admit, limit=limit, newest_first=True, after=after)
        places = [(line.agent_id, line.place) for line in found.items]
        summaries = {each.id: each for each in self._evaluations.summaries_at(places)}
        # Without those that went meanwhile.
        shown = [Shown(summaries[each.evaluation_id], each) for each in found.items if each.evaluation_id in summaries]
        # Whoever supervises a team is told its whole figures; to others what they don't see isn't there.
        told = unseen and wanted.team_id is not None and self._access.supervises(caller, wanted.team_id)
        return Behind(shown, found.last, told, _days_of(blind, wanted, caller.time_zone))

    def _sources(
        self, wanted: OutcomeFilter, known: frozenset[str] | None, sight: Sight, limit: int, after: str | None
    ) -> list[Iterator[Placed[OutcomeLine]]]:
        span = wanted.span
        if after is not None:
            span = span._replace(high=after if span.high is None else min(span.high, after))
        card, question, section = wanted.scorecard_id, wanted.question_id, wanted.section_id
        # An evaluation as a whole has no such outcome.
        outcomes = sorted(each for each in wanted.outcomes if question != OVERALL or each != "no_opportunity")
        if wanted.team_id is None and known is not None and len(known) * len(outcomes) <= MOST_MERGED:
            chunk = chunk_of(limit, len(known) * len(outcomes))
            return [
                self._store.lines(card, question, outcome, span, chunk=chunk, section_id=section, agent_id=agent)
                for agent in sorted(known)
                for outcome in outcomes
            ]
        return [
            looked_at_together(
                self._store.lines(
                    card, question, outcome, span, chunk=limit + 1, section_id=section, team_id=wanted.team_id
                ),
                limit + 1,
                lambda some: sight.of(each.agent_id for each in some),
            )
            for outcome in outcomes
        ]


def _days_of(blind: BlindSpots, wanted: OutcomeFilter, time_zone: str) -> int:
    """The days that figures leave out for the caller, however the question came out on them."""
    if wanted.agent_ids is not None or wanted.team_id is not None:
        blind = blind.about(wanted.agent_ids or (), [wanted.team_id] if wanted.team_id else ())
    within = [
        each
        for each in blind.spots
        if (wanted.start is None or each.interaction_started_at >= wanted.start)
        and (wanted.end is None or each.interaction_started_at < wanted.end)
    ]
    return len(blind._replace(spots=tuple(within)).days(time_zone))
