"""All-or-nothing writes with the events they cause."""

# ruff: noqa: PT012 – a transaction is sent when its block ends, so the block belongs inside `raises`

import json
from datetime import UTC, datetime, timedelta

import pytest
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError
from pynamodb.transactions import TransactWrite

from debrief.kernel.errors import Conflict, DebriefError, NotFound, RuleBroken, Stale, Unavailable
from debrief.kernel.model import Aggregate
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import Row, find, find_many, loaded, query, query_all, stored, table_meta
from debrief.kernel.storage.transactions import Transaction
from tests.doubles import FixedClock, SequentialIds, metered

pytestmark = pytest.mark.usefixtures("aws")
CLOCK = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))


class NoteRow(Row):
    """A row of the people table, as good as any."""

    Meta = table_meta("PEOPLE_TABLE")

    hits = NumberAttribute(null=True)


class Note(Aggregate):
    """Something with a text."""

    text: str


def row_of(id: str, note: Note) -> NoteRow:
    row = NoteRow(PK=f"NOTE#{id}", SK="NOTE", kind="note", GSI1PK="NOTES", GSI1SK=id)
    stored(row, note)
    return row


def note(id: str) -> Note:
    row = find(NoteRow, f"NOTE#{id}", "NOTE")
    assert row is not None
    return loaded(row, Note)


def begin(**options: object) -> Transaction:
    return Transaction(CLOCK, SequentialIds(), **options)  # type: ignore[arg-type]


def test_a_value_comes_back_one_revision_older_with_every_write() -> None:
    with begin() as tx:
        tx.put(row_of("1", Note(text="one")))
    assert note("1") == Note(text="one", revision=1)
    with begin() as tx:
        tx.put(row_of("1", note("1").model_copy(update={"text": "two"})))
    assert note("1") == Note(text="two", revision=2)


def test_creating_what_is_there_conflicts_and_a_named_refusal_is_raised() -> None:
    with begin() as tx:
        tx.create(row_of("1", Note(text="one")))
    with pytest.raises(Conflict), begin() as tx:
        tx.create(row_of("1", Note(text="two")))
    with pytest.raises(RuleBroken, match="taken"), begin() as tx:
        tx.create(row_of("2", Note(text="fine")))
        tx.create(row_of("1", Note(text="two")), otherwise=RuleBroken("taken"))
    assert note("1").text == "one"
    assert find(NoteRow, "NOTE#2", "NOTE") is None, "all or nothing"


def test_replacing_or_deleting_what_has_changed_is_stale() -> None:
    with begin() as tx:
        tx.create(row_of("1", Note(text="one")))
    seen = note("1")
    with begin() as tx:
        tx.put(row_of("1", seen.model_copy(update={"text": "two"})))
    for write in (Transaction.put, Transaction.delete):
        with pytest.raises(Stale), begin() as tx:
            write(tx, row_of("1", seen.model_copy(update={"text": "three"})))
    assert note("1").text == "two"
    with begin() as tx:
        tx.delete(row_of("1", note("1")))
    assert find(NoteRow, "NOTE#1", "NOTE") is None


def test_a_counter_moves_the_revision_on_and_never_back() -> None:
    with begin() as tx:
        tx.create(row_of("1", Note(text="one")))
    for _ in range(3):
        with begin() as tx:
            tx.update(NoteRow(PK="NOTE#1", SK="NOTE"), [NoteRow.hits.add(1)])
    row = find(NoteRow, "NOTE#1", "NOTE")
    assert row is not None
    assert (row.hits, row.revision) == (3, 4)
    with pytest.raises(Stale), begin() as tx:
        tx.put(row_of("1", Note(text="two", revision=1)))


def test_conditions_decide_over_all_of_it() -> None:
    with begin() as tx:
        tx.update(NoteRow(PK="COUNT", SK="COUNT", kind="count"), [NoteRow.kind.set("count"), NoteRow.hits.add(1)])
    with pytest.raises(RuleBroken, match="no more"), begin() as tx:
        tx.create(row_of("1", Note(text="one")))
        tx.update(
            NoteRow(PK="COUNT", SK="COUNT", kind="count"),
            [NoteRow.hits.add(-1)],
            condition=NoteRow.hits > 1,
            otherwise=RuleBroken("no more"),
        )
    with pytest.raises(NotFound), begin() as tx:
        tx.create(row_of("1", Note(text="one")))
        tx.check(NoteRow, "NOTE#9", "NOTE", NoteRow.PK.exists(), NotFound("gone"))
    assert find(NoteRow, "NOTE#1", "NOTE") is None


