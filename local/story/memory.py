"""What the laptop remembers of its story between two starts, so that a start after the first one needs to ask nothing.

It is a shortcut only: after a crash it is forgotten, and what there is, is found in the account itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from local.sample.build import generate
from local.sample.model import Sample

_FILE: Final = "story.json"


@dataclass(frozen=True)
class Told:
    """A told story. day: of the sample; summary_id: how it ended; complete: whether all of the sample is there."""

    day: str
    summary_id: str
    complete: bool = False

    @property
    def sample(self) -> Sample:
        """The company that the story is about."""
        return generate(date.fromisoformat(self.day))


class Memory:
    """The remembered story of one state directory."""

    def __init__(self, state_dir: Path) -> None:
        self._file = state_dir / _FILE

    def recall(self) -> Told | None:
        """The story that was told; None when there is none, or what was kept can't be read."""
        try:
            return Told(**json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, sample: Sample, summary_id: str) -> Told:
        """Remember that the story was told."""
        return self._write(Told((sample.last_day + timedelta(days=1)).isoformat(), summary_id))

    def complete(self) -> None:
        """Remember that nothing of the sample is missing."""
        if told := self.recall():
            self._write(replace(told, complete=True))

    def forget(self) -> None:
        """Let the account itself be asked again."""
        self._file.unlink(missing_ok=True)

    def _write(self, told: Told) -> Told:
        made = self._file.with_suffix(".new")
        made.write_text(json.dumps(asdict(told)), encoding="utf-8")
        made.replace(self._file)
        return told
