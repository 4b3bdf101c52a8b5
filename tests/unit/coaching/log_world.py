"""The sample organisation of assignments in which what is flagged gets a coaching log, as the consumers do it."""

import importlib
from typing import Any

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.store import LogStore
from debrief.coaching.logs.wiring import log_service
from debrief.coaching.logs.writing_service import LogWriting
from debrief.coaching.practice.following_service import PracticeFollowing
from debrief.coaching.practice.store import PracticeStore
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors
from debrief.notices.events import NOTICE_REQUESTED
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.events import EvaluationData
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.flags.raising_service import FlagRaising
from debrief.quality.flags.service import FlagService
from debrief.quality.flags.store import FlagStore
from tests.unit.coaching.assigning import World as AssigningWorld
from tests.unit.coaching.practice_world import Runs
from tests.unit.helpers import Answer

LOGS = "/coaching-logs"


class World(AssigningWorld):
    """The same, with flags and logs. `card`: a scorecard with questions a and b."""

    def __init__(self) -> None:
        super().__init__()
        people, flags = PeopleStore(), FlagStore()
        self.flags = flags
        importlib.import_module("api.quality_api.wiring").flags._made = FlagService(
            flags, self.interactions, self.access, self.clock, self.ids
        )
        self.logs = LogStore()
        self.raising = FlagRaising(
            flags, self.store, self.scorecards, self.interactions, people, self.access, self.clock, self.ids
        )
        self.writing = LogWriting(
            self.logs,
            flags,
            self.store,
            self.scorecards,
            self.interactions,
            CoachingAccess(people, self.access),
            self.clock,
            self.ids,
        )
        importlib.import_module("events.follow_reviews.handler").logs._made = self.writing
        self.runs = Runs()
        following = PracticeFollowing(
            PracticeStore(),
            self.logs,
            self.scorecards,
            CoachingAccess(people, self.access),
            self.runs,
            self.clock,
            self.ids,
        )
        wired = importlib.import_module("debrief.coaching.practice.due_wiring")
        wired._following = lambda: following  # type: ignore[attr-defined]
        routes = importlib.import_module("api.coaching_api.log_routes")
        cursors = Cursors(lambda: b"secret")
        routes.logs._made = log_service(people, self.access, self.interactions, cursors, self.clock, self.ids)
        self.raised: set[str] = set()

    def hear(self, *, again: bool = False) -> None:
        """Let flags, then coaching, hear what was announced since. again: all of it once more."""
        for event in self.events():
            heard = event.id in self.raised and not again
            if not heard and event.type.startswith("debrief.quality.evaluation.") and "acknow" not in event.type:
                self.raising.evaluation_changed(EvaluationData.from_told(event.data))
            self.raised.add(event.id)
        self.follow(again=again)

    def scored(self, number: int, agent: str = "kim", by: str = "eve", card: str | None = None, **chosen: str) -> str:
        """The id of an evaluation of the agent's call of that number; flags and logs as they are then."""
        interaction = self.interactions.interaction(f"int_{number}") or self.add_interaction(number, agent)
        id = self.completed(by, interaction, card or self.card, **chosen)
        self.hear()
        return id

    def quoted(self, evaluation_id: str, question_id: str, text: str, turn: int, **changes: Any) -> None:
        """Let an answer rest on words, as if the AI had found them."""
        before = self.store.evaluation(evaluation_id)
        assert before is not None
        quote = {"text": text, "turn_index": turn, "start_ms": turn * 5000, "speaker": "agent"} | changes
        answers = [
            each.model_dump() | ({"quote": quote} if each.question_id == question_id else {}) for each in before.answers
        ]
        after = Evaluation.model_validate(before.model_dump() | {"answers": answers})
        with Transaction(self.clock, self.ids) as tx:
            self.store.put_evaluation(tx, after, before)

    def page(self, name: str = "sam", **query: str) -> list[dict[str, Any]]:
        """What somebody's list shows."""
        answer = self.coach(name, "GET", LOGS, query=query)
        assert answer.status == 200, answer.body
        return list(answer.body["items"])

    def log(self, id: str, name: str = "sam") -> Answer:
        """A log, as somebody reads it."""
        return self.coach(name, "GET", f"{LOGS}/{id}")

    def act(self, name: str, id: str, what: str, text: str | None = None) -> Answer:
        """What comes of something that somebody does with a log, as it is now."""
        body = {} if text is None else {"text": text}
        return self.coach(name, "POST", f"{LOGS}/{id}/{what}", body, if_match=self.log(id, "ada").etag)

    def steps(self, id: str) -> list[str]:
        """What happened to a log."""
        found = self.logs.log(id)
        assert found is not None
        return [each.kind for each in found.history]

    def told(self, kind: str) -> list[tuple[str, ...]]:
        """Who was told something of that kind, in order."""
        every = [*self.events(NOTICE_REQUESTED), *self.coaching_events()]
        return [
            tuple(each.data["recipient_ids"])
            for each in every
            if each.type == NOTICE_REQUESTED and each.data["kind"] == kind
        ]

    def gone(self, interaction: Interaction) -> None:
        """A conversation was erased from the table."""
        with Transaction(self.clock, self.ids) as tx:
            self.interactions.delete(tx, interaction)
