"""What is behind a number of a report: which evaluations met a line item and which missed it, and which conversations
came to what a metric sums up, each with its date.

It is told from what was gathered, which has kept them apart from the first report on.
"""

from collections.abc import Sequence

from debrief.summaries.facts.evidence import heading, plain_reference, score_text, talk_heading
from debrief.summaries.facts.material import ConversationDigest, EvaluationDigest, LineCount, Material
from debrief.summaries.facts.metrics import Told, told_of
from debrief.summaries.facts.model import Fact
from debrief.summaries.facts.sources import FactSource, FactSources, Outcome


def sources_of(fact: Fact, material: Material) -> FactSources:
    """What is behind the fact. It is of the report that was made from the material."""
    evaluations = {each.id: each for each in material.evaluations}
    conversations = {each.id: each for each in material.conversations}
    items = [
        _of_evaluation(each, fact, conversations.get(each.interaction_id))
        for id in fact.source_ids
        if (each := evaluations.get(id))
    ]
    talks = [talk for id in fact.source_ids if (talk := conversations.get(id))]
    told = {talk.id: told_of(fact.name, talk) for talk in talks} if fact.kind == "metric" else {}
    items += [_of_conversation(talk, told.get(talk.id)) for talk in talks]
    items.sort(key=lambda each: (each.interaction_started_at, each.interaction_id), reverse=True)
    if told:
        # The sort is stable: among equals the newest stays first.
        items.sort(key=lambda each: each_told.place if (each_told := told.get(each.interaction_id)) else ())
    elsewhere = [id for id in fact.source_ids if id not in evaluations and id not in conversations]
    earlier = sum(id.startswith("ev_") for id in elsewhere)
    # How a line item came out before is counted, and nobody has kept which evaluations these were.
    before = _answers(material.counts_before, fact) if fact.kind == "change" else 0
    return FactSources(
        fact_id=fact.id,
        items=tuple(items),
        met=_count(items, "met"),
        missed=_count(items, "missed"),
        unanalysed=max(0, _counted(fact, material) - sum(each.evaluation_id is not None for each in items)),
        earlier=earlier + before,
        others=len(elsewhere) - earlier,
    )


def _counted(fact: Fact, material: Material) -> int:
    """How many evaluations of this period the number is of; 0 of one that is of those alone that were analysed."""
    if fact.question_id is not None:
        return _answers(material.counts, fact)
    return fact.sample if fact.kind in {"average", "week"} else 0


def _answers(counts: Sequence[LineCount], fact: Fact) -> int:
    """How often the line item of a fact was answered, in all versions; 0 of a fact that is of none."""
    place = (fact.scorecard_id, fact.question_id)
    return sum(each.applicable for each in counts if (each.scorecard_id, each.question_id) == place)


def _of_evaluation(evaluation: EvaluationDigest, fact: Fact, conversation: ConversationDigest | None) -> FactSource:
    return FactSource(
        outcome=_outcome(evaluation, fact.question_id),
        evaluation_id=evaluation.id,
        interaction_id=evaluation.interaction_id,
        question_id=fact.question_id,
        interaction_started_at=evaluation.started_at,
        heading=heading(evaluation, conversation),
        contact_reference=plain_reference(evaluation.contact_reference),
        score=score_text(evaluation),
        type=evaluation.type,
    )


def _of_conversation(conversation: ConversationDigest, told: Told | None) -> FactSource:
    return FactSource(
        outcome=None,
        evaluation_id=None,
        interaction_id=conversation.id,
        question_id=None,
        interaction_started_at=conversation.started_at,
        heading=talk_heading(conversation),
        contact_reference=plain_reference(conversation.contact_reference),
        score=None,
        reading=told.text if told else "",
        group=told.group if told else "",
    )


def _outcome(evaluation: EvaluationDigest, question_id: str | None) -> Outcome | None:
    if question_id is None:
        return None
    if question_id in evaluation.met:
        return "met"
    return "missed" if question_id in evaluation.missed else None


def _count(items: Sequence[FactSource], outcome: Outcome) -> int:
    return sum(each.outcome == outcome for each in items)
