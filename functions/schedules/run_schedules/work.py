"""All that can be due, and what is done then: each imports what it needs when it is due."""

from datetime import datetime
from typing import TYPE_CHECKING

from debrief.coaching.assignments.deadlines import FOLLOW_UPS_MISSING, GROUP_SENDING
from debrief.coaching.meetings.deadlines import EVE
from debrief.coaching.pairing.deadlines import LAPSES as PAIRING_LAPSES
from debrief.coaching.pairing.deadlines import LAPSES_MISSING as PAIRING_LAPSES_MISSING
from debrief.coaching.plans.deadlines import REFRESH as PLAN_REFRESH
from debrief.insights.benchmarks.deadlines import REFRESH as BENCHMARK_REFRESH
from debrief.interactions.conversations.deadlines import ENTERED, POSTPONED
from debrief.interactions.deadlines import OBJECTS_REMOVED
from debrief.interactions.held.deadlines import BATCH_STALLED
from debrief.interactions.intake.deadlines import IMPORT_STALLED, ITEM_STALLED, UPLOAD_UNFINISHED
from debrief.interactions.speakers.deadlines import CORRECTION_GOES_ON, CORRECTION_STALLED
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.kernel.schedules.model import Due, Handler
from debrief.notices.channels.deadlines import LANE_DUE
from debrief.notices.deadlines import DIGEST_DUE
from debrief.people.imports.deadlines import IMPORT_STALLED as PEOPLE_IMPORT_STALLED
from debrief.people.organisation.deadlines import ROLE_ROWS_MISSING, SIGN_IN_BEHIND
from debrief.quality.calibrations.deadlines import REMINDER
from debrief.quality.disputes.deadlines import RESCORING_GOES_ON, UNDECIDED
from debrief.quality.earning.deadlines import CHECK_LAPSED
from debrief.quality.evaluations.deadlines import HISTORY_REMOVED, UNANSWERED
from debrief.quality.flags.deadlines import LEADER_CHANGED, ROLE_CHANGED, SNOOZED, level_of
from debrief.quality.forecasts.deadlines import FORECAST_REQUESTED
from debrief.quality.goals.deadlines import GOAL_DUE
from debrief.summaries.deadlines import BUDGET_AWAITED, REMOVED, UNFINISHED

if TYPE_CHECKING:
    from debrief.people.organisation.role_rows_service import RoleRows

clock = SystemClock()
ids = UlidIds(clock)


def intake_item_stalled(due: Due) -> datetime | None:
    """See to an intake item whose run should have ended."""
    from debrief.interactions.intake.wiring import intake

    return intake().look_after(due.subject)


def import_stalled(due: Due) -> datetime | None:
    """See to an import whose run should have ended."""
    from debrief.interactions.intake.wiring import imports

    return imports().look_after(due.subject)


def upload_unfinished(due: Due) -> None:
    """Hold an upload that was left behind."""
    from debrief.interactions.intake.wiring import unfinished_uploads

    unfinished_uploads().look(due)


def held_batch_stalled(due: Due) -> datetime | None:
    """See to a batch of held items whose run should have ended."""
    from debrief.interactions.held.wiring import steps

    return steps().look_after(due.subject)


def people_import_stalled(due: Due) -> datetime | None:
    """See to an import of people whose run should have ended."""
    from debrief.people.imports.wiring import steps

    return steps().look_after(due.subject)


def sign_in_behind(due: Due) -> None:
    """Bring somebody's sign-in to what they are now."""
    from debrief.people.directory_client import Directory
    from debrief.people.organisation.sign_in_service import follow
    from debrief.people.store import PeopleStore

    follow(due.subject, PeopleStore(), Directory())


def role_rows_missing(due: Due) -> None:
    """Write rows by role for some more people who have none yet."""
    role_rows().go_on(due)


def role_rows() -> "RoleRows":
    """What gives people from before their rows by role."""
    from debrief.people.organisation.role_rows_service import RoleRows
    from debrief.people.store import PeopleStore

    return RoleRows(PeopleStore(), clock, ids)


