"""How a conversation is called where it is named: by what it was about, as the console has it (`parts/headings`)."""

from collections.abc import Sequence
from typing import Final

from debrief.interactions.conversations.words import Channel

_CHANNELS: Final = {
    Channel.VOICE: "Call",
    Channel.CHAT: "Chat",
    Channel.EMAIL: "E-mail",
    Channel.OFFLINE: "Offline conversation",
}


def about_text(inquiry: Sequence[str], channel: Channel, queue: str | None) -> str:
    """`Late delivery`, `Late delivery and 1 more`; where nobody has said what it was about, `Call, Orders`.

    A queue that is called as its channel is isn't said twice.
    """
    if not inquiry:
        name = _CHANNELS[channel]
        same = not queue or name.lower().split(" ")[0] == queue.strip().lower()
        return name if same else f"{name}, {queue}"
    return f"{inquiry[0]} and {len(inquiry) - 1} more" if len(inquiry) > 1 else inquiry[0]
