"""Who of a conversation is the agent and who the customer: what told it, and what people said since."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity


class RolesFrom(StrEnum):
    """What tells who of a conversation is the agent and who the customer."""

    PERSON = "person"
    DOCUMENT = "document"
    NAME = "name"
    METADATA = "metadata"
    SOURCE = "source"
    ACCOUNT = "account"
    DIALLING = "dialling"
    WORDING = "wording"
    FIRST_CHANNEL = "first_channel"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The end of a sentence: where it comes from."""
        return _WHENCE[self]


_WHENCE: Final = {
    RolesFrom.PERSON: "a person says",
    RolesFrom.DOCUMENT: "the document says",
    RolesFrom.NAME: "the agent's name says",
    RolesFrom.METADATA: "its metadata say",
    RolesFrom.SOURCE: "is settled for where it comes from",
    RolesFrom.ACCOUNT: "the account's settings say",
    RolesFrom.DIALLING: "who dialled suggests",
    RolesFrom.WORDING: "the wording suggests",
    RolesFrom.FIRST_CHANNEL: "is usual",
    RolesFrom.UNKNOWN: "nobody says",
}
_GUESSES: Final = frozenset({RolesFrom.DIALLING, RolesFrom.WORDING, RolesFrom.FIRST_CHANNEL})

MOST_ROLES_CHANGES: Final = 20
"""Times that a person said who is who which are kept with a conversation, the latest; each is also announced."""


class RolesChange(Entity):
    """One time that a person said who is who.

    by: the user. basis, guessed: what had told it until then. job: the correction of a whole import or source that it
    was part of; None where it was said of this conversation alone. remarks: of the conversation, those about who is who
    that held no longer.
    """

    by: str
    at: Instant
    basis: RolesFrom
    guessed: bool
    job: str | None = None
    remarks: tuple[str, ...] = ()


class Roles(Entity):
    """Where it comes from who is the agent and who the customer.

    basis: what told it; `unknown` where nobody could, and the speakers are unknown. guessed: it follows from wording,
    from who dialled or from habit, and may be the wrong way round. changes: when a person said otherwise, the latest
    last, `MOST_ROLES_CHANGES` at most.
    """

    basis: RolesFrom
    guessed: bool
    changes: tuple[RolesChange, ...] = ()

    @classmethod
    def told_by(cls, basis: RolesFrom) -> Self:
        """Roles with this basis."""
        return cls(basis=basis, guessed=basis in _GUESSES)

    def said_by(self, user_id: str, at: datetime, *, job: str | None = None, remarks: tuple[str, ...] = ()) -> Self:
        """Roles that a person says, in the place of these. remarks: that hold no longer."""
        kept = self._with_change(user_id, at, job, remarks)
        return self.model_copy(update={"basis": RolesFrom.PERSON, "guessed": False, "changes": kept})

    def taken_back_by(self, user_id: str, at: datetime, *, job: str | None = None) -> Self:
        """Roles as they were before the last change: what told them then tells them again, and is a guess as it was."""
        last = self.changes[-1]
        kept = self._with_change(user_id, at, job, ())
        return self.model_copy(update={"basis": last.basis, "guessed": last.guessed, "changes": kept})

    def _with_change(
        self, user_id: str, at: datetime, job: str | None, remarks: tuple[str, ...]
    ) -> tuple[RolesChange, ...]:
        change = RolesChange(by=user_id, at=at, basis=self.basis, guessed=self.guessed, job=job, remarks=remarks)
        return (*self.changes, change)[-MOST_ROLES_CHANGES:]