def account_postponed(due: Due) -> datetime:
    """Make up for what a model couldn't add to conversations, as far as there is budget."""
    from debrief.interactions.intake.wiring import catching_up

    return catching_up().look()


def entered_by_hand(due: Due) -> datetime | None:
    """Let a conversation that was entered by hand be looked at by what starts by itself."""
    from debrief.interactions.intake.wiring import entered_by_hand

    return entered_by_hand().see_to(due)


def correction_goes_on(due: Due) -> datetime | None:
    """Swap agent and customer in some more conversations of an import or a source."""
    from debrief.interactions.speakers.wiring import corrections

    return corrections().go_on(due.subject)


def correction_stalled(due: Due) -> datetime | None:
    """Look whether the correction of an import or a source still goes on."""
    from debrief.interactions.speakers.wiring import corrections

    return corrections().look_after(due.subject)


def summary_unfinished(due: Due) -> None:
    """Let a summary fail whose workflow has not written down how it ended."""
    from debrief.summaries import wiring
    from debrief.summaries.failures import TIMED_OUT

    wiring.steps().fail(due.subject, int(due.data["attempt"]), TIMED_OUT)


def summary_budget_awaited(due: Due) -> datetime | None:
    """Make a report that waited for budget, if there is some again."""
    from debrief.summaries import wiring

    return wiring.budget_awaiting().see_to(due.subject, int(due.data["attempt"]))


def summary_removed(due: Due) -> datetime | None:
    """Remove what a deleted summary has left behind."""
    from debrief.summaries import wiring

    return wiring.removal().sweep(due)


def eve_of_meeting(due: Due) -> None:
    """Make the report of a 1-to-1 in the night before it, where the account wants that."""
    from debrief.summaries import wiring

    wiring.overnight().see_to(due.subject)


def plan_refresh(due: Due) -> datetime | None:
    """Look how far a coaching plan has come."""
    from debrief.coaching.plans.wiring import refreshing

    return refreshing().refresh(due.subject)


def pairing_lapses(due: Due) -> datetime | None:
    """Let a pairing of colleagues go that nobody goes on with."""
    from debrief.coaching.pairing.due_wiring import pairing_lapses

    return pairing_lapses().see_to(due.subject)


def follow_ups_missing(due: Due) -> None:
    """Let some more assignments of before be found by the day of their follow-up."""
    from debrief.coaching.assignments.due_wiring import missing_follow_ups

    missing_follow_ups().go_on(due)


def pairing_lapses_missing(due: Due) -> None:
    """Give some more open pairings the end that they lack from before."""
    from debrief.coaching.pairing.due_wiring import missing_lapses

    missing_lapses().go_on(due)


def calibration_reminder(due: Due) -> datetime | None:
    """Remind those who haven't handed in for a calibration."""
    from debrief.quality.calibrations.wiring import calibrations

    return calibrations().remind(due.subject)


def goal(due: Due) -> datetime | None:
    """Go on with the draw of a goal's period."""
    from debrief.quality.goals.wiring import drawing

    return drawing().run(due.subject)


def forecast(due: Due) -> None:
    """Make a forecast that somebody asked for."""
    from debrief.quality.forecasts.wiring import forecasts

    forecasts().make(due.subject)


def objects_removed(due: Due) -> datetime | None:
    """Remove the objects of a conversation that was erased."""
    from debrief.interactions import wiring

    return wiring.removal().sweep(due)


def evaluation_unanswered(due: Due) -> datetime | None:
    """Remind an agent of an evaluation, or acknowledge what they let pass."""
    from debrief.quality.disputes.wiring import acknowledgements

    return acknowledgements().see_to(due.subject)


def history_removed(due: Due) -> datetime | None:
    """Remove what is left of the history of an evaluation that was deleted."""
    from debrief.quality.evaluations.history_store import HistoryStore

    return HistoryStore().sweep(due.subject, clock, ids)


