"""Where practice lies (the coaching table).

| question | key or index | reads |
|---|---|---|
| this scenario | `PRACTICE#<id>` / `PRACTICE` | one item |
| an attempt | `PRACTICE#<id>` / `ATTEMPT#<attempt>` | one item |
| what was said in it | `PRACTICE#<id>` / `WORDS#<attempt>` | one item |
| the attempts at a scenario, newest first | `PRACTICE#<id>` / `ATTEMPT#…` | the page; an attempt is 2 KB at most |
| an agent's scenarios, newest first | GSI1 `PRACTICES#<agent>` / `<created_at>#<id>` | the page |
| everybody's that stand so, newest first | GSI2 `PRACTISED#<standing>` / the same | the page |
| those that follow from a conversation | GSI3 `PRACTICEOF#<interaction>` / the same | those: one for each log |
| the one that a coaching log has joined | `PRACTICE#<as if made of the log>` / `JOINS` | one item |
| the newest of an agent and a criterion | `PRACTICES#<agent>#<scorecard>#<question>` / `NEWEST` | one item |

The id of a scenario that follows from a coaching log follows from the log's, so that hearing of a log twice makes one.
Of two logs that are heard of at once, for the same agent and criterion, one finds the row of the newest written by the
other, and joins it (0120).
An approved scenario with an attempt that waits for a person stands under `to_review`.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from debrief.coaching.practice.model import Attempt, JoinedLog, Scenario, Words
from debrief.coaching.table_store import CoachingRow, Slice, page_of_own, sort_key
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import derived_id
from debrief.kernel.model import Aggregate
from debrief.kernel.storage.tables import Index, find, loaded, query, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed


def scenario_id(log_id: str, number: int = 0) -> str:
    """The id of the scenario that follows from a coaching log. number: of a further one, from 1 on."""
    return derived_id("ps", f"{log_id}#{number}" if number else log_id)


class Pointer(Aggregate):
    """Which scenario a coaching log has joined, or is the newest of an agent and a criterion."""

    scenario_id: str


def joins_row(joined: JoinedLog, pointer: Pointer) -> CoachingRow:
    """The item that says which scenario a log has joined; it is found by the log's conversation too."""
    row = CoachingRow(PK=f"PRACTICE#{scenario_id(joined.log_id)}", SK="JOINS", kind="practice_joins")
    row.GSI3PK, row.GSI3SK = f"PRACTICEOF#{joined.interaction_id}", f"JOINS#{joined.log_id}"
    stored(row, pointer)
    return row


def newest_row(agent_id: str, scorecard_id: str, question_id: str) -> CoachingRow:
    """The key of the item that says which scenario is the newest of an agent and a criterion."""
    pk = f"PRACTICES#{agent_id}#{scorecard_id}#{question_id}"
    return CoachingRow(PK=pk, SK="NEWEST", kind="practice_newest")


def standing(scenario: Scenario) -> str:
    """Where a scenario is found among everybody's."""
    return "to_review" if scenario.state == "approved" and scenario.to_review else scenario.state


def scenario_row(scenario: Scenario) -> CoachingRow:
    """The item of a scenario."""
    when = sort_key(scenario.created_at, scenario.id)
    row = CoachingRow(
        PK=f"PRACTICE#{scenario.id}",
        SK="PRACTICE",
        kind="practice",
        status=scenario.state,
        GSI1PK=f"PRACTICES#{scenario.agent_id}",
        GSI1SK=when,
        GSI2PK=f"PRACTISED#{standing(scenario)}",
        GSI2SK=when,
    )
    if scenario.interaction_id:
        row.GSI3PK, row.GSI3SK = f"PRACTICEOF#{scenario.interaction_id}", when
    stored(row, scenario)
    return row


def attempt_row(attempt: Attempt) -> CoachingRow:
    """The item of an attempt."""
    row = CoachingRow(PK=f"PRACTICE#{attempt.scenario_id}", SK=f"ATTEMPT#{attempt.id}", kind="practice_attempt")
    stored(row, attempt)
    return row


def words_row(scenario_id: str, words: Words) -> CoachingRow:
    """The item of what was said."""
    row = CoachingRow(PK=f"PRACTICE#{scenario_id}", SK=f"WORDS#{words.attempt_id}", kind="practice_words")
    stored(row, words)
    return row


