"""The sample organisation with practice: a model that says what is put in, and a workflow that is run by hand."""

import importlib
from datetime import timedelta
from typing import Any

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.model import CoachingLog, LookedAt
from debrief.coaching.logs.store import LogStore
from debrief.coaching.practice.attempts_service import AttemptService
from debrief.coaching.practice.following_service import PracticeFollowing
from debrief.coaching.practice.model import Scenario
from debrief.coaching.practice.service import PracticeService
from debrief.coaching.practice.store import PracticeStore
from debrief.coaching.practice.workflow_client import About
from debrief.coaching.practice.working_step import PracticeWork, WorkDone
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors
from debrief.people.store import PeopleStore
from debrief.quality.answering.names_reader import names_in
from debrief.quality.evaluations.blind_store import BlindStore
from tests.unit.coaching.pairing_world import World as PairingWorld
from tests.unit.helpers import Answer
from tests.unit.quality.world import content, line, yes_no

TEXT = {
    "title": "A late parcel",
    "situation": "A customer asks where a parcel is. You may send it again.",
    "customer": "You are annoyed, since nothing has come.",
    "opening": "My parcel has not arrived and I am annoyed.",
}
SORRY = "I am so sorry about that, let me look at once."
SHOWN = line("yes", SORRY)
MISSED = line("no")


class Runs:
    """A workflow that notes what it was asked to start, once by name."""

    def __init__(self) -> None:
        self.started: list[tuple[About, str, str, int]] = []
        self.refuses: Exception | None = None

    def start(self, about: About, scenario_id: str, id: str, number: int) -> None:
        if self.refuses is not None:
            raise self.refuses
        if (about, scenario_id, id, number) not in self.started:
            self.started.append((about, scenario_id, id, number))


class World(PairingWorld):
    """sam leads kim and joe, pat leads zoe. `practised`: a scorecard with one question that the AI answers."""

    def __init__(self) -> None:
        super().__init__()
        people, cursors = PeopleStore(), Cursors(lambda: b"secret")
        self.practice, self.runs = PracticeStore(), Runs()
        reach = CoachingAccess(people, self.access)
        self.scenarios = PracticeService(
            self.practice, self.scorecards, reach, self.runs, BlindStore(), cursors, self.clock, self.ids
        )
        self.coaching_logs = LogStore()
        self.following = PracticeFollowing(
            self.practice, self.coaching_logs, self.scorecards, reach, self.runs, self.clock, self.ids
        )
        attempts = AttemptService(self.scenarios, self.practice, reach, self.runs, cursors, self.clock, self.ids)
        importlib.import_module("api.coaching_api.practice_routes").services._made = (self.scenarios, attempts)
        self.working = PracticeWork(
            self.practice,
            self.scorecards,
            self.interactions,
            reach,
            self._client,
            lambda: self.answering,
            names_in,
            self.clock,
            self.ids,
        )
        self.practised = self.published(
            content(yes_no("a", answerer="ai", good="Says sorry once."), yes_no("b", answerer="human"), pass_mark=70)
        )

    def work(self) -> WorkDone:
        """Do what was started last."""
        return self.working.work(*self.runs.started[-1])

    def made(self, agent: str = "kim", question: str = "a", text: dict[str, str] | None = TEXT) -> Answer:
        """A scenario that sam makes by hand."""
        body = {"agent_id": f"us_{agent}", "scorecard_id": self.practised, "question_id": question}
        return self.coach("sam", "POST", "/practice", body | ({"text": text} if text else {}))

    def written(self, log: str = "cl_1", interaction: str = "int_1", **more: Any) -> Scenario | None:
        """Write a coaching log of kim's, and hear of it as the queue hands it over; the scenario that is there then."""
        told: dict[str, Any] = {"agent_id": "us_kim", "question_id": "a", "holds": True, "days_ago": 0} | more
        looked_at = LookedAt(question_id=told["question_id"], recurring=True)
        before = self.coaching_logs.log(log)
        kept = CoachingLog(
            id=log,
            agent_id=told["agent_id"],
            interaction_id=interaction,
            started_at=self.clock.now() - timedelta(days=told["days_ago"]),
            evaluation_id="ev_1",
            scorecard_id=self.practised,
            scorecard_version=1,
            holds=told["holds"],
            looked_at=looked_at,
            written_at=self.clock.now(),
            revision=before.revision if before else 0,
        )
        with Transaction(self.clock, self.ids) as tx:
            self.coaching_logs.put(tx, kept)
        return self.heard_of(log)

    def heard_of(self, log: str) -> Scenario | None:
        """Hear that something became of a log; the scenario that there is of it then."""
        event = Event(
            id="e1",
            type="debrief.coaching.coaching_log.changed.v1",
            subject=log,
            time=self.clock.now(),
            data={},
        )
        wired = importlib.import_module("debrief.coaching.practice.due_wiring")
        wired._following = lambda: self.following  # type: ignore[attr-defined]
        handler = importlib.import_module("events.follow_reviews.handler")
        handler.consumer._handlers[event.type](event)
        return self.practice.of_log(log)

    def begun(self, made: Answer, agent: str = "kim") -> Answer:
        """An attempt that the agent begins."""
        return self.coach(agent, "POST", f"/practice/{made.body['id']}/attempts")

    def act(self, attempt: Answer, what: str, body: Any = None, by: str = "kim") -> Answer:
        """Do something with an attempt as it is now."""
        path = f"/practice/{attempt.body['scenario_id']}/attempts/{attempt.body['id']}"
        now = self.coach(by, "GET", path)
        return self.coach(by, "POST", f"{path}/{what}", body, if_match=now.etag)

    def read(self, attempt: Answer, by: str = "kim") -> Answer:
        """The attempt as it is now."""
        return self.coach(by, "GET", f"/practice/{attempt.body['scenario_id']}/attempts/{attempt.body['id']}")

    def talked(self, attempt: Answer, text: str = SORRY, reply: str | None = "And now?") -> Answer:
        """Let the agent say something, and the customer answer."""
        said = self.act(attempt, "turns", {"text": text})
        assert said.status == 202, said.body
        if reply is not None:
            self.model.answers.append({"text": reply})
            assert self.work().outcome == "done"
        return self.read(attempt)

    def scored(self, made: Answer, answer: dict[str, Any], text: str = SORRY) -> Answer:
        """A whole attempt of one turn, scored."""
        attempt = self.begun(made)
        self.talked(attempt, text)
        assert self.act(attempt, "completion").status == 202
        self.model.answers.append({"q1": answer})
        self.work()
        return self.read(attempt)
