"""The steps of the workflow that ask the model: for a draft, for places anew that were left out, and for a second look.

Each keeps what came back, and a repeated step asks nothing that was answered. Only the draft is needed for a report.
Where the model can't be had for a further round, the report stands without it and says so.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from debrief.interactions.analysis.instructing import instructing_turns
from debrief.interactions.conversations.masked import masked_transcript
from debrief.interactions.conversations.model import Transcript
from debrief.kernel.ai.converse import tokens_of, tool_of
from debrief.kernel.ai.prompts import Prompt, fence, harmless, prompt_template
from debrief.kernel.ai.provenance import AiProvenance, together
from debrief.kernel.clock import Clock
from debrief.kernel.errors import (
    BudgetSpent,
    ModelAnswerInvalid,
    ModelInputTooLong,
    ModelRefused,
    ModelThrottled,
    ModelTimedOut,
    ModelUnavailable,
    NotFound,
)
from debrief.kernel.ids import Ids
from debrief.people.store import PeopleStore
from debrief.summaries.drafting import checking, repairing
from debrief.summaries.drafting.attempt_step import AttemptStep, Done
from debrief.summaries.drafting.capping import PromptData, data_tokens
from debrief.summaries.drafting.checking import Checked, Claim, Doubt, Paid
from debrief.summaries.drafting.draft import TOOL, Answer, SummaryDraft, WholeDraft
from debrief.summaries.drafting.filtering import judged_of
from debrief.summaries.drafting.looking_up import Transcripts
from debrief.summaries.drafting.people import names_in
from debrief.summaries.drafting.places import Judged
from debrief.summaries.drafting.repairing import LostPlace, Repair, Repaired
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.material import ConversationDigest
from debrief.summaries.failures import NO_TIME_LEFT, unasked
from debrief.summaries.model import FurtherRound, Step, Summary
from debrief.summaries.periods import period_label
from debrief.summaries.store import ANSWER, CHECK, CHECK_PAID, DOSSIER, PROMPT, REPAIR, SummaryStore

if TYPE_CHECKING:
    from debrief.kernel.ai.model_client import ModelClient

PROMPT_NAME: Final = "performance_summary"
PROMPT_VERSION: Final = 3
REPAIR_VERSION: Final = 1
CHECK_VERSION: Final = 1

LATEST_ROUND: Final = timedelta(minutes=20)
"""How long after the beginning of an attempt a further round is begun: the workflow has 30 minutes for everything."""

LATEST_BATCH: Final = timedelta(seconds=50)
"""How long after its beginning a step asks for a further part: one answer, and its mending, may take four minutes, and
the function has five."""

_FINAL: Final = (BudgetSpent, ModelRefused, ModelInputTooLong, ModelAnswerInvalid)
"""Errors of the model with which trying again is of no use."""

_PASSING: Final = (ModelThrottled, ModelTimedOut, ModelUnavailable)
"""The others: they are raised, and the workflow tries again."""


class AskingSteps(AttemptStep):
    """The steps over their store. model is given where the step at hand needs it.

    context_tokens: what the model reads and writes in all; None where that is more than anything asked here.
    """

    def __init__(
        self,
        store: SummaryStore,
        people: PeopleStore,
        clock: Clock,
        ids: Ids,
        *,
        model: "ModelClient | None" = None,
        context_tokens: int | None = None,
    ) -> None:
        super().__init__(store, clock, ids)
        self._users = people
        self._context_tokens = context_tokens
        self._given_model = model

    def prompt(self, summary_id: str, attempt: int) -> Done:
        """Ask the model for a draft, once.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable, ModelRefused, ModelInputTooLong, ModelAnswerInvalid,
            BudgetSpent: as `ModelClient.ask`.
        """
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, ANSWER):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER)
        dossier = self._made(summary, DOSSIER, Dossier)
        prompt = prompt_of(summary, self._made(summary, PROMPT, PromptData))
        summary = self._progress(summary, Step.PROMPTING, f"Writing from {len(dossier.facts)} computed facts")
        answer = self._model.ask(prompt.about(summary.id), TOOL, WholeDraft)
        provenance = answer.provenance.model_copy(update={"inputs": dossier.inputs})
        kept = Answer(draft=answer.value, provenance=provenance, prompt_sha256=_sha256(prompt))
        self._store.put_object(summary, ANSWER, kept)
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER)

    def repair(self, summary_id: str, attempt: int) -> Done:
        """Where rules left out sentences or quotes of the draft, ask the model for these places once more.

        Raises:
            ModelThrottled, ModelTimedOut, ModelUnavailable: as `ModelClient.ask`. What is of no use to be repeated is
            written down instead, and the report stands without it.
        """
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, REPAIR):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPAIR)
        dossier, answer = self._made(summary, DOSSIER, Dossier), self._made(summary, ANSWER, Answer)
        transcripts = self._transcripts(summary, dossier)
        lost = repairing.lost_in(answer.draft, self._judged(summary, answer.draft, dossier, transcripts))
        if not lost:
            repaired = Repaired(round=FurtherRound(status="not_needed"))
        elif self._too_late(summary):
            repaired = Repaired(round=not_made(NO_TIME_LEFT, len(lost)), places=lost)
        elif told := repairing.told_of(answer.draft, lost, self._room_for_places()):
            summary = self._progress(summary, Step.REPAIRING, f"Having {_places(len(told))} written anew")
            repaired = self._repaired(summary, answer.draft, told)
        else:
            repaired = Repaired(round=not_made("ModelInputTooLong", len(lost)), places=lost)
        if repaired.answer is not None:
            left = repairing.lost_in(
                mended := self._with_repair(summary, answer.draft, repaired, dossier, transcripts),
                self._judged(summary, mended, dossier, transcripts),
            )
            settled = repaired.round.model_copy(update={"settled": max(0, len(lost) - len(left))})
            repaired = repaired.model_copy(update={"round": settled})
        self._store.put_object(summary, REPAIR, repaired)
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, REPAIR)

    def check(self, summary_id: str, attempt: int, unasked: str | None = None) -> Done:
        """Ask the model of each sentence that is to stay whether its own sources bear it out.

        unasked: the name of the error that ended the round before, where it left nothing. That is written down first,
        so that no late answer of it can come in between what is checked here and what the report is made of.

        Raises:
            As `repair`.
        """
        summary = self._under_way(summary_id, attempt)
        if summary is None or self._has(summary, CHECK):
            return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, CHECK)
        dossier, answer = self._made(summary, DOSSIER, Dossier), self._made(summary, ANSWER, Answer)
        transcripts = self._transcripts(summary, dossier)
        if not self._has(summary, REPAIR):
            self._store.put_object(summary, REPAIR, Repaired(round=self._unreached(summary, unasked)))
        draft = self._mended(summary, answer, dossier, transcripts)
        claims = checking.claims_in(draft, self._judged(summary, draft, dossier, transcripts), dossier)
        if not summary.frame.second_check:
            checked = Checked(round=FurtherRound(status="off"))
        elif not claims:
            checked = Checked(round=FurtherRound(status="not_needed"))
        elif self._too_late(summary):
            checked = Checked(round=not_made(NO_TIME_LEFT, len(claims)))
        else:
            sentence = f"Checking {len(claims)} sentences against what they cite"
            summary = self._progress(summary, Step.CHECKING, sentence)
            checked = self._checked(summary, claims)
        checked = checked.model_copy(update={"draft_sha256": checking.hash_of(draft)})
        self._store.put_object(summary, CHECK, checked)
        return self._done(summary_id, summary, DOSSIER, PROMPT, ANSWER, CHECK)

    # Inside --------------------------------------------------------------------------------------------------------

    @property
    def _model(self) -> "ModelClient":
        if self._given_model is None:
            raise TypeError("this step needs its model")
        return self._given_model

    def _unreached(self, summary: Summary, error_name: str | None) -> FurtherRound:
        """What became of a round that left nothing, with what it cost."""
        template = prompt_template("debrief.summaries.drafting", repairing.TOOL, REPAIR_VERSION)
        empty = template.fill(period="", facts="", evidence="", background="", transcripts="", places="")
        paid = self._model.paid_in_vain(empty.about(summary.id))
        return not_made(error_name, 0, paid)

    def _too_late(self, summary: Summary) -> bool:
        return self._clock.now() - summary.attempted_at > LATEST_ROUND

    def _room_for_places(self) -> int:
        """Tokens for the places. A model that reads little has a quarter left for its answer; this takes half of it."""
        most = repairing.PLACES_TOKENS
        return most if self._context_tokens is None else min(most, self._context_tokens // 8)

    def _repaired(self, summary: Summary, draft: SummaryDraft, lost: Sequence[LostPlace]) -> Repaired:
        prompt = repair_prompt_of(summary, self._made(summary, PROMPT, PromptData), draft, lost).about(summary.id)
        places, sent = tuple(lost), _sha256(prompt)
        try:
            answer = self._model.ask(prompt, repairing.TOOL, Repair)
        except _FINAL as error:
            return Repaired(
                round=not_made(type(error).__name__, len(lost), self._model.paid_in_vain(prompt)),
                places=places,
                prompt_sha256=sent,
            )
        given = {each.place for each in answer.value.places}
        answered = sum(1 for each in lost if each.id in given)
        made = FurtherRound(status="made", asked=len(lost), answered=answered, provenance=answer.provenance)
        return Repaired(round=made, places=places, answer=answer.value, prompt_sha256=sent)

    def _checked(self, summary: Summary, claims: Sequence[Claim]) -> Checked:
        """What is found of the claims, part by part. What one answer found stays, also where the next can't be had."""
        began = self._clock.now()
        before = self._store.object(summary, CHECK_PAID, Paid)
        in_vain = [before.provenance] if before else []
        provenances: list[AiProvenance] = []
        doubts: list[Doubt] = []
        sent: list[str] = []
        answered, error_name = 0, "ModelInputTooLong"
        frame = tokens_of(check_prompt_of(()), tool_of(checking.TOOL, checking.shape_of(())))
        room = min(checking.BATCH_TOKENS, data_tokens(self._context_tokens, frame))
        for batch in checking.batches_of(claims, room):
            if sent and self._clock.now() - began > LATEST_BATCH:
                error_name = NO_TIME_LEFT
                break
            prompt = check_prompt_of(batch).about(summary.id)
            sent.append(_sha256(prompt))
            try:
                answer = self._model.ask(prompt, checking.TOOL, checking.shape_of(batch))
            except (*_FINAL, *_PASSING) as error:
                # What was found so far is worth more than another try at the rest, which would pay for all of it again.
                in_vain += [paid] if (paid := self._model.paid_in_vain(prompt)) else []
                if not provenances and isinstance(error, _PASSING):
                    # Should no try come to anything, the report tells of what they cost all the same.
                    if (cost := together(in_vain)) is not None:
                        self._store.replace_object(summary, CHECK_PAID, Paid(provenance=cost))
                    raise
                error_name = type(error).__name__
                break
            provenances.append(answer.provenance)
            doubts += checking.doubts_in(batch, answer.value)
            answered += len(batch)
        provenance = together([*provenances, *in_vain])
        if answered == len(claims):
            made = FurtherRound(
                status="made",
                asked=answered,
                answered=answered,
                settled=answered - len(doubts),
                provenance=provenance,
            )
        else:
            made = not_made(error_name, len(claims), provenance, answered=answered, settled=answered - len(doubts))
        return Checked(round=made, doubts=tuple(doubts), prompts_sha256=tuple(sent))

    def _mended(self, summary: Summary, answer: Answer, dossier: Dossier, transcripts: Transcripts) -> SummaryDraft:
        """The draft with what came back for places that were left out."""
        repaired = self._store.object(summary, REPAIR, Repaired)
        return self._with_repair(summary, answer.draft, repaired, dossier, transcripts)

    def _with_repair(
        self,
        summary: Summary,
        draft: SummaryDraft,
        repaired: Repaired | None,
        dossier: Dossier,
        transcripts: Transcripts,
    ) -> SummaryDraft:
        if repaired is None or repaired.answer is None:
            return draft
        return repairing.mended(draft, self._judged(summary, draft, dossier, transcripts), repaired)

    def _judged(self, summary: Summary, draft: SummaryDraft, dossier: Dossier, transcripts: Transcripts) -> Judged:
        """What the rules say to each sentence, as they will when the report is made."""
        return judged_of(draft, dossier, transcripts, self._people(summary, dossier))

    def _people(self, summary: Summary, dossier: Dossier) -> tuple[str, ...]:
        """Names that no sentence may say: of the agent's line as they are now, of customers, and of voices."""
        data = self._store.object(summary, PROMPT, PromptData)
        line = names_in(each.name for each in self._users.find_users(dossier.line) if not each.erased)
        return (*line, *dossier.people, *(data.people if data else ()))

    def _transcripts(self, summary: Summary, dossier: Dossier) -> Transcripts:
        """Transcripts of the dossier by interaction, as the model reads them, each read once."""
        digests = {each.id: each for each in dossier.material.conversations}
        read: dict[str, Transcript | None] = {}

        def transcript(interaction_id: str) -> Transcript | None:
            if interaction_id not in read:
                said = self._transcript(digests.get(interaction_id))
                read[interaction_id] = masked_transcript(said, summary.frame.masked) if said else None
            return read[interaction_id]

        return transcript

    def _transcript(self, conversation: ConversationDigest | None) -> Transcript | None:
        """What was said; None where nothing is kept, and where it seems to instruct the AI and nobody has looked at it.

        Conversations that were analysed before such places were looked for say nothing of them; their words do.
        """
        if conversation is None or conversation.transcript_key is None:
            return None
        try:
            transcript = self._store.content.get_entity(conversation.transcript_key, Transcript)
        except NotFound:
            # Retention may have removed it; its evaluation stays evidence, only quotes can't be looked up.
            return None
        return transcript if conversation.looked_at or not instructing_turns(transcript.turns) else None


