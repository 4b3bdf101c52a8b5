"""Assignments read: in lists, one by one, and from a group down to its agents' conversations (S3.2, S3.6, S3.8)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.assignments.conversations_reader import ConversationReader
from debrief.coaching.assignments.counting import Counts
from debrief.coaching.assignments.marks_service import MOST_MERGED, MarkService
from debrief.coaching.assignments.marks_store import MarkStore
from debrief.coaching.assignments.model import Assignment, CoachingGroup
from debrief.coaching.assignments.secrecy_access import GroupSecrecy
from debrief.coaching.assignments.standing import (
    Status,
    counted,
    facts_of,
    status_of,
    status_of_group,
)
from debrief.coaching.assignments.store import AssignmentStore
from debrief.coaching.assignments.views import (
    AssignmentLine,
    AssignmentType,
    AssignmentView,
    BestResponseText,
    BestResponseView,
    Grouped,
    InCoaching,
)
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Instant
from debrief.kernel.errors import NotFound
from debrief.kernel.storage.tables import loaded
from debrief.kernel.web.merging import Found, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit


class AssignmentFilter(NamedTuple):
    """Which assignments a list shows. agent_id: one agent's; areas: names of areas, any of which is coached."""

    agent_id: str | None = None
    types: frozenset[AssignmentType] = frozenset()
    statuses: frozenset[Status] = frozenset()
    areas: frozenset[str] = frozenset()


class _Entry(NamedTuple):
    """What a line shows: an agent's assignment, or a group that was sent."""

    assignment: Assignment | None
    group: CoachingGroup | None

    @property
    def areas(self) -> set[str]:
        thing = self.assignment or self.group
        return {area.name.casefold() for area in thing.areas} if thing else set()


