"""What the routes of interactions take and answer, beside what the domain knows already."""

from debrief.interactions.analysis.indicators import Indicator
from debrief.interactions.comments.model import Comment
from debrief.interactions.conversations.model import Interaction, Recording, ScreenRecording
from debrief.interactions.conversations.roles import Roles
from debrief.interactions.conversations.speakers import Voice
from debrief.kernel.model import Entity


class InteractionView(Interaction):
    """An interaction with its agent's name and what the caller may do with it.

    actions: of play, download (both where there is a recording), evaluate, correct_speakers (where it has a
        transcript), edit and delete (where it was entered by hand).
    """

    agent_name: str
    actions: list[str]


class TaggedView(Entity):
    """Somebody who is tagged in a comment."""

    user_id: str
    name: str


class CommentView(Comment):
    """A comment with names and what the caller may do with it: of edit, delete."""

    author_name: str
    tagged: list[TaggedView]
    actions: list[str]


class ConversationComments(Entity):
    """The comments on a conversation that the caller sees. actions: `comment`, where they may."""

    items: list[CommentView]
    actions: list[str]


class SpeakersView(Entity):
    """Who speaks in an interaction, in the order in which they begin. roles: what tells who is who."""

    roles: Roles | None
    voices: list[Voice]


class ScreenMedia(ScreenRecording):
    """A recording of the agent's screen with its addresses; see `MediaView`."""

    url: str
    download_url: str | None


class MediaView(Entity):
    """A recording and the addresses from which it may be read for `seconds`; afterwards ask again.

    url: to play it in place. download_url: to keep it as a file; null for those who may not.
    screens: up to four, where the account shows recordings of screens.
    """

    recording: Recording
    url: str
    download_url: str | None
    screens: list[ScreenMedia]
    seconds: int


class IndicatorNames(Entity):
    """What the indicators are called, without the phrases that make them."""

    names: list[str]


class IndicatorRulesRequest(Entity):
    """All phrase rules, in order."""

    rules: list[Indicator]
