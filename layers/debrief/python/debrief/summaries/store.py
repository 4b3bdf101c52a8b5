"""Where summaries lie.

| question | key or index | reads |
|---|---|---|
| this summary | `SUMMARY#<id>` / `SUMMARY` | one small item |
| its report | `SUMMARY#<id>` / `REPORT` | one item |
| how a replay compares | `SUMMARY#<replay's id>` / `COMPARISON` | one item |
| an agent's detached summaries, newest first | GSI1 `AGENT#<agent>` / `<created_at>#<id>` | the page |
| those of them that the agent may see | GSI3 `VISIBLE#<agent>` / `<created_at>#<id>`, sparse | the page |
| a meeting's summary | GSI2 `MEETING#<meeting>` / `<created_at>#<id>` | one item |
| the replays of a summary, newest first | GSI1 `REPLAYS#<summary>` / `<created_at>#<id>` | the page |
| is one being generated for a target | `TARGET#<target>` / `BUSY` | one item |
| whose workflow must have ended; what was deleted | GSI1 `DUE#<shard>` (see `kernel.schedules.store`) | those |
| the dossier and what was made of it | S3 `summaries/<id>/<attempt>/<name>.json`, content bucket | one object each |
| events not yet published | GSI1 `OUTBOX` (see `kernel.storage.outbox`) | |

Lists read summaries without their reports, so a page costs the same whatever was written.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from pynamodb.attributes import UnicodeAttribute

from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.model import Entity
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.tables import Index, Row, find, find_many, loaded, query, query_all, stored, table_meta
from debrief.kernel.storage.transactions import Transaction
from debrief.summaries.deadlines import UNFINISHED, WORKFLOW_TIMEOUT, deadline, remains
from debrief.summaries.model import Summary
from debrief.summaries.report.comparing import Comparison
from debrief.summaries.report.report import Report

DOSSIER, PROMPT, ANSWER, REPORT = "dossier", "prompt", "answer", "report"
"""The objects that the steps leave: what was read, what is sent, what came back, what came of it."""

REPAIR, CHECK = "repair", "check"
"""What came back for places that were left out, and what a second look at each sentence found."""

CHECK_PAID = "check_paid"
"""What was paid for second looks that came to nothing, until one comes to something."""

_LATEST = "~"
PAGE = 10
"""Summaries on a page (S0.3)."""


E = TypeVar("E", bound=Entity)


class SummariesRow(Row):
    """An item of the summaries table. busy_until, summary_id: on `BUSY` items."""

    Meta = table_meta("SUMMARIES_TABLE")

    busy_until = UnicodeAttribute(null=True)
    summary_id = UnicodeAttribute(null=True)


class Slice(NamedTuple):
    """Summaries of a page, and where the next one starts; None at the end."""

    summaries: list[Summary]
    position: dict[str, Any] | None


def summary_row(summary: Summary) -> SummariesRow:
    """The item of a summary, with the places at which it is found."""
    row = SummariesRow(PK=f"SUMMARY#{summary.id}", SK="SUMMARY", kind="summary")
    place = f"{iso(summary.created_at)}#{summary.id}"
    if summary.replay_of is not None:
        row.GSI1PK, row.GSI1SK = f"REPLAYS#{summary.replay_of}", place
    elif summary.meeting_id is not None:
        row.GSI2PK, row.GSI2SK = f"MEETING#{summary.meeting_id}", place
    else:
        row.GSI1PK, row.GSI1SK = f"AGENT#{summary.agent_id}", place
        shared = summary.sharing is not None and summary.agent_id in summary.sharing.user_ids
        if shared or summary.requested_by == summary.agent_id:
            row.GSI3PK, row.GSI3SK = f"VISIBLE#{summary.agent_id}", place
    stored(row, summary)
    return row


class SummaryStore:
    """Reads and writes summaries, reports and the objects between the steps."""

    def __init__(self, content: ObjectStore) -> None:
        self.content = content

    def summary(self, summary_id: str) -> Summary | None:
        """The summary, or None."""
        row = find(SummariesRow, f"SUMMARY#{summary_id}", "SUMMARY")
        return loaded(row, Summary) if row else None

    def report(self, summary_id: str) -> Report | None:
        """The summary's report, or None."""
        row = find(SummariesRow, f"SUMMARY#{summary_id}", "REPORT")
        return loaded(row, Report) if row else None

    def comparison(self, replay_id: str) -> Comparison | None:
        """How a replay compares, once it is ready."""
        row = find(SummariesRow, f"SUMMARY#{replay_id}", "COMPARISON")
        return loaded(row, Comparison) if row else None

    def of_agent(self, agent_id: str, *, visible_only: bool, limit: int, start: dict[str, Any] | None) -> Slice:
        """An agent's detached summaries, newest first. visible_only: those that the agent may see."""
        index: Index = "GSI3" if visible_only else "GSI1"
        return self._slice(f"{'VISIBLE' if visible_only else 'AGENT'}#{agent_id}", index, limit, start)

    def page_about(self, agent_id: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """A page of the detached summaries about an agent, oldest first."""
        page = query(SummariesRow, f"AGENT#{agent_id}", index="GSI1", limit=limit, start=start)
        return Slice([loaded(row, Summary) for row in page.rows], page.last_key)

    def detached_since(self, agent_id: str, since: datetime) -> list[Summary]:
        """The detached summaries about an agent that were asked for at an instant or later (one query a megabyte)."""
        sort = SummariesRow.GSI1SK.between(iso(since), _LATEST)
        rows = query_all(SummariesRow, f"AGENT#{agent_id}", index="GSI1", sort=sort)
        return [loaded(row, Summary) for row in rows]

    def summaries(self, summary_ids: Iterable[str]) -> list[Summary]:
        """Those of the summaries that exist (a round trip per 100)."""
        rows = find_many(SummariesRow, [(f"SUMMARY#{each}", "SUMMARY") for each in summary_ids])
        return [loaded(row, Summary) for row in rows]

    def of_meeting(self, meeting_id: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """A meeting's summaries, newest first."""
        return self._slice(f"MEETING#{meeting_id}", "GSI2", limit, start)

    def replays_of(self, summary_id: str, *, limit: int, start: dict[str, Any] | None) -> Slice:
        """The replays of a summary, newest first."""
        return self._slice(f"REPLAYS#{summary_id}", "GSI1", limit, start)

    def _slice(self, pk: str, index: Index, limit: int, start: dict[str, Any] | None) -> Slice:
        page = query(SummariesRow, pk, index=index, newest_first=True, limit=limit, start=start)
        return Slice([loaded(row, Summary) for row in page.rows], page.last_key)

    def put(self, transaction: Transaction, summary: Summary) -> None:
        """Create the summary, or replace the revision that was read."""
        transaction.put(summary_row(summary))

    def put_report(self, transaction: Transaction, report: Report) -> None:
        """Create the report, or replace the revision that was read."""
        transaction.put(stored(SummariesRow(PK=f"SUMMARY#{report.summary_id}", SK="REPORT", kind="report"), report))

    def put_comparison(self, transaction: Transaction, comparison: Comparison) -> None:
        """Write how a replay compares."""
        row = SummariesRow(PK=f"SUMMARY#{comparison.replay_id}", SK="COMPARISON", kind="comparison")
        transaction.put(stored(row, comparison))

    def delete(self, transaction: Transaction, summary: Summary, report: Report | None) -> None:
        """Remove the summary and its report as they were read."""
        transaction.delete(summary_row(summary))
        if report is not None:
            row = SummariesRow(PK=f"SUMMARY#{report.summary_id}", SK="REPORT", kind="report")
            transaction.delete(stored(row, report))

    def discard_replay(self, transaction: Transaction, replay: Summary) -> None:
        """Remove everything that the table has of a replay, as it is then, with its deadline and its hold."""
        for sk, kind in (("SUMMARY", "summary"), ("REPORT", "report"), ("COMPARISON", "comparison")):
            transaction.discard(SummariesRow(PK=f"SUMMARY#{replay.id}", SK=sk, kind=kind))
        # Nobody else holds the target: what it replays is gone.
        transaction.discard(SummariesRow(PK=f"TARGET#{replay.target}", SK="BUSY", kind="busy"))
        unschedule(transaction, SummariesRow, UNFINISHED, replay.id)

    def leave_remains(
        self,
        transaction: Transaction,
        summary: Summary,
        now: datetime,
        *,
        stays: bool = False,
        places: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Let the replays and objects of a summary be removed once `transaction` is through, whatever dies after it.

        stays: the summary itself isn't deleted; what a later attempt makes is left alone. places: keys at which its
        actions were found by their due dates.
        """
        attempts = summary.attempt if stays else None
        schedule(transaction, SummariesRow, remains(summary, now, of_attempts=attempts, places=places))

    def check_exists(self, transaction: Transaction, summary: Summary) -> None:
        """Let the transaction happen only while the summary exists."""
        transaction.check(
            SummariesRow,
            f"SUMMARY#{summary.id}",
            "SUMMARY",
            SummariesRow.PK.exists(),
            NotFound("There is no such report"),
        )

    def occupy(self, transaction: Transaction, summary: Summary, now: datetime) -> None:
        """Keep the target for this summary until it is ready or failed, which it is when its time is over.

        Raises (from the transaction):
            Conflict: another one is being generated for the target.
        """
        row = SummariesRow(PK=f"TARGET#{summary.target}", SK="BUSY", kind="busy", revision=1)
        free = (
            SummariesRow.busy_until.does_not_exist()
            | (SummariesRow.busy_until < iso(now))
            | (SummariesRow.summary_id == summary.id)
        )
        transaction.update(
            row,
            [
                SummariesRow.kind.set("busy"),
                SummariesRow.summary_id.set(summary.id),
                SummariesRow.busy_until.set(iso(now + WORKFLOW_TIMEOUT)),
                SummariesRow.expires_at.set(now + 2 * WORKFLOW_TIMEOUT),
            ],
            condition=free,
            otherwise=Conflict("A report is being generated already; wait for it"),
        )
        schedule(transaction, SummariesRow, deadline(summary))

    def release(self, transaction: Transaction, summary: Summary) -> None:
        """Let go of the target and of the deadline; where another summary has the target, it keeps it."""
        unschedule(transaction, SummariesRow, UNFINISHED, summary.id)
        row = find(SummariesRow, f"TARGET#{summary.target}", "BUSY")
        if row is not None and row.summary_id == summary.id:
            transaction.delete(row)

    # Objects -----------------------------------------------------------------------------------------------------

    def put_object(self, summary: Summary, name: str, value: Entity) -> bool:
        """Keep what a step made, unless it has been made before; returns whether it is this that is kept.

        A step may run twice at once: the workflow tries again where an answer was lost, and the first goes on. What
        the steps after it have built upon then stays as it was.
        """
        return self.content.put_new_entity(summary.object_key(name), value)

    def replace_object(self, summary: Summary, name: str, value: Entity) -> None:
        """Keep something else in the place of what a step made."""
        self.content.put_entity(summary.object_key(name), value)

    def object(self, summary: Summary, name: str, kind: type[E]) -> E | None:
        """What a step made, if it has."""
        try:
            return self.content.get_entity(summary.object_key(name), kind)
        except NotFound:
            return None

    def keeps_objects(self, summary_id: str) -> bool:
        """Whether anything that the steps made is still there."""
        return bool(self.content.list(f"summaries/{summary_id}/", 1))

    def delete_objects(self, summary_id: str, attempts: int | None) -> bool:
        """Remove what the steps made, of the first so many attempts or of all. Returns whether there may be more."""
        if attempts is None:
            return self.content.delete_below(f"summaries/{summary_id}/")
        more = False
        for attempt in range(1, attempts + 1):
            more = self.content.delete_below(f"summaries/{summary_id}/{attempt}/") or more
        return more
