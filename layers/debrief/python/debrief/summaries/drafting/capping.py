"""What of the material the model gets to read: the facts, every evaluation in short, and of the rest what fits.

Everything is chosen by rule, so that the same material always makes the same prompt: the lowest scores first, then the
highest, newer before older. Nothing here changes a fact: facts are computed from all that was analysed. The limit holds
for all of it together; where even the facts are too many, those that tell least are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from debrief.interactions.conversations.model import Transcript, Turn
from debrief.interactions.conversations.words import Channel
from debrief.kernel.ai.prompts import data_json, fence, harmless, one_line
from debrief.kernel.ai.tokens import estimated_tokens
from debrief.kernel.model import Entity
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.evidence import evidence_of, score_text
from debrief.summaries.facts.material import EvaluationDigest
from debrief.summaries.facts.model import Evidence, Fact

PROMPT_TOKENS: Final = 40_000
"""What all of the data in the prompt may come to; less where the model reads less."""

FACTS_SHARE: Final = 0.4
"""The part of it that facts may take."""

TRANSCRIPTS: Final = 8
"""Conversations that are handed over word by word, for quotes."""

TRANSCRIPT_TOKENS: Final = 1_500
_LOWEST: Final = 5
_DETAILED: Final = 40
_BACKGROUND_TOKENS: Final = 3_000
_REMARK_CHARACTERS: Final = 300
_AROUND_A_QUOTE: Final = 2
_LONGEST_NAME: Final = 160
_MARKS: Final = 60
"""Tokens of the marks around the parts."""


class PromptData(Entity):
    """The data of the prompt, fenced. shown: ids of the evidence in it; tokens: what it comes to, estimated.

    people: what those are called who speak in the transcripts that were read, beside the agent; not sent.
    """

    facts: str
    evidence: str
    background: str
    transcripts: str
    shown: tuple[str, ...]
    transcripts_shown: tuple[str, ...]
    tokens: int
    people: tuple[str, ...] = ()


NO_DATA: Final = PromptData(
    facts="", evidence="", background="", transcripts="", shown=(), transcripts_shown=(), tokens=0
)


def data_tokens(context_tokens: int | None, frame_tokens: int) -> int:
    """What the data may come to in a model that reads and writes `context_tokens` in all.

    context_tokens: None where there is room for everything. frame_tokens: what the prompt has without data. A quarter
    is left for the answer.
    """
    if context_tokens is None:
        return PROMPT_TOKENS
    return max(0, min(PROMPT_TOKENS, context_tokens - context_tokens // 4 - frame_tokens))


class _Budget:
    """Tokens that are left. A part of one has a limit of its own within the limit of the whole."""

    def __init__(self, tokens: int, whole: "_Budget | None" = None) -> None:
        self.left = tokens
        self._whole = whole

    def part(self, tokens: int) -> "_Budget":
        """A part of `tokens` at most."""
        return _Budget(tokens, self)

    def take(self, text: str) -> bool:
        """Spend what `text` costs, if there is as much."""
        cost = estimated_tokens(harmless(text)) + 2
        if not self._affords(cost):
            return False
        self._spend(cost)
        return True

    def _affords(self, cost: int) -> bool:
        return cost <= self.left and (self._whole is None or self._whole._affords(cost))

    def _spend(self, cost: int) -> None:
        self.left -= cost
        if self._whole is not None:
            self._whole._spend(cost)


def worth_reading(dossier: Dossier) -> tuple[Evidence, ...]:
    """The conversations to hand over word by word: of evaluations with a transcript, the five lowest scores and the
    three highest, newer before older; where nothing was evaluated, the newest conversations."""
    evidence = evidence_of(dossier.material)
    by_evaluation = {each.evaluation_id: each for each in evidence.values() if each.evaluation_id}
    scored = [
        (evaluation.percent, by_evaluation[evaluation.id])
        for evaluation in dossier.material.evaluations
        if evaluation.percent is not None and by_evaluation[evaluation.id].transcript_key
    ]
    # The sort is stable and evaluations come newest first, so ties stay newest first in both directions.
    ascending = [each for _, each in sorted(scored, key=lambda pair: pair[0])]
    descending = [each for _, each in sorted(scored, key=lambda pair: -pair[0])]
    ordered = [*ascending[:_LOWEST], *descending[: TRANSCRIPTS - _LOWEST]]
    if not ordered:
        ordered = [each for each in evidence.values() if each.kind == "conversation" and each.transcript_key]
    return tuple({each.interaction_id: each for each in reversed(ordered[:TRANSCRIPTS])}.values())[::-1]


def prompt_data(dossier: Dossier, transcripts: Mapping[str, Transcript], *, tokens: int = PROMPT_TOKENS) -> PromptData:
    """What the model reads. transcripts: by interaction id, as far as there are any; tokens: what it may come to."""
    budget = _Budget(tokens - _MARKS)
    evidence = evidence_of(dossier.material)
    told = _facts_told(dossier.facts, budget.part(int(tokens * FACTS_SHARE)))
    background = _background(dossier, budget.part(min(_BACKGROUND_TOKENS, tokens // 10)))
    line_items = {(f.scorecard_id, f.question_id): f.id for f in told if f.kind == "line_item"}
    brief = _evaluation_lines(dossier, evidence, line_items, budget)
    chosen = _transcripts(dossier, transcripts, budget, each=min(TRANSCRIPT_TOKENS, tokens // 10))
    detailed = _with_details(dossier, evidence, line_items, brief, budget)
    talks = _conversation_lines(dossier, evidence, budget)
    lines = {**brief, **detailed, **talks}
    parts = {
        "facts": fence("facts", _lines(fact_line(fact) for fact in told)),
        "evidence": fence("evidence", _lines(lines.values())),
        "background": fence("background", background),
        "transcripts": "\n".join(chosen.values()),
    }
    return PromptData(
        facts=parts["facts"],
        evidence=parts["evidence"],
        background=parts["background"],
        transcripts=parts["transcripts"],
        shown=tuple(lines),
        transcripts_shown=tuple(chosen),
        tokens=sum(map(estimated_tokens, parts.values())),
    )


def _facts_told(facts: Sequence[Fact], budget: _Budget) -> tuple[Fact, ...]:
    """The facts that fit, in their order: what is said of the whole period first, then the extremes, then the rest."""
    by_id = {fact.id: fact for fact in facts}

    def rank(fact: Fact) -> int:
        of = by_id.get(fact.of or "", fact)
        if of.kind == "line_item":
            return 1 if of.standing else 3
        return 2 if of.kind == "week" else 0

    told: set[str] = set()
    for fact in sorted(facts, key=rank):
        # A change tells nothing without what has changed.
        if (fact.of is None or fact.of in told) and budget.take(_json(fact_line(fact))):
            told.add(fact.id)
    return tuple(fact for fact in facts if fact.id in told)


def _json(value: Any) -> str:
    return data_json(value)


def _lines(values: Iterable[Any]) -> str:
    """A JSON array with one element a line."""
    return "[\n" + ",\n".join(_json(value) for value in values) + "\n]"


def _some(**fields: Any) -> dict[str, Any]:
    """The fields that hold something."""
    return {name: value for name, value in fields.items() if value not in (None, "", (), [])}


def fact_line(fact: Fact) -> dict[str, Any]:
    """A fact as a model reads it."""
    return _some(
        id=fact.id,
        kind=fact.kind,
        name=_short(fact.name),
        value=fact.text,
        note=fact.note,
        standing=fact.standing,
        direction=fact.direction,
        of=fact.of,
    )


def _short(name: str) -> str:
    """A name by which a fact is known among others; a question may have a thousand characters."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _evaluation_lines(
    dossier: Dossier,
    evidence: Mapping[str, Evidence],
    line_items: Mapping[tuple[str | None, str | None], str],
    budget: _Budget,
) -> dict[str, dict[str, Any]]:
    by_id = {each.evaluation_id: each.id for each in evidence.values() if each.evaluation_id}
    several = len({each.scorecard_id for each in dossier.material.evaluations}) > 1
    found: dict[str, dict[str, Any]] = {}
    first: dict[str, str] = {}
    for evaluation in dossier.material.evaluations:
        same = first.setdefault(evaluation.interaction_id, by_id[evaluation.id])
        line = _some(
            id=by_id[evaluation.id],
            kind="evaluation",
            # Most are calls: only what is read, or was said face to face, is told apart.
            channel=evaluation.channel.value if evaluation.channel is not Channel.VOICE else None,
            same_conversation_as=same if same != by_id[evaluation.id] else None,
            scorecard=evaluation.scorecard_name if several else None,
            score=score_text(evaluation),
            missed=_facts_named(evaluation, evaluation.missed, line_items),
            met=_facts_named(evaluation, evaluation.met, line_items),
        )
        if budget.take(_json(line)):
            found[line["id"]] = line
    return found


