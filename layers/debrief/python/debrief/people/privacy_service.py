"""What the people context knows of a person: who they are. Of customers it knows nothing."""

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Erased, Exported, Record, Start, Subject, erased, exported, plain
from debrief.kernel.storage.transactions import Transaction
from debrief.people.directory_client import Directory
from debrief.people.model import Change
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore

_PAGE = 100
_COUNTED = frozenset({"reports"})


class PeoplePersonalData:
    """Hands out who somebody is, and lets name, addresses and sign-in go. The id stays, with nobody behind it."""

    def __init__(self, store: PeopleStore, directory: Directory, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._ids = ids

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """The person's record, then the teams that they supervise, a page at a time."""

        def themselves(_: Start) -> tuple[list[Record], Start]:
            user = self._store.find_user(subject.id)
            if user is None or user.erased:
                return [], None
            return [Record(kind="user", id=user.id, data=plain(user, without=_COUNTED))], None

        def supervised(start: Start) -> tuple[list[Record], Start]:
            teams, following = self._store.list_teams(limit=_PAGE, start=start)
            theirs = [each for each in teams if each.supervisor_id == subject.id]
            return [Record(kind="supervised_team", id=each.id, data={"name": each.name}) for each in theirs], following

        stages = {"themselves": themselves, "supervised": supervised}
        return exported(stages if subject.kind == "person" else {}, position)

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Leave nothing of a person but their id and their place in the line, and remove their sign-in.

        Raises:
            Conflict: they are active; deactivating asks first who takes over those who report to them.
        """

        def themselves(_: Start) -> tuple[list[bool], Start]:
            user = self._store.find_user(subject.id)
            if user is None or user.is_bot:
                return [], None
            if user.active:
                raise Conflict("Deactivate this person before they are erased")
            # The sign-in first: while there is a name, it is found again by whoever tries once more.
            self._directory.remove(user.id)
            if user.erased:
                return [False], None
            with Transaction(self._clock, self._ids) as tx:
                write_users(tx, [Change(user, user.without_identity())])
            return [True], None

        return erased({"themselves": themselves} if subject.kind == "person" else {}, position)
