"""Reading the prompts that the offline drafters share: parts between marks, and transcripts as lines."""

import re
from dataclasses import dataclass

from local.offline import Unanswerable

_LINE = re.compile(r"^\[(\d+)\] (\w+): (.*)$")


@dataclass(frozen=True)
class Line:
    """A turn as it stands in a prompt."""

    index: int
    speaker: str
    text: str


def fenced(prompt: str, label: str) -> str:
    """What stands between `<label>` and `</label>`. Raises Unanswerable if nothing does."""
    match = re.search(rf"<{label}>\n(.*?)\n?</{label}>", prompt, re.DOTALL)
    if match is None:
        raise Unanswerable(f"The prompt has no part <{label}>.")
    return match[1]


def lines_of(transcript: str) -> list[Line]:
    """The turns of a transcript in a prompt."""
    found = (_LINE.match(line) for line in transcript.split("\n"))
    return [Line(int(match[1]), match[2], match[3]) for match in found if match]
