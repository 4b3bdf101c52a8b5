"""Quotes of a report, looked up in the transcripts that they are said to be of."""

from collections.abc import Callable, Mapping, Sequence

from debrief.interactions.conversations.model import Transcript
from debrief.interactions.conversations.quotes import find_quote
from debrief.summaries.drafting.draft import DraftQuote
from debrief.summaries.drafting.quoting import whole_sentences
from debrief.summaries.drafting.spotlights import MOST_LOOKED_UP, Found
from debrief.summaries.facts.material import Material
from debrief.summaries.facts.model import Evidence
from debrief.summaries.report.report import Quote

Transcripts = Callable[[str], Transcript | None]
"""The transcript of an interaction by its id; None where there is none."""


def bare(reference: str) -> str:
    """The id in a reference, with or without braces."""
    return reference.strip().strip("{}")


class Quotes:
    """The quotes of one report. evidence: what may be cited, by its id."""

    def __init__(self, material: Material, transcripts: Transcripts, evidence: Mapping[str, Evidence]) -> None:
        self._transcripts = transcripts
        self._evidence = evidence
        self._ids = {each.evaluation_id: each.id for each in evidence.values() if each.evaluation_id}
        talks = {each.id: each.started_at for each in material.conversations}
        self._started = {**talks, **{each.interaction_id: each.started_at for each in material.evaluations}}

    def quote(self, draft: DraftQuote) -> Quote | None:
        """The quote as the transcript has it, if it stands in the turn that was named."""
        evidence = self._evidence.get(bare(draft.evidence))
        transcript = self._transcripts(evidence.interaction_id) if evidence else None
        if evidence is None or transcript is None:
            return None
        # The next turn of the same speaker may hold the end of it.
        turns = [turn for turn in transcript.turns if draft.turn <= turn.index <= draft.turn + 1]
        match = find_quote(turns, draft.text)
        if match is None or match.turn_index != draft.turn:
            return None
        return Quote(
            interaction_id=evidence.interaction_id,
            contact_reference=evidence.contact_reference,
            evaluation_id=evidence.evaluation_id,
            text=whole_sentences(turns, match.turn_index, match.text),
            turn_index=match.turn_index,
            start_ms=match.start_ms,
            speaker=match.speaker,
            started_at=self._started.get(evidence.interaction_id),
            heading=evidence.heading,
        )

    def first(self, candidates: Sequence[Found]) -> Quote | None:
        """The first of the quotes that stands in its transcript."""
        drafts = (
            DraftQuote(evidence=self._ids[evaluation.id], turn=quote.turn_index, text=quote.text)
            for evaluation, quote in candidates[:MOST_LOOKED_UP]
        )
        return next((found for each in drafts if (found := self.quote(each))), None)
