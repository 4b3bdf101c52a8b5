"""Files of people: what is read, what is refused and where, and what a second import does."""

import base64
import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.people_api.handler import lambda_handler
from debrief.kernel.encoded_twice import meant_letters
from debrief.kernel.ids import derived_id
from debrief.people.imports.mangled import as_entered
from debrief.people.imports.plan import Known, plan_import
from debrief.people.imports.sheet import COLUMNS, MOST_ROWS, TEMPLATE, read_sheet
from debrief.people.names import check_new_name
from tests.unit.helpers import LAMBDA_CONTEXT, answer_of, api_event
from tests.unit.people.world import STORE, World

feature = pytest.mark.feature
CSV = {"content-type": "text/csv"}
KNOWN = Known(users={}, ids={}, references={}, teams={}, groups={}, roles={}, active_admins=1)


def sheet_of(rows: Sequence[Sequence[str]], *, end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.body["errors"]]


def _is_name(text: str) -> bool:
    try:
        return bool(check_new_name(text))
    except ValueError:
        return False


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=";\ufffd"), min_size=1, max_size=30
).filter(lambda text: text == as_entered(text) and meant_letters(text) is None and _is_name(text))
EMAILS = st.integers(0, 10**6).map(lambda number: f"p{number}@example.com")


@feature("P1")
@given(
    st.lists(
        st.tuples(CELL, EMAILS, st.lists(CELL, max_size=3, unique=True)), max_size=8, unique_by=lambda row: row[1]
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, list[str]]], end: str, mark: bool) -> None:
    text = sheet_of(
        [("groups", "email", "name"), *((";".join(groups), email, name) for name, email, groups in rows)], end=end
    )
    sheet = read_sheet(("\ufeff" if mark else "") + text)
    assert sheet.errors == []
    assert [(p.name, p.email, list(p.groups or ())) for p in sheet.rows] == rows
    assert [person.row for person in sheet.rows] == list(range(2, len(rows) + 2))


@feature("P1")
@given(st.lists(st.sampled_from(["good", "name", "email", "kind", "cells"]), min_size=1, max_size=12))
def test_every_wrong_row_is_told_with_its_number_and_column(rows: list[str]) -> None:
    lines = [["name", "email", "kind"]]
    expected = []
    for number, what in enumerate(rows, start=2):
        line = [f"Sample {number}", f"p{number}@example.com", "human"]
        if what == "cells":
            line = line[:2]
            expected.append(f"row {number}")
        elif what != "good":
            line[COLUMNS.index(what)] = "" if what == "name" else "neither"
            expected.append(f"row {number}, {what}")
        lines.append(line)
    sheet = read_sheet(sheet_of(lines))
    assert [error.pointer for error in sheet.errors] == expected
    assert len(sheet.rows) == rows.count("good")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["row 1"]),
        (" , \r\n", ["row 1"]),
        ("name,email,wage\r\n", ["row 1, wage"]),
        ("name,email,name\r\n", ["row 1, name"]),
        ("name:email\r\n", ["row 1, name", "row 1, email", "row 1, name:email"]),
        ('name,email\r\n"open,p@example.com\r\n', ["row 2"]),
        ("name,email\r\nA,a@example.com\r\nB,A@Example.com\r\n", ["row 3, email"]),
        (
            "name,email,agent_references\r\nA,a@example.com,x;y\r\n\r\nB,b@example.com,y\r\n",
            ["row 4, agent_references"],
        ),
        ("name,email,manager_email\r\nA,a@example.com,a@example.com\r\n", ["row 2, manager_email"]),
        ("name,email\r\n\ufffd,a@example.com\r\n", ["row 2, name"]),
        ("name,email,roles\r\nA,a@example.com,a;b;c;d;e;f\r\n", ["row 2, roles"]),
    ],
)
def test_files_that_cannot_be_right_are_refused(text: str, expected: list[str]) -> None:
    assert [error.pointer for error in read_sheet(text).errors] == expected


@feature("P1")
@pytest.mark.parametrize("name", ["\u202eevil", "\u200b\u200d", "a\x00b", "\ufdfa" * 100, "\u3164"])
def test_a_name_that_cannot_be_shown_or_sorted_by_is_told_by_row(name: str) -> None:
    text = sheet_of([("name", "email", "team", "groups"), (name, "a@example.com", name, f"North;{name}")])
    assert {error.pointer for error in read_sheet(text).errors} == {"row 2, name", "row 2, team", "row 2, groups"}


def test_a_row_number_counts_as_a_spreadsheet_does() -> None:
    sheet = read_sheet('name,email,groups\r\nA,a@example.com,"two\r\nlines"\r\nB,wrong,\r\n')
    assert sheet.rows[0].groups == ("two", "lines")
    assert [error.pointer for error in sheet.errors] == ["row 3, email"]


