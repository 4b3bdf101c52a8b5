"""What coaching knows of a person, and what is said there of a customer's conversations (N8).

| question | key or index | reads |
|---|---|---|
| actions of, and feedback for, a person | GSI1 `AGENT#<user>` | the page |
| the meetings in which they take part | GSI2 `PARTICIPANT#<user>` | the page |
| the meetings that they lead | GSI3 `FACILITATOR#<user>` | the page |
| the actions that they have set | GSI2 `CREATOR#<user>` | the page |
| their shifts | `SHIFTS#<user>` | the page |
| whether their calendar has an address | `FEEDOF#<user>` | 1 item |
| their assignments, marks and bookmarks | see `assignments.privacy_service` | the page |
| their coaching plans | GSI1 `PLANS#<user>` | the page |
| the meetings of colleagues that they are asked to | `MEETS#<user>` | the page |
| their pairings, what they have proposed | see `pairing.privacy_service`, `proposals.privacy_service` | the page |
| coaching logs of their conversations | see `logs.privacy_service` | the page |
| what they practise | see `practice.privacy_service` | the page |
| feedback on a customer's conversation | GSI1 `AGENT#<agent>`, from its start on | one query a conversation |

Feedback that a person gave to others is about those, and has no index by who gave it: the author stays as an id.
"""

from collections.abc import Callable
from functools import partial

from debrief.coaching.actions import events
from debrief.coaching.actions.model import Action
from debrief.coaching.actions.store import ActionStore
from debrief.coaching.assignments.privacy_service import AssignmentPersonalData
from debrief.coaching.erasing import (
    action_record,
    feedback_record,
    led_record,
    meeting_record,
    plan_record,
    set_record,
    without_colleague,
    without_facilitator,
    without_participant,
    without_words,
)
from debrief.coaching.feedback.model import Feedback
from debrief.coaching.feedback.store import feedback_row
from debrief.coaching.logs.privacy_service import LogPersonalData
from debrief.coaching.meetings.model import Meeting
from debrief.coaching.meetings.store import MeetingStore, keep_colleague_place, meeting_row
from debrief.coaching.pairing.privacy_service import PairingPersonalData
from debrief.coaching.plans import events as plan_events
from debrief.coaching.plans.model import Plan, Series
from debrief.coaching.plans.store import PlanStore
from debrief.coaching.practice.privacy_service import PracticePersonalData
from debrief.coaching.proposals.privacy_service import ProposalPersonalData
from debrief.coaching.scheduling.erasing import feed_record, shifts_record
from debrief.coaching.scheduling.model import ShiftWeek
from debrief.coaching.scheduling.store import SchedulingStore
from debrief.coaching.table_store import CoachingRow, page_of, page_of_own
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import FoundBy, InteractionStore
from debrief.interactions.privacy_service import FOUND_BY
from debrief.kernel.clock import Clock, iso
from debrief.kernel.ids import Ids
from debrief.kernel.privacy import Erased, Exported, Record, Start, Subject, erased, exported
from debrief.kernel.storage.tables import Index, loaded, query_all
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.store import EvaluationStore

_PAGE = 25


