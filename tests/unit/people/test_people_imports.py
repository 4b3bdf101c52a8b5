"""Writing a checked file of people: in steps that may be killed, while others change the organisation."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from debrief.kernel.errors import Conflict, Forbidden, Stale, Unavailable
from debrief.kernel.schedules.store import DueStore
from debrief.kernel.storage.clients import client
from debrief.kernel.storage.tables import query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.people.imports import import_steps, known_reader, service
from debrief.people.imports.failures import LOST, NOT_STARTED, failure_of
from debrief.people.imports.import_steps import MOST_ATTEMPTS, ImportSteps
from debrief.people.imports.model import MOST_LEFT, PeopleImport
from debrief.people.imports.sheet import MOST_ROWS
from debrief.people.imports.standing import hold_against
from debrief.people.imports.store import ImportStore
from debrief.people.model import Change, UserStatus
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import PeopleRow
from tests.sizes import soaked
from tests.unit.helpers import Answer
from tests.unit.people.world import CLOCK, IMPORTS, PATIENCE, STORE, World

feature = pytest.mark.feature


def sheet_of(*rows: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def begun(world: World, text: str, **query: str) -> Answer:
    answer = world.call("ada", "POST", "/people/imports", text, headers={"content-type": "text/csv"}, query=query)
    assert answer.status == 202, answer
    return answer


def look(world: World, answer: Answer) -> Any:
    return world.call("ada", "GET", answer.headers["location"]).body


def pointers(body: Any) -> list[str]:
    return [error["pointer"] for error in body["errors"]]


def deadlines() -> list[str]:
    store = DueStore("test-people")
    later = CLOCK.now() + timedelta(days=1)
    return [found.key for shard in range(8) for found in store.due(shard, later)]


def events() -> list[tuple[str, str]]:
    rows = query_all(PeopleRow, "OUTBOX", index="GSI1")
    told = [json.loads(row.body or "") for row in rows]
    return sorted((each["type"], each["subject"]) for each in told)


@contextmanager
def transactions(monkeypatch: pytest.MonkeyPatch, *, killed_after: int | None = None) -> Iterator[list[int]]:
    """The sizes of what is committed inside; the process dies when it begins the one after so many."""
    sizes: list[int] = []
    commit = Transaction._commit

    def counted(self: Transaction) -> None:
        if killed_after is not None and len(sizes) == killed_after:
            raise SystemExit("killed")
        commit(self)
        sizes.append(len(self))

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_commit", counted)
        yield sizes


def company(people: int, *, columns: int = 6) -> str:
    """So many people in one line of some levels, in teams and groups that aren't there yet; the first columns of it."""
    rows = [("name", "email", "manager_email", "team", "groups", "agent_references")]
    for n in range(people):
        manager = f"p{(n - 1) // 12}@example.com" if n else "ada@example.com"
        team, group = f"Team {n // 15}", f"Group {n // 100}"
        rows.append((f"Sample {n}", f"p{n}@example.com", manager, team, group, f"ref-{n}"))
    return sheet_of(*(row[:columns] for row in rows))


def in_order(people: int) -> None:
    """Everybody is there once, below the manager of the file, and every count is right."""
    users = {user.email: user for n in range(people) if (user := STORE.user_by_email(f"p{n}@example.com"))}
    assert len(users) == people
    ids = {user.id for user in users.values()}
    assert len(ids) == people
    below: dict[str | None, int] = {}
    members: dict[str | None, int] = {}
    for user in users.values():
        below[user.manager_id] = below.get(user.manager_id, 0) + 1
        members[user.team_id] = members.get(user.team_id, 0) + 1
    for n, (email, user) in enumerate(users.items()):
        manager = STORE.find_user(user.manager_id or "")
        assert manager is not None
        assert manager.email == (f"p{(n - 1) // 12}@example.com" if n else "ada@example.com"), email
        assert user.reports == below.get(user.id, 0), email
    for team_id, count in members.items():
        assert STORE.members("team", team_id or "") == count


