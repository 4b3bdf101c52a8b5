"""Scorecards handed out as files and taken from them (S4.5)."""

from typing import NamedTuple

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.ids import Ids
from debrief.quality.scorecard_files.connect_in import form_of, of_concern, read_connect
from debrief.quality.scorecard_files.connect_model_reader import known_fields, mistakes
from debrief.quality.scorecard_files.connect_out import ConnectForm, connect_form
from debrief.quality.scorecard_files.csv_in import MOST_ERRORS, read_csv
from debrief.quality.scorecard_files.csv_out import csv_of
from debrief.quality.scorecard_files.reading import File, Filed, NotCarried
from debrief.quality.scorecards.given import ScorecardChange
from debrief.quality.scorecards.service import ContentCheck, Opened, ScorecardService


class CheckedFile(NamedTuple):
    """What a file holds, and what importing it would do. check: with places in the file."""

    filed: Filed
    check: ContentCheck


class Imported(NamedTuple):
    """What importing a file did. check: what it came to, and changed. left_out: what of the file isn't in it."""

    opened: Opened
    check: ContentCheck
    left_out: tuple[NotCarried, ...]


class ScorecardFiles:
    """The use cases of scorecards as files."""

    def __init__(self, scorecards: ScorecardService, ids: Ids) -> None:
        self._scorecards = scorecards
        self._ids = ids

    def csv(self, caller: Caller, scorecard_id: str, number: int | None) -> str:
        """A version of a scorecard as CSV; none: its current one. Raises NotFound."""
        scorecard, version = self._opened(caller, scorecard_id, number)
        return csv_of(scorecard.name, scorecard.description, version)

    def connect(self, caller: Caller, scorecard_id: str, number: int | None) -> ConnectForm:
        """A version of a scorecard as an evaluation form of Amazon Connect; none: its current one.

        Raises:
            NotFound. RuleBroken: Amazon Connect doesn't take it, with what it doesn't.
        """
        scorecard, version = self._opened(caller, scorecard_id, number)
        made = connect_form(scorecard.name, scorecard.description, version)
        errors = mistakes(made.form)
        if errors:
            raise RuleBroken("Amazon Connect doesn't take the scorecard as it is", errors=errors)
        return made

    def check(self, caller: Caller, file: File, scorecard_id: str | None) -> CheckedFile:
        """What importing the file would do: to a scorecard, or as a new one. Nothing is written.

        Raises:
            NotFound, Forbidden. RuleBroken: the file can't be read, with every mistake and its place.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        filed = self._read(file, whole=scorecard_id is not None)
        check = self._scorecards.check(caller, scorecard_id, filed.scorecard.content)
        told = tuple(filed.places.told(check.open_points))
        return CheckedFile(filed, check.model_copy(update={"open_points": told}))

    def create(self, caller: Caller, file: File) -> Imported:
        """A new draft from a file.

        Raises:
            Forbidden. RuleBroken: as `check`, or the scorecard can't be called so; nothing is written.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        filed = self._read(file, whole=False)
        card = filed.scorecard
        check = self._scorecards.check(caller, None, card.content)
        try:
            made = self._scorecards.create(caller, card.name, card.description, card.content)
        except RuleBroken as error:
            raise _placed(error, filed) from error
        return Imported(made, check, filed.left_out)

    def update(self, caller: Caller, scorecard_id: str, revision: int, file: File) -> Imported:
        """Change a scorecard to what a file says, as `ScorecardService.edit` does.

        Raises:
            NotFound, Forbidden, Stale, Conflict. RuleBroken: as `check`, or a published scorecard can't be so. Then
                nothing is written.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        filed = self._read(file, whole=True)
        card = filed.scorecard
        change = ScorecardChange(name=card.name, description=card.description, content=card.content)
        # Read before it is written; where somebody was faster, the revision refuses what follows.
        check = self._scorecards.check(caller, scorecard_id, card.content)
        try:
            made = self._scorecards.edit(caller, scorecard_id, revision, change)
        except RuleBroken as error:
            raise _placed(error, filed) from error
        return Imported(made, check, filed.left_out)

    def _opened(self, caller: Caller, scorecard_id: str, number: int | None) -> Opened:
        opened = self._scorecards.find(caller, scorecard_id)
        if number is None or number == opened.version.number:
            return opened
        return opened._replace(version=self._scorecards.version(caller, scorecard_id, number))

    def _read(self, file: File, *, whole: bool) -> Filed:
        if not isinstance(file, dict):
            return read_csv(file, self._ids.new, whole=whole)
        form = of_concern(form_of(file), known_fields())
        errors = mistakes(form)
        if errors:
            raise RuleBroken(
                "The file isn't an evaluation form of Amazon Connect. Nothing was changed",
                errors=errors,
                most_told=MOST_ERRORS,
            )
        return read_connect(form)


def _placed(error: RuleBroken, filed: Filed) -> RuleBroken:
    told = [
        FieldError(pointer=filed.places.of(each.pointer.removeprefix("/content")), message=each.message)
        for each in error.errors
    ]
    return RuleBroken(error.detail, errors=told, most_told=MOST_ERRORS)
