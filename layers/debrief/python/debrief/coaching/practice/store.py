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

The id of a scenario that follows from a coaching log follows from the log's, so that hearing of a log twice makes one.
An approved scenario with an attempt that waits for a person stands under `to_review`.
"""

from collections.abc import Iterator
from typing import Any

from debrief.coaching.practice.model import Attempt, Scenario, Words
from debrief.coaching.table_store import CoachingRow, Slice, page_of_own, sort_key
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import Index, find, loaded, query, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed

MOST_OF_A_LINE = 50


def scenario_id(log_id: str) -> str:
    """The id of the scenario that follows from a coaching log."""
    return derived_id("ps", log_id)


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
        """Those that follow from logs of a conversation."""
        return [loaded(row, Scenario) for row in query_all(CoachingRow, f"PRACTICEOF#{interaction_id}", index="GSI3")]

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
