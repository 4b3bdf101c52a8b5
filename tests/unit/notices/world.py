"""A small sample organisation, what it is told, and the e-mails that leave."""

import json
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from api.notices_api import handler
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.events.publishing import cloud_event
from debrief.kernel.storage.outbox import PARTITION, Event
from debrief.kernel.storage.tables import Row, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.delivery_service import DeliveryService
from debrief.notices.events import DELIVERY_QUEUED, NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.notices.mails import Mail
from debrief.notices.model import Delivery, NoticeChannel, NoticeKind, Preferences
from debrief.notices.names_reader import NamesReader
from debrief.notices.store import NoticesRow, NoticeStore
from debrief.notices.telling import Told, tell, withdraw
from debrief.people.rows_store import user_row
from tests.unit.coaching.world import LEAD, name_of
from tests.unit.coaching.world import World as People
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event

__all__ = ["ABOUT", "World", "message", "name_of"]

CONSOLE = "https://debrief.example.com"
ABOUT = "mt_00000000000000000000000001"


class Sent(NamedTuple):
    """An e-mail that left."""

    address: str
    mail: Mail
    tags: dict[str, str]


class Postman:
    """Takes e-mails. refuse: raised for the next ones; meanwhile: called before one is taken."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.refuse: Exception | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    def send(self, address: str, mail: Mail, tags: dict[str, str]) -> str:
        self.meanwhile()
        if self.refuse:
            raise self.refuse
        self.sent.append(Sent(address, mail, tags))
        return f"message-{len(self.sent)}"


def card_names(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What the one scorecard that there is, and its one criterion, are called."""
    named = {("sc_1", ""): "Voice", ("sc_1", "q 1"): "Greets by name"}
    return {each: named[each] for each in wanted if each in named}


class World(People):
    """The services over empty tables. Ids of people are those of the coaching tests."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.post = NoticeStore(), Postman()
        self.deliveries = self.made(NoticeChannel.EMAIL)

    def made(self, *channels: NoticeChannel) -> DeliveryService:
        """The service in an environment with these channels beside the console."""
        senders = dict.fromkeys(channels, self.post)
        return DeliveryService(
            self.store,
            self.people,
            senders,
            self.clock,
            self.ids,
            CONSOLE,
            NamesReader(self.people, lambda: card_names),
        )

    def say(
        self, *to: str, kind: NoticeKind = NoticeKind.MEETING_CANCELLED, by: str | None = LEAD, **more: Told
    ) -> Event:
        """Let a context tell people something; the event that it announces."""
        about = str(more.pop("about", ABOUT))
        more = more or {"other_id": LEAD, "scheduled_at": self.clock.now()}
        before = {each.id for each in self.outbox(CoachingRow)}
        with Transaction(self.clock, self.ids) as tx:
            tell(tx, CoachingRow, kind, about=about, to=to, by=by, **more)
        (event,) = [each for each in self.outbox(CoachingRow) if each.id not in before]
        return event

    def take_back(self, *to: str, kind: NoticeKind = NoticeKind.SUMMARY_SHARED, about: str = ABOUT) -> Event:
        """Let a context take back what it told people; the event that it announces."""
        before = {each.id for each in self.outbox(CoachingRow)}
        with Transaction(self.clock, self.ids) as tx:
            withdraw(tx, CoachingRow, kind, about=about, to=to)
        (event,) = [each for each in self.outbox(CoachingRow) if each.id not in before]
        return event

    def share(self, *to: str, about: str = ABOUT) -> Event:
        """Let people be told of a summary."""
        return self.say(*to, kind=NoticeKind.SUMMARY_SHARED, about=about, first_day="2026-02-01", last_day="2026-02-28")

    def deliver(self, *events: Event) -> None:
        """Let events be heard, and after them what they queue."""
        before = {each.id for each in self.outbox(NoticesRow)}
        for event in events:
            {
                NOTICE_REQUESTED: self.deliveries.tell,
                NOTICE_WITHDRAWN: self.deliveries.withdraw,
                DELIVERY_QUEUED: self.deliveries.send,
            }[event.type](event)
        queued = [each for each in self.outbox(NoticesRow) if each.id not in before]
        if queued:
            self.deliver(*queued)

    def told(self, user_id: str) -> list[tuple[str, bool]]:
        """The kinds of somebody's notices in the console, newest first, each with whether it was read."""
        found = self.store.page(user_id, self.clock.now(), unread=False, limit=100).notices
        return [(each.notice.kind, each.read_at is not None) for each in found]

    def delivery(self, user_id: str, event: Event) -> Delivery:
        """The e-mail delivery that an event led to."""
        (found,) = [
            each
            for each in self._deliveries(user_id)
            if each.notice.at == event.time and each.notice.about == event.subject
        ]
        return found

    def _deliveries(self, user_id: str) -> list[Delivery]:
        rows = query_all(NoticesRow, f"TO#{user_id}", sort=NoticesRow.SK.startswith("DELIVERY#"))
        return [
            Delivery.model_validate_json(row.body or "").model_copy(update={"revision": row.revision}) for row in rows
        ]

    def choose(self, user_id: str, **choices: dict[str, bool]) -> None:
        """Let somebody choose what they hear of."""
        before = self.store.preferences(user_id)
        with Transaction(self.clock, self.ids) as tx:
            changed = Preferences(choices={**before.choices, **choices}, revision=before.revision)
            self.store.put_preferences(tx, user_id, changed)

    def change_user(self, user_id: str, **changes: Any) -> None:
        """Change somebody as they are stored."""
        user = self.people.find_user(user_id)
        assert user is not None
        user_row(user.model_copy(update=changes)).save()

    def call(self, user_id: str | None, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Ask the API as somebody."""
        return answer_of(handler.lambda_handler(api_event(method, path, user_id, body, **options), LAMBDA_CONTEXT))

    def outbox(self, rows: type[Row]) -> list[Event]:
        """What waits in a table's outbox, as it came."""
        found = [Event.model_validate_json(row.body or "") for row in query_all(rows, PARTITION, index="GSI1")]
        return sorted(found, key=lambda each: each.id)


def message(event: Event, number: int = 1, tries: int = 1) -> dict[str, Any]:
    """An event as a queue hands it over."""
    return {
        "messageId": f"m{number}",
        "receiptHandle": f"r{number}",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:debrief-test-notices",
        "attributes": {"ApproximateReceiveCount": str(tries)},
        "body": json.dumps({"detail-type": event.type, "detail": cloud_event(event)}),
    }
