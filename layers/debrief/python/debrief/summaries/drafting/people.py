"""Names of people whom no sentence may name, as far as they are at hand (N1).

They are kept beside what a summary is made from, to hold sentences against; no prompt and no log has them.
"""

import re
from collections.abc import Iterable
from typing import Final

from debrief.interactions.conversations.model import Speaker, Transcript

_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,4}\.?")
_LONGEST: Final = 80
MOST_PEOPLE: Final = 2_000
"""Names that are kept; a summary is about a few hundred conversations at most."""

_NO_NAMES: Final = frozenset(
    [
        "agent",
        "customer",
        "caller",
        "client",
        "speaker",
        "user",
        "system",
        "bot",
        "unknown",
        "guest",
        "visitor",
        "anonymous",
        "internal",
        "external",
        "assistant",
        "voice",
        "participant",
        "supervisor",
        "operator",
        "representative",
        "person",
        "other",
    ]
)


def names_in(values: Iterable[str | None]) -> tuple[str, ...]:
    """Those of the values that look like somebody's name, each once: words of letters, no numbers, none of a role."""
    found = (" ".join(value.split()) for value in values if value)
    names = [
        each
        for each in found
        if len(each) <= _LONGEST
        and _NAME.fullmatch(each)
        and not _NO_NAMES & set(each.casefold().split())
        # In one word and small letters it is a code as well: "retail", "vip".
        and (" " in each or each[:1].isupper() or not each.isascii())
    ]
    return tuple(dict.fromkeys(names))[:MOST_PEOPLE]


def voices_of(transcripts: Iterable[Transcript]) -> tuple[str, ...]:
    """What documents call those who speak, other than the agent."""
    return names_in(
        turn.voice for transcript in transcripts for turn in transcript.turns if turn.speaker is not Speaker.AGENT
    )