def _facts_named(
    evaluation: EvaluationDigest, questions: Sequence[str], line_items: Mapping[tuple[str | None, str | None], str]
) -> list[str]:
    keys = ((evaluation.scorecard_id, question) for question in questions)
    return [line_items[key] for key in keys if key in line_items]


def _with_details(
    dossier: Dossier,
    evidence: Mapping[str, Evidence],
    line_items: Mapping[tuple[str | None, str | None], str],
    brief: Mapping[str, dict[str, Any]],
    budget: _Budget,
) -> dict[str, dict[str, Any]]:
    """The lines of the lowest scores, and of what people remarked on, with remarks and quotes."""
    by_id = {each.evaluation_id: each.id for each in evidence.values() if each.evaluation_id}
    telling = [each for each in dossier.material.evaluations if each.remarks or each.quotes]
    telling.sort(key=lambda each: 101.0 if each.percent is None else each.percent)
    found: dict[str, dict[str, Any]] = {}
    for evaluation in telling[:_DETAILED]:
        line = brief.get(by_id[evaluation.id])
        details = _some(
            remarks=[each.text[:_REMARK_CHARACTERS] for each in evaluation.remarks[:4]],
            quotes=[
                _some(
                    of=line_items.get((evaluation.scorecard_id, each.question_id)),
                    turn=each.turn_index,
                    speaker=each.speaker.value,
                    text=each.text[:_REMARK_CHARACTERS],
                )
                for each in evaluation.quotes[:4]
            ],
        )
        if line is not None and budget.take(_json(details)):
            found[line["id"]] = {**line, **details}
    return found


