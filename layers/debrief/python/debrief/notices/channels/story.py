"""What a notice says to others than its person: in a channel of a team, in a task, to a program."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Final, NamedTuple

from debrief.kernel.clock import iso
from debrief.notices.kinds import KINDS, path, sentence
from debrief.notices.mails import one_line
from debrief.notices.model import Notice
from debrief.notices.wording import SOMEBODY

TEST: Final = "channel_test"
"""The kind of a notice with which an administrator sees whether anything arrives; nobody is told of it otherwise."""

MOST_NAMED: Final = 5
_LONGEST_NAME: Final = 80


class Story(NamedTuple):
    """A notice in words. whose: who is told, as a list of names; said: what they are told, with a full stop.

    opens, url: what the link reads, and where it leads, behind the sign-in.
    """

    whose: str
    said: str
    opens: str
    url: str


def story_of(
    notice: Notice, recipient_ids: Sequence[str], names: Mapping[str, str], time_zone: str, console_url: str
) -> Story:
    """The notice for whoever reads it there. names: by id, of who is told and of whom the sentence names.

    It carries what the person's own list would say, and nothing of what was said in a conversation.
    """
    named = [one_line(names.get(each, SOMEBODY))[:_LONGEST_NAME] for each in recipient_ids]
    if notice.kind == TEST:
        return Story(_listed(named), "This is a test: notices of Debrief arrive here.", "Open Debrief", console_url)
    kind = KINDS.get(notice.kind)
    said = one_line(sentence(notice, names, time_zone))
    url = f"{console_url}{path(notice) or '/'}"
    return Story(_listed(named), f"{said}.", kind.opens if kind else "Open Debrief", url)


def slack_message(story: Story) -> dict[str, object]:
    """A message of an incoming webhook. Names stand as plain text, in which nothing is a link or calls anybody."""
    said = _cut(f"For {story.whose}: {story.said}", 2900)
    return {
        "text": said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "unfurl_links": False,
        "blocks": [
            {"type": "section", "text": {"type": "plain_text", "text": said, "emoji": False}},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": _cut(story.opens, 75), "emoji": False},
                        "url": story.url,
                    }
                ],
            },
        ],
    }


def teams_message(story: Story) -> dict[str, object]:
    """An Adaptive Card in the message that a Teams workflow takes. Runs of rich text know no Markdown."""
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "contentUrl": None,
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "fallbackText": _cut(f"For {story.whose}: {story.said}", 2900),
                    "body": [
                        {
                            "type": "RichTextBlock",
                            "inlines": [
                                {"type": "TextRun", "text": f"For {story.whose}: ", "weight": "Bolder"},
                                {"type": "TextRun", "text": _cut(story.said, 2500)},
                            ],
                        }
                    ],
                    "actions": [{"type": "Action.OpenUrl", "title": _cut(story.opens, 75), "url": story.url}],
                },
            }
        ],
    }


def webhook_event(parcel_id: str, notice: Notice, recipient_ids: Sequence[str], url: str) -> dict[str, object]:
    """The body of a webhook: CloudEvents 1.0 as JSON. Ids, states and instants, no names: those are behind the API."""
    return {
        "specversion": "1.0",
        "id": parcel_id,
        "source": "/debrief/notices",
        "type": "debrief.notices.notice.told.v1",
        "subject": notice.about,
        "time": iso(notice.at),
        "datacontenttype": "application/json",
        "data": {
            "kind": notice.kind,
            "about": notice.about,
            "recipient_ids": list(recipient_ids),
            "actor_id": notice.actor_id,
            "parameters": dict(notice.parameters),
            "url": url,
        },
    }


def salesforce_task(story: Story, owner_id: str, due: datetime) -> dict[str, str]:
    """A task of Salesforce, due on the day of the notice; its id of ours stands in the address, not here."""
    return {
        "Subject": _cut(story.said, 255),
        "Description": f"{story.said}\n\n{story.opens}: {story.url}",
        "OwnerId": owner_id,
        "ActivityDate": due.date().isoformat(),
        "Status": "Not Started",
        "Priority": "Normal",
    }


def hubspot_tasks(story: Story, owner_id: str, due: datetime, id_field: str, parcel_id: str) -> dict[str, object]:
    """A batch of one task of HubSpot, made or found by our id."""
    said, link = escape(story.said), escape(story.url)
    properties = {
        "hs_timestamp": iso(due),
        "hs_task_subject": _cut(story.said, 255),
        "hs_task_body": f'{said}<br><a href="{link}">{escape(story.opens)}</a>',
        "hs_task_status": "NOT_STARTED",
        "hs_task_priority": "MEDIUM",
        "hs_task_type": "TODO",
        "hubspot_owner_id": owner_id,
        id_field: parcel_id,
    }
    return {"inputs": [{"idProperty": id_field, "id": parcel_id, "properties": properties}]}


def _listed(named: list[str]) -> str:
    shown = named[:MOST_NAMED]
    if len(named) > MOST_NAMED:
        shown = [*shown, f"{len(named) - MOST_NAMED} others"]
    if not shown:
        return "everybody"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