class PracticeStore:
    """Reads and writes scenarios and attempts."""

    def scenario(self, id: str) -> Scenario | None:
        """The scenario, or None."""
        row = find(CoachingRow, f"PRACTICE#{id}", "PRACTICE")
        return loaded(row, Scenario) if row else None

    def of_log(self, log_id: str) -> Scenario | None:
        """The scenario that follows from a coaching log, made of it or joined by it."""
        pointer = self.joins(log_id)
        found = self.scenario(pointer.scenario_id) if pointer else None
        if found is not None and log_id in found.log_ids:
            return found
        own = self.scenario(scenario_id(log_id))
        return own if own is not None and own.log_id in (log_id, None) else None

    def joins(self, log_id: str) -> Pointer | None:
        """Which scenario a coaching log has joined."""
        row = find(CoachingRow, f"PRACTICE#{scenario_id(log_id)}", "JOINS")
        return loaded(row, Pointer) if row else None

    def newest(self, agent_id: str, scorecard_id: str, question_id: str) -> Pointer | None:
        """Which scenario is the newest of an agent and a criterion."""
        key = newest_row(agent_id, scorecard_id, question_id)
        row = find(CoachingRow, key.PK, key.SK)
        return loaded(row, Pointer) if row else None

    def attempt(self, scenario_id: str, id: str) -> Attempt | None:
        """The attempt without its words, or None."""
        row = find(CoachingRow, f"PRACTICE#{scenario_id}", f"ATTEMPT#{id}")
        return loaded(row, Attempt) if row else None

    def words(self, scenario_id: str, id: str) -> Words:
        """What was said in an attempt."""
        row = find(CoachingRow, f"PRACTICE#{scenario_id}", f"WORDS#{id}")
        return loaded(row, Words) if row else Words(attempt_id=id)

    def attempts(self, scenario_id: str, *, before: str | None, most: int) -> list[Attempt]:
        """The attempts at a scenario, newest first. before: the id of the last one of the page before."""
        key = CoachingRow.SK
        sort = key.between("ATTEMPT#", "ATTEMPT#~") if before is None else key.between("ATTEMPT#", f"ATTEMPT#{before}")
        page = query(CoachingRow, f"PRACTICE#{scenario_id}", sort=sort, newest_first=True, limit=most + 1)
        found = [loaded(row, Attempt) for row in page.rows]
        return [each for each in found if each.id != before][:most]

    def of_agent(self, agent_id: str, *, after: str | None, chunk: int) -> Iterator[Placed[Scenario]]:
        """An agent's, newest first, from behind a place on, as far as they are asked for."""
        return self._list(f"PRACTICES#{agent_id}", "GSI1", after, chunk)

    def of_everybody(self, standing: str, *, after: str | None, chunk: int) -> Iterator[Placed[Scenario]]:
        """All that stand so, newest first, from behind a place on, as far as they are asked for."""
        return self._list(f"PRACTISED#{standing}", "GSI2", after, chunk)

    def of_conversation(self, interaction_id: str) -> list[Scenario]:
        """Those that were made of logs of a conversation."""
        rows = query_all(CoachingRow, f"PRACTICEOF#{interaction_id}", index="GSI3")
        return [loaded(row, Scenario) for row in rows if row.kind == "practice"]

    def joined_by(self, interaction_id: str) -> dict[str, list[str]]:
        """The logs of a conversation that have joined a scenario, by the scenario's id."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in query_all(CoachingRow, f"PRACTICEOF#{interaction_id}", index="GSI3"):
            if row.kind == "practice_joins":
                found[loaded(row, Pointer).scenario_id].append((row.GSI3SK or "").removeprefix("JOINS#"))
        return found

    def items(self, scenario_id: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """A page of all that lies at a scenario, itself included."""
        return page_of_own(f"PRACTICE#{scenario_id}", limit=limit, start=start)

    def put(self, tx: Transaction, scenario: Scenario) -> None:
        """Write a scenario. Raises (from the transaction) Conflict: it is there already. Stale."""
        row = scenario_row(scenario)
        if scenario.revision:
            tx.replace(row)
        else:
            tx.create(row, otherwise=Conflict("There is this scenario already"))

    def put_newest(self, tx: Transaction, scenario: Scenario, before: Pointer | None) -> None:
        """Note that a scenario is the newest of its agent and criterion. before: as it was read.

        Raises (from the transaction) Conflict, Stale: another was made meanwhile.
        """
        row = newest_row(scenario.agent_id, scenario.scorecard_id, scenario.question_id)
        stored(row, Pointer(scenario_id=scenario.id, revision=before.revision if before else 0))
        tx.put(row)

    def put_joins(self, tx: Transaction, joined: JoinedLog, scenario_id: str, before: Pointer | None) -> None:
        """Note which scenario a log has joined. before: as it was read. Raises (as it commits) Conflict, Stale."""
        revision = before.revision if before else 0
        tx.put(joins_row(joined, Pointer(scenario_id=scenario_id, revision=revision)))

    def remove_joins(self, tx: Transaction, log_id: str) -> None:
        """A log has joined none any more."""
        tx.discard(CoachingRow(PK=f"PRACTICE#{scenario_id(log_id)}", SK="JOINS", kind="practice_joins"))

    def forget_newest(self, tx: Transaction, scenario: Scenario) -> None:
        """Forget that it is the newest of its agent and criterion; another stays. Raises (as it commits) Stale."""
        pointer = self.newest(scenario.agent_id, scenario.scorecard_id, scenario.question_id)
        if pointer is not None and pointer.scenario_id == scenario.id:
            tx.delete(stored(newest_row(scenario.agent_id, scenario.scorecard_id, scenario.question_id), pointer))

    def remove_newest(self, tx: Transaction, scenario: Scenario) -> None:
        """Forget which is the newest of an agent and a criterion."""
        tx.discard(newest_row(scenario.agent_id, scenario.scorecard_id, scenario.question_id))

    def remove(self, tx: Transaction, scenario: Scenario) -> None:
        """Delete a scenario as it was read; nobody may have begun an attempt at it."""
        tx.delete(scenario_row(scenario))

    def put_attempt(self, tx: Transaction, attempt: Attempt) -> None:
        """Write an attempt. Raises (from the transaction) Stale."""
        row = attempt_row(attempt)
        if attempt.revision:
            tx.replace(row)
        else:
            tx.create(row)

    def put_words(self, tx: Transaction, scenario_id: str, words: Words) -> None:
        """Write what was said. Raises (from the transaction) Stale."""
        row = words_row(scenario_id, words)
        if words.revision:
            tx.replace(row)
        else:
            tx.create(row)

    @staticmethod
    def _list(pk: str, index: Index, after: str | None, chunk: int) -> Iterator[Placed[Scenario]]:
        key = getattr(CoachingRow, f"{index}SK")
        sort = None if after is None else key <= after
        rows = walk(CoachingRow, pk, chunk=chunk, index=index, sort=sort, newest_first=True)
        return ((str(getattr(row, f"{index}SK")), loaded(row, Scenario)) for row in rows)
