"""A second look at each sentence that is to stay: is it borne out by what it cites, and by nothing else?

What is asked about a sentence is the sentence and its own sources: the facts and evidence that it refers to, and what
the draft has put beside it (an example's quote, a note's evaluation, a recommendation's line item). Whoever answers
sees no transcript, no other facts, and not what any other sentence rests on.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from pydantic import create_model

from debrief.kernel.ai.prompts import data_json, harmless
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.ai.tokens import estimated_tokens
from debrief.kernel.model import Entity
from debrief.summaries.drafting.capping import fact_line
from debrief.summaries.drafting.draft import SummaryDraft
from debrief.summaries.drafting.guard import REFERENCE
from debrief.summaries.drafting.places import Judged, Path, Sentence, sentences_in
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.evidence import evidence_of, score_text
from debrief.summaries.facts.material import ConversationDigest, EvaluationDigest
from debrief.summaries.facts.model import Evidence, Fact
from debrief.summaries.model import FurtherRound
from debrief.summaries.report.report import Quote

TOOL: Final = "check_sentences"
BATCH_TOKENS: Final = 24_000
"""What the sentences of one request come to at most, with their sources; most reports need one request."""

MOST_BATCHES: Final = 3
Answer = Literal["supported", "not_supported", "no_claim"]

_NAMES: Final = 12
"""Line items of an evaluation that are told beside those that the sentence names."""

_REMARKS: Final = 4
_REMARK_CHARACTERS: Final = 300
_TOKENS_AN_ANSWER: Final = 24
"""A sentence's part of the schema and of the answer."""


class Claim(NamedTuple):
    """A sentence to be checked. at: which of the judged texts it is of. line: all that is told of it."""

    id: str
    at: int
    sentence: str
    line: str


class Doubt(Entity):
    """A sentence that its sources don't bear out. at: which of the judged texts it is of."""

    at: int
    sentence: str


class Paid(Entity):
    """What was paid for answers that came to nothing."""

    provenance: AiProvenance


class Checked(Entity):
    """What the second look found.

    prompts_sha256: of all that was sent, request by request. draft_sha256: of the draft whose sentences were looked at;
    empty of what was kept before that was known.
    """

    round: FurtherRound
    doubts: tuple[Doubt, ...] = ()
    prompts_sha256: tuple[str, ...] = ()
    draft_sha256: str = ""

    @property
    def doubted(self) -> frozenset[tuple[int, str]]:
        """The doubts as a report is made with them."""
        return frozenset((each.at, each.sentence) for each in self.doubts)


def hash_of(draft: SummaryDraft) -> str:
    """Which draft it is, as hexadecimal SHA-256."""
    return hashlib.sha256(draft.model_dump_json().encode()).hexdigest()


def claims_in(draft: SummaryDraft, judged: Judged, dossier: Dossier) -> tuple[Claim, ...]:
    """The sentences that the rules let stay, each with its own sources."""
    sources = _Sources(draft, judged, dossier)
    staying = [each for each in sentences_in(draft, judged) if each.reason is None]
    return tuple(
        Claim(f"S{number}", each.at, each.text, data_json({"id": f"S{number}", **sources.told(each)}))
        for number, each in enumerate(staying, start=1)
    )


def batches_of(claims: Sequence[Claim], tokens: int = BATCH_TOKENS) -> list[tuple[Claim, ...]]:
    """The claims in as few requests as hold them. tokens: what one may come to. One that doesn't fit at all is left
    out, and so is what is more than a few requests hold."""
    batches: list[list[Claim]] = []
    left = 0
    for claim in claims:
        cost = estimated_tokens(harmless(claim.line)) + _TOKENS_AN_ANSWER
        if cost > tokens:
            continue
        if cost > left:
            batches.append([])
            left = tokens
        batches[-1].append(claim)
        left -= cost
    return [tuple(each) for each in batches[:MOST_BATCHES]]


def lines_of(claims: Sequence[Claim]) -> str:
    """The claims as the model reads them, one a line."""
    return "\n".join(claim.line for claim in claims)


def shape_of(claims: Sequence[Claim]) -> type[Entity]:
    """The form of the answer: one word for each sentence, for all of them."""
    fields: dict[str, Any] = {claim.id: (Answer, ...) for claim in claims}
    shape: type[Entity] = create_model(
        "CheckedSentences", __base__=Entity, __doc__="What was found of each sentence, under its id.", **fields
    )
    return shape


def doubts_in(claims: Sequence[Claim], answer: Entity) -> tuple[Doubt, ...]:
    """The claims that aren't borne out."""
    found = [claim for claim in claims if getattr(answer, claim.id) == "not_supported"]
    return tuple(Doubt(at=claim.at, sentence=claim.sentence) for claim in found)