def prompt_of(summary: Summary, data: PromptData) -> Prompt:
    """The prompt for the draft with its data."""
    template = prompt_template("debrief.summaries.drafting", PROMPT_NAME, PROMPT_VERSION)
    return template.fill(
        period=period_label(summary.period),
        facts=data.facts,
        evidence=data.evidence,
        background=data.background,
        transcripts=data.transcripts,
    )


def repair_prompt_of(summary: Summary, data: PromptData, draft: SummaryDraft, lost: Sequence[LostPlace]) -> Prompt:
    """The prompt for places anew: with what the draft was written from, as far as these places need it."""
    parts = repairing.parts_of(lost)
    template = prompt_template("debrief.summaries.drafting", repairing.TOOL, REPAIR_VERSION)
    return template.fill(
        period=period_label(summary.period),
        facts=data.facts,
        evidence=data.evidence,
        background=data.background if parts & {"talking_points", "action_items", "questions"} else "",
        transcripts=data.transcripts if "examples" in parts else "",
        places=fence("places", repairing.lines_of(draft, lost)),
    )


def check_prompt_of(claims: Sequence[Claim]) -> Prompt:
    """The prompt for a second look at claims."""
    template = prompt_template("debrief.summaries.drafting", checking.TOOL, CHECK_VERSION)
    return template.fill(sentences=harmless(checking.lines_of(claims)))


def not_made(
    error_name: str | None,
    asked: int = 0,
    provenance: AiProvenance | None = None,
    *,
    answered: int = 0,
    settled: int = 0,
) -> FurtherRound:
    """A round that wasn't made, or not of everything, for the name of the error that ended it."""
    reason, sentence = unasked(error_name)
    return FurtherRound(
        status="not_made",
        reason=reason,
        sentence=sentence,
        asked=asked,
        answered=answered,
        settled=settled,
        provenance=provenance,
    )


def _places(number: int) -> str:
    return "a place" if number == 1 else f"{number} places"


def _sha256(prompt: Prompt) -> str:
    return hashlib.sha256(f"{prompt.system}\0{prompt.text}".encode()).hexdigest()
