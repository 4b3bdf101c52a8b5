"""When what waits for a model's budget is looked after, and when what was entered by hand is evaluated by itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.interactions.conversations.model import Interaction

POSTPONED: Final = "interactions.account.postponed"
"""The kind of due work that looks after all that waits for a model; its subject is `ACCOUNT`."""

ACCOUNT: Final = "account"

ENTERED: Final = "interactions.interaction.entered"
"""The kind of due work."""


def entered_due(interaction: "Interaction", at: datetime) -> Due:
    """The first run for a conversation that is entered or changed; a later change moves it, and begins anew.

    interaction: as it is before it is written, so that each change has a revision, and with it runs, of its own.
    """
    return run_due(interaction.id, at, of=interaction.revision, run=1)


def run_due(interaction_id: str, at: datetime, *, of: int, run: int) -> Due:
    """Run number `run` for the change that was made of revision `of`."""
    return Due(kind=ENTERED, subject=interaction_id, at=at, data={"of": of, "run": run})
