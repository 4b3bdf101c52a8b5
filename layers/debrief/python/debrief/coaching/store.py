"""Where meetings, actions and feedback lie.

| question | key or index | reads |
|---|---|---|
| this meeting, with the summary attached to it | `MEETING#<id>` / `MEETING`, `SUMMARY` | two small items, one query |
| the meetings of a participant, in order of time | GSI2 `PARTICIPANT#<user>` / `<scheduled_at>#<id>` | the page |
| a facilitator's meetings in a time range (calendar) | GSI3 `FACILITATOR#<user>` / `<scheduled_at>#<id>` | the page |
| the last meeting held with somebody before an instant | GSI1 `HELD#<user>` / `<held_at>#<id>`, sparse | 1 or 2 items |
| the meetings held with somebody in a period | GSI1 `HELD#<user>` / `<held_at>#<id>`, sparse | those of the period |
| this action | `ACTION#<id>` / `ACTION` | one item |
| an agent's actions, or feedback, newest first | GSI1 `AGENT#<user>` / `<created_at>#<id>`, by kind | the page |
| actions and feedback of an agent in a period | GSI1 `AGENT#<user>` / `<created_at>#<id>` | those, one query |
| the actions that somebody has set, newest first | GSI2 `CREATOR#<user>` / `<created_at>#<id>` | the page |
| the actions attached to a meeting or a detached report | GSI3 `ATTACHED#<id>` / `<created_at>#<id>` | 90 at most |
| how many hang on a meeting or a report, to the last write | `ANCHOR#<id>` / `TALLY` | one item |
| this feedback | `FEEDBACK#<id>` / `FEEDBACK` | one item |
| events not yet published | GSI1 `OUTBOX` (see `kernel.outbox`) | |

The indexes follow the table within moments. Where that would matter (does a report have actions?), the tally is read,
which every attaching and deleting transaction moves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from debrief.coaching.model import MOST_ATTACHED, Action, Feedback, Meeting
from debrief.kernel.clock import iso
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.storage.tables import Index, Row, find, find_many, loaded, query, query_all, stored, table_meta
from debrief.kernel.storage.transactions import Transaction

MOST_ROUND_TRIPS = 5
"""Queries for one page of a filtered list; a page that isn't full by then is short and has a cursor."""

_CHUNK = 25
"""Rows that one query looks at, at least."""

_LATEST = "~"


class CoachingRow(Row):
    """An item of the coaching table. summary_id: on `SUMMARY` items; actions: on `TALLY` items."""

    Meta = table_meta("COACHING_TABLE")

    status = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(null=True)
    due_date = UnicodeAttribute(null=True)
    visibility = UnicodeAttribute(null=True)
    summary_id = UnicodeAttribute(null=True)
    actions = NumberAttribute(null=True)


class Slice(NamedTuple):
    """Part of a list: rows as read, and where the next part starts; None at the end."""

    rows: list[CoachingRow]
    position: dict[str, Any] | None


class Activity(NamedTuple):
    """What happened around an agent in a period, newest first; `complete` is false where there was more."""

    feedback: list[Feedback]
    actions: list[Action]
    meetings: list[Meeting]
    complete: bool


def place(at: datetime, id: str) -> str:
    """A sort key in order of time, ties by id."""
    return f"{iso(at)}#{id}"


def meeting_row(meeting: Meeting) -> CoachingRow:
    """The item of a meeting."""
    when = place(meeting.scheduled_at, meeting.id)
    row = CoachingRow(
        PK=f"MEETING#{meeting.id}",
        SK="MEETING",
        kind="meeting",
        status=meeting.status,
        GSI2PK=f"PARTICIPANT#{meeting.participant_id}",
        GSI2SK=when,
        GSI3PK=f"FACILITATOR#{meeting.facilitator_id}",
        GSI3SK=when,
    )
    if meeting.held_at is not None:
        row.GSI1PK, row.GSI1SK = f"HELD#{meeting.participant_id}", place(meeting.held_at, meeting.id)
    stored(row, meeting)
    return row


def action_row(action: Action) -> CoachingRow:
    """The item of an action."""
    when = place(action.created_at, action.id)
    row = CoachingRow(
        PK=f"ACTION#{action.id}",
        SK="ACTION",
        kind="action",
        status=action.status,
        origin=action.origin,
        due_date=action.due_date.isoformat() if action.due_date else None,
        GSI1PK=f"AGENT#{action.assignee_id}",
        GSI1SK=when,
        GSI2PK=f"CREATOR#{action.created_by}",
        GSI2SK=when,
    )
    if action.attached_to is not None:
        row.GSI3PK, row.GSI3SK = f"ATTACHED#{action.attached_to}", when
    stored(row, action)
    return row


