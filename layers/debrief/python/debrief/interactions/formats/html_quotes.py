"""What an e-mail in HTML quotes: programs mark the earlier messages, each in its own way.

Gmail and most others set them in a `blockquote` with a class or `type="cite"`, Yahoo in a `div`; Outlook writes the
head of the message below a line, and all that follows is quoted.
"""

import re
from collections import Counter
from typing import Final

from debrief.interactions.formats.mail_heads import headers_in, is_head_of_mail

ABOVE_QUOTED: Final = "-----Original Message-----"
"""What is written above quoted lines in the text, as mail programs do; each of them then begins with `> `."""

_MOST_LOOKED_AT: Final = 2_000
"""Characters of a tag in which its mark is looked for; programs write it in the first few."""

# Each name is read once with what follows it: nothing is given back.
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>]*+)))?""")
_CITE: Final = re.compile(r"cite\b", re.IGNORECASE)
_CITED: Final = re.compile(
    r"gmail_quote|protonmail_quote|tutanota_quote|zmail_extra|yahoo_quoted|moz-cite|mail_quote|quoted[-_]?text",
    re.IGNORECASE,
)
_LINE_ABOVE: Final = re.compile(r"gmail_attr|moz-cite-prefix|moz-email-headers", re.IGNORECASE)
_WHOLE: Final = re.compile(
    r"yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-forward-container|OLK_SRC_BODY_SECTION",
    re.IGNORECASE,
)
_OF_GMAIL: Final = re.compile(r"gmail_quote", re.IGNORECASE)
_REST: Final = re.compile(
    r"(?:x_)*+(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|replySplit)", re.IGNORECASE
)
_LINE_OF_OUTLOOK: Final = re.compile(r"border-top\s*+:\s*+(?:solid|[\d.]++p[tx] solid)", re.IGNORECASE)
_LEAST_HEADERS: Final = 3
_AT: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d).*\d[:.]\d\d")


def mark_of(tag: str, written: str) -> str | None:
    """What an opening tag says of quoting. written: all of it, with its attributes.

    `cited`: what is in it is quoted. `gmail`: what is in it may be. `above`: the line above a quote. `rest`: all that
    follows is quoted. `head`: it is, where the head of a message stands there. None: nothing.
    """
    values = _values_in(written[:_MOST_LOOKED_AT])
    kind, name = values.get("class", ""), values.get("id", "")
    named = f"{kind} {name}"
    if _REST.match(name):
        return "rest"
    if tag == "blockquote":
        return "cited" if _CITE.match(values.get("type", "")) or _CITED.search(named) else None
    if _LINE_ABOVE.search(kind):
        return "above"
    if _WHOLE.search(named):
        return "cited"
    if _OF_GMAIL.search(kind):
        return "gmail"
    return "head" if tag == "div" and _LINE_OF_OUTLOOK.search(values.get("style", "")) else None


def _values_in(written: str) -> dict[str, str]:
    """The values of a tag's attributes; of one that is given twice, the first counts."""
    values: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        values.setdefault(match[1].lower(), (match[2] or match[3] or match[4] or "").strip())
    return values


class Quotes:
    """Follows a document's tags and tells of each text whether it is quoted."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str | None]] = []
        # How many of each are open: documents may have very many in each other, and each text asks.
        self._tags, self._marks = Counter[str](), Counter[str | None]()
        self._rest = False
        self._forwards = False

    def begins(self, tag: str, mark: str | None) -> None:
        """A tag that has an end is opened."""
        self.passes(mark)
        self._open.append((tag, mark))
        self._tags[tag] += 1
        self._marks[mark] += 1

    def passes(self, mark: str | None) -> None:
        """A tag is passed that has no end: it may stand before what is quoted."""
        self._rest = self._rest or mark == "rest"

    def ends(self, tag: str) -> None:
        """The innermost open one of these tags is closed, with what is still open in it."""
        closed = "" if self._tags[tag] else tag
        while closed != tag:
            closed, mark = self._open.pop()
            self._tags[closed] -= 1
            self._marks[mark] -= 1
        self._forwards = self._forwards and self._marks["gmail"] > 0

    def hears(self, text: str) -> bool:
        """Whether a text, which is next, is quoted."""
        if self._marks["gmail"] and self._marks["above"] and text.lstrip().startswith("-----"):
            # Gmail sets what is sent on in no `blockquote`: the rest of its `div` is quoted.
            self._forwards = True
        return self._rest or self._forwards or self._marks["cited"] > 0 or self._marks["above"] > 0

    def is_below_line(self) -> bool:
        """Whether what is next stands below a line that may be the one above the head of a message."""
        return self._marks["head"] > 0


def is_head(lines: list[str]) -> bool:
    """Whether lines below a line of Outlook's begin with the head of a message: `From: …`, `Sent: …`, `To: …`.

    In a language that isn't known here a day with its time tells it from the lines of a signature.
    """
    first = lines[:_LEAST_HEADERS]
    if len(first) < _LEAST_HEADERS or headers_in(first, 0) < _LEAST_HEADERS:
        return False
    return is_head_of_mail(first) or any(_AT.search(line) for line in first)
