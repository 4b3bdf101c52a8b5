"""The use cases of pairings: proposed by who leads both, agreed by who is asked, met by both (N16)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, Literal

from debrief.coaching.access import CoachingAccess
from debrief.coaching.meetings.drafts import MeetingDraft
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.meetings.service import MeetingService
from debrief.coaching.meetings.store import MeetingStore
from debrief.coaching.pairing import course
from debrief.coaching.pairing.advice import MINUTES, steps_of
from debrief.coaching.pairing.course import Part, Verb
from debrief.coaching.pairing.drafts import (
    PairingAnswer,
    PairingDraft,
    PairingEnd,
    PeerMeetingDraft,
    WillingnessDraft,
)
from debrief.coaching.pairing.model import Figures, Pairing, Willingness
from debrief.coaching.pairing.moment_reader import MomentReader
from debrief.coaching.pairing.store import PairingStore, Role
from debrief.coaching.pairing.suggesting_service import DAYS, SuggestingService, rate_of
from debrief.coaching.pairing.telling import take_back, tell_of_answered, tell_of_asked
from debrief.coaching.pairing.views import AdviceSheet, PairingView, RateView, SheetTurn, WillingnessView
from debrief.coaching.scheduling.service import SchedulingService, Two
from debrief.coaching.scheduling.views import Clashes, Slots
from debrief.coaching.table_store import CoachingRow
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, Forbidden, NotFound, RuleBroken, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit

Mine = Literal["own", "made"]
"""Which pairings a list is of: those that the caller takes part in, or those that they made."""

_TRIES: Final = 2
_OF_A_MEETING: Final = ("kind", "scheduled_at", "duration_ms", "location", "link")


class PairingService:
    """Pairings, seen by whoever leads both, and by both as far as they may know of it."""

    def __init__(
        self,
        store: PairingStore,
        suggesting: SuggestingService,
        moments: MomentReader,
        meetings: MeetingService,
        scheduling: SchedulingService,
        reach: CoachingAccess,
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._suggesting = suggesting
        self._moments = moments
        self._meetings = meetings
        self._kept_meetings = MeetingStore()
        self._scheduling = scheduling
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    # Read ------------------------------------------------------------------------------------------------------

    def page(
        self, caller: Caller, which: Mine, agent_id: str | None, limit: int | None, cursor: str | None
    ) -> Page[PairingView]:
        """A page of pairings, newest first: the caller's own parts, those that they made, or those of an agent whom
        they may coach. Raises NotFound, Forbidden; Malformed: limit or cursor.
        """
        if agent_id is not None and agent_id != caller.user_id:
            self._reach.require_sight(caller, agent_id)
        elif which == "made":
            caller.require(Permission.COACHING_MANAGE)
        binding = ("pairings", caller.user_id, which, agent_id)
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        parts: dict[str, Part | None] = {}

        def look(some: list[Pairing]) -> None:
            parts.update({each.id: part for each, part in zip(some, self._parts(caller, some), strict=True)})

        def shown_in(source: Iterator[Placed[Pairing]]) -> Iterator[Placed[Pairing]]:
            # Left out before a page is made: no page and no cursor tells that there is one that isn't shown.
            looked_at = looked_at_together(source, size + 1, look)
            return (placed for placed in looked_at if course.is_shown(placed[1], parts[placed[1].id]))

        sources = [shown_in(each) for each in self._sources(caller, which, agent_id, size, after)]
        found = page_of(sources, lambda _: True, limit=size, newest_first=True, after=after)
        shown = [(each, part) for each in found.items if (part := parts[each.id]) is not None]
        return Page(items=self._shown(shown), next_cursor=self._cursors.encode(found.last, *binding))

    def get(self, caller: Caller, id: str) -> PairingView:
        """A pairing, as far as the caller may see it. Raises NotFound."""
        return self._shown([self._find(caller, id)])[0]

    def sheet(self, caller: Caller, id: str) -> AdviceSheet:
        """The page for their meeting. Raises NotFound: for both, before they have agreed, too."""
        pairing, part = self._find(caller, id)
        if part != "leader" and pairing.state not in {"agreed", "met"}:
            raise NotFound("There is no such page yet")
        criterion = pairing.criterion
        question = self._suggesting.question(criterion)
        exchange = self._moments.exchange(pairing.moment) if pairing.moment else None
        turn = pairing.moment.quote.turn_index if pairing.moment else None
        own = None
        if part != "colleague":
            since = pairing.proposed_at - timedelta(days=DAYS)
            own = self._moments.newest_missed(
                caller.user_id, pairing.learner_id, criterion.scorecard_id, criterion.question_id, since
            )
        names = self._reach.names([pairing.learner_id, pairing.colleague_id])
        learner, colleague = names.get(pairing.learner_id, ""), names.get(pairing.colleague_id, "")
        return AdviceSheet(
            pairing_id=pairing.id,
            criterion=criterion,
            learner_name=learner,
            colleague_name=colleague,
            minutes=MINUTES,
            **{
                name: getattr(question, name) if question else "" for name in ("description", "good", "poor", "context")
            },
            # The learner isn't shown names that were said, nor which conversation it is.
            quote=pairing.moment.quote if exchange and pairing.moment and part != "learner" else None,
            exchange=tuple(
                SheetTurn(speaker=each.speaker, text=each.text, start_ms=each.start_ms, shows=each.index == turn)
                for each in exchange or ()
            ),
            own_interaction_id=own,
            steps=steps_of(
                criterion.name,
                learner=learner,
                colleague=colleague,
                has_moment=bool(exchange),
                has_own=own is not None,
            ),
            takeaway="" if part == "colleague" else pairing.takeaway,
        )

    def slots(self, caller: Caller, id: str, duration_ms: int, first: date, last: date) -> Slots:
        """The quietest times for both in some days. Raises NotFound, Conflict, Malformed."""
        two = self._two(caller, id, duration_ms)
        return self._scheduling.quiet_times(caller, two, first, last)

    def clashes(self, caller: Caller, id: str, duration_ms: int, at: datetime) -> Clashes:
        """What stands against both meeting at a time. Raises NotFound, Conflict."""
        return self._scheduling.against(caller, self._two(caller, id, duration_ms), at)

    # Change ----------------------------------------------------------------------------------------------------

    def pair(self, caller: Caller, draft: PairingDraft) -> PairingView:
        """Ask a colleague who is strong on a criterion whether they would help somebody with it.

        Raises:
            NotFound, Forbidden: the caller doesn't coach the learner. Conflict: they are paired on it already.
            RuleBroken: there is no such criterion, it is the caller who would learn, or the colleague doesn't stand out
            or can't be asked now.
        """
        self._reach.check_coachable(caller, draft.learner_id, "/learner_id")
        self._reach.check_another(caller, draft.learner_id, "/learner_id")
        criterion = self._suggesting.criterion(draft.scorecard_id, draft.question_id)
        look = self._suggesting.look(caller, draft.learner_id, criterion)
        chosen = next((each for each in look.free if each.agent_id == draft.colleague_id), None)
        if chosen is None:
            stands_out = any(each.agent_id == draft.colleague_id for each in look.strong)
            message = "can't be asked now" if stands_out else "doesn't stand out on this among those whom you lead"
            raise RuleBroken(
                "This colleague can't be paired", errors=[FieldError(pointer="/colleague_id", message=message)]
            )
        now = self._clock.now()
        pairing = Pairing(
            id=self._ids.new("pa"),
            learner_id=draft.learner_id,
            colleague_id=draft.colleague_id,
            criterion=criterion,
            by=caller.user_id,
            proposed_at=now,
            own=look.own,
            theirs=chosen.figures,
            moment=self._moments.best(
                caller.user_id,
                draft.colleague_id,
                criterion.scorecard_id,
                criterion.question_id,
                now - timedelta(days=DAYS),
            ),
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.add(tx, pairing)
            tell_of_asked(tx, CoachingRow, pairing)
        return self._shown([(written(pairing), "leader")])[0]

    def answer(self, caller: Caller, id: str, revision: int, given: PairingAnswer, *, yes: bool) -> PairingView:
        """Say yes as the colleague who is asked, or as one of both that one would rather not.

        Raises:
            NotFound, Forbidden, Stale. Conflict: it isn't to be answered now.
        """
        return _tried(lambda: self._answered(caller, id, revision, given, yes=yes))

    def _answered(self, caller: Caller, id: str, revision: int, given: PairingAnswer, *, yes: bool) -> PairingView:
        before, part = self._to_do(caller, id, "accept" if yes else "decline", revision)
        now = self._clock.now()
        after = course.answered(before, yes=yes, answer=given.answer, by=caller.user_id, now=now)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, before)
            tell_of_answered(tx, CoachingRow, after, caller.user_id)
            if not yes and after.meeting_id is not None:
                self._meetings.call_off(tx, after.meeting_id, caller.user_id)
        return self._shown([(written(after), part)])[0]

    def end(self, caller: Caller, id: str, revision: int, given: PairingEnd, *, met: bool) -> PairingView:
        """Say that both have met, or take the pairing back. Raises NotFound, Forbidden, Stale, Conflict."""
        return _tried(lambda: self._ended(caller, id, revision, given, met=met))

    def _ended(self, caller: Caller, id: str, revision: int, given: PairingEnd, *, met: bool) -> PairingView:
        before, part = self._to_do(caller, id, "finish" if met else "withdraw", revision)
        state: Literal["met", "withdrawn"] = "met" if met else "withdrawn"
        after = course.ended(before, state, by=caller.user_id, now=self._clock.now(), takeaway=given.takeaway)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, before)
            if not met:
                take_back(tx, CoachingRow, after)
            if after.meeting_id is not None and (not met or self._is_ahead(after.meeting_id)):
                self._meetings.call_off(tx, after.meeting_id, caller.user_id)
        return self._shown([(written(after), part)])[0]

    def schedule(self, caller: Caller, id: str, revision: int, draft: PeerMeetingDraft) -> PairingView:
        """Put their meeting on both calendars; whoever does looks after it, and needn't be there.

        Raises:
            NotFound, Forbidden, Stale. Conflict: they haven't agreed, or have a time already.
        """
        before, part = self._to_do(caller, id, "schedule", revision)
        title = f"Between colleagues: {before.criterion.name}"
        meeting = MeetingDraft(
            title=title[:200].strip(),
            participant_id=before.learner_id,
            agenda=f"Your page for this meeting lies in Debrief, under Coaching: {before.criterion.name}",
            **{name: getattr(draft, name) for name in _OF_A_MEETING},
        )
        found: list[Pairing] = []

        def also(tx: Transaction, made: Meeting) -> None:
            after = before.model_copy(update={"meeting_id": made.id})
            self._store.put(tx, after, before)
            found.append(after)

        self._meetings.schedule(caller, meeting, colleague_id=before.colleague_id, also=also)
        return self._shown([(written(found[-1]), part)])[0]

    # Who may be asked ------------------------------------------------------------------------------------------

    def willingness(self, caller: Caller) -> WillingnessView:
        """Whether the caller may be asked to help colleagues."""
        said = self._store.willingness([caller.user_id]).get(caller.user_id)
        return WillingnessView(revision=said.revision if said else 0, may_be_asked=said is None or said.may_be_asked)

    def set_willingness(self, caller: Caller, given: WillingnessDraft) -> WillingnessView:
        """Say whether the caller may be asked; what they have agreed to stays. Raises Stale."""
        said = self._store.willingness([caller.user_id]).get(caller.user_id)
        after = Willingness(
            user_id=caller.user_id,
            may_be_asked=given.may_be_asked,
            changed_at=self._clock.now(),
            revision=said.revision if said else 0,
        )
        with Transaction(self._clock, self._ids) as tx:
            self._store.put_willingness(tx, after)
        return WillingnessView(revision=written(after).revision, may_be_asked=after.may_be_asked)

    # Inside ----------------------------------------------------------------------------------------------------

    def _sources(
        self, caller: Caller, which: Mine, agent_id: str | None, limit: int, after: str | None
    ) -> list[Iterator[Placed[Pairing]]]:
        whose = agent_id or caller.user_id
        roles: tuple[Role, ...] = ("by",) if which == "made" and agent_id is None else ("learner", "colleague")
        return [self._store.of(whose, role, after=after, chunk=limit + 1) for role in roles]

    def _parts(self, caller: Caller, pairings: Iterable[Pairing]) -> list[Part | None]:
        """What the caller is to each of them: those who lead have to see both."""
        pairings = list(pairings)
        coaches = caller.may(Permission.COACHING_MANAGE)
        both = {id for each in pairings for id in (each.learner_id, each.colleague_id)}
        seen = self._reach.seen(caller)(both) if coaches and both else frozenset()
        return [
            course.part_in(each, caller.user_id, leads={each.learner_id, each.colleague_id} <= seen)
            for each in pairings
        ]

    def _find(self, caller: Caller, id: str) -> tuple[Pairing, Part]:
        pairing = self._store.pairing(id)
        part = None if pairing is None else course.part_in(pairing, caller.user_id, leads=False)
        # One that isn't there is looked at about as long as one that isn't theirs.
        if part is None and self._reach.coaches(caller, pairing.learner_id if pairing else None) and pairing:
            part = "leader" if self._reach.coaches(caller, pairing.colleague_id) else None
        if pairing is None or part is None or not course.is_shown(pairing, part):
            raise NotFound("There is no such pairing")
        return pairing, part

    def _to_do(self, caller: Caller, id: str, verb: Verb, revision: int) -> tuple[Pairing, Part]:
        pairing, part = self._find(caller, id)
        if part not in course.RULES[verb]:
            raise Forbidden("This is for another of those whom the pairing concerns")
        pairing = self._as_met(pairing)
        course.check(pairing, part, verb)
        expect_revision(pairing, revision)
        return pairing, part

    def _is_ahead(self, meeting_id: str) -> bool:
        """Whether a meeting is yet to come: who has met earlier needn't meet then."""
        found = self._kept_meetings.meetings([meeting_id])
        return bool(found) and found[0].scheduled_at > self._clock.now()

    def _as_met(self, pairing: Pairing) -> Pairing:
        """The pairing without a meeting that was cancelled or deleted: another time can be set."""
        if pairing.meeting_id is None or pairing.state != "agreed":
            return pairing
        found = self._kept_meetings.meetings([pairing.meeting_id])
        gone = not found or found[0].status == "cancelled"
        return pairing.model_copy(update={"meeting_id": None}) if gone else pairing

    def _two(self, caller: Caller, id: str, duration_ms: int) -> Two:
        pairing, part = self._find(caller, id)
        if part != "leader":
            raise Forbidden("Only who leads both of them looks for a time")
        course.check(self._as_met(pairing), part, "schedule")
        return Two(pairing.learner_id, pairing.colleague_id, timedelta(milliseconds=duration_ms))

    def _shown(self, found: list[tuple[Pairing, Part]]) -> list[PairingView]:
        if not found:
            return []
        minimum = self._reach.settings().minimum_sample
        # Whoever has ended it is one of these, or another who leads both.
        people = {id for each, _ in found for id in (each.learner_id, each.colleague_id, each.by, each.ended_by) if id}
        names = self._reach.names(people)
        ids = [each.meeting_id for each, _ in found if each.meeting_id]
        meetings = {each.id: each for each in self._kept_meetings.meetings(ids)} if ids else {}
        return [_view(each, part, names, meetings, minimum) for each, part in found]


