"""E-mails that end with the ones before them: what somebody else wrote is no word of who answers.

Only what stands in an earlier message of the same conversation is left out, and only where it is marked as quoted: by
`>` or by the line that programs write above it. What is quoted of elsewhere stays, since it is nowhere else.
"""

import re
from collections.abc import Sequence
from typing import Final

from debrief.interactions.formats.voices import Segment

_MARK: Final = re.compile(r"^[ \t]{0,4}(?:>[ \t]?){1,20}")
_ABOVE: Final = re.compile(
    r"[ \t]{0,4}(?:(?:on|am|le|el|il|em|op)\b.{3,200}"
    r"\b(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef)\b.{0,80}:?|"
    r"-{2,20} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original).{0,60}|"
    r"(?:from|von|de|da): .{1,200}|_{10,80})[ \t]{0,4}",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(r"[ \t]{0,4}[^\W\d_][\w -]{1,20}: .{0,300}")
_FEWEST: Final = 3
"""Words that have to be the same: a "Thank you" is said by anybody."""


def without_quoted(segments: Sequence[Segment]) -> list[Segment]:
    """The messages, the earliest first, without what each quotes of earlier ones at its end."""
    kept: list[Segment] = []
    said: list[str] = []
    for each in segments:
        text = _own(each.text, said) if said and "\n" in each.text else each.text
        said.append(_plain(each.text))
        kept.append(each if text == each.text else each.model_copy(update={"text": text}))
    return kept


def _own(text: str, said: Sequence[str]) -> str:
    """A message up to where it begins to quote; all of it where nothing that it quotes was said before."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        above = _ABOVE.fullmatch(line) is not None
        written = any(each.strip() and not _MARK.match(each) for each in lines[:place])
        if not written or not (above or _MARK.match(line)):
            continue
        quoted = [each for each in lines[place + above :] if each.strip()]
        while above and quoted and _HEADER.fullmatch(quoted[0]):
            quoted.pop(0)
        words = [plain for each in quoted if (plain := _plain(_MARK.sub("", each)))]
        own = "\n".join(lines[:place]).rstrip()
        if sum(len(each.split()) for each in words) >= _FEWEST and own and _were_said(words, said):
            return own
    return text


def _were_said(words: Sequence[str], said: Sequence[str]) -> bool:
    """Whether each line was said before, apart from those that stand above what is quoted in turn."""
    return all(any(each in earlier for earlier in said) or _ABOVE.fullmatch(each) is not None for each in words)


def _plain(text: str) -> str:
    return " ".join(_MARK.sub("", line).strip() for line in text.split("\n")).casefold().strip()
