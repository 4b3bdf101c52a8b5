"""The first step: read everything once and put it down as one dossier.

In thirteen round trips to DynamoDB or fewer: a 1-to-1's previous session and its actions (two), the line items' counts
of all periods that are compared (one), the scorecards and versions behind them (one for each 100), the evaluations and
the conversations (one for each megabyte), the scores of the period before (of one type, one for each megabyte), what
happened in coaching (two), and who is in the agent's line (two). A version of which only
evaluations know, because the counts are a moment behind, is one more, and so are the scores of all evaluations where
there are more of them than are analysed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final, NamedTuple

from debrief.coaching.actions.model import Action
from debrief.coaching.actions.progress import RateSample, progress_chip
from debrief.coaching.history_reader import HistoryReader
from debrief.coaching.meetings.model import Meeting
from debrief.insights.line_items import strongest_and_weakest
from debrief.insights.projection.model import Days
from debrief.interactions.conversations.analysis import Origin
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.calendar import day_of, start_of_day
from debrief.kernel.clock import Clock, iso
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.evaluations.words import EvaluationType
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span
from debrief.summaries.drafting.people import names_in
from debrief.summaries.drafting.remarks import is_evidence
from debrief.summaries.drafting.sources import MOST_ACTIVITY, InsightsReader, evaluation_type
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.facts import facts_of, rates_of
from debrief.summaries.facts.material import (
    ActionDigest,
    AnswerQuote,
    AnswerRemark,
    ConversationDigest,
    DayScores,
    EvaluationDigest,
    FeedbackDigest,
    LineCount,
    Material,
    MeetingDigest,
    PastScore,
)
from debrief.summaries.facts.model import PreviousAction, PreviousSession
from debrief.summaries.facts.previous import evidence_line
from debrief.summaries.model import MOST_CONVERSATIONS, MOST_EVALUATIONS, Period, Summary
from debrief.summaries.periods import before

_REMARK: Final = 500
_PEERS: Final = 100
"""People of the line, and evaluators, whose names no text may say."""
_LINES: Final = 1_000
"""Past evaluations that are read at once, in short; as many as fit into one answer of DynamoDB, or fewer."""


class MaterialReader:
    """Reads what a summary is made from. Reading again at the same moment gives the same dossier."""

    def __init__(
        self,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        coaching: HistoryReader,
        insights: InsightsReader,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._coaching = coaching
        self._insights = insights
        self._people = people
        self._clock = clock

    def dossier(self, summary: Summary) -> Dossier:
        """Material and facts for `summary`."""
        period, agent_id = summary.period, summary.agent_id
        only = evaluation_type(summary.scorecard_type)
        today = day_of(self._clock.now(), period.time_zone)
        last_time = self._last_time(summary)
        around = _around(last_time, period, today)
        # Counts come before evaluations: they bring the scorecard versions that evaluations are read with.
        counts, earlier, *counts_around = self._counts(agent_id, [period, before(period), *around], only)
        evaluations = self._evaluations.evaluations_of(
            agent_id, period.start, period.end, type=only, most=MOST_EVALUATIONS
        )
        conversations = self._interactions.interactions_of(agent_id, period.start, period.end, most=MOST_CONVERSATIONS)
        # Whoever completed an evaluation of a conversation has looked at it, as far as its words are still the same.
        looked_at = {
            (each.interaction_id, each.transcript_digest) for each in evaluations if each.evaluator_id is not None
        }
        past_scores, past_whole = self._past_scores(agent_id, before(period), only)
        # Agents get to read summaries; private feedback isn't for them.
        activity = self._coaching.activity(agent_id, period.start, period.end, most=MOST_ACTIVITY, private=False)
        material = Material(
            summary_id=summary.id,
            agent_id=agent_id,
            frame=summary.frame,
            period=period,
            scorecard_type=summary.scorecard_type,
            read_on=today,
            evaluations=tuple(self._evaluation(each) for each in evaluations),
            conversations=tuple(
                conversation_digest(each, looked_at=(each.id, each.transcript_digest) in looked_at)
                for each in conversations
            ),
            counts=counts,
            counts_before=earlier,
            past_scores=past_scores,
            past_scores_whole=past_whole,
            day_scores=self._day_scores(agent_id, period, only, len(evaluations)),
            actions=tuple(_action(each) for each in activity.actions),
            feedback=tuple(
                FeedbackDigest(id=each.id, revision=each.revision, text=each.text, at=each.created_at)
                for each in activity.feedback
            ),
            meetings=tuple(_meeting(each) for each in activity.meetings if each.id != summary.meeting_id),
            sources=summary.sources,
            previous_session=_previous_session(
                summary, last_time, counts, *(counts_around or (counts, earlier)), today=today
            ),
        )
        evaluators = [each.evaluator_id for each in evaluations if each.evaluator_id is not None]
        customers = [each.customer_reference for each in conversations]
        line = self._line_of(summary, evaluators)
        return Dossier(material=material, facts=facts_of(material), line=line, people=names_in(customers))

    def _line_of(self, summary: Summary, evaluators: Sequence[str]) -> tuple[str, ...]:
        """Ids of whoever asked, of evaluators, of the agent's manager and of those who have the same one."""
        wanted = list(dict.fromkeys((summary.requested_by, *evaluators)))[:_PEERS]
        agent = self._people.find_user(summary.agent_id)
        if agent is not None and agent.manager_id is not None:
            beside = self._people.reports_page(agent.manager_id, limit=_PEERS, start=None).users
            wanted += [agent.manager_id, *(each.id for each in beside)]
        return tuple(each for each in dict.fromkeys(wanted) if each != summary.agent_id)

    def _counts(
        self, agent_id: str, periods: Sequence[Period], only: EvaluationType | None
    ) -> list[tuple[LineCount, ...]]:
        days = [Days(each.first_day, each.last_day) for each in periods]
        found = self._insights.line_item_counts_in(agent_id, days, only)
        return [
            tuple(LineCount(**{name: getattr(count, name) for name in LineCount.model_fields}) for count in counts)
            for counts in found
        ]

    def _past_scores(
        self, agent_id: str, period: Period, only: EvaluationType | None
    ) -> tuple[tuple[PastScore, ...], bool]:
        """The newest scores of a period that count, and whether these are all of them.

        What doesn't count doesn't stand in the place of what does: evaluations without a score are passed over, and
        those of one type lie together. A thousand are looked at.
        """
        scores: Iterator[tuple[str, str, float | None]]
        if only is None:
            span = Span(iso(period.start), iso(period.end))
            lines = self._evaluations.lines_of_agent(agent_id, span, chunk=_LINES)
            scores = ((each.id, each.scorecard_id, each.percent) for _, each in lines)
        else:
            typed = self._evaluations.newest_of_type(
                agent_id, period.start, period.end, only, chunk=MOST_EVALUATIONS + 1
            )
            scores = ((each.id, each.scorecard_id, each.score.percent if each.score else None) for each in typed)
        counted = (
            PastScore(evaluation_id=id, scorecard_id=scorecard_id, percent=percent)
            for id, scorecard_id, percent in islice(scores, _LINES)
            if percent is not None
        )
        # One more than is looked at tells whether there are more.
        found = tuple(islice(counted, MOST_EVALUATIONS + 1))
        whole = len(found) <= MOST_EVALUATIONS and next(scores, None) is None
        return found[:MOST_EVALUATIONS], whole

    def _day_scores(
        self, agent_id: str, period: Period, only: EvaluationType | None, analysed: int
    ) -> tuple[DayScores, ...]:
        """What all evaluations of the period came to; nothing where all were analysed."""
        if analysed < MOST_EVALUATIONS:
            return ()
        counts = self._insights.score_counts(agent_id, Days(period.first_day, period.last_day), only)
        if sum(each.evaluations for each in counts) <= analysed:
            return ()
        return tuple(
            DayScores(
                day=each.day,
                scorecard_id=each.scorecard_id,
                scored=each.scored,
                score_hundredths=each.score_hundredths,
                score_rest=each.score_rest,
            )
            for each in counts
            if each.scored
        )

    def _evaluation(self, evaluation: Evaluation) -> EvaluationDigest:
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        scores = question_scores(version, evaluation.answers) if version else ()
        remarks = [AnswerRemark(question_id=None, text=evaluation.comment)] if evaluation.comment else []
        remarks += [
            AnswerRemark(question_id=answer.question_id, text=answer.comment)
            for answer in evaluation.answers
            if answer.comment
        ]
        remarks = [each for each in remarks if is_evidence(each.text)]
        score = evaluation.score
        missed = tuple(each.question_id for each in scores if each.passed is False)
        return EvaluationDigest(
            id=evaluation.id,
            revision=evaluation.revision,
            interaction_id=evaluation.interaction_id,
            contact_reference=evaluation.contact_reference,
            channel=evaluation.channel,
            scorecard_id=evaluation.scorecard_id,
            scorecard_name=evaluation.scorecard_name,
            scorecard_version=evaluation.scorecard_version,
            percent=score.percent if score else None,
            passed=score.passed if score else None,
            started_at=evaluation.interaction_started_at,
            type=evaluation.type,
            inquiry=evaluation.inquiry,
            queue=evaluation.queue,
            met=tuple(each.question_id for each in scores if each.passed is True),
            missed=missed,
            remarks=tuple(each.model_copy(update={"text": each.text[:_REMARK]}) for each in remarks),
            quotes=tuple(
                AnswerQuote(question_id=answer.question_id, **answer.quote.model_dump())
                for answer in evaluation.answers
                if answer.quote is not None
            ),
            arose=tuple(
                AnswerQuote(question_id=answer.question_id, **answer.opportunity.model_dump())
                for answer in evaluation.answers
                if answer.opportunity is not None and answer.quote is None and answer.question_id in missed
            ),
        )

    def _last_time(self, summary: Summary) -> "_LastTime | None":
        """The previous 1-to-1; none on a detached summary, and none without one (S0.12)."""
        meeting = self._coaching.meeting(summary.previous_meeting_id) if summary.previous_meeting_id else None
        if meeting is None:
            return None
        held_on = day_of(meeting.held_at or meeting.scheduled_at, summary.period.time_zone)
        return _LastTime(meeting, held_on, self._coaching.attached_actions(meeting.id))