def test_a_file_has_an_end() -> None:
    text = sheet_of([("name", "email"), *((f"S {n}", f"p{n}@example.com") for n in range(MOST_ROWS + 1))])
    assert [error.pointer for error in read_sheet(text).errors] == [f"row {MOST_ROWS + 2}"]


@feature("P1")
@pytest.mark.parametrize("row", ["x", "x,y,z", "S,no address"])
def test_a_file_of_wrong_rows_has_an_end_too(row: str) -> None:
    """All of it is held in memory: what is wrong in it, and every row."""
    sheet = read_sheet("name,email\r\n" + f"{row}\r\n" * (MOST_ROWS + 2_000))
    assert sheet.rows == []
    assert len(sheet.errors) == MOST_ROWS + 1
    assert (sheet.errors[-1].pointer, sheet.errors[-1].message) == (
        f"row {MOST_ROWS + 2}",
        f"a file may hold {MOST_ROWS} people at most",
    )
    # Blank rows are none.
    assert read_sheet("name,email\r\n" + "\r\n" * (MOST_ROWS + 1) + "S,s@example.com\r\n").errors == []


@feature("P1")
def test_a_header_of_very_many_columns_is_one_error() -> None:
    (error,) = read_sheet("name,email" + ",a" * 200_000 + "\r\n").errors
    assert (error.pointer, "200002 columns" in error.message) == ("row 1", True)


@feature("P1")
def test_managers_may_come_later_and_a_second_import_changes_nothing(world: World) -> None:
    text = sheet_of(
        [
            COLUMNS,
            ("=1+1", "formula@example.com", "", "", "boss@example.com", "Sample Team", "North;South", "f-1"),
            ("Boss Sample", "boss@example.com", "human", "Supervisor", "sam@example.com", "", "", ""),
            ("Kim Renamed", "KIM@example.com", "human", "agent", "boss@example.com", "Sample Team", "", "k-1;k-2"),
        ]
    )
    path = "/people/imports"
    assert pointers(world.call("ada", "POST", path, text, headers=CSV)) == ["row 2, groups", "row 2, groups"]
    query: dict[str, str | list[str]] = {"create_missing": "true", "dry_run": "true"}
    dry = world.call("ada", "POST", path, text, headers=CSV, query=query)
    assert (dry.body["created"], dry.body["updated"], dry.body["groups_created"]) == (2, 1, ["North", "South"])
    assert STORE.user_by_email("boss@example.com") is None
    assert dry.status == 200
    done = world.import_people({"csv": text}, create_missing=True)
    assert (done.body["status"], done.body["created"], done.body["updated"]) == ("finished", 2, 1)
    assert (done.body["groups_created"], done.body["groups_made"]) == (["North", "South"], 2)
    boss, formula = STORE.user_by_email("boss@example.com"), STORE.user_by_email("formula@example.com")
    assert boss is not None
    assert formula is not None
    assert (formula.name, formula.manager_id, formula.role_ids) == ("=1+1", boss.id, frozenset({"agent"}))
    assert (boss.manager_id, boss.reports, world.user("sam").reports, world.user("lee").reports) == ("us_sam", 2, 2, 1)
    assert (world.user("kim").name, world.user("kim").agent_references) == ("Kim Renamed", ("k-1", "k-2"))
    again = world.import_people(text, create_missing=True)
    assert (again.body["created"], again.body["updated"], again.body["unchanged"]) == (0, 0, 3)


@feature("P1")
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("A", "a@example.com", "b@example.com"), ("B", "b@example.com", "a@example.com")], [2, 3]),
        ([("Sam", "sam@example.com", "kim@example.com")], [2]),
        ([("A", "a@example.com", "nobody@example.com")], [2]),
        ([("A", "a@example.com", "bob@example.com")], [2]),
    ],
)
def test_lines_that_cannot_be_are_told_by_row(world: World, rows: list[tuple[str, ...]], expected: list[int]) -> None:
    text = sheet_of([("name", "email", "manager_email"), *rows])
    answer = world.call("ada", "POST", "/people/imports", text, headers=CSV)
    assert answer.status == 422
    assert pointers(answer) == [f"row {row}, manager_email" for row in expected]
    assert STORE.user_by_email("a@example.com") is None


@feature("P1", "P2")
@pytest.mark.parametrize(
    ("column", "value"),
    [("roles", "Wizard"), ("team", "No Team"), ("agent_references", "k-1"), ("kind", "bot"), ("roles", "Agent")],
)
def test_names_the_account_does_not_know_are_told(world: World, column: str, value: str) -> None:
    email = "a@example.com" if value in {"Wizard", "No Team", "k-1"} else "ada@example.com"
    text = sheet_of([("name", "email", column), ("A", email, value)])
    assert pointers(world.call("ada", "POST", "/people/imports", text, headers=CSV)) == [f"row 2, {column}"]


