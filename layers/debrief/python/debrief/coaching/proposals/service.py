"""The use cases of proposals: agents propose conversations of their own, whoever coaches them accepts or declines."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.marks_store import BookmarkStore
from debrief.coaching.assignments.model import Bookmark
from debrief.coaching.proposals.drafts import Acceptance, ProposalDraft, Refusal
from debrief.coaching.proposals.events import PROPOSAL_DECIDED, PROPOSAL_DELETED, PROPOSAL_MADE, proposal_data
from debrief.coaching.proposals.model import Proposal, ProposalState
from debrief.coaching.proposals.store import ProposalStore, proposal_id
from debrief.coaching.proposals.telling import take_back, tell_of_decided, tell_of_made
from debrief.coaching.proposals.views import ProposalView
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit

MOST_MERGED: Final = 50
"""Agents whose own lists are merged into one; of a longer line everybody's list is narrowed."""


class ProposalFilter(NamedTuple):
    """Which proposals a list shows. agent_id: of one agent. state: those that stand so; None for any, of one agent."""

    agent_id: str | None = None
    state: ProposalState | None = None


class ProposalService:
    """Proposals, seen by their agent and by whoever may coach them."""

    def __init__(
        self,
        store: ProposalStore,
        bookmarks: BookmarkStore,
        interactions: InteractionStore,
        reach: CoachingAccess,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._bookmarks = bookmarks
        self._interactions = interactions
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, wanted: ProposalFilter, limit: int | None, cursor: str | None) -> Page[ProposalView]:
        """A page of proposals, newest first: an agent's, or of all whom the caller may coach those that stand so.

        Without an agent, whoever doesn't coach gets their own; of others those that are open, unless told.

        Raises:
            NotFound: the agent is out of the caller's sight. Malformed: limit or cursor.
        """
        if wanted.agent_id is None and not caller.may(Permission.COACHING_MANAGE):
            wanted = wanted._replace(agent_id=caller.user_id)
        if wanted.agent_id is not None:
            self._reach.require_sight(caller, wanted.agent_id)
        elif wanted.state is None:
            wanted = wanted._replace(state="open")
        binding = ("proposals", caller.user_id, *wanted)
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        seen: set[str] = set()
        sees = self._reach.seen(caller)

        def look(some: list[Proposal]) -> None:
            seen.update(sees({each.agent_id for each in some}))

        sources = [looked_at_together(each, size + 1, look) for each in self._sources(caller, wanted, size, after)]
        found = page_of(
            sources,
            lambda each: each.agent_id in seen and wanted.state in {None, each.state},
            limit=size,
            newest_first=True,
            after=after,
        )
        return Page(items=self._shown(caller, found.items), next_cursor=self._cursors.encode(found.last, *binding))

    def get(self, caller: Caller, id: str) -> ProposalView:
        """A proposal. Raises NotFound."""
        return self._shown(caller, [self._find(caller, id)])[0]

    def propose(self, caller: Caller, draft: ProposalDraft) -> ProposalView:
        """Propose a conversation of the caller's own.

        Raises:
            NotFound: it isn't there, or isn't theirs. Conflict: it was proposed already.
        """
        caller.require(Permission.COACHING_VIEW_OWN)
        interaction = self._interactions.interaction(draft.interaction_id)
        if interaction is None or interaction.agent_id != caller.user_id or interaction.erased_at is not None:
            raise NotFound("There is no such conversation of yours")
        proposal = Proposal(
            id=proposal_id(interaction.id),
            agent_id=caller.user_id,
            interaction_id=interaction.id,
            started_at=interaction.started_at,
            queue=interaction.queue,
            inquiry=interaction.inquiry,
            note=draft.note,
            proposed_at=self._clock.now(),
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, proposal)
            tell_of_made(tx, CoachingRow, proposal, self._manager(caller.user_id))
            tx.announce(CoachingRow, PROPOSAL_MADE, proposal.id, proposal_data(proposal))
        return self._shown(caller, [written(proposal)])[0]

    def withdraw(self, caller: Caller, id: str, revision: int) -> None:
        """Take a proposal of the caller's own back, which nobody has answered. Raises NotFound, Conflict, Stale."""
        proposal = self._find(caller, id)
        if proposal.agent_id != caller.user_id:
            raise NotFound("There is no such proposal of yours")
        self._check_open(proposal)
        expect_revision(proposal, revision)
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, proposal)
            take_back(tx, CoachingRow, proposal, self._manager(caller.user_id))
            tx.announce(CoachingRow, PROPOSAL_DELETED, proposal.id, proposal_data(proposal))

    def accept(self, caller: Caller, id: str, revision: int, given: Acceptance) -> ProposalView:
        """Accept a proposal: it is among the caller's bookmarks from now on, to be given to others as a best response.

        Raises:
            NotFound, Stale. Conflict: it was answered.
        """

        def also(tx: Transaction, proposal: Proposal) -> None:
            bookmark = Bookmark(
                id=derived_id("bm", caller.user_id, proposal.interaction_id),
                user_id=caller.user_id,
                note=proposal.note,
                bookmarked_at=self._clock.now(),
                **{name: getattr(proposal, name) for name in _OF_BOTH},
            )
            if self._bookmarks.bookmark(bookmark.id) is None:
                self._bookmarks.add(tx, bookmark)

        return self._decide(caller, id, revision, "accepted", given.answer, also)

    def decline(self, caller: Caller, id: str, revision: int, given: Refusal) -> ProposalView:
        """Decline a proposal, with a reason that the agent reads. Raises NotFound, Stale; Conflict: it was answered."""
        return self._decide(caller, id, revision, "declined", given.reason, lambda _tx, _proposal: None)

    def _decide(
        self,
        caller: Caller,
        id: str,
        revision: int,
        state: ProposalState,
        answer: str,
        also: Callable[[Transaction, Proposal], None],
    ) -> ProposalView:
        before = self._find(caller, id)
        if "decline" not in self._actions(caller, before):
            self._check_open(before)
            raise NotFound("There is no such proposal for you to answer")
        expect_revision(before, revision)
        after = before.model_copy(
            update={"state": state, "decided_by": caller.user_id, "decided_at": self._clock.now(), "answer": answer}
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            also(tx, after)
            # It may be another of those who lead them who answers.
            take_back(tx, CoachingRow, after, self._manager(after.agent_id))
            tell_of_decided(tx, CoachingRow, after)
            tx.announce(CoachingRow, PROPOSAL_DECIDED, after.id, proposal_data(after))
        return self._shown(caller, [written(after)])[0]

    def _find(self, caller: Caller, id: str) -> Proposal:
        proposal = self._store.proposal(id)
        if not self._reach.sees(caller, proposal.agent_id if proposal else None) or proposal is None:
            raise NotFound("There is no such proposal")
        return proposal

    def _sources(
        self, caller: Caller, wanted: ProposalFilter, limit: int, after: str | None
    ) -> list[Iterator[Placed[Proposal]]]:
        if wanted.agent_id is not None:
            return [self._store.of_agent(wanted.agent_id, after=after, chunk=limit + 1)]
        line = None if caller.reach is Reach.EVERYONE else self._reach.line(caller, MOST_MERGED)
        if line is None:
            return [self._store.of_everybody(wanted.state or "open", after=after, chunk=limit + 1)]
        chunk = chunk_of(limit, len(line))
        return [self._store.of_agent(each, after=after, chunk=chunk) for each in sorted(line)]

    def _manager(self, user_id: str) -> str | None:
        user = self._reach.person(user_id)
        return user.manager_id if user else None

    def _shown(self, caller: Caller, found: list[Proposal]) -> list[ProposalView]:
        people = {each.agent_id for each in found} | {each.decided_by for each in found if each.decided_by}
        names = self._reach.names(people) if people else {}
        return [ProposalView.of(each, names, self._actions(caller, each)) for each in found]

    @staticmethod
    def _actions(caller: Caller, proposal: Proposal) -> tuple[str, ...]:
        if proposal.state != "open":
            return ()
        if proposal.agent_id == caller.user_id:
            return ("withdraw",)
        return ("accept", "decline") if caller.may(Permission.COACHING_MANAGE) else ()

    @staticmethod
    def _check_open(proposal: Proposal) -> None:
        if proposal.state != "open":
            raise Conflict(f"The proposal is {proposal.state} already")


_OF_BOTH: Final = ("interaction_id", "agent_id", "started_at", "queue", "inquiry")