def test_what_was_updated_before_a_refusal_is_as_before() -> None:
    for id in ("A", "B"):
        with begin() as tx:
            tx.create(NoteRow(PK=id, SK="COUNT", kind="count", hits=1))
    with pytest.raises(RuleBroken, match="no more"), begin() as tx:
        tx.update(NoteRow(PK="A", SK="COUNT"), [NoteRow.hits.add(1)])
        tx.update(
            NoteRow(PK="B", SK="COUNT"),
            [NoteRow.hits.add(-1)],
            condition=NoteRow.hits > 1,
            otherwise=RuleBroken("no more"),
        )
    counts = [find(NoteRow, id, "COUNT") for id in ("A", "B")]
    assert [(row.hits, row.revision) for row in counts if row] == [(1, 1), (1, 1)]


def test_an_event_leaves_with_the_change_or_not_at_all() -> None:
    with begin() as tx:
        tx.create(row_of("1", Note(text="one")))
        event = tx.announce(NoteRow, "debrief.people.note.written.v1", "1", {"length": 3})
    with pytest.raises(Conflict), begin() as tx:
        tx.create(row_of("1", Note(text="one")))
        tx.announce(NoteRow, "debrief.people.note.written.v1", "1", {"length": 3})
    waiting = query_all(NoteRow, "OUTBOX", index="GSI1")
    assert [Event.model_validate_json(row.body or "") for row in waiting] == [event]
    assert event.source == "/debrief/people"
    assert json.loads(waiting[0].body or "")["time"] == "2026-01-01T00:00:00.000Z"
    assert waiting[0].expires_at == CLOCK.now() + timedelta(days=7)


def test_an_error_inside_the_block_writes_nothing() -> None:
    with pytest.raises(ZeroDivisionError), begin() as tx:
        tx.create(row_of("1", Note(text="one")))
        raise ZeroDivisionError
    with begin() as tx:
        assert len(tx) == 0
    assert find(NoteRow, "NOTE#1", "NOTE") is None


def failing(code: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next `times` commits be cancelled for the reason `code`."""
    real, left = TransactWrite._commit, [times]

    def commit(self: TransactWrite) -> object:
        if left[0]:
            left[0] -= 1
            response = {"Error": {"Code": "TransactionCanceledException", "Message": "cancelled"}}
            reasons = [CancellationReason(code=code)]
            cause = VerboseClientError(response, "TransactWriteItems", {}, cancellation_reasons=reasons)
            raise TransactWriteError("cancelled", cause)
        return real(self)

    monkeypatch.setattr(TransactWrite, "_commit", commit)


def test_a_collision_is_tried_again_after_growing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    failing("TransactionConflict", 3, monkeypatch)
    with begin(sleep=waits.append) as tx:
        tx.update(NoteRow(PK="COUNT", SK="COUNT", kind="count"), [NoteRow.kind.set("count"), NoteRow.hits.add(1)])
    row = find(NoteRow, "COUNT", "COUNT")
    assert row is not None
    assert row.hits == 1
    assert len(waits) == 3
    assert waits[2] > waits[0]


def test_endless_collisions_end(monkeypatch: pytest.MonkeyPatch) -> None:
    failing("TransactionConflict", 99, monkeypatch)
    with pytest.raises(Unavailable), begin(sleep=lambda _: None) as tx:
        tx.create(row_of("1", Note(text="one")))


def test_other_reasons_are_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failing("ValidationError", 1, monkeypatch)
    with pytest.raises(DebriefError) as caught, begin(sleep=pytest.fail) as tx:
        tx.create(row_of("1", Note(text="one")))
    assert type(caught.value) is DebriefError


def test_reading_pages_batches_and_what_they_cost() -> None:
    for number in range(5):
        with begin() as tx:
            tx.create(row_of(str(number), Note(text=f"note {number}")))
    first = query(NoteRow, "NOTES", index="GSI1", limit=2, newest_first=True)
    second = query(NoteRow, "NOTES", index="GSI1", limit=9, newest_first=True, start=first.last_key)
    assert [row.GSI1SK for row in (*first.rows, *second.rows)] == ["4", "3", "2", "1", "0"]
    assert second.last_key is None
    assert [row.GSI1SK for row in query_all(NoteRow, "NOTES", index="GSI1", most=3)] == ["0", "1", "2"]
    with metered() as usage:
        rows = find_many(NoteRow, [("NOTE#1", "NOTE"), ("NOTE#9", "NOTE"), ("NOTE#1", "NOTE")])
        query_all(NoteRow, "NOTES", index="GSI1")
    assert [row.GSI1SK for row in rows] == ["1"]
    assert usage.round_trips == 2
    assert usage.read_units > 0


def test_a_row_is_touched_once() -> None:
    with begin() as tx:
        tx.discard(row_of("1", Note(text="one")))
        with pytest.raises(ValueError, match="touches a row once"):
            tx.put(row_of("1", Note(text="two")))
        tx.put(row_of("2", Note(text="two")))
    assert note("2").text == "two"
