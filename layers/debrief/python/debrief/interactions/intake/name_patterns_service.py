"""How names of files are read: settled by a person, and tried on names before anything comes in (S2.1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from debrief.interactions.formats.metadata import FIELDS, Metadata, merge
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.interactions.intake.agents_reader import AgentsReader
from debrief.interactions.intake.examined import settled_in
from debrief.interactions.intake.file_names import NO_CONVERSATION, Part, unit_of
from debrief.interactions.intake.metadata_in_names import metadata_from_name
from debrief.interactions.intake.name_language import understood
from debrief.interactions.intake.name_patterns import (
    NamePattern,
    NamePatterns,
    NamePatternSaid,
    faults_of,
    first_that_fits,
)
from debrief.interactions.intake.name_patterns_store import NamePatternStore
from debrief.interactions.intake.names_reader import NamesReader
from debrief.interactions.intake.sources import SettledSources
from debrief.interactions.intake.verification import reasons_to_hold
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.people.model import AccountSettings

MOST_NAMES: Final = 100
"""Names that are tried at once: each may ask for a user and a queue."""

_NOT_BY_ITS_NAME: Final = NO_CONVERSATION | {Part.UNSUPPORTED, Part.SIDECAR, Part.SCREEN_RECORDING}
"""What becomes of these is told without reading anything in their names."""

_BY_THE_FILE: Final = frozenset({HoldCode.DURATION_MISSING, HoldCode.LANGUAGE_UNSUPPORTED})
"""What the file itself mostly tells, so that its name isn't blamed for it."""


class ValueRead(Entity):
    """What was read of a name. value: as it will be kept, dates in UTC. by_pattern: whether the pattern reads it; else
    it is settled for all of the pattern's files, or is usual in names."""

    field: str
    value: str
    by_pattern: bool


class NameTried(Entity):
    """What becomes of a file with this name, as far as its name tells.

    part: what it is taken for. pattern: the name of the first pattern that fits; None where none does.
    values: what was read. reasons: what would hold it, were nothing else known of it than its name and its length.
    """

    name: str
    part: Part
    pattern: str | None = None
    values: tuple[ValueRead, ...] = ()
    reasons: tuple[HoldReason, ...] = ()


class NamePatternService:
    """Settles patterns and tries them. Who may is decided by the permission of the route."""

    def __init__(
        self, store: NamePatternStore, agents: AgentsReader, names: NamesReader, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._agents = agents
        self._names = names
        self._clock = clock
        self._ids = ids

    def all(self) -> NamePatterns:
        """All that is settled."""
        return self._store.all()

    def settle(self, current: NamePatterns, said: Sequence[NamePatternSaid], *, by: str) -> NamePatterns:
        """Replace the patterns, for what comes in from now on. What stays the same keeps who said it, and when.

        Raises:
            RuleBroken: one of them can't be used. Stale: somebody else has changed them meanwhile.
        """
        patterns = _checked(said)
        known = {each.name: each for each in current.patterns}
        now = self._clock.now()
        settled = tuple(
            before
            if (before := known.get(each.name)) is not None and before.is_as(each)
            else NamePattern.model_validate({**each.model_dump(), "by": by, "at": now})
            for each in patterns
        )
        changed = current.model_copy(update={"patterns": settled})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, changed)
        return written(changed)

    def trial(
        self,
        names: Sequence[str],
        said: Sequence[NamePatternSaid] | None,
        sources: SettledSources,
        settings: AccountSettings,
    ) -> tuple[NameTried, ...]:
        """What would become of files with these names.

        said: patterns that aren't settled yet, in the place of those that are. Raises RuleBroken for one that can't be.
        """
        patterns = self.all().patterns if said is None else _checked(said)
        now = self._clock.now()
        return tuple(self._tried(name, patterns, sources, settings, now) for name in names)

    def _tried(
        self,
        name: str,
        patterns: tuple[NamePatternSaid, ...],
        sources: SettledSources,
        settings: AccountSettings,
        now: datetime,
    ) -> NameTried:
        unit = unit_of(name)
        if unit.part in _NOT_BY_ITS_NAME:
            return NameTried(name=name, part=unit.part)
        zone = settings.time_zone
        found = first_that_fits(patterns, name, zone)
        by_pattern = found.metadata if found else Metadata()
        told = merge(by_pattern, sources.metadata(unit.unit_key), metadata_from_name(name, zone))
        known, answered = self._names.as_answered(merge(told, settled_in(settings)))
        reasons = [
            *reasons_to_hold(known, agent=self._agents.given(known), now=now, time_zone=zone),
            *self._names.asked(known, answered, settings, now),
        ]
        reads = understood(found.pattern.pattern).reads if found else frozenset()
        return NameTried(
            name=name,
            part=unit.part,
            pattern=found.pattern.name if found else None,
            values=tuple(
                ValueRead(field=field, value=_shown(getattr(known, field)), by_pattern=field in reads)
                for field in FIELDS
                if getattr(told, field) not in (None, ())
            ),
            reasons=tuple(each for each in reasons if each.code not in _BY_THE_FILE),
        )


def _checked(said: Sequence[NamePatternSaid]) -> tuple[NamePatternSaid, ...]:
    patterns = tuple(said)
    if errors := faults_of(patterns):
        raise RuleBroken("That can't be settled", errors=errors)
    return patterns


def _shown(value: object) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)