# The previous 1-to-1 -----------------------------------------------------------------------------------------------


class _LastTime(NamedTuple):
    meeting: Meeting
    held_on: date
    actions: list[Action]


def _around(last_time: _LastTime | None, period: Period, today: date) -> tuple[Period, ...]:
    """The days since the previous 1-to-1, and as many before it, where open actions are to be measured over them.

    None where nothing is to be measured, and where the summary's own period is the same, its last day included.
    """
    if last_time is None or not any(each.target and each.status == "open" for each in last_time.actions):
        return ()
    if (period.first_day, period.last_day) == (last_time.held_on, today):
        return ()
    first = min(last_time.held_on, today)
    since = period.model_copy(
        update={
            "first_day": first,
            "last_day": today,
            "start": start_of_day(first, period.time_zone),
            "end": start_of_day(today + timedelta(days=1), period.time_zone),
        }
    )
    return since, before(since)


def _previous_session(
    summary: Summary,
    last_time: _LastTime | None,
    counts: tuple[LineCount, ...],
    since: tuple[LineCount, ...],
    until: tuple[LineCount, ...],
    *,
    today: date,
) -> PreviousSession | None:
    """What the previous 1-to-1 agreed on and how it went (S0.12).

    counts: of the summary's period. since, until: of the days since that 1-to-1, and of as many before it.
    """
    if last_time is None:
        return None
    rates = rates_of(counts, summary.frame.minimum_sample)
    developing = {(rate.scorecard_id, rate.question_id) for rate in strongest_and_weakest(rates).weakest}
    zone = summary.period.time_zone
    return PreviousSession(
        meeting_id=last_time.meeting.id,
        held_on=last_time.held_on,
        goals=tuple(goal.text for goal in last_time.meeting.goals),
        actions=tuple(
            _progress(each, today, until, since, developing, zone, summary.frame.minimum_sample)
            for each in last_time.actions
        ),
    )