class AssignmentReadings:
    """The use cases that read assignments.

    An agent sees their own, and nothing of a group. Who coaches sees those of the agents whom they may coach; what was
    made of a group is one line to whoever sent it and to those whose reach is everyone, and single lines to others, who
    may not see all of it, or who are in it themselves.
    """

    def __init__(
        self,
        store: AssignmentStore,
        mark_store: MarkStore,
        marks: MarkService,
        conversations: ConversationReader,
        reach: CoachingAccess,
        secrecy: GroupSecrecy,
        cursors: Cursors,
    ) -> None:
        self._store = store
        self._mark_store = mark_store
        self._marks = marks
        self._conversations = conversations
        self._reach = reach
        self._secrecy = secrecy
        self._cursors = cursors

    def find(self, caller: Caller, assignment_id: str) -> Assignment:
        """The assignment itself, that the caller may see. Raises NotFound."""
        found = self._store.assignment(assignment_id)
        if not self._reach.sees(caller, found.agent_id if found else None) or found is None:
            raise NotFound("There is no such assignment")
        return found

    def get(self, caller: Caller, assignment_id: str) -> AssignmentView:
        """The assignment whole, with its conversations and their scores. Raises NotFound."""
        return self.view(caller, self.find(caller, assignment_id))

    def page(
        self, caller: Caller, wanted: AssignmentFilter, limit: int | None, cursor: str | None
    ) -> Page[AssignmentLine]:
        """A page of assignments, newest first: the caller's own, or, for those who coach, of those whom they may coach.

        Raises:
            NotFound: the agent is out of the caller's sight. Malformed.
        """
        binding = (
            "assignments",
            caller.user_id,
            *(sorted(each) if isinstance(each, frozenset) else each for each in wanted),
        )
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        coaches = caller.may(Permission.COACHING_MANAGE)
        agent_id = wanted.agent_id or (None if coaches else caller.user_id)
        if agent_id is not None:
            self._reach.require_sight(caller, agent_id)
        on = self._reach.settings().accept_and_dispute
        counts: dict[str, Counts] = {}
        known: set[str] = set()
        seen = self._reach.seen(caller)
        own = self._secrecy.given(caller) if coaches else frozenset[str]()

        def look(some: list[_Entry]) -> None:
            known.update(seen({each.assignment.agent_id for each in some if each.assignment}))
            groups = [each.group.id for each in some if each.group]
            if groups:
                counts.update(self._mark_store.counts(groups))

        def fits(entry: _Entry) -> bool:
            return self._is_shown(caller, entry, known, own, alone=agent_id is not None) and _fits(
                entry,
                wanted,
                counts,
                own,
                on=on,
                unsorted=entry.assignment is not None and entry.assignment.agent_id == caller.user_id,
            )

        sources = [
            looked_at_together(((place, _entry(row)) for place, row in source), size + 1, look)
            for source in self._sources(caller, agent_id, size, after, in_a_group=bool(own))
        ]
        found: Found[_Entry] = page_of(sources, fits, limit=size, newest_first=True, after=after)
        return Page(
            items=self._lines(caller, found.items, counts, own, on=on),
            next_cursor=self._cursors.encode(found.last, *binding),
        )

    def agents_of(
        self, caller: Caller, group_id: str, agent: str | None, limit: int | None, cursor: str | None
    ) -> Page[AssignmentLine]:
        """A page of the assignments that were made of a group, one for each agent, by agent.

        agent: an agent's id, the beginning of one, or what other systems call the agent. Raises NotFound, Malformed.
        """
        self._marks.group(caller, group_id)
        binding = ("group-assignments", caller.user_id, group_id, agent)
        start, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        sought = (agent or "").strip()
        if sought and not sought.startswith("us_"):
            person = self._reach.person_known_as(sought)
            if person is None:
                return Page(items=[])
            sought = person.id
        found, following = self._store.of_group(group_id, agent=sought, limit=size, start=start)
        seen = self._reach.seen(caller)({each.agent_id for each in found})
        entries = [_Entry(each, None) for each in found if each.agent_id in seen]
        on = self._reach.settings().accept_and_dispute
        return Page(
            items=self._lines(caller, entries, {}, frozenset(), on=on),
            next_cursor=self._cursors.encode(following, *binding),
        )

    def line_of_group(self, caller: Caller, group_id: str) -> AssignmentLine:
        """A group that was sent, as the list of assignments shows it. Raises NotFound."""
        group = self._marks.group(caller, group_id)
        if group.state == "pending" or group.content is None:
            raise NotFound("This group isn't sent")
        on = self._reach.settings().accept_and_dispute
        return self._lines(caller, [_Entry(None, group)], self._mark_store.counts([group_id]), frozenset(), on=on)[0]

    def in_coaching(self, caller: Caller) -> InCoaching:
        """How many agents whom the caller may coach are in coaching, each once: a kept number, or few small rows."""
        on = self._reach.settings().accept_and_dispute
        if caller.reach is Reach.EVERYONE:
            return InCoaching(agents=self._store.agents_in_coaching(accept_and_dispute=on))
        line = self._reach.line(caller, 500)
        if line is not None:
            coached = self._store.coached(sorted(line - {caller.user_id}))
            return InCoaching(agents=sum(each.is_open(on=on) for each in coached.values()))
        everybody = self._store.who_is_in_coaching(accept_and_dispute=on)
        return InCoaching(agents=len(self._reach.seen(caller)(everybody) - {caller.user_id}))

    def best_response(self, caller: Caller, assignment_id: str, interaction_id: str) -> BestResponseText:
        """What was said in a best response of an assignment, without who it was. Raises NotFound."""
        assignment = self.find(caller, assignment_id)
        best = next((each for each in assignment.best_responses if each.interaction_id == interaction_id), None)
        if best is None:
            raise NotFound("This isn't a best response of the assignment")
        return self._conversations.said_in(best)

    def view(self, caller: Caller, assignment: Assignment) -> AssignmentView:
        """An assignment as the caller is shown it, who may see it."""
        own = assignment.agent_id == caller.user_id
        group = self._group_of(caller, assignment)
        best = assignment.best_responses
        # They may be out of the line of who reads the assignment now; its agent is never told.
        seen = frozenset[str]() if own or not best else self._reach.seen(caller)({each.agent_id for each in best})
        ids = {assignment.agent_id, assignment.assigned_by} | seen
        names = self._reach.names(ids)
        facts = facts_of(assignment)
        on = self._reach.settings().accept_and_dispute
        return AssignmentView(
            **{name: getattr(assignment, name) for name in _SHOWN},
            agent_name=names.get(assignment.agent_id, ""),
            assigned_by_name=names.get(assignment.assigned_by, ""),
            conversations=self._conversations.shown(caller, assignment, accept_and_dispute=on),
            best_responses=tuple(
                BestResponseView(
                    **{name: getattr(each, name) for name in _SHOWN_OF_BEST},
                    agent_id=each.agent_id if each.agent_id in seen else None,
                    agent_name=names.get(each.agent_id, "") if each.agent_id in seen else None,
                )
                for each in best
            ),
            status=status_of(facts, accept_and_dispute=on),
            to_look_at=len(assignment.interactions) + len(best),
            looked_at=_looked_at(assignment),
            grouped=Grouped(group_id=group.id, name=group.name) if group else None,
            actions=_actions(caller, own=own),
        )

    def _group_of(self, caller: Caller, assignment: Assignment) -> CoachingGroup | None:
        """The group that an assignment was made of, for whoever may open it: never the agent themselves."""
        if assignment.group_id is None or assignment.agent_id == caller.user_id:
            return None
        try:
            return self._marks.group(caller, assignment.group_id)
        except NotFound:
            return None

    def _sources(
        self, caller: Caller, agent_id: str | None, limit: int, after: str | None, *, in_a_group: bool
    ) -> list[Iterator[tuple[str, CoachingRow]]]:
        chunk = limit + 1
        if agent_id is not None:
            return [self._store.rows(f"COACHED#{agent_id}", "GSI1", after=after, chunk=chunk)]
        everyone = caller.reach is Reach.EVERYONE
        if everyone and not in_a_group:
            return [self._store.rows("ASSIGNED", "GSI2", after=after, chunk=chunk)]
        line = None if everyone else self._reach.line(caller, MOST_MERGED)
        if line is None:
            return [self._store.rows(pk, "GSI2", after=after, chunk=chunk) for pk in ("ASSIGNED", "ASSIGNED#GROUPED")]
        chunk = chunk_of(limit, len(line))
        agents = [self._store.rows(f"COACHED#{each}", "GSI1", after=after, chunk=chunk) for each in sorted(line)]
        return [*agents, self._store.rows(f"SENT#{caller.user_id}", "GSI1", after=after, chunk=limit + 1)]

    @staticmethod
    def _is_shown(caller: Caller, entry: _Entry, known: set[str], own: frozenset[str], *, alone: bool) -> bool:
        everyone = caller.reach is Reach.EVERYONE
        if entry.group is not None:
            return entry.group.id not in own and (everyone or entry.group.sent_by == caller.user_id)
        if entry.assignment is None or entry.assignment.agent_id not in known:
            return False
        if alone or entry.assignment.group_id is None or entry.assignment.group_id in own:
            return True
        # One line for a group that the caller is shown stands for all that were made of it.
        return not everyone and entry.assignment.assigned_by != caller.user_id

    def _lines(
        self, caller: Caller, entries: Sequence[_Entry], counts: dict[str, Counts], own: frozenset[str], *, on: bool
    ) -> list[AssignmentLine]:
        people = {each.assignment.agent_id for each in entries if each.assignment}
        people |= {each.assignment.assigned_by for each in entries if each.assignment}
        people |= {each.group.sent_by or "" for each in entries if each.group}
        names = self._reach.names(people) if people else {}
        lines = []
        for entry in entries:
            if entry.assignment is not None:
                lines.append(_line_of(entry.assignment, names, caller, own, on=on))
            elif entry.group is not None and entry.group.content is not None and entry.group.sent_at is not None:
                lines.append(_line_of_group(entry.group, counts[entry.group.id], entry.group.sent_at, names, on=on))
        return lines


