"""Showing a transcript as it was said, to whoever may see personal data, and telling that it was shown (N8)."""

from typing import TYPE_CHECKING

from debrief.interactions.conversations.events import UNMASKED, UnmaskedData
from debrief.interactions.conversations.model import Transcript
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction

if TYPE_CHECKING:
    from debrief.interactions.conversations.service import InteractionService


class Unmasking:
    """The use case over the service of conversations."""

    def __init__(self, conversations: "InteractionService", clock: Clock, ids: Ids) -> None:
        self._conversations = conversations
        self._clock = clock
        self._ids = ids

    def transcript(self, caller: Caller, interaction_id: str) -> Transcript:
        """The transcript without masks. That it was shown, and to whom, is announced before anything is answered.

        Raises:
            Forbidden: without `personal_data.view`. NotFound: also where the caller may not see its agent's work.
        """
        caller.require(Permission.PERSONAL_DATA_VIEW)
        interaction = self._conversations.get(caller, interaction_id)
        said = self._conversations.as_said(caller, interaction_id)
        told = UnmaskedData(agent_id=interaction.agent_id, by=caller.user_id)
        with Transaction(self._clock, self._ids) as transaction:
            transaction.announce(InteractionRow, UNMASKED, interaction.id, told.model_dump())
        return said
