"""Where coaching logs lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this log | `LOG#<id>` / `LOG` | one item |
| which logs there are of a conversation | `LOGSOF#<interaction>` / `<id>`, then these | those few |
| an agent's, the newest conversation first | GSI1 `LOGS#<agent>` / `<started_at>#<id>` | the page |
| everybody's, the same way | GSI2 `LOGS` / the same | the page |
| a team's, the same way | GSI3 `TEAMLOGS#<team>` / the same | the page |

The id follows from the conversation, the scorecard and its version, so that there is one of them.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from debrief.coaching.logs.model import CoachingLog
from debrief.coaching.table_store import CoachingRow, Slice, page_of, sort_key
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query_all, stored, walk
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed

MOST_OF_CONVERSATION: Final = 100


def log_id(interaction_id: str, scorecard_id: str, version: int) -> str:
    """The id of the log of a conversation and a version of a scorecard."""
    return derived_id("cl", interaction_id, scorecard_id, str(version))


def log_row(log: CoachingLog) -> CoachingRow:
    """The item of a log."""
    when = sort_key(log.started_at, log.id)
    row = CoachingRow(
        PK=f"LOG#{log.id}",
        SK="LOG",
        kind="coaching log",
        status=log.state,
        GSI1PK=f"LOGS#{log.agent_id}",
        GSI1SK=when,
        GSI2PK="LOGS",
        GSI2SK=when,
    )
    if log.team_id is not None:
        row.GSI3PK, row.GSI3SK = f"TEAMLOGS#{log.team_id}", when
    stored(row, log)
    return row


class LogStore:
    """Reads and writes coaching logs."""

    def log(self, id: str) -> CoachingLog | None:
        """The log, or None."""
        row = find(CoachingRow, f"LOG#{id}", "LOG")
        return loaded(row, CoachingLog) if row else None

    def logs(self, ids: Iterable[str]) -> list[CoachingLog]:
        """Those that are there, 100 in a round trip."""
        rows = find_many(CoachingRow, [(f"LOG#{each}", "LOG") for each in ids])
        return [loaded(row, CoachingLog) for row in rows]

    def of_conversation(self, interaction_id: str) -> list[CoachingLog]:
        """The logs of a conversation, one for each version of a scorecard."""
        rows = query_all(CoachingRow, f"LOGSOF#{interaction_id}", most=MOST_OF_CONVERSATION, consistent=True)
        return [loaded(row, CoachingLog) for row in find_many(CoachingRow, [(f"LOG#{row.SK}", "LOG") for row in rows])]

    def of_agent(self, agent_id: str, *, after: str | None, chunk: int) -> Iterator[Placed[CoachingLog]]:
        """An agent's, the newest conversation first, from behind a place on, as far as they are asked for."""
        return self._list(f"LOGS#{agent_id}", "GSI1", after, chunk)

    def of_everybody(self, *, after: str | None, chunk: int) -> Iterator[Placed[CoachingLog]]:
        """Everybody's, the same way."""
        return self._list("LOGS", "GSI2", after, chunk)

    def of_team(self, team_id: str, *, after: str | None, chunk: int) -> Iterator[Placed[CoachingLog]]:
        """Those of a team's conversations, the same way."""
        return self._list(f"TEAMLOGS#{team_id}", "GSI3", after, chunk)

    def page_of_agent(self, agent_id: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """A page of an agent's, oldest first."""
        return page_of(f"LOGS#{agent_id}", "GSI1", limit=limit, start=start)

    def put(self, tx: Transaction, log: CoachingLog) -> None:
        """Write a log, and where it is found by its conversation: two writes. Raises (from the transaction) Conflict,
        Stale.
        """
        tx.put(log_row(log))
        if not log.revision:
            tx.update(_pointer(log), [CoachingRow.kind.set("log of")])

    def remove(self, tx: Transaction, log: CoachingLog) -> None:
        """Delete a log as it was read."""
        tx.delete(log_row(log))
        tx.discard(_pointer(log))

    @staticmethod
    def _list(pk: str, index: Index, after: str | None, chunk: int) -> Iterator[Placed[CoachingLog]]:
        key = getattr(CoachingRow, f"{index}SK")
        sort = None if after is None else key <= after
        rows = walk(CoachingRow, pk, chunk=chunk, index=index, sort=sort, newest_first=True)
        return ((str(getattr(row, f"{index}SK")), loaded(row, CoachingLog)) for row in rows)


def _pointer(log: CoachingLog) -> CoachingRow:
    return CoachingRow(PK=f"LOGSOF#{log.interaction_id}", SK=log.id, kind="log of")