_SHOWN: Final = (
    *("id", "revision", "agent_id", "name", "areas", "feedback", "action_plan"),
    *("follow_up", "assigned_by", "assigned_at", "closed_at", "closed_because"),
)
_SHOWN_OF_BEST: Final = ("interaction_id", "started_at", "queue", "note", "looked_at")


def _entry(row: CoachingRow) -> _Entry:
    if row.kind == "group":
        return _Entry(None, loaded(row, CoachingGroup))
    return _Entry(loaded(row, Assignment), None)


def _fits(
    entry: _Entry,
    wanted: AssignmentFilter,
    counts: dict[str, Counts],
    own: frozenset[str],
    *,
    on: bool,
    unsorted: bool,
) -> bool:
    if wanted.areas and not entry.areas & {each.casefold() for each in wanted.areas}:
        return False
    kind: AssignmentType = "group" if entry.assignment is None else _type_of(entry.assignment, own)
    # Whoever coaches and is coached learns nothing of a group by narrowing their own list.
    if wanted.types and not unsorted and kind not in wanted.types:
        return False
    return not wanted.statuses or _status(entry, counts, on=on) in wanted.statuses


def _status(entry: _Entry, counts: dict[str, Counts], *, on: bool) -> Status:
    if entry.group is not None:
        return status_of_group(counted(counts[entry.group.id].tallies, accept_and_dispute=on))
    assert entry.assignment is not None  # noqa: S101 - one of both
    return status_of(facts_of(entry.assignment), accept_and_dispute=on)


