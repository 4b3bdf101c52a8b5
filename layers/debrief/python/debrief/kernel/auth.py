"""Who is calling, and the names of what may be permitted."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from debrief.kernel.errors import Forbidden
from debrief.kernel.model import Entity


class Permission(StrEnum):
    """What a role may be given. Values are the names in the API."""

    SUMMARIES_GENERATE = "summaries.generate"
    EVALUATIONS_VIEW = "evaluations.view"
    EVALUATIONS_PERFORM = "evaluations.perform"
    EVALUATIONS_ASSIGN = "evaluations.assign"
    EVALUATIONS_DELETE_AUTOMATED = "evaluations.delete_automated"
    DISPUTES_DECIDE = "disputes.decide"
    FLAGS_MANAGE = "flags.manage"
    SCORECARDS_VIEW = "scorecards.view"
    SCORECARDS_MANAGE = "scorecards.manage"
    CALIBRATIONS_MANAGE = "calibrations.manage"
    GOALS_VIEW = "goals.view"
    GOALS_EDIT = "goals.edit"
    AUTOMATIONS_MANAGE = "automations.manage"
    COACHING_MANAGE = "coaching.manage"
    COACHING_VIEW_OWN = "coaching.view_own"
    INTERACTIONS_VIEW = "interactions.view"
    INTAKE_MANAGE = "intake.manage"
    REPORTS_VIEW = "reports.view"
    MOMENTS_SHARE = "moments.share"
    RECORDINGS_DOWNLOAD = "recordings.download"
    PERSONAL_DATA_VIEW = "personal_data.view"
    SETTINGS_MANAGE = "settings.manage"
    PEOPLE_VIEW = "people.view"
    PEOPLE_MANAGE = "people.manage"


class Reach(StrEnum):
    """Whose work a caller may see: their own, that of everyone below them, or everyone's."""

    OWN = "own"
    LINE = "line"
    EVERYONE = "everyone"


class Caller(Entity):
    """The person behind a request, with what their roles permit.

    flags: technical names of the feature flags that are on. time_zone: the account's, an IANA name.
    """

    user_id: str
    name: str
    permissions: frozenset[Permission]
    reach: Reach
    flags: frozenset[str] = frozenset()
    time_zone: str = "UTC"

    def may(self, permission: Permission) -> bool:
        """Whether one of the caller's roles has `permission`. Says nothing of the subject."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless one of the caller's roles has `permission`."""
        if permission not in self.permissions:
            raise Forbidden(f"This needs the permission {permission}")


_subjects: ContextVar[set[str] | None] = ContextVar("subjects", default=None)


@contextmanager
def noted_subjects() -> Iterator[set[str]]:
    """Gather, while inside, the ids of those whom a caller was shown because they stand below the caller.

    An answer that rests on them is for the caller only as long as they do.
    """
    found: set[str] = set()
    token = _subjects.set(found)
    try:
        yield found
    finally:
        _subjects.reset(token)


def note_subjects(user_ids: Iterable[str]) -> None:
    """Tell whoever gathers them (`noted_subjects`) whom the caller was shown by the reporting line."""
    found = _subjects.get()
    if found is not None:
        found.update(user_ids)