def _progress(
    action: Action,
    today: date,
    earlier: tuple[LineCount, ...],
    since: tuple[LineCount, ...],
    developing: set[tuple[str, str]],
    zone: str,
    minimum: int,
) -> PreviousAction:
    target = (action.target.scorecard_id, action.target.question_id) if action.target else None
    chip, evidence = progress_chip(
        action,
        today,
        _sample(earlier, target),
        _sample(since, target),
        target in developing,
        others=_others(earlier, since, target),
        minimum=minimum,
    )
    return PreviousAction(
        action_id=action.id,
        title=action.title,
        due_date=action.due_date,
        chip=chip,
        evidence=evidence_line(chip, evidence, zone),
    )


def _others(
    earlier: tuple[LineCount, ...], since: tuple[LineCount, ...], target: tuple[str, str] | None
) -> list[tuple[RateSample, RateSample]]:
    """How often every other line item passed before and since, of those that were answered on both sides."""
    asked = dict.fromkeys((each.scorecard_id, each.question_id) for each in earlier)
    pairs = ((_sample(earlier, each), _sample(since, each)) for each in asked if each != target)
    return [(before, after) for before, after in pairs if before is not None and after is not None]


def _sample(counts: tuple[LineCount, ...], target: tuple[str, str] | None) -> RateSample | None:
    own = [each for each in counts if (each.scorecard_id, each.question_id) == target]
    if not own:
        return None
    return RateSample(passed=sum(each.passed for each in own), applicable=sum(each.applicable for each in own))


