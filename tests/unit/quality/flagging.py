"""A world in which flags are raised as the consumer of events does it."""

from datetime import timedelta
from typing import Any

from api.quality_api import wiring
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.places import SHARDS
from debrief.kernel.schedules.store import DueStore, is_scheduled
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.people.model import Change, UserStatus
from debrief.people.organisation.store import write_users
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.events import EvaluationData
from debrief.quality.flags.deadlines import LEADER_CHANGED, ROLE_CHANGED, level_of
from debrief.quality.flags.model import Flag
from debrief.quality.flags.raising_service import FlagRaising
from debrief.quality.flags.service import FlagService
from debrief.quality.flags.store import FlagStore
from debrief.quality.table_store import QualityRow
from tests.unit.helpers import Answer
from tests.unit.quality.world import World


class Flagging(World):
    """The same, with flags."""

    def __init__(self) -> None:
        super().__init__()
        self.flags = FlagStore()
        self.raising = FlagRaising(
            self.flags,
            self.store,
            self.scorecards,
            self.interactions,
            PeopleStore(),
            self.access,
            self.clock,
            self.ids,
        )
        wiring.flags._made = FlagService(self.flags, self.interactions, self.access, self.clock, self.ids)
        self.heard: set[str] = set()

    def hear(self, *, again: bool = False) -> None:
        """Work off what was announced of evaluations and people, as the consumer does. again: what was heard too."""
        for event in self.events():
            if event.id not in self.heard or again:
                self.heard.add(event.id)
                self._hear(event)

    def _hear(self, event: Event) -> None:
        if event.type.startswith("debrief.quality.evaluation.") and "acknowledged" not in event.type:
            self.raising.evaluation_changed(EvaluationData.from_told(event.data))

    def scored(self, number: int, card: str, by: str = "eve", agent: str = "kim", **chosen: str) -> str:
        """The id of an evaluation of the agent's call of that number, and flags as they are then."""
        id = self.completed(by, self.add_interaction(number, agent), card, **chosen)
        self.hear()
        return id

    def queue(self, name: str = "sam", queue: str = "compliance", **query: str) -> list[dict[str, Any]]:
        """What somebody's queue shows."""
        answer = self.call(name, "GET", "/flags", query={"queue": queue, **query})
        assert answer.status == 200, answer.body
        return list(answer.body["items"])

    def act(self, name: str, flag: dict[str, Any], verb: str, body: Any = None) -> Answer:
        """What comes of something that somebody does with a flag, as it is now."""
        now = self.call(name, "GET", f"/flags/{flag['id']}")
        return self.call(name, "POST", f"/flags/{flag['id']}/{verb}", body, if_match=now.etag)

    def stored(self, flag: dict[str, Any]) -> Flag:
        """The flag as it is stored."""
        found = self.flags.flag(flag["id"])
        assert found is not None
        return found

    def told(self, about: str | None = None) -> list[tuple[str, list[str]]]:
        """Who was told what of flags, in order."""
        return [
            (each.data["kind"], each.data["recipient_ids"])
            for each in self.events(NOTICE_REQUESTED)
            if each.data["kind"].startswith("flag_") and about in (None, each.subject)
        ]

    def taken_back(self) -> list[tuple[str, list[str]]]:
        """What was taken back of what was told of flags, in order."""
        return [(each.data["kind"], each.data["recipient_ids"]) for each in self.events(NOTICE_WITHDRAWN)]

    def change_person(self, name: str, **changes: Any) -> None:
        """Somebody is moved, or leaves; flags follow."""
        user = PeopleStore().find_user(f"us_{name}")
        assert user is not None
        with Transaction(self.clock, self.ids) as tx:
            write_users(tx, [Change(user, user.model_copy(update=changes))])
        self.raising.person_changed(f"us_{name}")
        self.look_at_people()

    def look_at_people(self) -> int:
        """Do what is due about whose flags are whose; how much that was."""
        store, done = DueStore(QualityRow.Meta.table_name), 0
        while found := [
            each
            for shard in range(SHARDS)
            for each in store.due(shard, self.clock.now())
            if each.kind in (LEADER_CHANGED, ROLE_CHANGED)
        ]:
            for each in found:
                claimed = store.claim(each, "run_1", self.clock.now() + timedelta(minutes=1))
                assert claimed is not None
                if each.kind == ROLE_CHANGED:
                    self.raising.holders_changed(claimed.due.subject)
                else:
                    while self.raising.route_anew(claimed.due.subject, level_of(claimed.due)) is not None:
                        pass
                store.done(claimed)
                done += 1
        return done

    def leave(self, name: str) -> None:
        """Somebody is deactivated."""
        self.change_person(name, status=UserStatus.INACTIVE)

    def listen(self, interaction: Interaction) -> None:
        """A conversation was analysed."""
        self.raising.conversation_changed(interaction.id)

    def is_due(self, due: Due) -> bool:
        """Whether something is to be done."""
        return is_scheduled(QualityRow, due.kind, due.subject)
