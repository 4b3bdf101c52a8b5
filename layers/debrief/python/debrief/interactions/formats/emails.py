"""The words of an e-mail: MIME opened, text taken, everything else named."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Final

from debrief.interactions.formats.html_quotes import ABOVE_QUOTED, Quotes, is_head, mark_of

MESSAGE_ID: Final = re.compile(r"<[^<>\s]+@[^<>\s]+>")
"""The identifier of an e-mail; other systems' messages have others."""

_BLOCKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"})
_EMPTY: Final = frozenset({"hr", "br"})
_QUOTING: Final = frozenset({"blockquote", "div", "span", "table"}) | _EMPTY
"""Tags by which programs mark earlier messages; nothing is in those that are empty."""
_HIDDEN: Final = frozenset({"script", "style", "head", "title"})
_BREAKS: Final = str.maketrans("\r\n", "  ")
"""Between words they are blanks in HTML: Word and others break lines anywhere in a sentence."""

_MOST_PARTS: Final = 200
_MOST_BOUNDARIES: Final = 50
_LONGEST_HEADER: Final = 5_000
_LARGEST_HEADERS: Final = 200_000
_HEADER: Final = re.compile(
    r"^content-(?:type|disposition|transfer-encoding):[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE
)
_BOUNDARY: Final = re.compile(r"\bboundary\s{0,9}=", re.IGNORECASE)
_LINES: Final = re.compile(rf"<(?:{'|'.join(sorted(_BLOCKS | {'body', 'table'}))})\b", re.IGNORECASE)
# Neither part goes beyond the next `<`, and nothing is given back: what isn't closed is read once.
_DECLARED: Final = re.compile(r"<[!?][^<>]*+>")
_TAGS: Final = re.compile(
    r"""<(/?[A-Za-z][^\s<>/"']*+)(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>|<""",
)


def is_mime(media_type: str) -> bool:
    """Whether a body of this media type has parts or headers of its own."""
    return media_type.startswith("multipart/") or media_type == "message/rfc822"


