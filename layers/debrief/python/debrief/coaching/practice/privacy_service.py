"""What practice holds of a person, and of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| what a person practises | GSI1 `PRACTICES#<user>`, then `PRACTICE#<scenario>` | the page, and all at each of them |
| what follows from a customer's conversation | GSI3 `PRACTICEOF#<interaction>`, then the same | those, and joined |

A customer's words go with everything that was made of them: what the scenario says, and what was said and quoted in its
attempts. That there were attempts, and what they came to, is the agent's and stays.
"""

from typing import Any, Final

from debrief.coaching.practice import course
from debrief.coaching.practice.events import PRACTICE_CLOSED, closed_data
from debrief.coaching.practice.model import Attempt, Scenario, Words
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.practice.telling import no_longer_practised, nothing_to_score, settled
from debrief.coaching.table_store import CoachingRow, page_of
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import ERASED_TEXT, Record, Start, plain
from debrief.kernel.storage.tables import loaded
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore

_PAGE: Final = 10
_AT_ONCE: Final = 25
_OF_OTHERS: Final = frozenset({"agent_id", "created_by", "decided_by", "calls", "work", "works"})
ERASED: Final = "The conversation that it was written from was erased: let it be written anew, or write it yourself."
_NOT_TOLD: Final = frozenset({"agent_id", "scenario_id", "work", "works", "suggestion"})


class PracticePersonalData:
    """Hands out what is kept in this room, and lets it go, page by page."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._store = PracticeStore()
        self._people = PeopleStore()
        self._clock = clock
        self._ids = ids

    def practice(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of what a person practises, each with its attempts and what was said in them."""
        page = page_of(f"PRACTICES#{user_id}", "GSI1", limit=_PAGE, start=start)
        records: list[Record] = []
        for row in page.rows:
            scenario = loaded(row, Scenario)
            records.append(Record(kind="practice", id=scenario.id, data=plain(scenario, without=_OF_OTHERS)))
            rows = self._all(scenario.id)
            said = {each.attempt_id: each for each in (loaded(one, Words) for one in rows if _is_words(one))}
            for attempt in (loaded(one, Attempt) for one in rows if one.kind == "practice_attempt"):
                words = said.get(attempt.id)
                data = plain(attempt, without=_NOT_TOLD)
                data["turns"] = [plain(turn) for turn in words.turns] if words else []
                records.append(Record(kind="practice_attempt", id=attempt.id, data=data))
        return records, page.position

    def erase(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of what a person practises, attempts and words included."""
        page = page_of(f"PRACTICES#{user_id}", "GSI1", limit=_PAGE, start=start)
        for row in page.rows:
            scenario = loaded(row, Scenario)
            with Transaction(self._clock, self._ids) as tx:
                self._take_back(tx, scenario)
                self._store.remove_newest(tx, scenario)
            for at in range(0, len(scenario.log_ids), _AT_ONCE):
                with Transaction(self._clock, self._ids) as tx:
                    for log_id in scenario.log_ids[at : at + _AT_ONCE]:
                        self._store.remove_joins(tx, log_id)
            rows = self._all(scenario.id)
            # The scenario comes first, by its key, and goes last: what is left is found again.
            for at in range(len(rows), 0, -_AT_ONCE):
                with Transaction(self._clock, self._ids) as tx:
                    for one in rows[max(0, at - _AT_ONCE) : at]:
                        tx.discard(CoachingRow(PK=one.PK, SK=one.SK, kind=one.kind))
        return [True] * len(page.rows), page.position

    def erase_conversation(self, interaction_id: str) -> list[bool]:
        """Empty what follows from a customer's conversation; what nobody has approved goes as a whole."""
        done: list[bool] = []
        for found in self._store.of_conversation(interaction_id):
            scenario = self._store.scenario(found.id)
            if scenario is None or scenario.interaction_id != interaction_id:
                continue
            left = course.without_conversation(scenario, interaction_id)
            if scenario.decided_at is not None:
                self._empty(scenario)
            elif left is not None:
                # It waits for other conversations too; whatever was written from this one goes.
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put(tx, course.unwritten(left, ERASED))
            else:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.remove(tx, scenario)
                    self._store.forget_newest(tx, scenario)
                    self._take_back(tx, scenario)
            done.append(True)
        for scenario_id, log_ids in self._store.joined_by(interaction_id).items():
            joined = self._store.scenario(scenario_id)
            after = course.without_conversation(joined, interaction_id) if joined else None
            with Transaction(self._clock, self._ids) as tx:
                if joined is not None and after is not None and after != joined:
                    self._store.put(tx, after)
                    done.append(True)
                for log_id in log_ids:
                    self._store.remove_joins(tx, log_id)
        return done

    def _empty(self, scenario: Scenario) -> None:
        for row in self._all(scenario.id):
            if row.kind == "practice_attempt":
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put_attempt(tx, _without_words(loaded(row, Attempt)))
            elif _is_words(row):
                with Transaction(self._clock, self._ids) as tx:
                    self._store.put_words(tx, scenario.id, loaded(row, Words).model_copy(update={"turns": ()}))
        # Last, since by it the others are found.
        emptied: dict[str, Any] = {"text": None, "interaction_id": None, "log_id": None}
        emptied["reason"] = ERASED_TEXT if scenario.reason else ""
        emptied["to_review"] = 0
        # As it is now: an attempt may have been scored meanwhile.
        found = self._store.scenario(scenario.id) or scenario
        after = course.closed(found) if found.state == "approved" else found
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after.model_copy(update=emptied))
            if after != found:
                tx.announce(CoachingRow, PRACTICE_CLOSED, after.id, closed_data(after, self._clock.now()))
            self._take_back(tx, after)

    def _take_back(self, tx: Transaction, scenario: Scenario) -> None:
        """Take back whatever somebody was told that it waits for."""
        leaders = (*self._people.managers_above(scenario.agent_id), scenario.created_by)
        settled(tx, CoachingRow, scenario, leaders)
        nothing_to_score(tx, CoachingRow, scenario, leaders)
        no_longer_practised(tx, CoachingRow, scenario)

    def _all(self, scenario_id: str) -> list[CoachingRow]:
        rows: list[CoachingRow] = []
        start: dict[str, Any] | None = None
        while True:
            page = self._store.items(scenario_id, limit=100, start=start)
            rows += page.rows
            start = page.position
            if start is None:
                # Keys in the table's order: attempts, the scenario, words. The scenario first.
                return sorted(rows, key=lambda row: row.kind != "practice")


def _is_words(row: CoachingRow) -> bool:
    return row.kind == "practice_words"


def _without_words(attempt: Attempt) -> Attempt:
    """What is left of an attempt. Without a score it gets none: nobody can tell any more what it would come to, and a
    run that is still at it finds that nobody waits.
    """
    score = attempt.score.model_copy(update={"quote": None, "rationale": ""}) if attempt.score else None
    left: dict[str, Any] = {"score": score, "suggestion": None, "why": (), "work": None}
    if attempt.state not in ("scored", "given_up"):
        left["state"] = "given_up"
    return attempt.model_copy(update=left)
