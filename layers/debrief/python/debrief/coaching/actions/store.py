"""Where actions lie (the coaching table).

| question | key or index | reads |
|---|---|---|
| this action | `ACTION#<id>` / `ACTION` | one item |
| an agent's actions, or feedback, newest first | GSI1 `AGENT#<user>` / `<created_at>#<id>`, by kind | the page |
| the actions that somebody has set, newest first | GSI2 `CREATOR#<user>` / `<created_at>#<id>` | the page |
| the actions attached to a meeting or a detached report | GSI3 `ATTACHED#<id>` / `<created_at>#<id>` | 90 at most |
| the open ones that are due, the most overdue first | see `coaching.open_store` | the page |
| how many hang on a meeting or a report, to the last write | `ANCHOR#<id>` / `TALLY` | one item |

The indexes follow the table within moments. Where that would matter (does a report have actions?), the tally is read,
which every attaching and deleting transaction moves.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Final

from pynamodb.expressions.condition import Condition

from debrief.coaching.actions.course import is_overdue
from debrief.coaching.actions.model import MOST_ATTACHED, Action
from debrief.coaching.open_store import Due, Place, keep_place, leave_places
from debrief.coaching.table_store import CoachingRow, check_nothing_attached, sort_key, tally
from debrief.kernel.errors import Conflict, RuleBroken
from debrief.kernel.storage.tables import Index, find, find_many, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction

_NEWEST: Final = 100


def action_row(action: Action) -> CoachingRow:
    """The item of an action."""
    when = sort_key(action.created_at, action.id)
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


def due_place(action: Action) -> Place | None:
    """Where an open action is found by its due date; None where it is closed, or has none."""
    if action.status != "open" or action.due_date is None:
        return None
    return Place(f"TODO#{action.assignee_id}", action.due_date.isoformat(), action.id, action.created_by)


class ActionStore:
    """Reads actions, and writes what belongs into a transaction about them."""

    def action(self, action_id: str) -> Action | None:
        """The action, or None."""
        row = find(CoachingRow, f"ACTION#{action_id}", "ACTION")
        return loaded(row, Action) if row else None

    def actions(self, action_ids: Sequence[str]) -> list[Action]:
        """Those of the actions that exist, in the order of the ids (a round trip per 100)."""
        rows = find_many(CoachingRow, [(f"ACTION#{each}", "ACTION") for each in action_ids])
        known = {value.id: value for value in (loaded(row, Action) for row in rows)}
        return [known[each] for each in action_ids if each in known]

    def overdue_among_newest(self, user_id: str, today: date, *, own: bool) -> list[Action]:
        """Overdue ones among the newest 100 of somebody's actions, or of those that they have set (one query).

        For what was last written before actions were found by their due dates; see `coaching.open_store`.
        """
        where: Condition = (CoachingRow.kind == "action") & (CoachingRow.status == "open")
        where &= CoachingRow.due_date < today.isoformat()
        index: Index = "GSI1" if own else "GSI2"
        pk = f"{'AGENT' if own else 'CREATOR'}#{user_id}"
        page = query(CoachingRow, pk, index=index, where=where, newest_first=True, limit=_NEWEST)
        return [loaded(row, Action) for row in page.rows]

    def still_due(self, places: Iterable[Due], before: date, most: int) -> tuple[list[Action], bool]:
        """Those of the actions found at these places that are open and were due before a day, so many at most; and
        whether there are more. Rows that were left behind by others are read past, as long as there are places.
        """
        left = iter(places)
        found: list[Action] = []
        while some := list(islice(left, most + 1 - len(found))):
            found += [each for each in self.actions([place.id for place in some]) if is_overdue(each, before)]
            if len(found) > most:
                return found[:most], True
        return found, False

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
        keep_place(transaction, due_place(action))
        for anchor in action.anchors:
            transaction.update(
                tally(anchor),
                [CoachingRow.kind.set("tally"), CoachingRow.actions.add(1)],
                condition=CoachingRow.actions.does_not_exist() | (CoachingRow.actions < MOST_ATTACHED),
                otherwise=RuleBroken(f"There are {MOST_ATTACHED} actions here already, and there can't be more"),
            )

    def put_action(self, transaction: Transaction, action: Action, before: Action) -> None:
        """Write a changed action. before: as it was read."""
        transaction.put(action_row(action))
        keep_place(transaction, due_place(action), due_place(before))

    def remove_action(self, transaction: Transaction, action: Action) -> None:
        """Delete an action as it was read, and count it out where it hangs."""
        transaction.delete(action_row(action))
        keep_place(transaction, None, due_place(action))
        for anchor in action.anchors:
            transaction.update(tally(anchor), [CoachingRow.actions.add(-1)], condition=CoachingRow.actions > 0)

    def remove_actions_of_summary(self, transaction: Transaction, summary_id: str, actions: Sequence[Action]) -> None:
        """Delete all the actions made from a report: exactly these (maybe none) must be the ones that hang on it.

        Where they are found by their due dates takes a write for each, for which there is no room left beside ninety
        actions: see `places_of` and `clear_places`.

        Raises (from the transaction):
            Conflict: another was made, or one went, since they were read. Stale: one was changed.
        """
        if not actions:
            check_nothing_attached(transaction, summary_id)
            return
        per_anchor = Counter(anchor for action in actions for anchor in action.anchors)
        for action in actions:
            transaction.delete(action_row(action))
        for anchor, count in per_anchor.items():
            changed = Conflict("Its actions have changed meanwhile; read them again")
            if anchor == summary_id:
                transaction.discard(tally(anchor), condition=CoachingRow.actions == count, otherwise=changed)
                continue
            transaction.update(
                tally(anchor),
                [CoachingRow.actions.add(-count)],
                condition=CoachingRow.actions >= count,
                otherwise=changed,
            )

    def clear_places(self, transaction: Transaction, places: Sequence[tuple[str, str]]) -> None:
        """Let what lay at these keys be found by its due date no more: a write for each."""
        leave_places(transaction, places)


def places_of(actions: Sequence[Action]) -> list[tuple[str, str]]:
    """The keys at which the open ones among actions are found by their due dates."""
    return [(place.pk, place.sk) for each in actions if (place := due_place(each))]