def _conversation_lines(
    dossier: Dossier, evidence: Mapping[str, Evidence], budget: _Budget
) -> dict[str, dict[str, Any]]:
    by_id = {each.interaction_id: each.id for each in evidence.values() if each.kind == "conversation"}
    found: dict[str, dict[str, Any]] = {}
    for conversation in dossier.material.conversations:
        line = _some(
            id=by_id[conversation.id],
            kind="conversation",
            channel=conversation.channel.value,
            inquiry=list(conversation.inquiry),
            summary=conversation.summary[:_REMARK_CHARACTERS],
        )
        if not budget.take(_json(line)):
            break
        found[line["id"]] = line
    return found


def _background(dossier: Dossier, budget: _Budget) -> str:
    """Feedback, actions and 1-to-1s: what has been said and agreed, cut to its share, newest first."""
    material = dossier.material
    session = material.previous_session
    parts: dict[str, Sequence[str]] = {
        "goals of the previous 1-to-1": session.goals if session else (),
        "actions of the previous 1-to-1": [f"{each.title} ({each.chip}: {each.evidence})" for each in session.actions]
        if session
        else (),
        "open actions": [each.title for each in material.actions if not each.closed],
        "feedback": [each.text[:_REMARK_CHARACTERS] for each in material.feedback],
        "notes of earlier 1-to-1s": [each.notes[: 2 * _REMARK_CHARACTERS] for each in material.meetings if each.notes],
    }
    kept: dict[str, list[str]] = {}
    for name, texts in parts.items():
        if texts and budget.take(_json({name: []})):
            kept[name] = [text for text in texts if budget.take(_json(text))]
    return _json({name: texts for name, texts in kept.items() if texts})


def _transcripts(
    dossier: Dossier, transcripts: Mapping[str, Transcript], budget: _Budget, *, each: int
) -> dict[str, str]:
    """Transcripts with their marks, by evidence. each: tokens that one may have."""
    quoted: dict[str, set[int]] = {}
    for evaluation in dossier.material.evaluations:
        quoted.setdefault(evaluation.interaction_id, set()).update(quote.turn_index for quote in evaluation.quotes)
    found: dict[str, str] = {}
    for evidence in worth_reading(dossier):
        transcript = transcripts.get(evidence.interaction_id)
        if transcript is None:
            continue
        excerpt = _excerpt(transcript.turns, quoted.get(evidence.interaction_id, set()), each)
        text = fence("transcript", f"evidence {evidence.id}\n{excerpt}")
        if excerpt and budget.take(text):
            found[evidence.id] = text
    return found


def _excerpt(turns: Sequence[Turn], quoted: set[int], tokens: int) -> str:
    """Turns with their index, a line a turn: first those around quoted ones, then from the beginning on, as many as
    fit."""
    near = {turn.index for turn in turns if any(abs(turn.index - each) <= _AROUND_A_QUOTE for each in quoted)}
    budget = _Budget(tokens)
    lines: dict[int, str] = {}
    for turn in sorted(turns, key=lambda turn: (turn.index not in near, turn.index)):
        line = f"[{turn.index}] {turn.speaker.value}: {one_line(turn.text)}"
        if not budget.take(line):
            break
        lines[turn.index] = line
    return "\n".join(lines[index] for index in sorted(lines))