def _tried(step: Callable[[], PairingView]) -> PairingView:
    """What a step comes to. Their meeting is called off with it and may be changed at that moment; where it was the
    pairing itself that was changed, the step finds so when it reads it again.
    """
    for _ in range(_TRIES):
        try:
            return step()
        except Stale:
            continue
    return step()


def _view(
    pairing: Pairing, part: Part, names: dict[str, str], meetings: dict[str, Meeting], minimum: int
) -> PairingView:
    told, leads = course.knows_learner(pairing, part), part == "leader"
    meeting = meetings.get(pairing.meeting_id or "")
    if meeting is not None and meeting.status == "cancelled":
        meeting = None
    current = pairing.model_copy(update={"meeting_id": meeting.id if meeting else None})
    return PairingView(
        **{name: getattr(current, name) for name in _SHOWN},
        part=part,
        learner_id=pairing.learner_id if told else None,
        learner_name=names.get(pairing.learner_id, "") if told else None,
        colleague_name=names.get(pairing.colleague_id, ""),
        by_name=names.get(pairing.by, ""),
        own=_rate(pairing.own, minimum) if leads else None,
        theirs=_rate(pairing.theirs, minimum) if leads else None,
        moment=None if part == "learner" else pairing.moment,
        meeting_at=meeting.scheduled_at if meeting else None,
        ended_by_name=names.get(pairing.ended_by, "") if leads and pairing.ended_by else None,
        why=pairing.why if leads else "",
        takeaway="" if part == "colleague" else pairing.takeaway,
        actions=course.allowed(current, part),
    )


_SHOWN: Final = (
    *("id", "revision", "criterion", "state", "colleague_id", "by", "proposed_at"),
    *("answered_at", "answer", "meeting_id", "ended_at", "lapsed_because"),
)


def _rate(figures: Figures | None, minimum: int) -> RateView | None:
    return rate_of(figures, minimum) if figures else None
