"""From the bytes of a table to its text, or one sentence that says what else the file is.

Unicode tells itself: by its byte order mark, by where its zeros stand, or because nothing else is valid UTF-8. What is
left is one of many encodings of one byte a character, which say nothing of themselves. Of these only Windows-1252 is
read, which Excel writes in the west of Europe and in America, and only where every word makes sense in it, in one
language, and not in Mac Roman as well; that is a guess and is called one. Everything else is told.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

_SAVE_AS: Final = "save it as “CSV UTF-8 (comma delimited)” in the spreadsheet program, and choose that file"

_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIPPED: Final = (
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    (b"Index/", "a Numbers spreadsheet"),
)
_BINARY: Final = (
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ", "compressed (xz)"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|!--|html|head|body|meta|table|div|style|script|p)\b|<!--", re.IGNORECASE)
_JSON = re.compile(r"\{|\[\s*(?:[\[{\"\]]|-?\d|null|true|false)")

_SAMPLE = 400
"""Characters at the start by which other kinds of text are known."""
_START = 16
"""Bytes at the start by which UTF-16 without a byte order mark is known: the column names begin there."""

EXAMPLES = 5


class NotATable(ValueError):
    """The file can't be read as CSV. Its text is the end of a sentence that begins with "The file"."""


class Decoded(NamedTuple):
    """The text of a file. encoding: as people call it. examples: words by which a guess can be checked; else none."""

    text: str
    encoding: str
    guessed: bool = False
    examples: tuple[str, ...] = ()


def decode(content: str | bytes) -> Decoded:
    """The text of a file.

    content: its bytes, or its text where somebody has read it before.

    Raises:
        NotATable: it is no text, is text of another kind, or its encoding can't be told.
    """
    decoded = Decoded(content, "UTF-8") if isinstance(content, str) else _decode_bytes(content)
    text = decoded.text.removeprefix("\ufeff")
    _check_is_no_other_text(text)
    return decoded._replace(text=text)


def _decode_bytes(data: bytes) -> Decoded:
    _check_is_no_binary(data)
    if found := _unicode_of(data):
        codec, encoding = found
        try:
            return Decoded(data.decode(codec), encoding)
        except UnicodeDecodeError as error:
            raise NotATable(f"is {encoding}, but damaged or cut off: {_SAVE_AS}") from error
    try:
        return Decoded(data.decode(), "UTF-8")
    except UnicodeDecodeError:
        return _guess(data)


def _check_is_no_binary(data: bytes) -> None:
    if data.startswith(_OFFICE_97):
        raise NotATable(f"is an Excel workbook of the older kind (.xls), not CSV: {_SAVE_AS}")
    if data.startswith(_ZIP):
        what = next((name for mark, name in _ZIPPED if mark in data), "a ZIP archive")
        raise NotATable(f"is {what}, not CSV: {_SAVE_AS}")
    for mark, what in _BINARY:
        if data.startswith(mark):
            raise NotATable(f"is {what}, not CSV: {_SAVE_AS}")


def _check_is_no_other_text(text: str) -> None:
    if text.startswith("PK\x03\x04"):
        raise NotATable(f"is an Excel workbook (.xlsx) or another archive, not CSV: {_SAVE_AS}")
    if text.startswith("\ufffd\ufffd") or ("\ufffd" in text[:_SAMPLE] and "\x00" in text[:_SAMPLE]):
        raise NotATable(f"isn't text in UTF-8, and lost characters on its way here: {_SAVE_AS}")
    if text[:_SAMPLE].count("\x00") * 3 > len(text[:_SAMPLE]):
        raise NotATable(f"is UTF-16 that was read as something else on its way here: {_SAVE_AS}")
    start = text[:_SAMPLE].lstrip()
    if start.startswith("{\\rtf"):
        raise NotATable(f"is a text document (RTF), not CSV: {_SAVE_AS}")
    if start.upper().startswith("BEGIN:VCARD"):
        raise NotATable("holds contact cards (vCard), not CSV: make a table with the columns of the template")
    if _HTML.match(start):
        raise NotATable(f"is a web page (HTML), not CSV: open it in a spreadsheet program, then {_SAVE_AS}")
    if start.startswith("<"):
        raise NotATable(f"is XML, not CSV: open it in a spreadsheet program, then {_SAVE_AS}")
    if _JSON.match(start):
        raise NotATable("is JSON, not CSV: make a table with the columns of the template")


