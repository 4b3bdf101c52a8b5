"""Where flags lie, and how they are found (the quality table).

| question | key or index | reads |
|---|---|---|
| this flag | `FLAG#<id>` / `FLAG` | 1 item |
| what of a conversation was flagged | `INT#<id>` / `FLAG#<flag>`, then the flags | tiny rows, and these |
| what somebody has, in a queue and a state, newest first | GSI1 `<theirs>#<queue>#<state>` / `<place>` | a page |
| what is flagged of an agent, unsettled or settled | GSI2 `FLAGS#AGENT#<agent>#<which>` / `<place>` | a page |
| everybody's: a queue in a state | GSI3 `FLAGS#<queue>#<state>` / `<place>` | a page |
| how an agent's calls came out by a scorecard | `CRITERIA#<agent>#<card>` / `<started_at>#<evaluation>` | small rows |
| the patterns of a criterion that were flagged | `PATTERNS#<agent>#<card>` / `<question>` | 1 item |

`<place>` is `<raised_at>#<id>`, `<theirs>` `FLAGS#TO#<person>`, or `none` in the place of the person.
When a snoozed flag waits again stands beside them, as due work (`kernel.schedules`).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from debrief.kernel.clock import iso
from debrief.kernel.errors import Stale
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed
from debrief.quality.flags.model import UNSETTLED, CallScores, Flag, FlagQueue, FlagState, KnownRuns
from debrief.quality.flags.patterns import place_of
from debrief.quality.spans import Span
from debrief.quality.table_store import QualityRow, fitting, rows_within

NOBODY: Final = "none"
"""In the place of a person: nobody above the agent may work with flags."""

AROUND: Final = 60
"""Calls before and after one in which a pattern that it belongs to is looked for."""

MOST_OF_CONVERSATION: Final = 100


class FlagStore:
    """Reads and writes flags, and what patterns are found in."""

    def flag(self, flag_id: str) -> Flag | None:
        """The flag, or None."""
        row = find(QualityRow, f"FLAG#{flag_id}", "FLAG")
        return loaded(row, Flag) if row else None

    def flags(self, flag_ids: Sequence[str]) -> list[Flag]:
        """Those of the flags that there are (a round trip per 100)."""
        return [loaded(row, Flag) for row in find_many(QualityRow, [(f"FLAG#{each}", "FLAG") for each in flag_ids])]

    def put(self, tx: Transaction, flag: Flag, before: Flag | None) -> None:
        """Write a flag, and where it is found by a conversation that is new to it: three writes at most.

        before: as it was read, if it was stored. Raises RuleBroken; (when the transaction commits) Stale, Conflict.
        """
        fitting(flag, "flag")
        tx.put(stored(_row(flag), flag))
        if before is None or before.about.interaction_id != flag.about.interaction_id:
            tx.update(_pointer(flag), [QualityRow.kind.set("flag of")])
            if before is not None:
                tx.discard(_pointer(before))

    def delete(self, tx: Transaction, flag: Flag) -> None:
        """Remove a flag. Raises (when the transaction commits) Stale."""
        tx.delete(stored(_row(flag), flag))
        tx.discard(_pointer(flag))

    def expect(self, tx: Transaction, flag_id: str, flag: Flag | None) -> None:
        """Let the transaction happen only while the flag is as it was read, or isn't there (then it is None).

        Raises (when the transaction commits) Stale.
        """
        as_read = QualityRow.PK.does_not_exist() if flag is None else QualityRow.revision == flag.revision
        tx.check(QualityRow, f"FLAG#{flag_id}", "FLAG", as_read, Stale("The flag was changed meanwhile"))

    def of_interaction(self, interaction_id: str) -> list[Flag]:
        """What was flagged of a conversation, oldest first."""
        sort = QualityRow.SK.startswith("FLAG#")
        rows = query_all(QualityRow, f"INT#{interaction_id}", sort=sort, most=MOST_OF_CONVERSATION, consistent=True)
        found = self.flags([row.SK.removeprefix("FLAG#") for row in rows])
        return sorted(found, key=flag_place)

    def of_assignee(
        self, assignee_id: str | None, queue: FlagQueue, state: FlagState, *, before: str | None, chunk: int
    ) -> Iterator[Placed[Flag]]:
        """What somebody has, or nobody, in a queue and a state, newest first."""
        return _placed(f"FLAGS#TO#{assignee_id or NOBODY}#{queue}#{state}", "GSI1", before, chunk)

    def of_agent(self, agent_id: str, *, unsettled: bool, before: str | None, chunk: int) -> Iterator[Placed[Flag]]:
        """What is flagged of an agent, newest first."""
        return _placed(_agent_key(agent_id, unsettled=unsettled), "GSI2", before, chunk)

    def of_everybody(
        self, queue: FlagQueue, state: FlagState, *, before: str | None, chunk: int
    ) -> Iterator[Placed[Flag]]:
        """Everybody's in a queue and a state, newest first."""
        return _placed(f"FLAGS#{queue}#{state}", "GSI3", before, chunk)

    def page_of_agent(
        self, agent_id: str, *, unsettled: bool, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[Flag], dict[str, Any] | None]:
        """A page of what is flagged of an agent, oldest first."""
        page = query(QualityRow, _agent_key(agent_id, unsettled=unsettled), index="GSI2", limit=limit, start=start)
        return [loaded(row, Flag) for row in page.rows], page.last_key

    # What patterns are found in -----------------------------------------------------------------------------------

    def put_scores(self, tx: Transaction, agent_id: str, scorecard_id: str, scores: CallScores) -> None:
        """Write how an evaluation came out, over what was kept of it; the evaluation itself guards it."""
        tx.update(
            QualityRow(PK=_scores_key(agent_id, scorecard_id), SK=place_of(scores), kind="call scores"),
            [QualityRow.kind.set("call scores"), QualityRow.body.set(scores.model_dump_json())],
        )

    def drop_scores(self, tx: Transaction, agent_id: str, scorecard_id: str, place: str) -> None:
        """Let go what was kept of an evaluation."""
        tx.discard(QualityRow(PK=_scores_key(agent_id, scorecard_id), SK=place, kind="call scores"))

    def scores_around(self, agent_id: str, scorecard_id: str, place: str) -> list[CallScores]:
        """How the agent's calls came out around a place, in order: `AROUND` before it, and as many from it on."""
        pk, key = _scores_key(agent_id, scorecard_id), QualityRow.SK
        before = query_all(QualityRow, pk, sort=key < place, newest_first=True, most=AROUND, consistent=True)
        after = query_all(QualityRow, pk, sort=key >= place, most=AROUND + 1, consistent=True)
        return [CallScores.from_kept(row.body or "{}") for row in (*reversed(before), *after)]

    def scores_within(self, agent_id: str, scorecard_id: str, span: Span, *, most: int) -> list[CallScores]:
        """How the agent's calls of a period came out, the newest first."""
        rows = rows_within(_scores_key(agent_id, scorecard_id), None, span, chunk=most, newest_first=True)
        return [CallScores.from_kept(row.body or "{}") for row, _ in zip(rows, range(most), strict=False)]

    def known_runs(self, agent_id: str, scorecard_id: str) -> dict[str, KnownRuns]:
        """The patterns that were flagged, by criterion."""
        rows = query_all(QualityRow, _patterns_key(agent_id, scorecard_id), consistent=True)
        return {row.SK: loaded(row, KnownRuns) for row in rows}

    def put_known_runs(
        self, tx: Transaction, agent_id: str, scorecard_id: str, question_id: str, runs: KnownRuns
    ) -> None:
        """Write the patterns of a criterion. Raises (when the transaction commits) Stale, Conflict."""
        row = QualityRow(PK=_patterns_key(agent_id, scorecard_id), SK=question_key(question_id), kind="patterns")
        tx.put(stored(row, runs))


