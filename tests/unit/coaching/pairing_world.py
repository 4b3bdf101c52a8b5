"""The sample organisation of assignments with rollups and outcomes, in which colleagues are paired."""

import importlib
from datetime import timedelta
from typing import Any

from debrief.coaching.pairing.wiring import Pairings, pairing_services
from debrief.coaching.proposals.wiring import proposal_service
from debrief.insights.projection.packing import SourceKey
from debrief.insights.projection.projector import RollupProjector
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.words import Speaker
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors
from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.model import Evaluation, VerifiedQuote
from tests.unit.coaching.assigning import World as AssigningWorld
from tests.unit.helpers import Answer

SHOWN = "I am so sorry about that."
"""Words of the agent's, in the third turn of every conversation."""


class World(AssigningWorld):
    """sam leads kim and joe. By the end of `strong` joe is strong on question a, and kim isn't."""

    def __init__(self) -> None:
        super().__init__()
        wired = importlib.import_module("api.coaching_api.pairing_routes")
        people, cursors = PeopleStore(), Cursors(lambda: b"secret")
        self.paired: Pairings = pairing_services(people, self.access, self.interactions, cursors, self.clock, self.ids)
        wired.services._made = self.paired
        wired = importlib.import_module("api.coaching_api.proposal_routes")
        wired.proposals._made = proposal_service(people, self.access, self.interactions, cursors, self.clock, self.ids)
        self.rollups = RollupProjector(
            RollupStore(), self.store, self.scorecards, self.interactions, people, self.clock, self.ids
        )
        self.number = 500
        self._first: Evaluation | None = None

    def evaluated(self, agent: str, *chosen: str) -> list[str]:
        """Conversations of today, one for each answer to question a, which rests on what the agent said; counted."""
        made = []
        for option in chosen:
            self.number += 1
            interaction = self.add_interaction(self.number, agent, at=self.clock.now() - timedelta(hours=2))
            made.append(self._scored(interaction.id, agent, option))
        assert not self.rollups.count([SourceKey("EVAL", each) for each in made], lambda: 60.0).failed
        assert not self.outcomes.keep(made)
        return made

    def _scored(self, interaction_id: str, agent: str, option: str) -> str:
        """As if somebody had scored it: a copy of one that was."""
        if self._first is None:
            other = self.add_interaction(499, agent)
            found = self.store.evaluation(self.completed("eve", other, self.card, a="yes", b="yes"))
            assert found is not None
            self._first = found
        interaction = self.interactions.interaction(interaction_id)
        assert interaction is not None
        quote = VerifiedQuote(text=SHOWN, turn_index=2, start_ms=10_000, speaker=Speaker.AGENT)
        first = self._first.answers[0].model_copy(update={"option_id": option, "quote": quote})
        evaluation = self._first.model_copy(
            update={
                "id": f"ev_{self.number}",
                "revision": 0,
                "interaction_id": interaction_id,
                "agent_id": f"us_{agent}",
                "answers": (first, *self._first.answers[1:]),
                "interaction_started_at": interaction.started_at,
                "transcript_digest": interaction.transcript_digest,
            }
        )
        with Transaction(self.clock, self.ids) as tx:
            self.store.put_evaluation(tx, evaluation)
        return evaluation.id

    def strong(self) -> list[str]:
        """Let joe be strong on question a and kim not; the ids of joe's evaluations."""
        self.evaluated("kim", "yes", *["no"] * 7)
        return self.evaluated("joe", *["yes"] * 8)

    def suggested(self, by: str = "sam", learner: str = "kim") -> Answer:
        query = {"learner_id": f"us_{learner}", "scorecard_id": self.card, "question_id": "a"}
        return self.coach(by, "GET", "/pairings/suggestions", query=query)

    def pair(self, by: str = "sam", learner: str = "kim", colleague: str = "joe") -> Answer:
        body = {"learner_id": f"us_{learner}", "colleague_id": f"us_{colleague}"}
        return self.coach(by, "POST", "/pairings", body | {"scorecard_id": self.card, "question_id": "a"})

    def step(self, by: str, pairing: Answer, what: str, body: Any = None) -> Answer:
        """Do something to a pairing as it is now."""
        now = self.coach("ada", "GET", f"/pairings/{pairing.body['id']}")
        return self.coach(by, "POST", f"/pairings/{pairing.body['id']}/{what}", body or {}, if_match=now.etag)

    def agreed(self) -> Answer:
        """A pairing of kim with joe that joe has agreed to."""
        self.strong()
        made = self.pair()
        assert made.status == 201, made.body
        done = self.step("joe", made, "acceptance", {"answer": "Gladly"})
        assert done.status == 200, done.body
        return done

    def told(self, kind: str) -> list[tuple[str, ...]]:
        """Who was told of something, in order."""
        found = [each.data for each in self.coaching_events() if each.type == NOTICE_REQUESTED]
        return [tuple(each["recipient_ids"]) for each in found if each["kind"] == kind]

    def withdrawn(self, kind: str) -> list[tuple[str, ...]]:
        """From whom something was taken back, in order."""
        found = [each.data for each in self.coaching_events() if each.type == NOTICE_WITHDRAWN]
        return [tuple(each["recipient_ids"]) for each in found if each["kind"] == kind]
