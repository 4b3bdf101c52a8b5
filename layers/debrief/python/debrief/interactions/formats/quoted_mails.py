"""E-mails with the ones before them inside: what somebody else wrote is no word of who answers.

What a program marks as an earlier message (`>` below the line that it writes above, a head of `From:` and `Subject:`,
in HTML what `html_quotes` finds) is never taken for words of the sender: what stands in an earlier message of the same
conversation is left out, what is nowhere else is a turn of its own that is nobody's. What is only marked by `>`, as
people do by hand too, is left out where it was said before, and stays where it wasn't.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.html_quotes import ABOVE_QUOTED
from debrief.interactions.formats.mail_heads import FROM, headers_in, is_head_of_mail
from debrief.interactions.formats.voices import Segment

QUOTED_VOICE: Final = "quoted message"
"""What the voice of an earlier message is called that stands nowhere but in a quote."""

FROM_ELSEWHERE: Final = (
    "An e-mail quotes a message that isn't in the conversation; what it quotes is kept as nobody's words."
)

_MARK: Final = re.compile(r"^[ \t]{0,4}(?:>[ \t]?){1,20}")
_ORIGINAL: Final = re.compile(
    r"[ \t]{0,4}(?:-{2,20} ?(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|"
    r"message d'origine|message original|message transféré|mensaje original|mensaje reenviado|messaggio originale|"
    r"mensagem original|oorspronkelijk bericht).{0,60}|begin forwarded message:)[ \t]{0,4}",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[ \t]{0,4}_{10,80}[ \t]{0,4}")
"""What Outlook writes above a head, and others above their names."""

_WROTE: Final = re.compile(
    r"[ \t]{0,4}(?:(?:on|am|le|el|il|em|op|den|dne|w dniu)\b.{3,200}"
    r"\b(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal|napisał|napisała)\b.{0,80}:?|"
    r"(?=[^:]{0,200}(?:@|(?<!\d)(?:19|20)\d\d(?!\d))).{5,200}\d{1,2}[:.]\d{2}.{0,150}:)[ \t]{0,4}",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(
    r"[ \t]{0,4}(?:(?:on|am|le|el|il|em|op|den|dne|w dniu)\b.{0,40}\d|[^\W\d_]{2,4}\.?,? \d|(?:19|20)\d\d-\d)",
    re.IGNORECASE,
)
"""How the line that programs write above a quote begins where they break it: with a day."""

_ENDS: Final = re.compile(
    r".{0,120}(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev)\s?:|[^@]{0,120}@[^\s@>]{1,120}>\s?:",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")
_FEWEST: Final = 3
"""Words that have to be the same: a "Thank you" is said by anybody."""

_MOST_TRIED: Final = 20
"""Lines of a message that may be those above a quote without marks, and with each of which all the rest is compared."""

_AS_LONG: Final = 100
"""A look at how a message begins counts for so many characters that are looked through."""

_MOST_SOUGHT: Final = 500_000_000
"""Characters that are looked through for lines that are set otherwise than they were; then they are no longer known."""


class _Block(NamedTuple):
    """Lines of a message. above: how many of them a program writes above what is quoted. quoted: whether they are an
    earlier message, None where only their being there before tells."""

    lines: Sequence[str]
    quoted: bool | None
    above: int = 0


class _Found(NamedTuple):
    """Where a block that begins at some line ends, without its lines: very many may begin, and all reach to the end.

    marked: whether it begins with `>`; above, quoted: as of `_Block`."""

    until: int
    quoted: bool | None
    above: int = 0
    marked: bool = False


def without_quoted(segments: Sequence[Segment]) -> list[Segment]:
    """The messages, the earliest first, without what each quotes of earlier ones; quotes of others apart, before it."""
    kept: list[Segment] = []
    said = _Said()
    for each in segments:
        own, elsewhere = _parted(each.text, said)
        said.add(each.text)
        if elsewhere:
            kept.append(
                each.model_copy(
                    update={
                        "text": elsewhere,
                        "speaker": Speaker.SYSTEM,
                        "voice": QUOTED_VOICE,
                        "end_ms": each.start_ms,
                        "sentiment_label": None,
                    }
                )
            )
        if own or not elsewhere:
            kept.append(each if own == each.text else each.model_copy(update={"text": own}))
    return kept


def _parted(text: str, said: "_Said") -> tuple[str, str]:
    """What a message says itself, and what it quotes that stands in no earlier one."""
    blocks = list(_blocks(text.split("\n"), said))
    if all(block.quoted is False for block in blocks):
        return text, ""
    own: list[str] = []
    elsewhere: list[str] = []
    for block in blocks:
        if block.quoted is False:
            own += block.lines
        elif block.quoted:
            left = [line for line in _words_of(block) if not said.has(line)]
            elsewhere += [*_bare(block.lines[: block.above]), *left] if left else ()
    written = "\n".join(own).strip("\n").rstrip()
    quoted = "\n".join(elsewhere).strip()
    if written or quoted:
        return written, quoted
    # Nothing is its own: what somebody sends on is sent, and not the message that vanishes.
    marked = any(block.quoted for block in blocks)
    return ("", "\n".join(_bare(text.split("\n"))).strip()) if marked else (text, "")


def _blocks(lines: Sequence[str], said: "_Said") -> Iterator[_Block]:
    """The lines in the order in which they stand; what only seems to be quoted and wasn't said before is one's own."""
    own: list[str] = []
    place, tried = 0, 0
    while place < len(lines):
        found = _quoted_from(lines, place)
        block: _Block | None = None
        if found is not None and (found.quoted or found.marked or tried < _MOST_TRIED):
            tried += not found.quoted and not found.marked
            block = _Block(lines[place : found.until], found.quoted, found.above)
        if block is None or (block.quoted is None and not _was_all_said(block, said)):
            upto = found.until if found is not None and found.marked else place + 1
            own += lines[place:upto]
            place = upto
            continue
        if own:
            yield _Block(own, quoted=False)
            own = []
        yield block
        place += len(block.lines)
    if own:
        yield _Block(own, quoted=False)


def _was_all_said(block: _Block, said: "_Said") -> bool:
    """Whether an earlier message may be what a block quotes: programs quote one from its beginning on, and what only
    ends as one did, with the same name below it, is none."""
    words = 0
    for line in _words_of(block):
        if not said.has(line) or (block.above and not words and not said.begins_with(line)):
            return False
        words += len(line.split())
    return words >= _FEWEST


def _quoted_from(lines: Sequence[str], place: int) -> _Found | None:
    """What begins to be quoted at a line; None where nothing does."""
    if _MARK.match(lines[place]):
        until = _end_of_marked(lines, place)
        first = [_MARK.sub("", line) for line in lines[place : min(until, place + 3)]]
        above = _above(first, 0)
        # Apple's programs mark the line above as well.
        wrote = above > 0 and _WROTE.fullmatch(" ".join(line.strip() for line in first[:above])) is not None
        return _Found(until, quoted=True if wrote else None, above=above if wrote else 0, marked=True)
    above = _above(lines, place)
    if not above:
        return None
    begins = next((at for at in range(place + above, len(lines)) if lines[at].strip()), len(lines))
    if begins == len(lines):
        return None
    if lines[begins] == ABOVE_QUOTED and begins + 1 < len(lines) and _MARK.match(lines[begins + 1]):
        # Of a quote in HTML, whose program doesn't mark the line above it.
        begins += 1
    if _MARK.match(lines[begins]):
        until = _end_of_marked(lines, begins)
        inner = [_MARK.sub("", line) for line in lines[begins:until]]
        inside = _above(inner, 0)
        above = begins - place + (inside + headers_in(inner, inside) if inside else 0)
        return _Found(until, quoted=True, above=above)
    head = place if FROM.fullmatch(lines[place]) else begins
    headers = headers_in(lines, head)
    certain = is_head_of_mail(lines[head : head + headers]) or (
        headers > 1 and _ORIGINAL.fullmatch(lines[place]) is not None
    )
    return _Found(len(lines), quoted=True if certain else None, above=max(above, head + headers - place))


def _above(lines: Sequence[str], place: int) -> int:
    """How many lines a program writes above what is quoted stand here: one, or one that is broken in two or three."""
    if _BEGINS.match(lines[place]) and not lines[place].rstrip().endswith(":"):
        for many in (2, 3):
            broken = [each.strip() for each in lines[place : place + many]]
            if not all(broken) or _BEGINS.match(broken[-1]):
                break
            if len(broken) == many and _ENDS.fullmatch(broken[-1]) and _WROTE.fullmatch(" ".join(broken)):
                return many
    return int(_is_above(lines[place]))


def _is_above(line: str) -> bool:
    return any(form.fullmatch(line) for form in (_ORIGINAL, _RULE, _WROTE, FROM))


def _end_of_marked(lines: Sequence[str], place: int) -> int:
    """Where the marked lines from this one on end, with the blank ones between them."""
    end = place
    for at in range(place, len(lines)):
        if _MARK.match(lines[at]):
            end = at + 1
        elif lines[at].strip():
            break
    return end


def _bare(lines: Sequence[str]) -> list[str]:
    return [bare for line in lines if (bare := _MARK.sub("", line).strip()) and bare != ABOVE_QUOTED]


def _words_of(block: _Block) -> Iterator[str]:
    """The lines of a message that say something: without marks, and without what programs write above quotes."""
    lines = _bare(block.lines[block.above :])
    place = 0
    while place < len(lines):
        above = _above(lines, place)
        head = place if FROM.fullmatch(lines[place]) else place + above
        headers = headers_in(lines, head) if above else 0
        if is_head_of_mail(lines[head : head + headers]) or (above and _ORIGINAL.fullmatch(lines[place])):
            place = head + headers
        elif above and head > place:
            place = head
        else:
            yield lines[place]
            place += 1


class _Said:
    """What was said in earlier messages: looked up by lines, as which most is quoted, and looked for in the whole."""

    def __init__(self) -> None:
        self._lines: set[str] = set()
        self._texts: list[str] = []
        self._length, self._left = 0, _MOST_SOUGHT

    def add(self, text: str) -> None:
        self._lines.update(_plain(line) for line in text.split("\n"))
        self._texts.append(_plain(text))
        self._length += len(text)

    def has(self, line: str) -> bool:
        """Whether a line says nothing but what was said before."""
        plain = _plain(line)
        if plain in self._lines or not plain.strip():
            return True
        self._left -= self._length
        return self._left > 0 and any(plain in earlier for earlier in self._texts)

    def begins_with(self, line: str) -> bool:
        """Whether an earlier message begins with a line."""
        plain = _plain(line)
        self._left -= _AS_LONG * len(self._texts)
        return self._left > 0 and any(earlier.startswith(plain) for earlier in self._texts)


def _plain(text: str) -> str:
    """The words alone: programs break lines, set text and write addresses each in their own way."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
