"""Files of people as spreadsheet programs write them: what is recognised, what is told, and what stays as it was."""

import base64
import codecs
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.people_api.handler import lambda_handler
from debrief.kernel.sheets.decoding import EXAMPLES, NotATable, decode
from debrief.kernel.sheets.separators import CHARACTERS, Separator, split
from debrief.people.imports.sheet import COLUMNS, read_sheet
from debrief.people.names import check_address, check_new_name
from tests.unit.counting import within_counting
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.people.world import STORE, World

feature = pytest.mark.feature
CSV = {"content-type": "text/csv"}
BYTES = {"content-type": "application/octet-stream"}
SEPARATORS = tuple(CHARACTERS.values())
UNICODE = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16": b"",
    "utf-16-le": b"",
    "utf-16-be": b"",
    "utf-32": b"",
    "utf-16-be, marked": codecs.BOM_UTF16_BE,
}


def table_of(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\r\n", *, quote_all: bool = False) -> str:
    """A table as programs write it: a cell is quoted where it has to be, or always."""

    def cell(text: str) -> str:
        quoted = quote_all or any(sign in text for sign in f'{separator}"\r\n')
        return '"{}"'.format(text.replace('"', '""')) if quoted else text

    return "".join(separator.join(map(cell, row)) + end for row in rows)


def handed_in(world: World, data: bytes, **query: str) -> Answer:
    """The answer to a file that is sent as its bytes."""
    event = api_event("POST", "/people/imports", "us_ada", headers=BYTES, query=dict(query))
    event |= {"body": base64.b64encode(data).decode(), "isBase64Encoded": True}
    return answer_of(lambda_handler(event, LAMBDA_CONTEXT))  # type: ignore[arg-type]


def told(text: str) -> list[tuple[str, str]]:
    return [(error.pointer, error.message) for error in read_sheet(text).errors]


def refusal(data: bytes | str) -> str:
    with pytest.raises(NotATable) as refused:
        decode(data)
    return str(refused.value)


def _is_name(text: str) -> bool:
    try:
        return bool(check_new_name(text))
    except ValueError:
        return False


CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd\ufeff") | st.sampled_from('",;|\t\r\n'),
    max_size=12,
)


@feature("P1")
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6),
    separator=st.sampled_from(list(Separator)),
    encoding=st.sampled_from(sorted(UNICODE)),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    quote_all=st.booleans(),
    sep_line=st.booleans(),
)
@example([("a,b;c", "d|e", "f\tg")], Separator.BAR, "utf-16-le", "\r", False, False)
@example([("山田太郎" * 3,) * 3] * 6, Separator.TAB, "utf-16-be", "\n", True, True)
def test_whatever_table_a_program_writes_is_read_back(
    rows: list[tuple[str, str, str]], separator: Separator, encoding: str, end: str, quote_all: bool, sep_line: bool
) -> None:
    header = ("name", "email", "groups")
    sign = CHARACTERS[separator]
    text = (f"sep={sign}{end}" if sep_line else "") + table_of([header, *rows], sign, end, quote_all=quote_all)
    decoded = decode(UNICODE[encoding] + text.encode(encoding.partition(",")[0]))
    assert decoded.text == text
    assert not decoded.guessed
    table = split(decoded.text, COLUMNS)
    assert (table.separator, table.header_row, tuple(table.header)) == (separator, 1, header)
    assert [(number, tuple(cells)) for number, cells in table.rows] == list(enumerate(rows, start=2))


WORDS = st.sampled_from(["Zoë", "Müller", "Groß", "René", "Muñoz", "João", "Søren", "Åkesson", "O’Brien", "Elm", "Fir"])


@feature("P1")
@given(st.lists(WORDS, min_size=1, max_size=8), st.sampled_from(SEPARATORS))
def test_western_names_of_windows_are_read_and_called_a_guess(words: list[str], separator: str) -> None:
    text = table_of([("name", "email"), *((word, f"p{n}@example.com") for n, word in enumerate(words))], separator)
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text
    assert decoded.guessed is not text.isascii()
    beyond = list(dict.fromkeys(word for word in words if not word.isascii()))
    assert decoded.examples == (tuple(beyond[:EXAMPLES]) if decoded.guessed else ())


@feature("P1")
def test_a_guess_shows_different_words_with_their_cells() -> None:
    names = ["Zoë Elm", "Zoë Fir", "Zoë Müller", "Renée Ash"]
    text = table_of([("name", "email"), *((name, f"p{n}@example.com") for n, name in enumerate(names))])
    assert decode(text.encode("cp1252")).examples == ("Zoë Elm", "Zoë Müller", "Renée Ash")


