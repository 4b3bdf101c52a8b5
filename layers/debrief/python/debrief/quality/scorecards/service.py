"""Scorecards: drafted, published, changed and archived (S4.1–S4.3, S4.6)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import check_name
from debrief.kernel.web.merging import Found, page_of
from debrief.quality.scorecards.changes import VersionChange, VersionChanges, changes
from debrief.quality.scorecards.events import SCORECARD_PUBLISHED, scorecard_data
from debrief.quality.scorecards.given import NewContent, ScorecardChange
from debrief.quality.scorecards.model import (
    AppliesTo,
    Option,
    Question,
    Scorecard,
    ScorecardStatus,
    ScorecardVersion,
    Section,
    Trouble,
)
from debrief.quality.scorecards.rules import check_for_publishing, is_cosmetic_change
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

_LONGEST_NAME_BYTES = 900
"""Scorecards are sorted by name, with the id behind; DynamoDB takes 1,024 bytes as a sort key."""

Also = Callable[[Transaction], None]
"""Writes what happens together with a change, or not at all."""


class Opened(NamedTuple):
    """A scorecard with its current version."""

    scorecard: Scorecard
    version: ScorecardVersion


class ContentCheck(Entity):
    """What a scorecard's content would come to, were it saved.

    open_points: what keeps it from being in force; a published scorecard isn't changed while there are any.
    changes: what differs from the scorecard as it is; empty for one that isn't there yet.
    makes_version: whether saving it makes a new version.
    """

    open_points: tuple[FieldError, ...]
    changes: tuple[VersionChange, ...] = ()
    makes_version: bool = False


class ScorecardService:
    """The use cases of scorecards. Drafts are seen by those who may manage scorecards only."""

    def __init__(self, store: ScorecardStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def find(self, caller: Caller, scorecard_id: str) -> Opened:
        """The scorecard with its current version.

        Raises:
            NotFound: there is none, or it is a draft and the caller doesn't manage scorecards.
        """
        scorecard = self._store.scorecard(scorecard_id)
        hidden = scorecard is not None and scorecard.status == "draft" and not caller.may(Permission.SCORECARDS_MANAGE)
        if scorecard is None or hidden:
            raise NotFound("There is no such scorecard")
        version = self._store.version(scorecard_id, scorecard.current_version, fresh=True)
        if version is None:
            raise NotFound("There is no such scorecard")
        return Opened(scorecard, version)

    def page(
        self, caller: Caller, statuses: Sequence[ScorecardStatus], *, limit: int, after: str | None
    ) -> Found[Scorecard]:
        """A page of the scorecards with one of `statuses` (none given: any), by name."""
        seen: set[ScorecardStatus] = set(statuses) or {"draft", "published", "archived"}
        if not caller.may(Permission.SCORECARDS_MANAGE):
            seen -= {"draft"}
        sources = [self._store.scorecard_lines(status, after=after, chunk=limit + 1) for status in sorted(seen)]
        return page_of(sources, lambda _: True, limit=limit, newest_first=False, after=after)

    def version(self, caller: Caller, scorecard_id: str, number: int) -> ScorecardVersion:
        """One version of a scorecard. Raises NotFound."""
        self.find(caller, scorecard_id)
        return self._found(scorecard_id, number)

    def versions(self, caller: Caller, scorecard_id: str, *, limit: int, before: int | None) -> Found[ScorecardVersion]:
        """A page of the versions of a scorecard, newest first; large ones make it a short one. Raises NotFound."""
        self.find(caller, scorecard_id)
        versions, more = self._store.versions(scorecard_id, limit=limit, before=before)
        more = more and versions[-1].number > 1
        return Found(versions, str(versions[-1].number) if more else None)

    def trouble(self, caller: Caller, opened: Opened) -> Trouble | None:
        """What the version in force last couldn't evaluate, for those who manage scorecards; None for nothing."""
        if opened.scorecard.status != "published" or not caller.may(Permission.SCORECARDS_MANAGE):
            return None
        trouble = self._store.trouble(opened.scorecard.id)
        return trouble if trouble and trouble.scorecard_version == opened.version.number else None

    def create(self, caller: Caller, name: str, description: str, content: NewContent) -> Opened:
        """A new draft. It need not be fit to publish yet.

        Raises:
            RuleBroken: the name is empty. Forbidden.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        now = self._clock.now()
        scorecard = Scorecard(
            id=self._ids.new("sc"), name=_named(name), description=description, created_at=now, updated_at=now
        )
        return self._write(scorecard, self._version(scorecard.id, 1, content), write_version=True)

    def edit(
        self, caller: Caller, scorecard_id: str, revision: int, change: ScorecardChange, also: Also | None = None
    ) -> Opened:
        """Change a scorecard (S4.6).

        A draft is changed in place. Of a published one, a cosmetic change of the content is made in the version in
        force; any other makes a new version, in force at once, and evaluations keep the one they were made with.

        revision: of the scorecard as the caller read it. also: what is written with it, or not at all.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is archived. RuleBroken: the name is empty, or
            it is published and the content isn't fit for that (each mistake with its place in `content`).
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        scorecard, version = self.find(caller, scorecard_id)
        expect_revision(scorecard, revision)
        if scorecard.status == "archived":
            raise Conflict("The scorecard is archived; publish it again before changing it")
        renamed = scorecard.model_copy(
            update={
                "name": scorecard.name if change.name is None else _named(change.name),
                "description": scorecard.description if change.description is None else change.description,
                "updated_at": self._clock.now(),
            }
        )
        if change.content is None:
            return self._write(renamed, version, write_version=False, also=also)
        content = self._version(scorecard.id, version.number, change.content)
        if scorecard.status == "draft":
            return self._write(renamed, content, write_version=True, also=also)
        _fit(content, "/content")
        if is_cosmetic_change(version, content):
            kept = content.model_copy(update={"published_at": version.published_at})
            return self._write(renamed, kept, write_version=kept != version, also=also)
        number = version.number + 1
        published = content.model_copy(update={"number": number, "published_at": self._clock.now()})
        return self._write(
            renamed.model_copy(update={"current_version": number}),
            published,
            write_version=True,
            announce=True,
            also=also,
        )

    def check(self, caller: Caller, scorecard_id: str | None, content: NewContent) -> ContentCheck:
        """What `content` would come to in the scorecard, or in a new one; nothing is written.

        Raises:
            NotFound, Forbidden.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        if scorecard_id is None:
            return ContentCheck(open_points=check_for_publishing(self._version("", 1, content)))
        scorecard, version = self.find(caller, scorecard_id)
        wanted = self._version(scorecard_id, version.number, content)
        new = scorecard.status == "published" and not is_cosmetic_change(version, wanted)
        return ContentCheck(
            open_points=check_for_publishing(wanted), changes=changes(version, wanted), makes_version=new
        )

    def compare(self, caller: Caller, scorecard_id: str, earlier: int, later: int) -> VersionChanges:
        """What changed between two versions of a scorecard, whichever of them is newer. Raises NotFound."""
        self.find(caller, scorecard_id)
        old, new = (self._found(scorecard_id, number) for number in (earlier, later))
        return VersionChanges(
            earlier=earlier, later=later, cosmetic=is_cosmetic_change(old, new), changes=changes(old, new)
        )

    def publish(self, caller: Caller, scorecard_id: str, revision: int | None = None) -> Opened:
        """Put a draft into force, or an archived scorecard back into force.

        revision: of the scorecard as the caller read it; None puts into force whatever it says by then.

        Raises:
            NotFound, Forbidden. Stale: changed meanwhile. Conflict: it is published already. RuleBroken: it isn't fit
            for that, with every mistake and its place.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        scorecard, version = self.find(caller, scorecard_id)
        if revision is not None:
            expect_revision(scorecard, revision)
        if scorecard.status == "published":
            raise Conflict("The scorecard is published already")
        _fit(version, "")
        now = self._clock.now()
        published = scorecard.model_copy(update={"status": "published", "updated_at": now})
        in_force = version.model_copy(update={"published_at": version.published_at or now})
        return self._write(published, in_force, write_version=in_force != version, announce=True)

    def archive(self, caller: Caller, scorecard_id: str) -> Opened:
        """Take a scorecard out of use; no new evaluations, old ones stay.

        Raises:
            NotFound, Forbidden. Conflict: it is archived already.
        """
        caller.require(Permission.SCORECARDS_MANAGE)
        scorecard, version = self.find(caller, scorecard_id)
        if scorecard.status == "archived":
            raise Conflict("The scorecard is archived already")
        archived = scorecard.model_copy(update={"status": "archived", "updated_at": self._clock.now()})
        return self._write(archived, version, write_version=False)

    def actions(self, caller: Caller, scorecard: Scorecard) -> list[str]:
        """What the caller may do with the scorecard now."""
        allowed: list[str] = []
        if caller.may(Permission.SCORECARDS_MANAGE):
            allowed += {
                "draft": ["edit", "publish", "archive"],
                "published": ["edit", "archive"],
                "archived": ["publish"],
            }[scorecard.status]
        if scorecard.status == "published" and caller.may(Permission.EVALUATIONS_PERFORM):
            allowed.append("evaluate")
        return allowed

    def _found(self, scorecard_id: str, number: int) -> ScorecardVersion:
        version = self._store.version(scorecard_id, number, fresh=True)
        if version is None:
            raise NotFound("The scorecard has no such version")
        return version

    def _write(
        self,
        scorecard: Scorecard,
        version: ScorecardVersion,
        *,
        write_version: bool,
        announce: bool = False,
        also: Also | None = None,
    ) -> Opened:
        scorecard = scorecard.model_copy(update={"applies_to": version.applies_to})
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_scorecard(tx, scorecard, version, write_version=write_version)
            if announce:
                tx.announce(QualityRow, SCORECARD_PUBLISHED, scorecard.id, scorecard_data(scorecard))
            if also is not None:
                also(tx)
        return Opened(written(scorecard), version)

    def _version(self, scorecard_id: str, number: int, content: NewContent) -> ScorecardVersion:
        made = {
            "applies_to": AppliesTo.model_validate(content.applies_to.model_dump()),
            "sections": tuple(self._section(section) for section in content.sections),
        }
        return ScorecardVersion(scorecard_id=scorecard_id, number=number, **dict(content) | made)

    def _section(self, section: Section) -> Section:
        questions = tuple(self._question(question) for question in section.questions)
        return section.model_copy(update={"id": section.id or self._ids.new("se"), "questions": questions})

    def _question(self, question: Question) -> Question:
        options = tuple(self._option(option) for option in question.options)
        return question.model_copy(update={"id": question.id or self._ids.new("qn"), "options": options})

    def _option(self, option: Option) -> Option:
        return option if option.id else option.model_copy(update={"id": self._ids.new("op")})


def _named(name: str) -> str:
    named = name.strip()
    if not named:
        raise RuleBroken("A scorecard needs a name", errors=[FieldError(pointer="/name", message="is empty")])
    try:
        check_name(named)
        if len(named.casefold().encode()) > _LONGEST_NAME_BYTES:
            raise ValueError(f"is too long: {_LONGEST_NAME_BYTES} bytes at most")
    except ValueError as error:
        refusal = FieldError(pointer="/name", message=str(error))
        raise RuleBroken("A scorecard can't be called so", errors=[refusal]) from error
    return named


def _fit(version: ScorecardVersion, place: str) -> None:
    errors = check_for_publishing(version)
    if errors:
        raise RuleBroken(
            "The scorecard isn't fit to be published yet",
            errors=[FieldError(pointer=f"{place}{error.pointer}", message=error.message) for error in errors],
        )