def words_in(body: str, content_type: str) -> str | None:
    """What a MIME body says: its text, else its HTML as text, then `[attachment: name]` for each other part.

    content_type: the body's media type with its parameters, as the boundary is one of them. None where it is no MIME.
    """
    flat = " ".join(content_type.split())
    if flat.lower().startswith("multipart/") and "boundary" not in flat.lower():
        boundary = re.search(r"(?m)^--([^\s-].{0,68}?)[ \t]*\r?$", body)
        flat = f'{flat.rstrip(";")}; boundary="{boundary[1]}"' if boundary else flat
    whole = body if flat.lower().startswith("message/rfc822") else f"Content-Type: {flat}\r\n\r\n{body}"
    if not _can_be_opened(whole):
        return None
    try:
        message = message_from_bytes(whole.encode("utf-8", "surrogateescape"), policy=policy.default)
        said, named = _said(message), list(_named(message))
    except (LookupError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        # Whatever a header's values make of their reader: it is no e-mail that can be opened.
        return None
    parts = [*said, *(f"[attachment: {name}]" for name in named)]
    return "\n".join(parts).replace("\r\n", "\n") or None


def _can_be_opened(whole: str) -> bool:
    """Whether opening a mail takes a time that its size explains.

    The library holds each line against the boundaries of all the parts around it, opens each part within the other, and
    reads a header several times, with more time the longer it is.
    """
    if sum(1 for _ in _BOUNDARY.finditer(whole)) > _MOST_BOUNDARIES:
        return False
    headers = [match.end() - match.start() for match in _HEADER.finditer(whole)]
    return max(headers, default=0) <= _LONGEST_HEADER and sum(headers) <= _LARGEST_HEADERS


def html_words(html: str) -> str:
    """HTML as the text that it shows; what is quoted of earlier messages as mail programs mark it, by `>`."""
    reader = _Words(tagged=_LINES.search(html) is not None)
    reader.feed(_TAGS.sub(_bare, _DECLARED.sub("", _uncommented(html))))
    reader.close()
    # The pieces of a line are joined once: there may be very many.
    lines: list[tuple[list[str], bool, bool]] = []
    for text, quoted, below in reader.found:
        first, *others = text.split("\n")
        if lines and lines[-1][1:] == (quoted, below):
            lines[-1][0].append(first)
        else:
            others = [first, *others]
        lines += [([each], quoted, below) for each in others]
    shown = [(plain, quoted, below) for texts, quoted, below in lines if (plain := " ".join("".join(texts).split()))]
    return "\n".join(_marked(shown))


def _marked(lines: list[tuple[str, bool, bool]]) -> Iterator[str]:
    """Lines with the quoted ones marked; from the head of a message below a line on, all of them are."""
    rest, before = False, False
    for place, (text, quoted, below) in enumerate(lines):
        begins = below and (place == 0 or not lines[place - 1][2])
        rest = rest or (begins and is_head([each for each, _, inside in lines[place : place + 3] if inside]))
        marked = quoted or rest
        if marked and not before:
            yield ABOVE_QUOTED
        yield f"> {text}" if marked else text
        before = marked


def _uncommented(html: str) -> str:
    """The HTML without its comments; what follows on one that isn't closed stays."""
    kept: list[str] = []
    at = 0
    while (begins := html.find("<!--", at)) >= 0 and (ends := html.find("-->", begins + 4)) >= 0:
        kept.append(html[at:begins])
        at = ends + len("-->")
    return "".join([*kept, html[at:].replace("<!--", "")])


def _bare(tag: re.Match[str]) -> str:
    """A tag without its attributes, of which only what quotes says something; a `<` that begins no tag, as text."""
    if tag[1] is None:
        return "&lt;"
    mark = mark_of(tag[1].lower(), tag[0]) if tag[1].lower() in _QUOTING else None
    marked = f' class="{mark}"' if mark else ""
    return f"<{tag[1]}{marked}/>" if tag[0].endswith("/>") else f"<{tag[1]}{marked}>"


def _said(message: EmailMessage) -> list[str]:
    """The texts in a message; of alternatives, the plain one."""
    found: list[str] = []
    for part in _leaves(message):
        if part.get_filename() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html"):
            continue
        content = str(part.get_content())
        said = (html_words(content) if kind == "text/html" else content).strip()
        if said:
            found.append(said)
    return found


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    if not message.is_multipart():
        yield message
        return
    parts = [part for part in message.iter_parts() if isinstance(part, EmailMessage)][:_MOST_PARTS]
    if message.get_content_type() == "multipart/alternative":
        plain = [part for part in parts if part.get_content_type() == "text/plain" and str(part.get_content()).strip()]
        parts = plain[:1] or parts[-1:]
    for part in parts:
        yield from _leaves(part)


def _named(message: EmailMessage) -> Iterator[str]:
    for part in list(message.walk())[:_MOST_PARTS]:
        kind = part.get_content_type()
        if part.is_multipart() or (kind in ("text/plain", "text/html") and not part.get_filename()):
            continue
        yield part.get_filename() or kind


class _Words(HTMLParser):
    """Each text that is shown, whether it is quoted, and whether it stands below a line (`Quotes.is_below_line`).

    tagged: whether lines are told by tags; text without any was called HTML wrongly, and has its own.
    """

    def __init__(self, *, tagged: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._tagged = tagged
        self.found: list[tuple[str, bool, bool]] = []
        self._hidden = self._as_written = 0
        self._quotes = Quotes()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self._shows("\n")
        self._as_written += tag == "pre"
        mark = dict(attrs).get("class")
        if tag in _EMPTY:
            self._quotes.passes(mark)
        elif tag in _QUOTING:
            self._quotes.begins(tag, mark)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._shows("\n")
        if tag == "pre":
            self._as_written = max(0, self._as_written - 1)
        if tag in _QUOTING and tag not in _EMPTY:
            self._quotes.ends(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._shows(data if self._as_written or not self._tagged else data.translate(_BREAKS))

    def _shows(self, text: str) -> None:
        self.found.append((text, self._quotes.hears(text), self._quotes.is_below_line()))
