"""Keeping what names mean: queues that came for the first time, and what people answered about others."""

from collections.abc import Mapping
from typing import Any

from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.formats.metadata_values import metadata_from
from debrief.interactions.intake.known_names_store import KnownNameStore, is_among, name_id
from debrief.interactions.intake.model import NAMED_FIELDS, IntakeItem, KnownName, NamedField
from debrief.interactions.intake.nearness import may_be_slip, nearest
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, FieldError, NotFound, RuleBroken, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision
from debrief.kernel.storage.transactions import Transaction

_ANY_ZONE = "UTC"  # a channel has no time
_TRIES = 5  # somebody else may answer for the same name in the same moment


class NamesService:
    """The use cases of known names."""

    def __init__(self, store: KnownNameStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def learn(self, queue: str) -> None:
        """A conversation came through a queue that wasn't known: from now on it is."""
        try:
            self._keep(self._name("queue", queue, queue, None))
        except Conflict:
            # Another conversation of that queue came at the same moment.
            return

    def slip_for(self, queue: str) -> str | None:
        """The known queue that a new one may be a slip for; None where it is known, or like none."""
        if self._store.find("queue", queue) is not None:
            return None
        known = self._store.means("queue")
        if is_among(queue, known):
            return None
        like = [name for name in known if may_be_slip(queue, name)]
        return nearest(queue, like)

    def remember(self, item: IntakeItem, fields: Mapping[str, str], *, by: str) -> None:
        """Keep what a person answered about the names that an item is held for: it holds for what comes from now on.

        fields: what was filled in. Answering the same twice changes nothing; another answer takes the place of the one
        before. Only queues and channels are kept so; what an agent is called belongs to the agent.
        """
        for field in NAMED_FIELDS:
            given = next((each.given for each in item.reasons if each.field == field and each.given), None)
            if given is not None and fields.get(field, "").strip():
                self._remember(self._name(field, given, fields[field].strip(), by))

    def _remember(self, answer: KnownName) -> None:
        for _ in range(_TRIES):
            known = self._store.by_id(answer.id)
            if known is not None and known.means == answer.means:
                return
            try:
                self._keep(answer.model_copy(update={"revision": known.revision if known else 0}))
            except (Conflict, Stale):
                # Somebody answered it in the same moment; the later answer stands.
                continue
            return
        raise Unavailable("This name is being answered for again and again; try again shortly", retry_after_s=1)

    def page(
        self, field: NamedField, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[KnownName], dict[str, Any] | None]:
        """A page of the known names of a field, by name."""
        return self._store.page(field, limit=limit, start=start)

    def find(self, known_id: str) -> KnownName:
        """The known name. Raises NotFound."""
        known = self._store.by_id(known_id)
        if known is None:
            raise NotFound("There is no such name")
        return known

    def forget(self, known_id: str, revision: int) -> None:
        """Take a name back: what comes in with it from now on is asked about. Raises NotFound, Stale."""
        known = self.find(known_id)
        expect_revision(known, revision)
        with Transaction(self._clock, self._ids) as transaction:
            self._store.remove(transaction, known)

    def _name(self, field: NamedField, written: str, means: str, by: str | None) -> KnownName:
        if field == "channel":
            read = metadata_from({field: means}, FoundIn.PERSON, _ANY_ZONE).channel
            if read is None:
                raise RuleBroken(
                    "That is no channel", errors=[FieldError(pointer="/fields/channel", message="is none")]
                )
            means = read.value
        return KnownName(
            id=name_id(field, written), field=field, written=written, means=means, by=by, at=self._clock.now()
        )

    def _keep(self, known: KnownName) -> None:
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, known)