def _unicode_of(data: bytes) -> tuple[str, str] | None:
    """Python's codec and the name of the encoding that the file tells by its marks or its zeros."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32", "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", "UTF-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig", "UTF-8") if _is_utf_8(data) else None
    start = data[:_START]
    first, second = start[0::2].count(0), start[1::2].count(0)
    if min(first, second) > 0 or max(first, second) * 4 < len(start) or not start:
        return None
    return ("utf-16-le" if second > first else "utf-16-be"), "UTF-16"


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


# One byte a character -----------------------------------------------------------------------------------------------

_LETTERS: Final = tuple(
    frozenset(letters + letters.upper().replace("SS", ""))
    for letters in (
        "äöüß",
        "àâçéèêëîïôœùûü",
        "áéíñóúüç",
        "ãáàâçéêíóôõú",
        "àèéìíòóùú",
        "æøåéü",
        "åäöéü",
        "áäéèëïíóöúü",
    )
)
"""Letters beside a to z of languages of western Europe, from German to Dutch.

Letters of Iceland stand where the Turkish code page has its own, so that they aren't here: their files are told.
"""

_ALONE = frozenset("àâåæèéêóòùúÀÅÄÆÈÉÖØ")
"""Letters that are words or initials."""

_CLOSED_BY: Final = {"“": "”", "„": "“”", "‘": "’", "«": "»"}
_CLOSING: Final = "“”’»"
_CELL_ENDS: Final = ',;|\t\r\n"'
_ENOUGH: Final = 50_000
"""Words beyond ASCII that tell what a file is; a table of people has a few thousand."""
_WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*|[^\x00-\x7f]")


def _guess(data: bytes) -> Decoded:
    """Text in one of the encodings that can't tell themselves. Raises NotATable where more than one could be meant."""
    western, mac = _read(data, "cp1252"), _read(data, "mac_roman")
    if western is not None and _makes_sense(western) and not (mac is not None and _makes_sense(mac)):
        return Decoded(western, "Windows-1252", guessed=True, examples=_examples(western))
    number, place = _first_beyond_utf_8(data)
    kind = ""
    if mac is not None and _makes_sense(mac):
        kind = " and may be Mac Roman"
    raise NotATable(f"isn't UTF-8{kind}, first in line {number} at character {place}: {_SAVE_AS}")


def _read(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _first_beyond_utf_8(data: bytes) -> tuple[int, int]:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return 1, 1


def _makes_sense(text: str) -> bool:
    """Whether every word beyond ASCII could be one of a western European language."""
    closing = frozenset(sign for sign in _CLOSING if sign in text)
    looked_at = islice(_words_beyond_ascii(text), _ENOUGH)
    return all(_word_makes_sense(found, text, closing) for found in looked_at)


def _words_beyond_ascii(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _WORD.finditer(text) if not found[0].isascii())


def _word_makes_sense(found: re.Match[str], text: str, closing: frozenset[str]) -> bool:
    """closing: the signs that close a quotation and are anywhere in the text."""
    word = found[0]
    if not word[0].isalpha():
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        return _sign_makes_sense(word, before, after, closing)
    *firsts, last = word.split("’")
    # O’Brien and d’Angelo, but not what is an accented i in another encoding.
    if any(len(first) > 1 for first in firsts) or (firsts and len(last) == 1):
        return False
    return all(_letters_make_sense(part) for part in (*firsts, last))


def _sign_makes_sense(sign: str, before: str, after: str, closing: frozenset[str]) -> bool:
    """Whether it stands as such signs do; else it is a letter of another encoding."""
    if sign in _CLOSED_BY and not after.isspace() and not closing.isdisjoint(_CLOSED_BY[sign]):
        return not before.isalpha()
    if sign == "\xa0":
        return before not in _CELL_ENDS and after not in _CELL_ENDS
    if sign in _CLOSING:
        return before not in _CELL_ENDS and not before.isspace() and not after.isalpha()
    return sign in "–—…€·" and not after.isalpha()


def _letters_make_sense(word: str) -> bool:
    beyond = {letter for letter in word if not letter.isascii()}
    if not beyond:
        return True
    if len(word) == 1:
        return word in _ALONE
    if sum(letter in beyond for letter in word) * 2 > len(word):
        return False
    if not any(beyond <= letters for letters in _LETTERS):
        return False
    for at, letter in enumerate(word):
        before, after = word[max(at - 1, 0) : at], word[at + 1 : at + 2]
        near = beyond & {before, letter}
        if near and before.islower() and letter.isupper():
            return False
        if letter in beyond and letter.islower() and before.isupper() and after.isupper():
            return False
        # Portuguese has these before few letters; central Europe has others in their places.
        if letter in "ãõ" and after not in ("o", "e", "s", "n", ""):
            return False
    return True


def _examples(text: str) -> tuple[str, ...]:
    """The first words beyond ASCII, each once, with what stands beside them in their cells."""
    found: dict[str, str] = {}
    for word in _words_beyond_ascii(text):
        if word[0] in found:
            continue
        start = max(text.rfind(end, 0, word.start()) for end in _CELL_ENDS) + 1
        ends = [at for end in _CELL_ENDS if (at := text.find(end, word.end(), word.end() + 80)) >= 0]
        found[word[0]] = text[start : min(ends, default=word.end())].strip()[:80]
        if len(found) == EXAMPLES:
            break
    return tuple(dict.fromkeys(found.values()))
