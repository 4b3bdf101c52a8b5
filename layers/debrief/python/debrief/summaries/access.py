"""Which summary a caller may see, and as what: the one place where summaries ask about permission."""

from typing import TYPE_CHECKING, NamedTuple

from debrief.coaching.meetings.course import BEGUN
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import FieldError, Forbidden, NotFound, RuleBroken
from debrief.people.access import Access
from debrief.people.model import User
from debrief.people.store import PeopleStore
from debrief.summaries.model import Summary
from debrief.summaries.visibility import Part, part_in_detached, part_in_meeting

if TYPE_CHECKING:
    from debrief.coaching.meetings.service import MeetingService, SeenMeeting

NO_SUMMARY = "There is no such report"


class Seen(NamedTuple):
    """A summary that the caller may see, and what they are to it. begun: whether its meeting, if it has one, has."""

    summary: Summary
    part: Part
    begun: bool = False


class SummaryAccess:
    """Looks up people, meetings and summaries as the caller may see them."""

    def __init__(self, people: PeopleStore, access: Access, meetings: "MeetingService") -> None:
        self._people = people
        self._access = access
        self._meetings = meetings

    def seen(self, caller: Caller, summary: Summary | None) -> Seen | None:
        """The summary as the caller may see it; None where they mustn't know of it, as slowly as without one."""
        if summary is None:
            self._access.sees(caller, None)
            return None
        begun = False
        if summary.meeting_id is not None:
            try:
                meeting, role, _ = self._meetings.look_up(caller, summary.meeting_id)
            except NotFound:
                return None
            begun = meeting.status in BEGUN
            part = part_in_meeting(summary, role, begun=begun)
        else:
            part = part_in_detached(
                summary,
                caller.user_id,
                sees_agent=self._access.sees(caller, summary.agent_id),
                may_generate=caller.may(Permission.SUMMARIES_GENERATE),
            )
        return Seen(summary, part, begun) if part else None

    def owned(self, caller: Caller, summary: Summary | None) -> Seen:
        """The summary, for those who made it.

        Raises:
            NotFound: the caller mustn't know of it. Forbidden: they may only read it, or may not make summaries.
        """
        seen = self.seen(caller, summary)
        if seen is None:
            raise NotFound(NO_SUMMARY)
        if seen.part != "owner":
            raise Forbidden("Only the facilitator, or who made the report, may do this")
        caller.require(Permission.SUMMARIES_GENERATE)
        return seen

    def sees_agent(self, caller: Caller, agent_id: str | None) -> bool:
        """Whether the agent is the caller or within their reach; None stands for nobody, see `Access.sees`."""
        return self._access.sees(caller, agent_id)

    def meeting(self, caller: Caller, meeting_id: str) -> "SeenMeeting":
        """The meeting, for anybody who may see it. Raises NotFound."""
        return self._meetings.look_up(caller, meeting_id)

    def meeting_to_prepare(self, caller: Caller, meeting_id: str) -> "SeenMeeting":
        """The meeting, for its facilitator alone (S0.2).

        Raises:
            NotFound: the caller may not see it. Forbidden: they don't facilitate it, or may not make summaries.
        """
        found = self._meetings.look_up(caller, meeting_id)
        if found.part != "facilitator":
            raise Forbidden("Only the facilitator of the meeting may do this")
        caller.require(Permission.SUMMARIES_GENERATE)
        return found

    def may_generate(self, caller: Caller, agent: User) -> bool:
        """Whether the caller may make a detached summary of `agent`: themselves, or a person in their reporting line.

        Reach isn't enough: who sees everybody's work without being above them makes no summaries of them (S0.3).
        """
        if agent.is_bot or not caller.may(Permission.SUMMARIES_GENERATE):
            return False
        return agent.id == caller.user_id or self._access.in_line(caller.user_id, agent.id)

    def agent_to_summarise(self, caller: Caller, agent_id: str) -> User:
        """The agent, for those who may make a detached summary of them (S0.3).

        Raises:
            NotFound: nobody the caller may know of, or outside their reporting line. Forbidden: the permission is
            missing. RuleBroken: a bot.
        """
        caller.require(Permission.SUMMARIES_GENERATE)
        agent = self._people.find_user(agent_id)
        seen = self._access.sees(caller, agent.id if agent else None)
        if agent is None or not seen:
            raise NotFound("There is no such person")
        if agent.is_bot:
            mistake = FieldError(pointer="/agent_id", message="is a bot; bots are never summarised")
            raise RuleBroken("Only people are summarised", errors=[mistake])
        if not self.may_generate(caller, agent):
            raise Forbidden("This person is not in your reporting line")
        return agent

    def hides_agent_sentiment(self, summary: Summary) -> bool:
        """Whether the summary was made with agents' sentiment, and the account has switched that off since."""
        return summary.frame.agent_sentiment and not self._people.settings().agent_sentiment

    def user(self, user_id: str) -> User | None:
        """The user with this id."""
        return self._people.find_user(user_id)

    def names(self, summaries: list[Summary]) -> dict[str, str]:
        """The names of all whom the summaries are about, who asked for them, or who edited them."""
        return self._people.names(
            user_id for summary in summaries for user_id in (summary.agent_id, summary.requested_by, summary.edited_by)
        )
