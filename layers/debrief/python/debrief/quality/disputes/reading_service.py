"""Disputes read: one, those of an evaluation, and in lists, by those who may see them (S4.8)."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import NotFound
from debrief.kernel.web.merging import Found, Placed, looked_at_together, page_of
from debrief.people.access import Access
from debrief.quality.disputes.model import Dispute, DisputeState
from debrief.quality.disputes.store import DisputeStore
from debrief.quality.evaluations.reading_service import EvaluationReadings

Whose = Literal["me", "everybody"]
"""Which disputes a list is of: those that wait for the caller, were decided or raised by them; or all that they see."""


class DisputeFilter(NamedTuple):
    """Which disputes a list shows."""

    state: DisputeState = "open"
    whose: Whose = "me"
    agent_id: str | None = None


class DisputeReadings:
    """The use cases that read disputes. What a caller may not see is `NotFound`."""

    def __init__(self, store: DisputeStore, evaluations: EvaluationReadings, access: Access) -> None:
        self._store = store
        self._evaluations = evaluations
        self._access = access

    def find(self, caller: Caller, dispute_id: str) -> Dispute:
        """The dispute, if the caller may see the evaluation that it is of. Raises NotFound."""
        dispute = self._access.shown(caller, self._store.dispute(dispute_id), lambda each: each.agent_id)
        if dispute is None or self._evaluations.is_blind(caller, dispute):
            raise NotFound("There is no such dispute")
        return dispute

    def of_evaluation(self, caller: Caller, evaluation_id: str) -> list[Dispute]:
        """The disputes of an evaluation, in order. Raises NotFound."""
        evaluation = self._evaluations.find(caller, evaluation_id)
        return self._store.disputes(evaluation.review.dispute_ids if evaluation.review else ())

    def page(self, caller: Caller, wanted: DisputeFilter, *, limit: int, after: str | None) -> Found[Dispute]:
        """A page of disputes whose evaluations the caller sees, newest first. A short one may still have a next."""
        sight, blind = self._access.sight(caller), self._evaluations.blind_spots(caller)
        sources = [
            looked_at_together(source, limit + 1, lambda some: sight.of(each.agent_id for each in some))
            for source in self._sources(caller, wanted, limit + 1, after)
        ]

        def admit(dispute: Dispute) -> bool:
            fits = dispute.state == wanted.state and bool(sight.of([dispute.agent_id]))
            fits = fits and not blind.hide(dispute)
            return fits and _concerns(caller, dispute, wanted)

        return page_of(sources, admit, limit=limit, newest_first=True, after=after)

    def _sources(
        self, caller: Caller, wanted: DisputeFilter, chunk: int, before: str | None
    ) -> list[Iterator[Placed[Dispute]]]:
        store = self._store
        agent_id = wanted.agent_id or (caller.user_id if caller.reach is Reach.OWN else None)
        if agent_id is not None:
            return [store.of_agent(agent_id, before=before, chunk=chunk)]
        if wanted.whose == "everybody" or wanted.state != "open":
            return [store.of_everybody(wanted.state, before=before, chunk=chunk)]
        return [store.to_decide(each, before=before, chunk=chunk) for each in (caller.user_id, None)]

    def waiting(self, caller: Caller, limit: int) -> Found[Dispute]:
        """The open disputes that the caller may decide, the longest waiting first."""
        if not caller.may(Permission.DISPUTES_DECIDE):
            return Found([], None)
        sight, blind = self._access.sight(caller), self._evaluations.blind_spots(caller)
        sources = [
            looked_at_together(
                self._store.oldest_to_decide(each, chunk=limit + 1),
                limit + 1,
                lambda some: sight.of(each.agent_id for each in some),
            )
            for each in (caller.user_id, None)
        ]

        def mine(dispute: Dispute) -> bool:
            seen = bool(sight.of([dispute.agent_id])) and not blind.hide(dispute)
            return seen and may_be_decided_by(caller, dispute)

        return page_of(sources, mine, limit=limit, newest_first=False)

    def actions(self, caller: Caller, dispute: Dispute) -> list[str]:
        """What the caller may do with a dispute that they see: decide; once it is upheld, rescore_others, define."""
        if dispute.state == "open":
            return ["decide"] if may_be_decided_by(caller, dispute) else []
        upheld = dispute.decision is not None and dispute.decision.outcome == "re_evaluated"
        allowed: list[str] = []
        if upheld and caller.user_id != dispute.agent_id:
            allowed += ["rescore_others"] if caller.may(Permission.DISPUTES_DECIDE) else []
            allowed += ["define"] if caller.may(Permission.SCORECARDS_MANAGE) else []
        return allowed


def may_be_decided_by(caller: Caller, dispute: Dispute) -> bool:
    """Whether the caller, who sees the agent, may decide the dispute; the same as `may_decide` of its evaluation."""
    if dispute.state != "open" or caller.user_id in {dispute.agent_id, dispute.raised_by}:
        return False
    return caller.may(Permission.DISPUTES_DECIDE) and dispute.decider_id in {None, caller.user_id}


def _concerns(caller: Caller, dispute: Dispute, wanted: DisputeFilter) -> bool:
    """Whether a dispute of an agent whom the caller sees is one of those that are wanted."""
    if wanted.agent_id is not None or wanted.whose == "everybody" or caller.user_id == dispute.agent_id:
        return wanted.agent_id in {None, dispute.agent_id}
    if dispute.state == "open":
        return may_be_decided_by(caller, dispute)
    return dispute.decision is not None and dispute.decision.by == caller.user_id
