"""From checked sentences to texts for people: the server writes every number, name and contact reference (N1)."""

from collections.abc import Sequence

from debrief.summaries.drafting.guard import Known
from debrief.summaries.drafting.sentence import REFERENCE
from debrief.summaries.facts.evidence import NEUTRAL_REFERENCE
from debrief.summaries.facts.model import Evidence, Fact
from debrief.summaries.report.report import Passage, Span


def rendered(text: str, known: Known) -> Passage:
    """`text` with its references written out; each becomes a span that leads to its fact or evidence.

    A value comes with its sample, a change with its interval and both samples, where the text says it for the first
    time. A conversation is named so too, by what it was about and when, with its reference beside; then by that alone.

    Raises:
        KeyError: a reference is unknown; texts come here only after `guard.checked`.
    """
    spans: list[Span] = []
    at = 0
    said: set[str] = set()
    for reference in REFERENCE.finditer(text):
        if reference.start() > at:
            spans.append(Span(text=text[at : reference.start()]))
        if reference["fact"]:
            fact = known.facts[reference["fact"]]
            shown = fact.name
            if not reference["name"]:
                within = text[: reference.start()].endswith("(")
                shown = _value(fact, within=within, again=fact.id in said)
                said.add(fact.id)
            spans.append(Span(text=shown, fact_id=fact.id))
        else:
            evidence = known.evidence[reference["evidence"]]
            shown = evidence.score or "" if reference["score"] else _named(evidence, again=evidence.id in said)
            if not reference["score"]:
                said.add(evidence.id)
            spans.append(Span(text=shown, evaluation_id=evidence.evaluation_id, interaction_id=evidence.interaction_id))
        at = reference.end()
    if at < len(text):
        spans.append(Span(text=text[at:]))
    return Passage(spans=tuple(_capitalised(spans)))


def _value(fact: Fact, *, within: bool, again: bool) -> str:
    """A value with what it rests on. within: it stands in parentheses; again: the text has said it before."""
    if fact.text is None or fact.kind == "count" or again:
        return fact.text or fact.note
    rests_on = fact.note if fact.kind == "change" else f"of {fact.sample}"
    if not rests_on:
        return fact.text
    return f"{fact.text}{'; ' if fact.kind == 'change' else ' '}{rests_on}" if within else f"{fact.text} ({rests_on})"


def _named(evidence: Evidence, *, again: bool) -> str:
    """How a conversation is named. again: the text has named it before."""
    reference = evidence.contact_reference
    if not evidence.called or (again and reference != NEUTRAL_REFERENCE):
        return reference
    return evidence.called if reference == NEUTRAL_REFERENCE else f"{evidence.called} ({reference})"


def _capitalised(spans: Sequence[Span]) -> list[Span]:
    """A text that begins with a name such as "average score" or "the call" begins with a capital all the same; a
    reference stays as it is."""
    if not spans:
        return []
    first = spans[0]
    if first.fact_id is None and not (first.interaction_id and first.text.startswith("the ")):
        return list(spans)
    return [first.model_copy(update={"text": first.text[:1].upper() + first.text[1:]}), *spans[1:]]