def question_key(question_id: str) -> str:
    """A criterion's id as a key; those of files may hold anything."""
    return quote(question_id, safe="") or "-"


def flag_place(flag: Flag) -> str:
    """Where a flag stands in lists."""
    return f"{iso(flag.raised_at)}#{flag.id}"


def _row(flag: Flag) -> QualityRow:
    place = flag_place(flag)
    return QualityRow(
        PK=f"FLAG#{flag.id}",
        SK="FLAG",
        kind="flag",
        GSI1PK=f"FLAGS#TO#{flag.assignee_id or NOBODY}#{flag.queue}#{flag.state}",
        GSI1SK=place,
        GSI2PK=_agent_key(flag.about.agent_id, unsettled=flag.state in UNSETTLED),
        GSI2SK=place,
        GSI3PK=f"FLAGS#{flag.queue}#{flag.state}",
        GSI3SK=place,
    )


def _pointer(flag: Flag) -> QualityRow:
    return QualityRow(PK=f"INT#{flag.about.interaction_id}", SK=f"FLAG#{flag.id}", kind="flag of")


def _agent_key(agent_id: str, *, unsettled: bool) -> str:
    return f"FLAGS#AGENT#{agent_id}#{'unsettled' if unsettled else 'settled'}"


def _scores_key(agent_id: str, scorecard_id: str) -> str:
    return f"CRITERIA#{agent_id}#{scorecard_id}"


def _patterns_key(agent_id: str, scorecard_id: str) -> str:
    return f"PATTERNS#{agent_id}#{scorecard_id}"


def _placed(pk: str, index: Index, before: str | None, chunk: int) -> Iterator[Placed[Flag]]:
    rows = rows_within(pk, index, Span(high=before), chunk=chunk, newest_first=True)
    return ((flag_place(each), each) for each in (loaded(row, Flag) for row in rows))