@feature("P1")
def test_an_import_is_accepted_at_once_and_written_by_steps(world: World) -> None:
    text = company(3)
    before = len(events())
    answer = begun(world, text, create_missing="true")
    assert answer.headers["location"] == f"/people/imports/{answer.body['id']}"
    assert (answer.body["status"], answer.body["people"], answer.body["created"]) == ("running", 3, 0)
    assert STORE.user_by_email("p0@example.com") is None, "nothing is written within the request"
    assert len(events()) == before
    assert world.workflow.started == [f"{answer.body['id']}-1"]
    assert deadlines() == [f"people.import.stalled#{answer.body['id']}"]
    assert look(world, answer) == answer.body
    done = world.written(answer).body
    assert (done["status"], done["created"], done["left"], done["failure"]) == ("finished", 3, 0, None)
    assert (done["teams_created"], done["groups_created"]) == (["Team 0"], ["Group 0"])
    assert done["ended_at"]
    assert deadlines() == []
    in_order(3)


@feature("P1")
def test_a_file_that_changes_nothing_is_finished_at_once(world: World) -> None:
    answer = begun(world, sheet_of(("name", "email"), ("Kim Sample", "kim@example.com")))
    assert (answer.body["status"], answer.body["unchanged"], answer.body["people"]) == ("finished", 1, 1)
    assert world.workflow.started == []
    assert deadlines() == []


@feature("P1", "P4")
def test_an_import_is_shown_to_those_who_may_import_and_nobody_else(world: World) -> None:
    answer = begun(world, company(1), create_missing="true")
    path = answer.headers["location"]
    assert world.call("ada", "GET", path).status == 200
    for name in ("sam", "kim", "eve"):
        assert world.call(name, "GET", path).status == 403
    assert world.call(None, "GET", path).status == 401
    assert world.call("ada", "GET", "/people/imports/pi_nobody").status == 404
    role = {"name": "Line manager", "permissions": ["people.manage", "people.view"], "reach": "line"}
    line = world.call("ada", "POST", "/roles", role).body["id"]
    world.add("pat", line)
    assert world.call("pat", "GET", path).status == world.call("pat", "GET", "/people/imports/pi_nobody").status == 403