def conversation_digest(interaction: Interaction, *, looked_at: bool) -> ConversationDigest:
    """What a summary needs of a conversation.

    Of one that seems to instruct the AI, and that no person has looked at, neither its words nor what a model read out
    of it are evidence. looked_at: a person has completed an evaluation of it; or its flag was resolved so.
    """
    analysis = interaction.analysis
    looked_at = looked_at or (interaction.instructs and not interaction.doubtful)
    doubtful = interaction.instructs and not looked_at

    def reading(name: str) -> object | None:
        value = getattr(analysis, name) if analysis else None
        if value is None or (doubtful and value.origin is Origin.MODEL):
            return None
        found: object = value.value
        return found

    resolution = reading("predicted_resolution")
    return ConversationDigest.model_validate(
        {
            "id": interaction.id,
            "revision": interaction.revision,
            "contact_reference": interaction.contact_reference,
            "channel": interaction.channel,
            "started_at": interaction.started_at,
            "inquiry": interaction.inquiry,
            "queue": interaction.queue,
            "handle_ms": interaction.handle_ms,
            "xnps": reading("xnps"),
            "customer_sentiment": reading("customer_sentiment"),
            "agent_sentiment": reading("agent_sentiment"),
            "resolved": None if resolution is None else bool(resolution),
            "repeated": reading("repeat_contact"),
            "summary": reading("summary") or "",
            "looked_at": looked_at,
            "transcript_key": interaction.transcript.key if interaction.transcript and not doubtful else None,
        }
    )


def _action(action: Action) -> ActionDigest:
    return ActionDigest(
        id=action.id,
        revision=action.revision,
        title=action.title,
        closed=action.status == "completed",
        due_date=action.due_date,
    )


def _meeting(meeting: Meeting) -> MeetingDigest:
    # Private notes are the facilitator's own and go nowhere.
    return MeetingDigest(
        id=meeting.id,
        revision=meeting.revision,
        title=meeting.title,
        notes=meeting.notes,
        at=meeting.held_at or meeting.scheduled_at,
    )
