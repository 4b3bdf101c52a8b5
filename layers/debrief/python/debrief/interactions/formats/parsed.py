"""What every format reader gives back, and the one way in which it refuses."""

from typing import ClassVar, Final, Self

from debrief.interactions.conversations.analysis import Analysis
from debrief.interactions.conversations.measures import Measures
from debrief.interactions.conversations.model import Channel, SourceFormat, Transcript, Turn
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.formats.metadata import Metadata
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.kernel.errors import DebriefError
from debrief.kernel.model import Entity

NOBODY_SPEAKS: Final = "Nobody said anything."


class UnreadableDocument(DebriefError):
    """A document that can't be read as a conversation. What it is about is held, with this reason."""

    status: ClassVar[int] = 422
    type: ClassVar[str] = "unreadable-document"
    title: ClassVar[str] = "The document can't be read"

    def __init__(self, reason: str, code: HoldCode = HoldCode.DOCUMENT_UNREADABLE) -> None:
        super().__init__(reason)
        self.code = code

    def hold(self) -> HoldReason:
        """The reason to hold what the document belongs to."""
        return HoldReason(code=self.code, sentence=self.detail)


class UnforeseenDocument(UnreadableDocument):
    """A document that a reader failed over in a way that nobody foresaw. fault: how, for the log of who called it."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(
            "It can't be read: something in it is of a form that no reader knows; drop it again or dismiss it."
        )
        self.fault = fault


LONGEST_QUOTED: Final = 100
"""Characters of what a document says, in a sentence of ours."""


def quoted(said: str) -> str:
    """What a document says, as long as it may be in a sentence of ours."""
    return said if len(said) <= LONGEST_QUOTED else f"{said[: LONGEST_QUOTED - 1]}…"


class EmbeddedRecording(Entity):
    """A recording within a document: its bytes (base64url text) or the address where it lies, never fetched.

    content_hash: what its bytes should hash to, `sha512-` and base64url, where the document tells.
    """

    media_type: str
    file_name: str | None = None
    url: str | None = None
    body_base64url: str | None = None
    content_hash: str | None = None
    duration_ms: int | None = None


class VendorDocument(Entity):
    """An analysis of a vendor, kept as given. body: JSON text."""

    vendor: str
    type: str
    body: str


class ParsedConversation(Entity):
    """A conversation as one document tells it.

    metadata: what the document says (`FoundIn.DOCUMENT`), to be merged with the other places.
    turns: may be empty, where nobody said anything before the contact ended; `warnings` then says so.
    measures: the vendor's where the document has some, else computed from the turns.
    hold: what in the document itself keeps it from being loaded.
    warnings: sentences about what was kept out or guessed.
    roles: what tells who is the agent. agent_channel: 0-based, where the turns are told apart by channel.
    made_by: who made the transcript, as far as the document tells.
    voices: what else each voice of the turns is called (`mailto`, `tel` …), by what the turns call it.
    agents, customers: what those are called whom the document gives as agent and as customer.
    references: of the parties without a role, by what the turns call them, the reference that each has as the customer;
    None where it has none.
    only_dialling: whether nothing but who dialled tells who is the agent. agent_named: the agent as its metadata give
    them, beside its parties.
    spoken: whether its form alone says that it was spoken, for where nothing gives the channel.
    """

    format: SourceFormat
    metadata: Metadata
    turns: tuple[Turn, ...] = ()
    analysis: Analysis | None = None
    measures: Measures | None = None
    recordings: tuple[EmbeddedRecording, ...] = ()
    vendor_documents: tuple[VendorDocument, ...] = ()
    hold: tuple[HoldReason, ...] = ()
    warnings: tuple[str, ...] = ()
    roles: Roles = Roles.told_by(RolesFrom.DOCUMENT)
    agent_channel: int | None = None
    made_by: str | None = None
    voices: dict[str, tuple[str, ...]] = {}
    agents: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    references: dict[str, str | None] = {}
    only_dialling: bool = False
    agent_named: str | None = None
    spoken: bool = False

    @property
    def end_ms(self) -> int | None:
        """The end of the last turn that has a time, in milliseconds."""
        ends = (turn.end_ms if turn.end_ms is not None else turn.start_ms for turn in self.turns)
        return max((end for end in ends if end is not None), default=None)

    def transcript(self, interaction_id: str) -> Transcript:
        """The turns as the transcript of an interaction."""
        return Transcript(
            interaction_id=interaction_id,
            language=self.metadata.language,
            turns=self.turns,
            source_format=self.format,
            made_by=self.made_by,
        )

    def permitted(self, *, agent_sentiment: bool) -> Self:
        """This conversation without what may not be kept, see `Analysis.permitted`.

        An agent's sentiment is also in the sentiment of the agent's turns.
        """
        changes: dict[str, object] = {}
        if self.analysis is not None:
            channel = self.metadata.channel or Channel.VOICE
            changes["analysis"] = self.analysis.permitted(channel, agent_sentiment=agent_sentiment)
        changes["turns"] = tuple(turn.permitted(agent_sentiment=agent_sentiment) for turn in self.turns)
        return self.model_copy(update=changes)
