"""What a file says of a scorecard, whichever form it has, and where in the file each part of it stands."""

from typing import Any, NamedTuple

from debrief.kernel.errors import FieldError
from debrief.kernel.model import Entity
from debrief.quality.scorecards.given import NewContent
from debrief.quality.scorecards.model import Name, Text

File = str | bytes | dict[str, Any]
"""A CSV file, as its text or its bytes, or an evaluation form of Amazon Connect."""


class NotCarried(Entity):
    """Something that the other form can't say, so that it isn't carried over.

    where: what of it: a question, a section, or the scorecard by its name. what: what is lost, or became of it.
    """

    where: str
    what: str


class FiledScorecard(Entity):
    """A scorecard as it stands in a file; every part has its id."""

    name: Name
    description: Text = ""
    content: NewContent


class Places(NamedTuple):
    """Where the parts of a scorecard stand in a file: by their pointer, such as `/sections/0/questions/1`.

    rows: the number of the row. columns: the name of the column, by the kind of part and its field; without rows, a
    part's place is its pointer.
    """

    rows: dict[str, int] = {}
    columns: dict[tuple[str, str], str] = {}

    def of(self, pointer: str) -> str:
        """The place in the file of what `pointer` leads to in the scorecard's content, such as `row 12, points`."""
        if not self.rows:
            return pointer
        steps = pointer.split("/")
        for length in range(len(steps), 0, -1):
            part = "/".join(steps[:length])
            if part in self.rows:
                column = self._column(_kind_of(part), steps[length:])
                return f"row {self.rows[part]}{f', {column}' if column else ''}"
        return pointer

    def told(self, errors: tuple[FieldError, ...]) -> list[FieldError]:
        """The mistakes, each with its place in the file."""
        return [FieldError(pointer=self.of(each.pointer), message=each.message) for each in errors]

    def _column(self, kind: str, rest: list[str]) -> str | None:
        path = ".".join(step for step in rest if not step.isdigit()).removeprefix("applies_to.")
        return self.columns.get((kind, path))


class Filed(NamedTuple):
    """A file that was read. left_out: what of it a scorecard can't hold."""

    scorecard: FiledScorecard
    places: Places = Places()
    left_out: tuple[NotCarried, ...] = ()


def _kind_of(pointer: str) -> str:
    depth = pointer.count("/") // 2
    return ("scorecard", "section", "question", "answer")[min(depth, 3)]
