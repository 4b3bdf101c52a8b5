"""Reading summaries: lists, one with its report, what its numbers rest on, where it comes from, replays."""

from typing import TYPE_CHECKING, Final, overload

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Forbidden, NotFound, Stale, Throttled, Unavailable
from debrief.kernel.faults import log_passing
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.paging import Cursors
from debrief.summaries.access import NO_SUMMARY, Seen, SummaryAccess
from debrief.summaries.facts.sources import FactSources
from debrief.summaries.model import Summary
from debrief.summaries.report.report import Report, quotes_of
from debrief.summaries.report.sentiment import is_agent_sentiment, without_agent_sentiment
from debrief.summaries.store import ANSWER, DOSSIER, PAGE, SummaryStore
from debrief.summaries.views import ProvenanceView, ReplayPage, ReplayView, SummaryPage, SummaryView, line_of, view_of
from debrief.summaries.visibility import allowed

if TYPE_CHECKING:
    from debrief.coaching.actions.service import ActionService


NOT_YET: Final = "The facilitator can generate an AI-powered performance summary for this meeting."
"""What the participant reads where there is none (S0.2)."""


class SummaryReadings:
    """What may be read of summaries, by whom."""

    def __init__(
        self,
        store: SummaryStore,
        reach: SummaryAccess,
        actions: "ActionService",
        cursors: Cursors,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._reach = reach
        self._actions = actions
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def of_agent(self, caller: Caller, agent_id: str, cursor: str | None) -> SummaryPage:
        """An agent's detached summaries, 10 a page, newest first (S0.3).

        Raises:
            NotFound: out of the caller's reach, or a bot. Malformed: the cursor.
        """
        agent = self._reach.user(agent_id)
        seen = self._reach.sees_agent(caller, agent.id if agent else None)
        if agent is None or not seen:
            raise NotFound("There is no such person")
        binding = ("summaries", caller.user_id, agent_id)
        found = self._store.of_agent(
            agent_id,
            visible_only=agent_id == caller.user_id,
            limit=PAGE,
            start=self._cursors.decode(cursor, *binding),
        )
        may = ("generate",) if self._reach.may_generate(caller, agent) else ()
        return self._page(caller, found.summaries, self._cursors.encode(found.position, *binding), may)

    def of_meeting(self, caller: Caller, meeting_id: str, cursor: str | None) -> SummaryPage:
        """A meeting's summary, or what is read in its place (S0.2). Raises NotFound, Malformed."""
        meeting = self._reach.meeting(caller, meeting_id)
        binding = ("meeting-summaries", caller.user_id, meeting_id)
        found = self._store.of_meeting(meeting_id, limit=PAGE, start=self._cursors.decode(cursor, *binding))
        leads = meeting.part == "facilitator"
        may = ("generate",) if leads and not found.summaries and meeting.meeting.status != "cancelled" else ()
        page = self._page(caller, found.summaries, self._cursors.encode(found.position, *binding), may)
        return page if page.items or leads else page.model_copy(update={"message": NOT_YET})

    def get(self, caller: Caller, summary_id: str) -> tuple[SummaryView, int]:
        """A summary with its report, and its revision. Raises NotFound.

        Nothing is written: whoever only asks whether it is ready has not read it. See `open`.
        """
        return self._view(caller, self._seen(caller, summary_id))

    def open(self, caller: Caller, summary_id: str) -> tuple[SummaryView, int]:
        """Write down that the report is before its owner's eyes. What was made overnight is theirs alone until then.

        Harmless when repeated, and of a report that somebody asked for.

        Raises:
            NotFound: also where there is no report. Forbidden: it isn't the caller's.
        """
        seen = self._seen(caller, summary_id)
        if seen.part != "owner":
            raise Forbidden("Only the facilitator, or who made the report, may do this")
        self.ready_report(seen.summary)
        if seen.summary.unseen:
            seen = seen._replace(summary=self._opened(seen.summary))
        return self._view(caller, seen)

    def view(self, caller: Caller, summary: Summary) -> tuple[SummaryView, int]:
        """A summary that was just made or changed, as the caller may see it."""
        return self._view(caller, self._reach.owned(caller, summary))

    def fact_sources(self, caller: Caller, summary_id: str, fact_id: str) -> FactSources:
        """What a number of the report was computed from, each with its date (one object).

        Raises:
            NotFound: also where there is no report, or no such fact in it.
        """
        from debrief.summaries.facts.behind import sources_of
        from debrief.summaries.facts.dossier import Dossier

        summary = self._seen(caller, summary_id).summary
        self.ready_report(summary)
        dossier = self._store.object(summary, DOSSIER, Dossier)
        if dossier is None:
            raise NotFound("What the report was made from is no longer kept")
        fact = next((each for each in dossier.facts if each.id == fact_id), None)
        if fact is None or (self._reach.hides_agent_sentiment(summary) and is_agent_sentiment(fact)):
            raise NotFound("There is no such number in the report")
        return sources_of(fact, dossier.material)

    def provenance(self, caller: Caller, summary_id: str) -> ProvenanceView:
        """Where everything in the report comes from. Raises NotFound: also where there is no report."""
        # Only routes that read what the steps left need its models; the others need not wait for them.
        from debrief.summaries.drafting.draft import Answer
        from debrief.summaries.facts.dossier import Dossier
        from debrief.summaries.facts.evidence import evidence_of

        summary = self._seen(caller, summary_id).summary
        report = self.shown(summary, self.ready_report(summary))
        dossier, answer = self._store.object(summary, DOSSIER, Dossier), self._store.object(summary, ANSWER, Answer)
        if dossier is None or answer is None:
            raise NotFound("What the report was made from is no longer kept")
        facts = dossier.facts
        if self._reach.hides_agent_sentiment(summary):
            facts = tuple(each for each in facts if not is_agent_sentiment(each))
        return ProvenanceView(
            provenance=answer.provenance,
            repair=summary.repair,
            check=summary.check,
            frame=summary.frame,
            facts=facts,
            evidence=tuple(evidence_of(dossier.material).values()),
            quotes=tuple(quotes_of(report)),
            dropped=report.dropped,
            prompt_sha256=answer.prompt_sha256,
            offline=report.offline,
            label=report.label,
        )

    def document(self, caller: Caller, summary_id: str) -> tuple[Summary, Report, str]:
        """What is printed: the summary, its report, and who asked for it. Raises NotFound."""
        summary = self._seen(caller, summary_id).summary
        names = self._reach.names([summary])
        return summary, self.shown(summary, self.ready_report(summary)), names.get(summary.requested_by, "")

    # Replays -------------------------------------------------------------------------------------------------------

    def replays(self, caller: Caller, summary_id: str, cursor: str | None) -> ReplayPage:
        """The replays of a summary, newest first. Raises NotFound, Forbidden, Malformed."""
        summary = self.owned(caller, summary_id)
        binding = ("replays", caller.user_id, summary_id)
        found = self._store.replays_of(summary.id, limit=PAGE, start=self._cursors.decode(cursor, *binding))
        return ReplayPage(
            items=tuple(self._replay_view(summary, each, whole=False) for each in found.summaries),
            next_cursor=self._cursors.encode(found.position, *binding),
        )

    def replay(self, caller: Caller, summary_id: str, replay_id: str) -> ReplayView:
        """One replay with its report and comparison. Raises NotFound, Forbidden."""
        summary = self.owned(caller, summary_id)
        replay = self._store.summary(replay_id)
        if replay is None or replay.replay_of != summary.id:
            raise NotFound("There is no such replay")
        return self._replay_view(summary, replay, whole=True)

    def _replay_view(self, summary: Summary, replay: Summary, *, whole: bool) -> ReplayView:
        comparison = self._store.comparison(replay.id) if whole else None
        return ReplayView(
            id=replay.id,
            summary_id=summary.id,
            status=replay.status,
            progress=replay.progress,
            failure=replay.failure,
            created_at=replay.created_at,
            requested_by=replay.requested_by,
            same_prompt=comparison.same_prompt if comparison else None,
            equal=comparison.equal if comparison else (),
            differing=comparison.differing if comparison else (),
            first=summary.provenance,
            replayed=replay.provenance,
            report=self.shown(replay, self._store.report(replay.id)) if whole else None,
        )

    # Inside --------------------------------------------------------------------------------------------------------

    def _page(
        self, caller: Caller, summaries: list[Summary], next_cursor: str | None, may: tuple[str, ...]
    ) -> SummaryPage:
        seen = [found for each in summaries if (found := self._reach.seen(caller, each))]
        names = self._reach.names([each.summary for each in seen]) if seen else {}
        return SummaryPage(
            items=tuple(line_of(each.summary, names, allowed(each.summary, each.part)) for each in seen),
            next_cursor=next_cursor,
            actions=may,
        )

    def _seen(self, caller: Caller, summary_id: str) -> Seen:
        summary = self._store.summary(summary_id)
        seen = self._reach.seen(caller, summary if summary and summary.replay_of is None else None)
        if seen is None:
            raise NotFound(NO_SUMMARY)
        return seen

    def owned(self, caller: Caller, summary_id: str) -> Summary:
        """The summary, where it is the caller's. Raises NotFound, Forbidden."""
        return self._reach.owned(caller, self._seen(caller, summary_id).summary).summary

    def ready_report(self, summary: Summary) -> Report:
        """The summary's report. Raises NotFound: it isn't made yet."""
        report = self._store.report(summary.id) if summary.status == "ready" else None
        if report is None:
            raise NotFound("The report isn't made yet")
        return report

    def _opened(self, summary: Summary) -> Summary:
        """The summary with its owner having read it. Where that can't be written just now, the next time will do."""
        opened = summary.model_copy(update={"opened_at": self._clock.now()})
        try:
            with Transaction(self._clock, self._ids) as transaction:
                self._store.put(transaction, opened)
        except (Stale, Throttled, Unavailable) as error:
            log_passing("it wasn't written down that a report was opened", error, summary=summary.id)
            return self._store.summary(summary.id) or summary
        return written(opened)

    @overload
    def shown(self, summary: Summary, report: Report) -> Report: ...

    @overload
    def shown(self, summary: Summary, report: None) -> None: ...

    def shown(self, summary: Summary, report: Report | None) -> Report | None:
        """The report as it may be read today."""
        if report is None or not self._reach.hides_agent_sentiment(summary):
            return report
        return without_agent_sentiment(report)

    def _view(self, caller: Caller, seen: Seen) -> tuple[SummaryView, int]:
        summary = seen.summary
        ready = summary.status == "ready"
        linked = self._actions.count_attached_to(summary.id) if ready else 0
        made = self._actions.made_from(caller, summary.agent_id, summary.id, summary.meeting_id) if linked else []
        view = view_of(
            summary,
            self._reach.names([summary]),
            allowed(summary, seen.part),
            report=self.shown(summary, self._store.report(summary.id)) if ready else None,
            linked_actions=linked if seen.part == "owner" else 0,
            made=made,
            begun=seen.begun,
        )
        return view, summary.revision