def dispute_undecided(due: Due) -> datetime | None:
    """See to a dispute that somebody in particular is to decide."""
    from debrief.quality.disputes.wiring import disputes

    return disputes().look_after(due.subject)


def check_lapsed(due: Due) -> datetime | None:
    """Let a blind check go that nobody has answered in time."""
    from debrief.quality.earning.wiring import lapses

    return lapses(clock, ids).see_to(due.subject)


def rescoring_goes_on(due: Due) -> datetime | None:
    """Re-score some more evaluations after a dispute."""
    from debrief.quality.disputes.wiring import repairs

    return repairs().go_on(due.subject)


def flag_snoozed(due: Due) -> datetime | None:
    """Let a flag wait again that was left alone until now."""
    from debrief.quality.flags.wiring import raising

    return raising().wake(due.subject)


def leader_changed(due: Due) -> datetime | None:
    """Give the flags about somebody, and those that they had, to whom they belong now."""
    from debrief.quality.flags.wiring import raising

    return raising().route_anew(due.subject, level_of(due))


def role_changed(due: Due) -> None:
    """Have the flags looked at of all who have a role that permits something else now."""
    from debrief.quality.flags.wiring import raising

    raising().holders_changed(due.subject)


def group_sending(due: Due) -> datetime | None:
    """Go on making assignments of a coaching group."""
    from debrief.coaching.assignments.due_wiring import groups

    return groups().go_on(due.subject)


def benchmarks(due: Due) -> datetime:
    """Make some more of the benchmarks that agents are held against."""
    from debrief.insights.wiring import benchmark_refresh

    return benchmark_refresh().go_on()


def channel_waiting(due: Due) -> None:
    """Let the sender look at what waits for a channel."""
    from debrief.notices.due_wiring import look_again

    look_again(due.subject, clock, ids)


def digest(due: Due) -> datetime | None:
    """Make somebody's digest."""
    from debrief.notices.due_wiring import digests

    return digests(clock, ids).make(due.subject, due.at)


HANDLERS: dict[str, Handler] = {
    ITEM_STALLED: intake_item_stalled,
    IMPORT_STALLED: import_stalled,
    UPLOAD_UNFINISHED: upload_unfinished,
    BATCH_STALLED: held_batch_stalled,
    PEOPLE_IMPORT_STALLED: people_import_stalled,
    SIGN_IN_BEHIND: sign_in_behind,
    ROLE_ROWS_MISSING: role_rows_missing,
    ENTERED: entered_by_hand,
    POSTPONED: account_postponed,
    CORRECTION_GOES_ON: correction_goes_on,
    EVE: eve_of_meeting,
    PLAN_REFRESH: plan_refresh,
    PAIRING_LAPSES: pairing_lapses,
    FOLLOW_UPS_MISSING: follow_ups_missing,
    PAIRING_LAPSES_MISSING: pairing_lapses_missing,
    GOAL_DUE: goal,
    FORECAST_REQUESTED: forecast,
    CORRECTION_STALLED: correction_stalled,
    UNFINISHED: summary_unfinished,
    BUDGET_AWAITED: summary_budget_awaited,
    REMOVED: summary_removed,
    OBJECTS_REMOVED: objects_removed,
    UNANSWERED: evaluation_unanswered,
    HISTORY_REMOVED: history_removed,
    UNDECIDED: dispute_undecided,
    RESCORING_GOES_ON: rescoring_goes_on,
    REMINDER: calibration_reminder,
    CHECK_LAPSED: check_lapsed,
    SNOOZED: flag_snoozed,
    LEADER_CHANGED: leader_changed,
    ROLE_CHANGED: role_changed,
    GROUP_SENDING: group_sending,
    BENCHMARK_REFRESH: benchmarks,
    LANE_DUE: channel_waiting,
    DIGEST_DUE: digest,
}
"""Everything that can be due, and what is done then."""
