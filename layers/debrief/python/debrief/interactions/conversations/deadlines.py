"""When a conversation that was entered by hand is evaluated by what starts by itself."""

from datetime import datetime
from typing import Final

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.schedules.model import Due

ENTERED: Final = "interactions.interaction.entered"
"""The kind of due work."""


def entered_due(interaction: Interaction, at: datetime) -> Due:
    """The first run for a conversation that is entered or changed; a later change moves it, and begins anew.

    interaction: as it is before it is written, so that each change has a revision, and with it runs, of its own.
    """
    return run_due(interaction.id, at, of=interaction.revision, run=1)


def run_due(interaction_id: str, at: datetime, *, of: int, run: int) -> Due:
    """Run number `run` for the change that was made of revision `of`."""
    return Due(kind=ENTERED, subject=interaction_id, at=at, data={"of": of, "run": run})