def _type_of(assignment: Assignment, own: frozenset[str]) -> AssignmentType:
    """own: groups that the caller is in, of which nothing tells them."""
    return "group" if assignment.group_id and assignment.group_id not in own else "individual"


def _line_of(
    assignment: Assignment, names: dict[str, str], caller: Caller, groups: frozenset[str], *, on: bool
) -> AssignmentLine:
    own = assignment.agent_id == caller.user_id
    return AssignmentLine(
        **{name: getattr(assignment, name) for name in ("id", "revision", "name", "areas", "agent_id")},
        type=None if own else _type_of(assignment, groups),
        agent_name=names.get(assignment.agent_id, ""),
        assigned_by_name=names.get(assignment.assigned_by, ""),
        assigned_at=assignment.assigned_at,
        follow_up=assignment.follow_up,
        status=status_of(facts_of(assignment), accept_and_dispute=on),
        agents=1,
        conversations=len(assignment.interactions),
        to_look_at=len(assignment.interactions) + len(assignment.best_responses),
        looked_at=_looked_at(assignment),
        by_status={},
        actions=_actions(caller, own=own),
    )


def _line_of_group(
    group: CoachingGroup, counts: Counts, sent_at: Instant | datetime, names: dict[str, str], *, on: bool
) -> AssignmentLine:
    by_status = counted(counts.tallies, accept_and_dispute=on)
    content = group.content
    assert content is not None  # noqa: S101 - whoever calls has looked
    return AssignmentLine(
        id=group.id,
        revision=group.revision,
        type="group",
        name=content.name,
        areas=group.areas,
        agent_id=None,
        agent_name=group.name,
        assigned_by_name=names.get(group.sent_by or "", ""),
        assigned_at=sent_at,
        follow_up=content.follow_up,
        status=status_of_group(by_status),
        agents=counts.sent,
        conversations=0,
        to_look_at=counts.sent,
        looked_at=by_status.get("completed", 0),
        by_status=by_status,
        actions=(),
    )


def _looked_at(assignment: Assignment) -> int:
    return sum(each.looked_at is not None for each in assignment.items)


def _actions(caller: Caller, *, own: bool) -> tuple[str, ...]:
    if own:
        return ("look",)
    return ("edit", "delete") if caller.may(Permission.COACHING_MANAGE) else ()
