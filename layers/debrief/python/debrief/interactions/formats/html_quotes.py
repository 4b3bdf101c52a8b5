"""What an e-mail in HTML quotes: programs mark the earlier messages, each in its own way.

Gmail and most others set them in a `blockquote` with a class or `type="cite"`, Yahoo in a `div`; Outlook writes the
head of the message below a line, and all that follows is quoted.
"""

import re
from collections import Counter
from typing import Final

ABOVE_QUOTED: Final = "-----Original Message-----"
"""What is written above quoted lines in the text, as mail programs do; each of them then begins with `> `."""

_CITED: Final = re.compile(
    r"\btype\s*=\s*[\"']?cite\b|\b(?:class|id)\s*=\s*(?:[\"'][^\"']*|[^\s\"'>]*)"
    r"(?:gmail_quote|protonmail_quote|tutanota_quote|zmail_extra|yahoo_quoted|moz-cite|mail_quote|quoted[-_]?text)",
    re.IGNORECASE,
)
_LINE_ABOVE: Final = re.compile(
    r"\bclass\s*=\s*(?:[\"'][^\"']*|[^\s\"'>]*)(?:gmail_attr|moz-cite-prefix|moz-email-headers)", re.IGNORECASE
)
_WHOLE: Final = re.compile(
    r"\b(?:class|id)\s*=\s*(?:[\"'][^\"']*|[^\s\"'>]*)"
    r"(?:yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-forward-container|OLK_SRC_BODY_SECTION)",
    re.IGNORECASE,
)
_OF_GMAIL: Final = re.compile(r"\bclass\s*=\s*(?:[\"'][^\"']*|[^\s\"'>]*)gmail_quote", re.IGNORECASE)
_REST: Final = re.compile(
    r"\bid\s*=\s*[\"']?(?:x_)*(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|replySplit)",
    re.IGNORECASE,
)
_LINE_OF_OUTLOOK: Final = re.compile(
    r"\bstyle\s*=\s*[\"'][^\"']*border-top\s*:\s*(?:solid|[\d.]+p[tx] solid)", re.IGNORECASE
)
_HEAD: Final = re.compile(r"[^\W\d_][\w .-]{1,20}\s?: ?.{0,300}")
_LEAST_HEADERS: Final = 3


def mark_of(tag: str, attributes: str) -> str | None:
    """What an opening tag says of quoting.

    `cited`: what is in it is quoted. `gmail`: what is in it may be. `above`: the line above a quote. `rest`: all that
    follows is quoted. `head`: it is, where the head of a message stands there. None: nothing.
    """
    if _REST.search(attributes):
        return "rest"
    if tag == "blockquote":
        return "cited" if _CITED.search(attributes) else None
    if _LINE_ABOVE.search(attributes):
        return "above"
    if _WHOLE.search(attributes):
        return "cited"
    if _OF_GMAIL.search(attributes):
        return "gmail"
    return "head" if tag == "div" and _LINE_OF_OUTLOOK.search(attributes) else None


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
        self._rest = self._rest or mark == "rest"
        self._open.append((tag, mark))
        self._tags[tag] += 1
        self._marks[mark] += 1

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
    """Whether lines begin with the head of a message: `From: …`, `Sent: …`, `To: …`."""
    return len(lines) >= _LEAST_HEADERS and all(_HEAD.fullmatch(line) for line in lines[:_LEAST_HEADERS])