@feature("P1")
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("René Groß", "mac_roman"),
        ("Jörg Sample", "mac_roman"),
        ("Zoë Sample", "mac_roman"),
        ("José García", "mac_roman"),
        ("Lucía Peñalba", "mac_roman"),
        ("Stanisław Sample", "cp1250"),
        ("Dvořák Sample", "cp1250"),
        ("Kovačević Sample", "cp1250"),
        ("Иван Sample", "cp1251"),
        ("Γιώργος Sample", "cp1253"),
        ("Ayşe Sample", "cp1254"),
        ("Jörg Sample", "cp850"),
        ("山田太郎", "cp932"),
        ("李娜", "gbk"),
        ("김민수", "cp949"),
    ],
)
def test_what_may_be_one_encoding_or_another_is_told_with_its_place(name: str, encoding: str) -> None:
    text = f"name;email\r\nA Sample;a@example.com\r\n{name};b@example.com\r\n"
    sentence = refusal(text.encode(encoding))
    assert sentence.startswith("isn't UTF-8")
    assert "in line 3" in sentence
    assert "CSV UTF-8" in sentence


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "<xml/>")
    return file.getvalue()


@feature("P1")
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped("xl/workbook.xml"), "Excel workbook (.xlsx)"),
        (zipped("notes.txt"), "ZIP archive"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "older kind (.xls)"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\n<!DOCTYPE html><html><body><table></table></body></html>", "HTML"),
        (b"\xef\xbb\xbf<html xmlns:x=''><head></head>", "HTML"),
        ("<table><tr><td>name</td></tr></table>".encode("utf-16"), "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b'{"people": []}', "JSON"),
        (b' [\n {"name": "A"}]', "JSON"),
        (b"{\\rtf1\\ansi name}", "RTF"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "vCard"),
        ("name,email\r\n".encode("utf-16")[:-1], "cut off"),
        (b"\xef\xbb\xbfname,email\r\nZo\xeb,z@example.com\r\n", "isn't UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_called_what_it_is(world: World, data: bytes, what: str) -> None:
    answer = handed_in(world, data)
    assert answer.status == 422
    (error,) = answer.body["errors"]
    assert (error["pointer"], what in error["message"]) == ("file", True), error
    assert answer.body["detail"] == f"The file {error['message']}. Nothing was written"


@feature("P1")
def test_text_that_was_spoilt_on_its_way_is_called_so() -> None:
    for text in ("name;email\r\n".encode("utf-16").decode(errors="replace"), "n\0a\0m\0e\0;\0e\0m\0a\0i\0l\0\r\0\n\0"):
        assert "on its way here" in refusal(text)
    assert "Excel workbook" in refusal(zipped("xl/workbook.xml").decode(errors="replace"))


@feature("P1")
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_api_tells_what_a_file_was_taken_for(world: World, separator: str, encoding: str) -> None:
    data = table_of([("name", "email"), ("Zoë Sample", "z@example.com")], separator).encode(encoding)
    names = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}
    guess = encoding == "cp1252"
    expected = {
        "encoding": names.get(encoding, "UTF-8"),
        "separator": next(each.value for each, sign in CHARACTERS.items() if sign == separator),
        "guessed": guess,
    }
    dry = handed_in(world, data, dry_run="true")
    assert dry.body["read_as"] == expected | {"examples": ["Zoë Sample"] if guess else []}
    begun = handed_in(world, data)
    assert begun.body["read_as"] == expected | {"examples": []}, "names are kept by the people themselves alone"
    assert world.written(begun).body["read_as"] == begun.body["read_as"]
    made = STORE.user_by_email("z@example.com")
    assert made is not None
    assert made.name == "Zoë Sample"


def test_the_bytes_may_come_within_json(world: World) -> None:
    data = "name\temail\r\nZoë,z@example.com\r\n".replace(",", "\t").encode("utf-16")
    whole = world.call("ada", "POST", "/people/imports", {"file": base64.b64encode(data).decode()})
    assert (whole.status, whole.body["read_as"]["separator"]) == (202, "tab")
    for body in ({"file": "not base64"}, {"file": "é"}, {}, {"csv": "name,email", "file": ""}):
        assert world.call("ada", "POST", "/people/imports", body).status == 400, body
    for path in ("/people", "/teams"):
        assert world.call("ada", "POST", path, "name,email", headers=CSV).status == 415


@feature("P1")
def test_the_detail_of_a_refusal_tells_how_the_file_was_read(world: World) -> None:
    answer = handed_in(world, "name;email\r\nA;nobody\r\n".encode("utf-16"))
    assert (
        answer.body["detail"]
        == "The file has one error. Nothing was written. It was read as UTF-16, separated by semicolons"
    )


# Rows and columns ---------------------------------------------------------------------------------------------------


@feature("P1")
@given(
    separator=st.sampled_from(SEPARATORS),
    before=st.integers(0, 3),
    above=st.integers(0, 3),
    after=st.integers(0, 3),
    below=st.integers(0, 3),
    gap=st.booleans(),
)
def test_columns_and_rows_of_nothing_are_nothing(
    separator: str, before: int, above: int, after: int, below: int, gap: bool
) -> None:
    def row(*cells: str) -> list[str]:
        return [*[""] * before, cells[0], *([" "] if gap else []), *cells[1:], *[""] * after]

    nothing = row("", "")
    rows = [*[nothing] * above, row("name", "email"), row("Nora Elm", "n@example.com"), *[nothing] * below]
    sheet = read_sheet(table_of(rows, separator))
    assert sheet.errors == []
    assert sheet.columns == {"name", "email"}
    assert [(person.row, person.name, person.email) for person in sheet.rows] == [
        (above + 2, "Nora Elm", "n@example.com")
    ]


@feature("P1")
def test_what_stands_in_a_column_without_a_name_is_told_once() -> None:
    text = "name,email,,\r\nA,a@example.com,,\r\nB,b@example.com,,x\r\nC,c@example.com,,y\r\nD,d@example.com\r\n"
    assert told(text) == [("row 3, column 4", "holds something, but the column has no name in the row of column names")]


@feature("P1")
@pytest.mark.parametrize(
    "header",
    [
        "Name;E-Mail;Manager Email;Agent References",
        " NAME ; email ;manager-email;agentReferences",
        '"name";"EMAIL";"Manager_E-mail";"agent references"',
    ],
)
def test_columns_are_known_in_any_case_and_with_blanks(header: str) -> None:
    sheet = read_sheet(f"{header}\r\nA;a@example.com;b@example.com;a-1\r\n")
    assert sheet.errors == []
    assert sheet.columns == {"name", "email", "manager_email", "agent_references"}
    assert sheet.rows[0].agent_references == ("a-1",)


@feature("P1")
@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;", "sep="])
def test_a_line_that_names_the_separator_is_no_row(line: str) -> None:
    sheet = read_sheet(f"{line}\r\nname;email\r\nElm, Nora;n@example.com\r\nB;wrong\r\n")
    assert [(error.pointer, sheet.separator) for error in sheet.errors] == [("row 3, email", Separator.SEMICOLON)]
    assert [(person.row, person.name) for person in sheet.rows] == [(2, "Elm, Nora")]


@feature("P1")
def test_however_wide_a_table_of_nothing_is_it_is_gone_through_once() -> None:
    rows = "".join(f"S,p{n}@example.com\r\n" for n in range(1_000))
    sheet = read_sheet("name,email" + "," * 1_000_000 + "\r\n" + rows + "S,last@example.com" + "," * 1_000_000 + "\r\n")
    assert (sheet.errors, len(sheet.rows)) == ([], 1_001)


@feature("P1")
def test_a_line_that_names_a_wrong_separator_does_not_mislead() -> None:
    assert read_sheet("sep=;\r\nname,email\r\nA,a@example.com\r\n").errors == []
    assert told("sep=^\r\nname^email\r\n")[0][0] == "row 1"


@feature("P1")
@pytest.mark.parametrize(
    ("text", "pointer", "words"),
    [
        ('"name,email,kind"\r\n"A,a@example.com,human"\r\n', "row 1", "in one cell"),
        ("name;email;groups\r\nA;a@example.com;x;y\r\n", "row 2", "4 cells where the header has 3; quote a cell"),
        ("name;email\r\nA,a@example.com\r\n", "row 2", "one cell where the header has 2"),
        ('name,email\r\nA "B" C,a@example.com\r\n"open,b@example.com\r\n', "row 3", "never closed"),
        ("name," * 200 + "\r\n", "row 1", "200 columns"),
    ],
)
def test_rows_that_do_not_fit_are_told_in_one_sentence(text: str, pointer: str, words: str) -> None:
    (error,) = told(text)
    assert error[0] == pointer
    assert words in error[1]


# Cells --------------------------------------------------------------------------------------------------------------


@feature("P1")
@pytest.mark.parametrize(
    "value",
    [
        "1.55512E+11",
        "1,55512E+11",
        "4.9301E+12",
        "1E+11",
        "2.5e+15",
        "1.55512E11",
        "-1.2E+10",
        "1E-05",
        "1001.0",
        "01-Mar",
        "1. Mrz",
        "05. Okt 26",
        "3/1/2026",
        "01.03.2026",
        "01.03.2026 00:00",
        "2026-03-01 00:00:00",
        "10:01:00",
        "1234567890123450000",
    ],
)
def test_a_reference_that_a_spreadsheet_changed_is_refused_with_row_and_column(value: str) -> None:
    text = table_of(
        [("name", "email", "agent_references"), ("A", "a@example.com", "a-1"), ("B", "b@example.com", value)]
    )
    ((pointer, message),) = told(text)
    assert pointer == "row 3, agent_references"
    assert value in message


@feature("P1")
@pytest.mark.parametrize("value", ["3,81207E+10", "-1,2E+9", "7,5e12", "2048,00"])
def test_a_number_that_was_changed_is_no_list_for_its_comma(value: str) -> None:
    ((_, message),) = told(table_of([("name", "email", "agent_references"), ("B", "b@example.com", value)]))
    assert "format the column as text" in message
    assert "semicolon" not in message


@feature("P1")
@pytest.mark.parametrize(
    "value",
    [
        "155512345678",
        "00123",
        "+15551230002",
        "1E5",
        "E+11",
        "2.5",
        "a1.5E+3",
        "1234567890123456789",
        "Mar-01",
        "Elm, Nora",
        "nora.elm",
    ],
)
def test_a_reference_that_may_be_meant_is_taken(value: str) -> None:
    text = table_of([("name", "email", "agent_references"), ("Nora Elm", "a@example.com", value)])
    assert told(text) == []
    assert read_sheet(text).rows[0].agent_references == (value,)


@feature("P1")
def test_one_long_number_with_all_its_digits_clears_the_others() -> None:
    rows = [("Sample", f"p{n}@example.com", str(1234567890123450 + n)) for n in range(20)]
    header = ("name", "email", "agent_references")
    assert told(table_of([header, *rows])) == []
    assert [pointer for pointer, _ in told(table_of([header, rows[0], rows[10]]))] == [
        "row 2, agent_references",
        "row 3, agent_references",
    ]


@feature("P1")
@pytest.mark.parametrize("value", ["n1,n2", "n1, n2", "n1|n2", "nora.elm, n2"])
def test_references_that_are_joined_otherwise_than_by_semicolons_are_refused(value: str) -> None:
    ((pointer, message),) = told(table_of([("name", "email", "agent_references"), ("N", "n@example.com", value)]))
    assert pointer == "row 2, agent_references"
    assert "separated by semicolons (n" in message


@feature("P1")
@given(
    st.lists(st.integers(1, 999).map(lambda n: f"n{n}"), min_size=1, max_size=5, unique=True),
    st.sampled_from(SEPARATORS),
)
def test_several_references_in_a_cell_are_several(references: list[str], separator: str) -> None:
    for joined in (";".join(references), "; ".join(references), "\n".join(references)):
        text = table_of([("name", "email", "agent_references"), ("N", "n@example.com", joined)], separator)
        assert told(text) == []
        assert read_sheet(text).rows[0].agent_references == tuple(references)


@feature("P1")
@pytest.mark.parametrize("before", ["mailto:", "MAILTO:", "smtp:", "tel:"])
def test_an_address_with_something_before_it_is_refused(world: World, before: str) -> None:
    text = table_of([("name", "email", "manager_email"), ("A", f"{before}a@example.com", f"{before}b@example.com")])
    message = f"begins with {before.lower()} which is no part of an address"
    assert told(text) == [("row 2, email", message), ("row 2, manager_email", message)]
    body = {"name": "A", "email": f"{before}a@example.com"}
    assert world.call("ada", "POST", "/people", body).status == 400
    assert check_address("a@example.com") == "a@example.com"


@feature("P1")
@pytest.mark.parametrize("value", ["\u201ca@example.com\u201d", "'a@example.com\u2019", "a@example.com."])
def test_an_address_holds_no_quotation_marks_and_ends_in_no_point(value: str) -> None:
    assert told(table_of([("name", "email"), ("A", value)])) == [("row 2, email", "is not an e-mail address")]


@feature("P1")
@pytest.mark.parametrize("value", ["#NAME?", "#REF!", "#N/A", "#WERT!", "#NV", "########"])
@pytest.mark.parametrize("column", ["name", "team", "groups", "agent_references", "manager_email"])
def test_an_error_of_the_spreadsheet_is_no_value(value: str, column: str) -> None:
    row = {"name": "A", "email": "a@example.com", column: value}
    errors = told(table_of([tuple(row), tuple(row.values())]))
    assert errors[0][0] == f"row 2, {column}"
    assert "#" in errors[0][1]


@feature("P1")
def test_roles_that_are_joined_by_commas_are_told_how(world: World) -> None:
    text = table_of([("name", "email", "roles"), ("A", "a@example.com", "Agent,Supervisor")])
    answer: Any = world.call("ada", "POST", "/people/imports", text, headers=CSV)
    assert "separated by semicolons" in json.dumps(answer.body["errors"])


@pytest.mark.feature("P1")
def test_signs_that_are_never_closed_are_looked_for_once() -> None:
    with within_counting(100), pytest.raises(NotATable):
        decode(b"name,email\n" + b"a\x931" * 400_000)
