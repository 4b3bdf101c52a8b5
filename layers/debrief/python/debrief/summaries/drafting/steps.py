"""The steps of the workflow after the first, and what happens when one fails (S0.16)."""

import hashlib
from typing import TYPE_CHECKING, Final

from debrief.interactions.conversations.model import Transcript
from debrief.kernel.ai.converse import tokens_of, tool_of
from debrief.kernel.ai.model_client import OFFLINE_PREFIX
from debrief.kernel.ai.prompts import Prompt, prompt_template
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.summaries import events
from debrief.summaries.drafting.attempt_step import AttemptStep, Done
from debrief.summaries.drafting.capping import NO_DATA, PromptData, data_tokens, prompt_data, worth_reading
from debrief.summaries.drafting.draft import TOOL, Answer, WholeDraft
from debrief.summaries.drafting.filtering import report_of
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.evidence import evidence_of
from debrief.summaries.failures import failure_of
from debrief.summaries.model import Step, Summary
from debrief.summaries.periods import period_label
from debrief.summaries.report.comparing import comparison_of
from debrief.summaries.report.report import Report
from debrief.summaries.store import ANSWER, DOSSIER, PROMPT, REPORT, SummariesRow, SummaryStore

if TYPE_CHECKING:
    from debrief.kernel.ai.model_client import ModelClient

PROMPT_NAME: Final = "performance_summary"
PROMPT_VERSION: Final = 1


class Steps(AttemptStep):
    """The steps over their store. model is given where the step at hand needs it.

    context_tokens: what the model reads and writes in all; None where that is more than anything asked here.
    """

    def __init__(
        self,
        store: SummaryStore,
        clock: Clock,
        ids: Ids,
        *,
        model: "ModelClient | None" = None,
        context_tokens: int | None = None,
    ) -> None:
        super().__init__(store, clock, ids)
        self._context_tokens = context_tokens
        self._model = model

    def cap(self, summary_id: str, attempt: int) -> Done:
        """Choose what the model gets to read."""
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, PROMPT):
            return self._done(summary_id, summary, DOSSIER, PROMPT)
        dossier = self._made(summary, DOSSIER, Dossier)
        analysed = len(dossier.material.evaluations)
        summary = self._progress(summary, Step.CAPPING, f"Choosing what to quote out of {analysed} evaluations")
        data = self._original(summary, PROMPT, PromptData)
        if data is None:
            found = {
                each.interaction_id: transcript
                for each in worth_reading(dossier)
                if (transcript := self._transcript(each.transcript_key)) is not None
            }
            frame = tokens_of(prompt_of(summary, NO_DATA), tool_of(TOOL, WholeDraft))
            data = prompt_data(dossier, found, tokens=data_tokens(self._context_tokens, frame))
        self._store.put_object(summary, PROMPT, data)
        return self._done(summary_id, summary, DOSSIER, PROMPT)

    def prompt(self, summary_id: str, attempt: int) -> Done:
        """Ask the model for a draft, once.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable, ModelRefused, ModelInputTooLong, ModelAnswerInvalid,
            BudgetSpent: as `ModelClient.ask`.
        """
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, ANSWER):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER)
        if self._model is None:
            raise TypeError("this step needs its model")
        dossier = self._made(summary, DOSSIER, Dossier)
        prompt = prompt_of(summary, self._made(summary, PROMPT, PromptData))
        summary = self._progress(summary, Step.PROMPTING, f"Writing from {len(dossier.facts)} computed facts")
        answer = self._model.ask(prompt.about(summary.id), TOOL, WholeDraft)
        provenance = answer.provenance.model_copy(update={"inputs": dossier.inputs})
        sent = hashlib.sha256(f"{prompt.system}\0{prompt.text}".encode()).hexdigest()
        self._store.put_object(summary, ANSWER, Answer(draft=answer.value, provenance=provenance, prompt_sha256=sent))
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER)

    def filter_chips(self, summary_id: str, attempt: int) -> Done:
        """Leave out what can't be proven, and write out the numbers."""
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, REPORT):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPORT)
        dossier, answer = self._made(summary, DOSSIER, Dossier), self._made(summary, ANSWER, Answer)
        summary = self._progress(summary, Step.FILTERING, "Checking every number, quote and reference")
        keys = {each.interaction_id: each.transcript_key for each in evidence_of(dossier.material).values()}
        read: dict[str, Transcript | None] = {}

        def transcript(interaction_id: str) -> Transcript | None:
            if interaction_id not in read:
                read[interaction_id] = self._transcript(keys.get(interaction_id))
            return read[interaction_id]

        offline = answer.provenance.model.startswith(OFFLINE_PREFIX)
        report = report_of(answer.draft, dossier, transcript, summary_id=summary.id, offline=offline)
        self._store.put_object(summary, REPORT, report)
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPORT)

    def save(self, summary_id: str, attempt: int) -> Done:
        """Make the report readable; of a replay also how it compares."""
        summary = self._under_way(summary_id, attempt)
        if summary is None:
            return Done(summary_id, {})
        report, answer = self._made(summary, REPORT, Report), self._made(summary, ANSWER, Answer)
        summary = self._progress(summary, Step.SAVING, "Saving the report")
        now = self._clock.now()
        ready = summary.model_copy(
            update={"status": "ready", "progress": None, "ready_at": now, "provenance": answer.provenance}
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, ready)
            # A retry after an edit can't happen: only a failed summary is retried, and that has no report.
            self._store.put_report(transaction, report.model_copy(update={"revision": 0}))
            if ready.replay_of is not None:
                original = self._store.summary(ready.replay_of)
                if original is None:
                    raise NotFound("The summary that this replays is gone")
                before = self._made(original, REPORT, Report)
                same = self._made(original, ANSWER, Answer).prompt_sha256 == answer.prompt_sha256
                self._store.put_comparison(transaction, comparison_of(before, report, same_prompt=same))
            self._store.release(transaction, ready)
            transaction.announce(SummariesRow, events.READY, ready.id, events.summary_data(ready))
        return Done(summary_id, {})

    def fail(self, summary_id: str, attempt: int, error_name: str) -> Done:
        """Write down why there is no report. A summary that is ready, gone or at another attempt stays as it is."""
        summary = self._store.summary(summary_id)
        if summary is None or summary.status != "generating" or summary.attempt != attempt:
            return Done(summary_id, {})
        failed = summary.model_copy(
            update={"status": "failed", "progress": None, "failure": failure_of(error_name, self._clock.now())}
        )
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, failed)
            self._store.release(transaction, failed)
            transaction.announce(SummariesRow, events.FAILED, failed.id, events.summary_data(failed))
        return Done(summary_id, {})

    # Inside --------------------------------------------------------------------------------------------------------

    def _transcript(self, key: str | None) -> Transcript | None:
        if key is None:
            return None
        try:
            return self._store.content.get_entity(key, Transcript)
        except NotFound:
            # Retention may have removed it; its evaluation stays evidence, only quotes can't be looked up.
            return None


def prompt_of(summary: Summary, data: PromptData) -> Prompt:
    """The prompt with its data."""
    template = prompt_template("debrief.summaries.drafting", PROMPT_NAME, PROMPT_VERSION)
    return template.fill(
        period=period_label(summary.period),
        facts=data.facts,
        evidence=data.evidence,
        background=data.background,
        transcripts=data.transcripts,
    )
