"""What a recogniser found in a recording: turns, and their words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

MARKER: Final = "offline pocketsphinx, expect many errors"
MOONSHINE: Final = "offline moonshine, checked by pocketsphinx, expect errors"

HIGHEST_CONFIDENCE: Final = 0.3
"""So that nobody takes words of an offline recogniser for a good transcript's."""


@dataclass(frozen=True)
class Word:
    """One word, where it stands in the recording, and how sure the recogniser is of it (0–1).

    spread: its times weren't measured; it has a share of what lies between its neighbours.
    """

    content: str
    begin_ms: int
    end_ms: int
    confidence: float
    spread: bool = False


@dataclass(frozen=True)
class SpokenTurn:
    """What one speaker says without a break. loudness: in decibels, second by second."""

    channel: int
    begin_ms: int
    end_ms: int
    loudness: tuple[float, ...]
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.content for word in self.words)


@dataclass(frozen=True)
class Recognised:
    """A whole recording.

    made_by: which recogniser it was, and what to expect of it. left_out_ms: sound for which it wrote words that aren't
    believed and therefore aren't here.
    """

    channels: int
    duration_ms: int
    turns: tuple[SpokenTurn, ...]
    made_by: str = MARKER
    left_out_ms: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Recognised:
        data: dict[str, Any] = json.loads(text)
        turns = tuple(
            SpokenTurn(
                channel=turn["channel"],
                begin_ms=turn["begin_ms"],
                end_ms=turn["end_ms"],
                loudness=tuple(turn["loudness"]),
                words=tuple(Word(**word) for word in turn["words"]),
            )
            for turn in data["turns"]
        )
        return cls(data["channels"], data["duration_ms"], turns, data["made_by"], data["left_out_ms"])