@pytest.mark.soak
@feature("P1")
@pytest.mark.timeout(900)
def test_thousands_of_people_are_written_in_steps_of_a_bounded_size(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In `make soak` the stated maximum. A step writes 250 entries, no transaction has more than DynamoDB takes."""
    people = min(MOST_ROWS, soaked(1_500))
    answer = begun(world, company(people, columns=4), create_missing="true")
    found = IMPORTS.find(answer.body["id"])
    assert found is not None
    teams = -(-people // 15)
    assert found.parts == -(-(people + teams) // service.PEOPLE_A_PART)
    steps, most, done = 0, 0, False
    with transactions(monkeypatch) as sizes:
        while not done:
            first = len(sizes)
            done = world.steps.write(found.id, 1).done
            steps += 1
            most = max(most, len(sizes) - first)
    assert steps == found.parts
    assert max(sizes) <= 100
    # A person takes three items of their own and some that they share, the rows of names among them: so many fit.
    assert most <= service.PEOPLE_A_PART / 20
    assert len(sizes) <= people / 20 + steps
    body = look(world, answer)
    assert (body["status"], body["created"], body["teams_made"]) == ("finished", people, teams)
    assert len(body["teams_created"]) == 100
    in_order(people)


class Reads:
    """How often AWS is asked, and what for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        call = client("dynamodb").__class__._make_api_call

        def counted(this: Any, operation: str, arguments: Any) -> Any:
            self.asked.append(operation)
            return call(this, operation, arguments)

        monkeypatch.setattr("botocore.client.BaseClient._make_api_call", counted)


@feature("P1")
@pytest.mark.parametrize("there", [0, 15])
def test_a_large_file_is_checked_with_a_read_for_some_thousand_people(
    world: World, monkeypatch: pytest.MonkeyPatch, there: int
) -> None:
    """Address by address and reference by reference, 5,000 people would be 150 reads and more within one request."""
    people = min(MOST_ROWS, soaked(1_200))
    if there:
        assert world.import_people(company(there), create_missing=True).body["created"] == there
    reads = Reads(monkeypatch)
    query = {"dry_run": "true", "create_missing": "true"}
    headers = {"content-type": "text/csv"}
    checked = world.call("ada", "POST", "/people/imports", company(people), headers=headers, query=query)
    assert (checked.status, checked.body["people"], checked.body["created"]) == (200, people, people - there)
    assert checked.body["unchanged"] == there
    assert len(reads.asked) <= 20, reads.asked


@feature("P1")
def test_a_file_of_some_hundred_people_is_looked_up_as_it_is_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written a moment ago counts there, and a large account isn't read for few people."""
    asked: list[str] = []
    monkeypatch.setattr(STORE.__class__, "everybody", lambda self: asked.append("everybody"))
    reads = Reads(monkeypatch)
    headers = {"content-type": "text/csv"}
    query = {"dry_run": "true", "create_missing": "true"}
    checked = world.call("ada", "POST", "/people/imports", company(400), headers=headers, query=query)
    assert (checked.status, checked.body["created"]) == (200, 400)
    assert asked == []
    assert len(reads.asked) <= 25, reads.asked
    with Transaction(CLOCK, world.ids) as tx:
        count = PeopleRow(PK="ROLE#agent", SK="MEMBERS", kind="members")
        tx.update(count, [PeopleRow.counted.set(100_000)])
    checked = world.call("ada", "POST", "/people/imports", company(900, columns=2), headers=headers, query=query)
    assert (checked.status, checked.body["created"]) == (200, 900)
    assert asked == [], "a hundred times as many people as the file has aren't read for it"


@feature("P1")
@pytest.mark.parametrize("by_key", [0, 10_000])
def test_both_ways_to_look_people_up_find_the_same(world: World, monkeypatch: pytest.MonkeyPatch, by_key: int) -> None:
    monkeypatch.setattr(known_reader, "BY_KEY", by_key)
    world.change("ada", "/people/us_kim", {"agent_references": ["K-1", "+1 (555) 123 0001"]})
    header = ("name", "email", "manager_email", "team", "groups", "agent_references")
    text = sheet_of(
        header,
        ("Kim Sample", "KIM@example.com", "lee@example.com", "sample TEAM", "", "K-1;+1 (555) 123 0001"),
        ("New", "new@example.com", "sam@example.com", "Sample Team", "", "n-1"),
    )
    found = world.call(
        "ada", "POST", "/people/imports", text, headers={"content-type": "text/csv"}, query={"dry_run": "true"}
    )
    assert found.status == 200, found
    assert (found.body["created"], found.body["updated"], found.body["unchanged"]) == (1, 0, 1)
    taken = sheet_of(
        header,
        ("Joe Sample", "joe@example.com", "joe@example.com", "", "", ""),
        ("A", "a@example.com", "nobody@example.com", "No team", "No group", "k-1"),
        ("B", "b@example.com", "bob@example.com", "", "", "tel:+15551230001"),
        ("Ada Sample", "ada@example.com", "kim@example.com", "", "", ""),
    )
    refused = world.call("ada", "POST", "/people/imports", taken, headers={"content-type": "text/csv"})
    assert refused.status == 422
    assert pointers(refused.body) == [
        "row 2, manager_email",
        "row 3, manager_email",
        "row 3, team",
        "row 3, groups",
        "row 3, agent_references",
        "row 4, manager_email",
        "row 4, agent_references",
        "row 5, manager_email",
    ]


@feature("P1")
@pytest.mark.parametrize("killed_after", range(0, 8, 3 if soaked(1) == 1 else 1))
def test_a_kill_between_two_transactions_leaves_nothing_doubled(
    world: World, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    monkeypatch.setattr(service, "PEOPLE_A_PART", 40)
    answer = begun(world, company(90), create_missing="true")
    with transactions(monkeypatch, killed_after=killed_after) as sizes, pytest.raises(SystemExit):
        world.written(answer)
    assert len(sizes) == killed_after
    told = look(world, answer)
    there = sum(STORE.user_by_email(f"p{n}@example.com") is not None for n in range(90))
    assert (told["status"], told["created"]) == ("running", there), "what it tells is what is there"
    done = world.written(answer).body
    assert (done["status"], done["created"], done["left"]) == ("finished", 90, 0)
    in_order(90)
    made = [each for each in events() if each[0] == "debrief.people.user.created.v1"]
    assert len(made) == len(set(made)) == 90 + 7, "one event for each, those of the sample included"


@feature("P1")
def test_two_runs_of_one_import_write_everything_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was taken for lost goes on beside the one that was begun in its place."""
    answer = begun(world, company(60), create_missing="true")
    other = ImportSteps(STORE, world.steps._access, IMPORTS, world.workflow, CLOCK, world.ids, patience=PATIENCE)
    write_some = ImportSteps._write_some
    turns: list[int] = []

    def in_turn(self: ImportSteps, found: PeopleImport, *args: Any) -> PeopleImport:
        if self is world.steps and len(turns) < 3:
            turns.append(found.place)
            ahead = IMPORTS.find(found.id)
            assert ahead is not None
            write_some(other, ahead, *args)
        return write_some(self, found, *args)

    monkeypatch.setattr(ImportSteps, "_write_some", in_turn)
    done = world.written(answer).body
    assert len(turns) == 3
    assert (done["status"], done["created"], done["left"]) == ("finished", 60, 0)
    in_order(60)


def meanwhile(world: World, text: str, change: Callable[[], Any], **query: str) -> Any:
    """What becomes of an import when `change` happens between the check and the writing."""
    answer = begun(world, text, **query)
    change()
    return world.written(answer).body


@feature("P1")
def test_a_person_who_is_edited_meanwhile_keeps_the_edit(world: World) -> None:
    text = sheet_of(("name", "email"), ("Kim Filed", "kim@example.com"), ("Joe Filed", "joe@example.com"))
    done = meanwhile(world, text, lambda: world.change("ada", "/people/us_kim", {"name": "Kim Edited"}))
    assert (done["status"], done["updated"], done["left"]) == ("failed", 1, 1)
    assert done["failure"]["reason"] == "rows_left"
    assert done["failure"]["sentence"]
    assert done["errors"] == [
        {"pointer": "row 2", "message": "was changed by somebody else since the file was checked"}
    ]
    assert (world.user("kim").name, world.user("joe").name) == ("Kim Edited", "Joe Filed")
    again = world.import_people(text).body
    assert (again["status"], again["updated"], again["unchanged"]) == ("finished", 1, 1)
    assert world.user("kim").name == "Kim Filed"


@feature("P1")
def test_an_edit_in_the_very_moment_of_writing_is_kept_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sheet_of(("name", "email"), ("Kim Filed", "kim@example.com"), ("Joe Filed", "joe@example.com"))
    answer = begun(world, text)
    looked = hold_against
    edits: list[Answer] = []

    def edited_after(*args: Any) -> Any:
        found = looked(*args)
        if not edits:
            edits.append(world.change("ada", "/people/us_kim", {"name": "Kim Edited"}))
        return found

    monkeypatch.setattr(import_steps, "hold_against", edited_after)
    done = world.written(answer).body
    assert edits[0].status == 200
    assert (done["status"], pointers(done), done["updated"]) == ("failed", ["row 2"], 1)
    assert (world.user("kim").name, world.user("joe").name) == ("Kim Edited", "Joe Filed")


@feature("P1")
def test_who_was_made_so_meanwhile_is_unchanged(world: World) -> None:
    text = sheet_of(("name", "email"), ("Kim Filed", "kim@example.com"))
    done = meanwhile(world, text, lambda: world.change("ada", "/people/us_kim", {"name": "Kim Filed"}))
    assert (done["status"], done["updated"], done["unchanged"]) == ("finished", 0, 1)


@feature("P1")
def test_a_new_report_of_somebody_is_no_edit_of_them(world: World) -> None:
    text = sheet_of(("name", "email"), ("Lee Filed", "lee@example.com"))
    done = meanwhile(world, text, lambda: world.add("new", "agent", manager="lee"))
    assert (done["status"], done["updated"]) == ("finished", 1)
    assert (world.user("lee").name, world.user("lee").reports) == ("Lee Filed", 3)


@feature("P1")
def test_rows_that_name_what_is_gone_are_told_and_the_others_written(world: World) -> None:
    team = world.call("ada", "POST", "/teams", {"name": "Short-lived"}).body["id"]
    text = sheet_of(
        ("name", "email", "team", "agent_references", "manager_email"),
        ("A", "a@example.com", "Short-lived", "", ""),
        ("B", "b@example.com", "", "b-1", ""),
        ("C", "c@example.com", "", "", "joe@example.com"),
        ("D", "d@example.com", "", "", ""),
        ("E", "e@example.com", "", "", "d@example.com"),
        ("F", "f@example.com", "Sample Team", "", "ada@example.com"),
    )

    def change() -> None:
        etag = world.call("ada", "GET", f"/teams/{team}").etag
        assert world.call("ada", "DELETE", f"/teams/{team}", if_match=etag).status == 204
        world.change("ada", "/people/us_eve", {"agent_references": ["b-1"]})
        world.call("ada", "POST", "/people", {"name": "D Elsewhere", "email": "d@example.com"})
        joe = world.user("joe")
        with Transaction(CLOCK, world.ids) as tx:
            write_users(tx, [Change(joe, joe.model_copy(update={"status": UserStatus.INACTIVE}))])

    done = meanwhile(world, text, change)
    assert done["status"] == "failed"
    assert sorted(pointers(done)) == [
        "row 2, team",
        "row 3, agent_references",
        "row 4, manager_email",
        "row 5, email",
        "row 6, manager_email",
    ]
    assert (done["created"], done["left"]) == (1, 5)
    assert STORE.user_by_email("f@example.com") is not None
    # The file is checked anew: what can't be is told as ever.
    refused = world.import_people(text)
    assert refused.status == 422
    assert pointers(refused.body) == ["row 2, team", "row 3, agent_references", "row 4, manager_email"]


@feature("P1")
def test_a_team_that_somebody_makes_meanwhile_is_used_by_the_next_import(world: World) -> None:
    text = sheet_of(("name", "email", "team"), ("A", "a@example.com", "North"), ("B", "b@example.com", "South"))
    done = meanwhile(world, text, lambda: world.call("ada", "POST", "/teams", {"name": "north"}), create_missing="true")
    assert (done["status"], done["teams_created"], pointers(done)) == ("failed", ["South"], ["row 2, team"])
    again = world.import_people(text, create_missing=True).body
    assert (again["status"], again["created"], again["teams_made"]) == ("finished", 1, 0)


@feature("P1", "P4")
def test_a_move_meanwhile_cannot_close_a_circle_with_an_import(world: World) -> None:
    """The file moves lee, who has reports, below eve; meanwhile eve is moved below kim, who reports to lee."""
    world.change("ada", "/people/us_eve", {"role_ids": ["supervisor"], "manager_id": "us_ada"})
    text = sheet_of(("name", "email", "manager_email"), ("Lee Sample", "lee@example.com", "eve@example.com"))
    done = meanwhile(world, text, lambda: world.change("ada", "/people/us_eve", {"manager_id": "us_kim"}))
    assert (done["status"], pointers(done)) == ("failed", ["row 2, manager_email"])
    assert world.user("lee").manager_id == "us_sam"
    assert list(STORE.managers_above("us_kim")) == ["us_lee", "us_sam", "us_ada"]


@feature("P1", "P4")
def test_a_move_in_the_very_moment_cannot_close_a_circle_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.change("ada", "/people/us_eve", {"role_ids": ["supervisor"], "manager_id": "us_ada"})
    text = sheet_of(("name", "email", "manager_email"), ("Lee Sample", "lee@example.com", "eve@example.com"))
    answer = begun(world, text)
    looked = hold_against
    moves: list[Answer] = []

    def moved_after(*args: Any) -> Any:
        found = looked(*args)
        if not moves:
            moves.append(world.change("ada", "/people/us_eve", {"manager_id": "us_kim"}))
        return found

    monkeypatch.setattr(import_steps, "hold_against", moved_after)
    done = world.written(answer).body
    assert moves[0].status == 200
    assert (done["status"], pointers(done)) == ("failed", ["row 2, manager_email"])
    assert world.user("lee").manager_id == "us_sam"


@feature("P2")
def test_the_last_admin_stays_whoever_leaves_meanwhile(world: World) -> None:
    world.change("ada", "/people/us_eve", {"role_ids": ["admin"]})
    text = sheet_of(("name", "email", "roles"), ("Eve Sample", "eve@example.com", "Agent"))
    answer = world.call("eve", "POST", "/people/imports", text, headers={"content-type": "text/csv"})
    world.change("eve", "/people/us_ada", {"role_ids": ["agent"]}, as_="eve")
    found = IMPORTS.find(answer.body["id"])
    assert found is not None
    assert world.steps.write(found.id, 1).done
    done = world.call("eve", "GET", answer.headers["location"]).body
    assert (done["status"], pointers(done)) == ("failed", ["row 2, roles"])
    assert STORE.active_admins() == 1


@feature("P1", "P2")
def test_whoever_may_import_no_longer_writes_nothing_more(world: World) -> None:
    world.add("ann", "admin")
    text = company(2)
    query: dict[str, str | list[str]] = {"create_missing": "true"}
    answer = world.call("ann", "POST", "/people/imports", text, headers={"content-type": "text/csv"}, query=query)
    world.change("ada", "/people/us_ann", {"role_ids": ["evaluator"]})
    with pytest.raises(Forbidden):
        world.steps.write(answer.body["id"], 1)
    world.steps.fail_by(answer.body["id"], 1, "Forbidden")
    done = look(world, answer)
    assert (done["status"], done["failure"]["reason"], done["created"]) == ("failed", "not_permitted", 0)


@feature("P1")
def test_a_row_that_is_refused_again_and_again_keeps_no_other_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = write_users

    def refusing(tx: Transaction, changes: Any, **options: Any) -> None:
        if any(change.after.email == "p1@example.com" for change in changes):
            raise Conflict("The e-mail address p1@example.com belongs to somebody else")
        write(tx, changes, **options)

    monkeypatch.setattr(import_steps, "write_users", refusing)
    rows = [(f"Sample {n}", f"p{n}@example.com") for n in range(4)]
    done = world.import_people(sheet_of(("name", "email"), *rows)).body
    assert (done["status"], done["created"], done["left"]) == ("failed", 3, 1)
    (told,) = done["errors"]
    assert (told["pointer"], told["message"].startswith("can't be written")) == ("row 3", True)
    assert "example.com" not in told["message"], "it is kept for as long as the import"


@feature("P1")
def test_a_row_that_is_too_much_for_one_transaction_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_steps, "_ROOM", 12)
    many = ";".join(f"Group {n}" for n in range(8))
    text = sheet_of(("name", "email", "groups"), ("A", "a@example.com", many), ("B", "b@example.com", ""))
    done = world.import_people(text, create_missing=True).body
    assert (done["status"], pointers(done), done["created"]) == ("failed", ["row 2"], 1)


@feature("P1")
def test_a_last_transaction_that_is_full_has_room_for_the_end_of_the_import(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = {"name": "Listener", "permissions": [], "reach": "own"}
    assert world.call("ada", "POST", "/roles", role).status == 201
    groups = ";".join(f"Group {n}" for n in range(10))
    rows = [("name", "email", "roles", "groups", "agent_references")]
    for person, references in (("a", 10), ("b", 10), ("c", 10), ("d", 5)):
        named = ";".join(f"{person}-{n}" for n in range(references))
        rows.append((person, f"{person}@example.com", "Listener", groups if person != "d" else "", named))
    with transactions(monkeypatch) as sizes:
        done = world.import_people(sheet_of(*rows), create_missing=True).body
    assert (done["status"], done["created"]) == ("finished", 4)
    assert 90 < max(sizes) <= 100


@feature("P1")
def test_so_many_rows_are_told_and_all_are_counted(world: World) -> None:
    rows = [(f"Sample {n}", f"p{n}@example.com", "Gone") for n in range(MOST_LEFT + 20)]
    team = world.call("ada", "POST", "/teams", {"name": "Gone"}).body["id"]

    def change() -> None:
        etag = world.call("ada", "GET", f"/teams/{team}").etag
        assert world.call("ada", "DELETE", f"/teams/{team}", if_match=etag).status == 204

    done = meanwhile(world, sheet_of(("name", "email", "team"), *rows), change)
    assert (done["left"], len(done["errors"])) == (MOST_LEFT + 20, MOST_LEFT)
    assert STORE.user_by_email("p0@example.com") is None


@feature("P1")
def test_a_file_is_larger_than_other_bodies_and_a_thousand_of_its_errors_are_told(world: World) -> None:
    text = "name,email\r\n" + ("x" * 500 + "\r\n") * 9_000
    for body, headers in ((text, {"content-type": "text/csv"}), ({"csv": text}, {})):
        answer = world.call("ada", "POST", "/people/imports", body, headers=headers)
        assert (answer.status, answer.body["type"]) == (422, "urn:debrief:problem:rule-broken")
        assert answer.body["detail"].startswith("The file has 5001 errors; the first 1000 are told")
        assert (len(answer.body["errors"]), answer.body["more_errors"]) == (1_000, 4_001)


@feature("P1")
def test_an_import_that_cannot_be_started_says_so(world: World) -> None:
    world.workflow.refusal = Unavailable("Step Functions can't be reached")
    text = company(1)
    query: dict[str, str | list[str]] = {"create_missing": "true"}
    answer = world.call("ada", "POST", "/people/imports", text, headers={"content-type": "text/csv"}, query=query)
    assert answer.status == 503
    assert deadlines() == []
    (key,) = [each["Key"] for each in client("s3").list_objects_v2(Bucket="test-content")["Contents"]]
    stored = IMPORTS.find(key.split("/")[1])
    assert stored is not None
    assert (stored.status, stored.failure) == ("failed", NOT_STARTED)


def asked_while(world: World, monkeypatch: pytest.MonkeyPatch, happening: Callable[[PeopleImport], object]) -> Answer:
    """Ask for an import whose start fails, after something has happened to it."""

    def refuse(found: PeopleImport) -> None:
        happening(found)
        raise Unavailable("Step Functions can't be reached")

    monkeypatch.setattr(world.workflow, "start", refuse)
    query: dict[str, str | list[str]] = {"create_missing": "true"}
    return world.call("ada", "POST", "/people/imports", company(2), headers={"content-type": "text/csv"}, query=query)


@feature("P1")
def test_an_import_that_cannot_be_started_says_so_also_when_it_was_changed_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids: list[str] = []

    def change(found: PeopleImport) -> None:
        ids.append(found.id)
        stored = IMPORTS.find(found.id)
        assert stored is not None
        with Transaction(CLOCK, world.ids) as tx:
            IMPORTS.put(tx, stored)

    assert asked_while(world, monkeypatch, change).status == 503
    stored = IMPORTS.find(ids[0])
    assert stored is not None
    assert (stored.status, stored.failure) == ("failed", NOT_STARTED)
    assert deadlines() == []


@feature("P1")
def test_an_import_whose_run_goes_on_after_all_is_answered_as_begun(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of the calls that start a run was heard; its answer was lost, and the others were refused."""
    answer = asked_while(world, monkeypatch, lambda found: world.steps.write(found.id, 1))
    assert (answer.status, answer.body["created"], answer.body["failure"]) == (202, 2, None)


@feature("P1")
def test_an_import_that_cannot_be_started_nor_noted_is_told_as_not_started(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Stale("Changed")

    answer = asked_while(world, monkeypatch, lambda _: monkeypatch.setattr(ImportStore, "put", refuse))
    assert answer.status == 503
    assert deadlines() != []


@feature("P1", "N10")
def test_an_import_whose_run_was_lost_goes_on_where_it_broke_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = begun(world, company(60), create_missing="true")
    import_id = answer.body["id"]
    with transactions(monkeypatch, killed_after=3), pytest.raises(SystemExit):
        world.steps.write(import_id, 1)
    world.workflow.states[f"{import_id}-1"] = "RUNNING"
    assert world.steps.look_after(import_id) == CLOCK.now() + PATIENCE
    assert world.workflow.started == [f"{import_id}-1"]
    world.workflow.states[f"{import_id}-1"] = "TIMED_OUT"
    assert world.steps.look_after(import_id) == CLOCK.now() + PATIENCE
    assert world.workflow.started == [f"{import_id}-1", f"{import_id}-2"]
    assert world.steps.write(import_id, 1).done, "a late step of the run before writes nothing"
    world.steps.fail_by(import_id, 1, "States.Timeout")
    done = world.written(answer).body
    assert (done["status"], done["created"]) == ("finished", 60)
    assert world.steps.look_after(import_id) is None
    in_order(60)


@feature("P1", "N10")
def test_a_run_that_never_began_is_begun(world: World) -> None:
    """The request died between writing the import down and starting its workflow."""
    answer = begun(world, company(1), create_missing="true")
    world.workflow.started.clear()
    world.steps.look_after(answer.body["id"])
    assert world.workflow.started == [f"{answer.body['id']}-1"]


@feature("P1", "N10")
def test_an_import_that_is_lost_again_and_again_has_failed(world: World) -> None:
    answer = begun(world, company(1), create_missing="true")
    import_id = answer.body["id"]
    for attempt in range(1, MOST_ATTEMPTS):
        world.workflow.states[f"{import_id}-{attempt}"] = "FAILED"
        assert world.steps.look_after(import_id) is not None
    world.workflow.states[f"{import_id}-{MOST_ATTEMPTS}"] = "FAILED"
    assert world.steps.look_after(import_id) is None
    assert look(world, answer)["failure"] == LOST.model_dump()
    assert deadlines() == []


def test_what_stopped_an_import_is_one_of_a_fixed_set_of_sentences() -> None:
    known = failure_of("debrief.kernel.errors.Unavailable")
    assert (known.reason, failure_of("States.Timeout").reason) == ("unavailable", "timed_out")
    assert (failure_of("Sandbox.Timedout").reason, failure_of("Runtime.OutOfMemory").reason) == (
        "timed_out",
        "out_of_memory",
    )
    assert failure_of("KeyError").reason == "unexpected"
    assert failure_of("Runtime.ImportModuleError").sentence.startswith("Something unexpected")