def feedback_row(feedback: Feedback) -> CoachingRow:
    """The item of feedback."""
    row = CoachingRow(
        PK=f"FEEDBACK#{feedback.id}",
        SK="FEEDBACK",
        kind="feedback",
        visibility=feedback.visibility,
        GSI1PK=f"AGENT#{feedback.agent_id}",
        GSI1SK=place(feedback.created_at, feedback.id),
    )
    stored(row, feedback)
    return row


class CoachingStore:
    """Reads of the coaching table, and the writes that belong into a transaction."""

    def meeting(self, meeting_id: str) -> tuple[Meeting, str | None] | None:
        """The meeting with the id of its summary, or None."""
        rows = {row.SK: row for row in query_all(CoachingRow, f"MEETING#{meeting_id}", consistent=True)}
        if "MEETING" not in rows:
            return None
        return loaded(rows["MEETING"], Meeting), rows["SUMMARY"].summary_id if "SUMMARY" in rows else None

    def summaries_of(self, meeting_ids: Iterable[str]) -> dict[str, str]:
        """The summary of each of the meetings that has one (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"MEETING#{each}", "SUMMARY") for each in meeting_ids])
        return {row.PK.removeprefix("MEETING#"): row.summary_id for row in rows if row.summary_id}

    def action(self, action_id: str) -> Action | None:
        """The action, or None."""
        row = find(CoachingRow, f"ACTION#{action_id}", "ACTION")
        return loaded(row, Action) if row else None

    def feedback(self, feedback_id: str) -> Feedback | None:
        """The feedback, or None."""
        row = find(CoachingRow, f"FEEDBACK#{feedback_id}", "FEEDBACK")
        return loaded(row, Feedback) if row else None

    def part(
        self,
        pk: str,
        index: Index,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        where: Condition | None = None,
        keep: Callable[[CoachingRow], bool] = lambda _: True,
        limit: int,
        start: dict[str, Any] | None = None,
        newest_first: bool = True,
    ) -> Slice:
        """Part of a list, in order of time: `limit` rows, fewer when filters leave out many, in 5 round trips at most.

        since, until: from `since` on, before `until`. where: a filter in DynamoDB; keep: one here.

        Also of a short page as many rows are looked at as of a longer one: that it comes out short is not to tell of
        single rows that were left out.
        """
        sort = _range(index, since, until)
        rows: list[CoachingRow] = []
        for _ in range(MOST_ROUND_TRIPS):
            page = query(
                CoachingRow,
                pk,
                index=index,
                sort=sort,
                where=where,
                newest_first=newest_first,
                limit=max(limit, _CHUNK),
                start=start,
            )
            rows += [row for row in page.rows if keep(row)]
            start = page.last_key
            if start is None or len(rows) >= limit:
                break
        if len(rows) > limit:
            return Slice(rows[:limit], _position(rows[limit - 1], index))
        return Slice(rows, start)

    def held_before(self, participant_id: str, before: datetime, *, other_than: str | None = None) -> Meeting | None:
        """The last meeting held with the participant before an instant (one query for two items at most)."""
        page = query(
            CoachingRow,
            f"HELD#{participant_id}",
            index="GSI1",
            sort=iso(before) > CoachingRow.GSI1SK,
            newest_first=True,
            limit=1 if other_than is None else 2,
        )
        meetings = (loaded(row, Meeting) for row in page.rows)
        return next((meeting for meeting in meetings if meeting.id != other_than), None)

    def activity(self, agent_id: str, since: datetime, until: datetime, *, most: int) -> Activity:
        """Feedback and actions made, and meetings held, from `since` on and before `until`: two queries.

        most: of feedback and actions together, and of meetings.
        """
        made = self._period(f"AGENT#{agent_id}", since, until, most)
        held = self._period(f"HELD#{agent_id}", since, until, most)
        return Activity(
            feedback=[loaded(row, Feedback) for row in made[:most] if row.kind == "feedback"],
            actions=[loaded(row, Action) for row in made[:most] if row.kind == "action"],
            meetings=[loaded(row, Meeting) for row in held[:most]],
            complete=len(made) <= most and len(held) <= most,
        )

    def attached_actions(self, anchor_id: str) -> list[Action]:
        """The actions attached to a meeting or a detached report, oldest first: 90 at most, one query."""
        rows = query_all(CoachingRow, f"ATTACHED#{anchor_id}", index="GSI3", most=MOST_ATTACHED)
        return [loaded(row, Action) for row in rows]

    def anchored_count(self, anchor_id: str) -> int:
        """How many actions hang on a meeting or a report, with all writes up to now."""
        row = find(CoachingRow, f"ANCHOR#{anchor_id}", "TALLY")
        return int(row.actions or 0) if row else 0

    def add_action(self, transaction: Transaction, action: Action) -> None:
        """Write a new action and count it where it hangs.

        Raises (from the transaction):
            RuleBroken: 90 hang there already.
        """
        transaction.create(action_row(action))
        for anchor in action.anchors:
            transaction.update(
                _tally(anchor),
                [CoachingRow.kind.set("tally"), CoachingRow.actions.add(1)],
                condition=CoachingRow.actions.does_not_exist() | (CoachingRow.actions < MOST_ATTACHED),
                otherwise=RuleBroken(f"There are {MOST_ATTACHED} actions here already, and there can't be more"),
            )

    def remove_action(self, transaction: Transaction, action: Action) -> None:
        """Delete an action as it was read, and count it out where it hangs."""
        transaction.delete(action_row(action))
        for anchor in action.anchors:
            transaction.update(_tally(anchor), [CoachingRow.actions.add(-1)], condition=CoachingRow.actions > 0)

    def remove_actions_of_summary(self, transaction: Transaction, summary_id: str, actions: Sequence[Action]) -> None:
        """Delete all the actions made from a report: exactly these (maybe none) must be the ones that hang on it.

        Raises (from the transaction):
            Conflict: another was made, or one went, since they were read. Stale: one was changed.
        """
        if not actions:
            self.check_no_actions(transaction, summary_id)
            return
        per_anchor = Counter(anchor for action in actions for anchor in action.anchors)
        for action in actions:
            transaction.delete(action_row(action))
        for anchor, count in per_anchor.items():
            all_of_it = CoachingRow.actions == count
            transaction.update(
                _tally(anchor),
                [CoachingRow.actions.add(-count)],
                condition=all_of_it if anchor == summary_id else CoachingRow.actions >= count,
                otherwise=Conflict("Its actions have changed meanwhile; read them again"),
            )

    def check_no_actions(self, transaction: Transaction, anchor_id: str) -> None:
        """Let the transaction happen only while no action hangs on the meeting or the report."""
        none = CoachingRow.actions.does_not_exist() | (CoachingRow.actions == 0)
        transaction.check(CoachingRow, f"ANCHOR#{anchor_id}", "TALLY", none, Conflict("Actions are attached to it"))

    def check_meeting_open_for(self, transaction: Transaction, meeting_id: str) -> None:
        """Let the transaction happen only while the meeting exists and isn't cancelled."""
        condition = CoachingRow.PK.exists() & (CoachingRow.status != "cancelled")
        refusal = Conflict("The meeting was cancelled or deleted meanwhile")
        transaction.check(CoachingRow, f"MEETING#{meeting_id}", "MEETING", condition, refusal)

    def link_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Attach a summary to a meeting that has none; doing it twice is harmless."""
        condition = CoachingRow.summary_id.does_not_exist() | (CoachingRow.summary_id == summary_id)
        transaction.update(
            _summary_link(meeting_id),
            [CoachingRow.kind.set("meeting_summary"), CoachingRow.summary_id.set(summary_id)],
            condition=condition,
            otherwise=Conflict("The meeting has a summary already; delete it first"),
        )

    def unlink_summary(self, transaction: Transaction, meeting_id: str, summary_id: str) -> None:
        """Take a summary off its meeting; where it isn't attached, nothing happens."""
        row = find(CoachingRow, f"MEETING#{meeting_id}", "SUMMARY")
        if row is not None and row.summary_id == summary_id:
            transaction.delete(row)

    def check_no_summary(self, transaction: Transaction, meeting_id: str) -> None:
        """Let the transaction happen only while no summary is attached to the meeting."""
        condition, refusal = (
            CoachingRow.PK.does_not_exist(),
            Conflict("It has a performance summary"),
        )
        transaction.check(CoachingRow, f"MEETING#{meeting_id}", "SUMMARY", condition, refusal)

    def _period(self, pk: str, since: datetime, until: datetime, most: int) -> list[CoachingRow]:
        sort = _range("GSI1", since, until)
        return query_all(CoachingRow, pk, index="GSI1", sort=sort, newest_first=True, most=most + 1)


def _position(row: CoachingRow, index: Index) -> dict[str, Any]:
    return {name: {"S": getattr(row, name)} for name in ("PK", "SK", f"{index}PK", f"{index}SK")}


def _range(index: Index, since: datetime | None, until: datetime | None) -> Condition | None:
    """From `since` on, before `until`. Sort keys go on after the instant, so an instant alone sorts before them."""
    if since is None and until is None:
        return None
    key = getattr(CoachingRow, f"{index}SK")
    between: Condition = key.between(iso(since) if since else "0", iso(until) if until else _LATEST)
    return between


def _tally(anchor_id: str) -> CoachingRow:
    return CoachingRow(PK=f"ANCHOR#{anchor_id}", SK="TALLY", kind="tally")


def _summary_link(meeting_id: str) -> CoachingRow:
    return CoachingRow(PK=f"MEETING#{meeting_id}", SK="SUMMARY", kind="meeting_summary")