class _Sources:
    """What each sentence of a draft rests on."""

    def __init__(self, draft: SummaryDraft, judged: Judged, dossier: Dossier) -> None:
        self._draft = draft
        self._facts = {fact.id: fact for fact in dossier.facts}
        self._evidence = evidence_of(dossier.material)
        self._evaluations = {each.id: each for each in dossier.material.evaluations}
        self._conversations = {each.id: each for each in dossier.material.conversations}
        self._items = {(f.scorecard_id, f.question_id): f for f in dossier.facts if f.kind == "line_item"}
        quoted = [number for number, example in enumerate(draft.examples) if example.quote is not None]
        self._quotes: Mapping[int, Quote | None] = dict(zip(quoted, judged.quotes, strict=True))

    def told(self, sentence: Sentence) -> dict[str, Any]:
        """The sentence with its references written out, and its sources."""
        facts, evidence = self._cited(sentence.text)
        quote = None
        beside = self._beside(sentence.path)
        for reference in beside:
            if reference in self._facts:
                facts.setdefault(reference, self._facts[reference])
            elif reference in self._evidence:
                evidence.setdefault(reference, self._evidence[reference])
        if sentence.path[0] == "examples":
            quote = self._quotes.get(int(sentence.path[1]))
        # A change tells nothing without what has changed.
        for fact in list(facts.values()):
            if fact.of in self._facts:
                facts.setdefault(fact.of, self._facts[fact.of])
        sources: list[dict[str, Any]] = [fact_line(fact) for fact in facts.values()]
        sources += [self._evidence_line(each, facts) for each in evidence.values()]
        if quote is not None:
            sources.append({"quote": quote.text, "speaker": quote.speaker.value})
        return {
            "part": str(sentence.path[0]),
            "sentence": self._written_out(sentence.text),
            "sources": sources,
        }

    def _cited(self, text: str) -> tuple[dict[str, Fact], dict[str, Evidence]]:
        facts: dict[str, Fact] = {}
        evidence: dict[str, Evidence] = {}
        for each in REFERENCE.finditer(text):
            if each["fact"]:
                facts[each["fact"]] = self._facts[each["fact"]]
            else:
                evidence[each["evidence"]] = self._evidence[each["evidence"]]
        return facts, evidence

    def _beside(self, path: Path) -> list[str]:
        """Ids of what the draft has put beside a text as its source."""
        draft, head = self._draft, path[0]
        if head == "examples":
            quote = draft.examples[int(path[1])].quote
            return [_bare(quote.evidence)] if quote is not None else []
        if head in ("strengths", "development"):
            section = draft.strengths if head == "strengths" else draft.development
            if path[1] == "chips":
                return [_bare(section.chips[int(path[2])].evidence)]
            return [_bare(chip.evidence) for chip in section.chips]
        if head == "recommendations":
            one = draft.recommendations[int(path[1])]
            target = [_bare(one.line_item)] if one.line_item else []
            if path[2] == "chips":
                return [_bare(one.chips[int(path[3])].evidence), *target]
            return [*target, *(_bare(chip.evidence) for chip in one.chips)]
        return []

    def _evidence_line(self, evidence: Evidence, facts: Mapping[str, Fact]) -> dict[str, Any]:
        if evidence.evaluation_id is not None:
            return _some(id=evidence.id, **self._of_evaluation(self._evaluations[evidence.evaluation_id], facts))
        return _some(id=evidence.id, **_of_conversation(self._conversations[evidence.interaction_id]))

    def _of_evaluation(self, evaluation: EvaluationDigest, facts: Mapping[str, Fact]) -> dict[str, Any]:
        def named(questions: Sequence[str]) -> list[str]:
            items = [item for each in questions if (item := self._items.get((evaluation.scorecard_id, each)))]
            # Those that the sentence names come first, so that they are there whatever is cut.
            items.sort(key=lambda item: item.id not in facts)
            return [f"{fact_line(item)['name']} [{item.id}]" for item in items[:_NAMES]]

        return {
            "kind": "evaluation",
            "score": score_text(evaluation),
            "missed": named(evaluation.missed),
            "met": named(evaluation.met),
            "remarks": [each.text[:_REMARK_CHARACTERS] for each in evaluation.remarks[:_REMARKS]],
            "quotes": [
                {"speaker": each.speaker.value, "text": each.text[:_REMARK_CHARACTERS]}
                for each in evaluation.quotes[:_REMARKS]
            ],
        }

    def _written_out(self, text: str) -> str:
        """The sentence as it will be read, with the id of its source after each piece that the server puts in."""

        def piece(reference: Any) -> str:
            if reference["fact"]:
                fact = self._facts[reference["fact"]]
                shown = fact_line(fact)["name"] if reference["name"] else fact.text or fact.note
                return f"{shown} [{fact.id}]"
            evidence = self._evidence[reference["evidence"]]
            return f"{evidence.score} [{evidence.id}]" if reference["score"] else f"[{evidence.id}]"

        return REFERENCE.sub(piece, text)


def _of_conversation(conversation: ConversationDigest) -> dict[str, Any]:
    return {
        "kind": "conversation",
        "channel": conversation.channel.value,
        "inquiry": list(conversation.inquiry),
        "summary": conversation.summary[:_REMARK_CHARACTERS],
    }


def _some(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [])}


def _bare(reference: str) -> str:
    return reference.strip().strip("{}")