@feature("P1")
def test_many_are_moved_below_managers_who_are_moved_by_the_same_file(world: World) -> None:
    emails = [f"p{n}@example.com" for n in range(120)]

    def file_of(managers: Sequence[str]) -> str:
        people = zip(emails, managers, strict=True)
        return sheet_of([("name", "email", "manager_email"), *(("Sample", email, above) for email, above in people)])

    thirds = ["", *(emails[(n - 1) // 3] for n in range(1, 120))]
    halves = ["ada@example.com", *(emails[n // 2] if n > 1 else emails[0] for n in range(1, 120))]
    assert world.import_people(file_of(thirds)).body["status"] == "finished"
    moved = world.import_people(file_of(halves))
    assert (moved.body["status"], moved.body["created"]) == ("finished", 0)
    everybody = [user for email in emails if (user := STORE.user_by_email(email))]
    ids = {user.id: user.email for user in everybody} | {"us_ada": "ada@example.com"}
    assert [ids[user.manager_id or ""] for user in everybody] == halves
    for user in everybody:
        assert user.reports == sum(other.manager_id == user.id for other in everybody)


@feature("P4")
def test_an_id_does_not_follow_from_what_the_file_says(world: World) -> None:
    text = sheet_of([("name", "email", "team", "groups"), ("A", "a@example.com", "New Team", "New Group")])
    made = []
    for _ in range(2):
        known = KNOWN._replace(ids={"a@example.com": world.ids.new("us")})
        plan = plan_import(read_sheet(text), known, world.ids, create_missing=True)
        made.append((plan.changes[0].after.id, plan.teams[0].id, plan.groups[0].id))
    assert not set(made[0]) & set(made[1])
    world.import_people(text, create_missing=True)
    user = STORE.user_by_email("a@example.com")
    assert user is not None
    assert user.id != derived_id("us", "email", "a@example.com")


def test_the_template_can_be_imported_as_it_is(world: World) -> None:
    given = world.call("ada", "GET", "/people/imports/template")
    assert (given.body, given.headers["content-type"]) == (TEMPLATE, "text/csv; charset=utf-8")
    assert world.import_people(given.body, create_missing=True).body["created"] == 2


def test_a_body_that_the_gateway_encoded_is_read(world: World) -> None:
    for encoding, status in (("utf-8", 202), ("latin-1", 202), ("mac_roman", 422)):
        event = api_event("POST", "/people/imports", "us_ada", headers=CSV)
        event |= {
            "body": base64.b64encode("name,email\r\nZoë,z@example.com\r\n".encode(encoding)).decode(),
            "isBase64Encoded": True,
        }
        assert answer_of(lambda_handler(event, LAMBDA_CONTEXT)).status == status  # type: ignore[arg-type]


@feature("P1")
@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('"=""0012"""', "0012"),
        ("r1\u200b", "r1"),
        ("\ufeffr1", "r1"),
        ("r\u00ad1", "r1"),
        ("=1+1", "=1+1"),
        ("O'Neil", "O'Neil"),
    ],
)
def test_a_reference_is_what_was_entered(cell: str, read: str) -> None:
    sheet = read_sheet(f"name,email,agent_references\nA,a@example.com,{cell}\n")
    assert [(row.agent_references, row.email) for row in sheet.rows] == [((read,), "a@example.com")]


@feature("P1")
@pytest.mark.parametrize("cell", ["NULL", "n/a", "-", "None", "'0012", "\u2014"])
def test_a_reference_that_is_none_is_refused(cell: str) -> None:
    sheet = read_sheet(f"name,email,agent_references\nA,a@example.com,{cell}\n")
    assert [error.pointer for error in sheet.errors] == ["row 2, agent_references"]


@feature("P1")
def test_an_address_without_what_nobody_sees_is_the_address() -> None:
    sheet = read_sheet("name,email,manager_email\nA,a\u200b@example.com,\nB,b@example.com,a@example.com\u200b\n")
    assert sheet.errors == []
    assert sheet.addresses == {"a@example.com", "b@example.com"}
    assert [(row.email, row.manager_email) for row in sheet.rows] == [
        ("a@example.com", ""),
        ("b@example.com", "a@example.com"),
    ]


@feature("P1")
@pytest.mark.parametrize("name", ["Jörg Müller", "São José", "王芳", "Siân", "García"])
def test_a_name_that_was_encoded_twice_is_refused_with_what_was_meant(name: str) -> None:
    assert read_sheet(f"name,email\n{name},a@example.com\n").errors == []
    twice = name.encode().decode("cp1252")
    (error,) = read_sheet(f"name,email\n{twice},a@example.com\n").errors
    assert error.pointer == "row 2, name"
    assert f"meant as {name}" in error.message