class CoachingPersonalData:
    """Hands out what was agreed with a person and said to them, and lets it go."""

    def __init__(
        self,
        meetings: MeetingStore,
        actions: ActionStore,
        interactions: InteractionStore,
        evaluations: EvaluationStore,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._meetings = meetings
        self._actions = actions
        self._scheduling = SchedulingStore()
        self._interactions = interactions
        self._evaluations = evaluations
        self._clock = clock
        self._ids = ids
        self._assigned = AssignmentPersonalData(clock, ids)
        self._plans = PlanStore()
        self._pairings = PairingPersonalData(clock, ids)
        self._proposals = ProposalPersonalData(clock, ids)
        self._logs = LogPersonalData(clock, ids)
        self._practice = PracticePersonalData(clock, ids)

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of the person's actions and feedback, meetings, actions they set, and plans; customers have none."""

        def listed(
            prefix: str, index: Index, record: Callable[[CoachingRow], Record], start: Start
        ) -> tuple[list[Record], Start]:
            rows, following = page_of(f"{prefix}#{subject.id}", index, limit=2 * _PAGE, start=start)
            return [record(row) for row in rows], following

        stages = {
            "given": partial(listed, "AGENT", "GSI1", _given),
            "meetings": partial(listed, "PARTICIPANT", "GSI2", lambda row: meeting_record(loaded(row, Meeting))),
            "led": partial(listed, "FACILITATOR", "GSI3", lambda row: led_record(loaded(row, Meeting))),
            "set": partial(listed, "CREATOR", "GSI2", lambda row: set_record(loaded(row, Action))),
            "shifts": partial(self._exported_shifts, subject.id),
            "assignments": partial(self._assigned.assignments, subject.id),
            "marks": partial(self._assigned.marks, subject.id),
            "bookmarks": partial(self._assigned.bookmarks, subject.id),
            "plans": partial(listed, "PLANS", "GSI1", self._plan_record),
            "learnt": partial(self._pairings.learnt, subject.id),
            "helped": partial(self._pairings.helped, subject.id),
            "proposals": partial(self._proposals.proposals, subject.id),
            "logs": partial(self._logs.logs, subject.id),
            "practice": partial(self._practice.practice, subject.id),
        }
        return exported(stages if subject.kind == "person" else {}, position)

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Remove a page of the person's actions, feedback and plans, then empty their meetings; of customers, feedback.

        Raises:
            Stale: one was changed at that moment.
        """

        def listed(
            prefix: str, index: Index, work: Callable[[CoachingRow], bool], start: Start
        ) -> tuple[list[bool], Start]:
            rows, following = page_of(f"{prefix}#{subject.id}", index, limit=_PAGE, start=start)
            return [work(row) for row in rows], following

        def of_conversations(by: FoundBy, start: Start) -> tuple[list[bool], Start]:
            found, following = self._interactions.page_of(by, subject.id, limit=_PAGE, start=start)
            return [
                done for each in found for done in (*self._feedback_on(each), *self._of_conversation(each.id))
            ], following

        if subject.kind != "person":
            return erased({by: partial(of_conversations, by) for by in FOUND_BY[subject.kind]}, position)
        return erased(
            {
                "given": partial(listed, "AGENT", "GSI1", self._remove),
                "plans": partial(listed, "PLANS", "GSI1", self._remove_plan),
                "meetings": partial(listed, "PARTICIPANT", "GSI2", partial(self._empty, without_participant)),
                "led": partial(listed, "FACILITATOR", "GSI3", partial(self._empty, without_facilitator)),
                "shifts": partial(self._erased_shifts, subject.id),
                "assignments": partial(self._assigned.erase_assignments, subject.id),
                "marks": partial(self._assigned.erase_marks, subject.id),
                "bookmarks": partial(self._assigned.erase_bookmarks, subject.id),
                "learnt": partial(self._pairings.erase, "learner", subject.id),
                "helped": partial(self._pairings.erase, "colleague", subject.id),
                "proposals": partial(self._proposals.erase, subject.id),
                "logs": partial(self._logs.erase, subject.id),
                "practice": partial(self._practice.erase, subject.id),
                "meets": partial(self._leave_meetings, subject.id),
            },
            position,
        )

    def _exported_shifts(self, user_id: str, start: Start) -> tuple[list[Record], Start]:
        """A page of the person's shifts, the first with whether their calendar has an address."""
        weeks, following = self._scheduling.page_of_weeks(user_id, limit=2 * _PAGE, start=start)
        records = [shifts_record(loaded(row, ShiftWeek)) for row in weeks]
        feed = self._scheduling.feed(user_id) if start is None else None
        return [feed_record(feed), *records] if feed else records, following

    def _erased_shifts(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Remove a page of the person's shifts, and with the first their calendar's address."""
        weeks, following = self._scheduling.page_of_weeks(user_id, limit=_PAGE, start=start)
        feed = self._scheduling.feed(user_id) if start is None else None
        if weeks or feed:
            with Transaction(self._clock, self._ids) as transaction:
                for row in weeks:
                    self._scheduling.discard_week(transaction, user_id, loaded(row, ShiftWeek).week)
                if feed:
                    self._scheduling.discard_feed(transaction, feed)
        return [True] * (len(weeks) + bool(feed)), following

    def _remove(self, row: CoachingRow) -> bool:
        if row.kind == "action":
            action = self._actions.action(loaded(row, Action).id)
            if action is None:
                return False
            with Transaction(self._clock, self._ids) as transaction:
                self._actions.remove_action(transaction, action)
                transaction.announce(CoachingRow, events.ACTION_DELETED, action.id, events.action_data(action))
            return True
        with Transaction(self._clock, self._ids) as transaction:
            transaction.discard(CoachingRow(PK=row.PK, SK=row.SK, kind=row.kind))
        return True

    def _plan_record(self, row: CoachingRow) -> Record:
        plan = loaded(row, Plan)
        return plan_record(*(self._plans.with_series(plan.id) or (plan, Series(plan_id=plan.id))))

    def _remove_plan(self, row: CoachingRow) -> bool:
        # As the table has it: a look by night may just have changed it.
        plan = self._plans.plan(loaded(row, Plan).id)
        if plan is None:
            return False
        with Transaction(self._clock, self._ids) as transaction:
            self._plans.remove(transaction, plan)
            transaction.announce(CoachingRow, plan_events.PLAN_DELETED, plan.id, plan_events.plan_data(plan))
        return True

    def _empty(self, emptied: Callable[[Meeting], Meeting], row: CoachingRow) -> bool:
        found = self._meetings.meeting(loaded(row, Meeting).id)
        if found is None or emptied(found[0]) == found[0]:
            return False
        with Transaction(self._clock, self._ids) as transaction:
            transaction.put(meeting_row(emptied(found[0])))
            keep_colleague_place(transaction, emptied(found[0]), found[0])
        return True

    def _leave_meetings(self, user_id: str, start: Start) -> tuple[list[bool], Start]:
        """Take the person out of a page of the meetings of colleagues that they were asked to."""
        page = page_of_own(f"MEETS#{user_id}", limit=_PAGE, start=start)
        meetings = self._meetings.meetings([row.SK.partition("#")[2] for row in page.rows])
        with Transaction(self._clock, self._ids) as transaction:
            for row in page.rows:
                transaction.discard(row)
            for meeting in meetings:
                if meeting.colleague_id == user_id:
                    transaction.put(meeting_row(without_colleague(meeting)))
        return [True] * len(page.rows), page.position

    def _of_conversation(self, interaction_id: str) -> list[bool]:
        """Take a customer's conversation out of whatever shows it."""
        rooms = (self._assigned, self._pairings, self._proposals, self._logs, self._practice)
        return [done for room in rooms for done in room.erase_conversation(interaction_id)]

    def _feedback_on(self, interaction: Interaction) -> list[bool]:
        """Empty the feedback that names the conversation, or an evaluation of it."""
        pk, since = f"AGENT#{interaction.agent_id}", iso(interaction.started_at)
        rows = query_all(CoachingRow, pk, index="GSI1", sort=CoachingRow.GSI1SK.between(since, "~"))
        given = [loaded(row, Feedback) for row in rows if row.kind == "feedback"]
        evaluations = {each.id for each in self._evaluations.evaluations_of_interaction(interaction.id)}
        named = [each for each in given if each.interaction_id == interaction.id or each.evaluation_id in evaluations]
        left = [each for each in named if without_words(each) != each]
        for feedback in left:
            with Transaction(self._clock, self._ids) as transaction:
                transaction.put(feedback_row(without_words(feedback)))
        return [True] * len(left)


def _given(row: CoachingRow) -> Record:
    return feedback_record(loaded(row, Feedback)) if row.kind == "feedback" else action_record(loaded(row, Action))
