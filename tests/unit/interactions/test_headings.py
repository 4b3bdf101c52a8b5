"""What conversations are called by; the console is held against the same in `web/src/parts/headings.test.ts`."""

import pytest

from debrief.interactions.conversations.headings import about_text
from debrief.interactions.conversations.words import Channel


@pytest.mark.parametrize(
    ("inquiry", "channel", "queue", "said"),
    [
        (("Late delivery",), Channel.VOICE, "Orders", "Late delivery"),
        (("Late delivery", "Refund", "Address"), Channel.VOICE, "Orders", "Late delivery and 2 more"),
        ((), Channel.VOICE, "Orders", "Call, Orders"),
        ((), Channel.EMAIL, None, "E-mail"),
        ((), Channel.CHAT, "", "Chat"),
        ((), Channel.CHAT, "chat", "Chat"),
        ((), Channel.OFFLINE, None, "Offline conversation"),
        ((), Channel.OFFLINE, "Offline", "Offline conversation"),
        ((), Channel.OFFLINE, "Visits", "Offline conversation, Visits"),
    ],
)
@pytest.mark.feature("S4.13")
def test_a_conversation_is_called_by_what_it_was_about(
    inquiry: tuple[str, ...], channel: Channel, queue: str | None, said: str
) -> None:
    assert about_text(inquiry, channel, queue) == said
