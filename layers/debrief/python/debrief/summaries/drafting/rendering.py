"""From checked sentences to texts for people: the server writes every number, name and contact reference (N1)."""

from collections.abc import Sequence

from debrief.summaries.drafting.guard import Known
from debrief.summaries.drafting.sentence import REFERENCE
from debrief.summaries.report.report import Passage, Span


def rendered(text: str, known: Known) -> Passage:
    """`text` with its references written out; each becomes a span that leads to its fact or evidence.

    Raises:
        KeyError: a reference is unknown; texts come here only after `guard.checked`.
    """
    spans: list[Span] = []
    at = 0
    for reference in REFERENCE.finditer(text):
        if reference.start() > at:
            spans.append(Span(text=text[at : reference.start()]))
        if reference["fact"]:
            fact = known.facts[reference["fact"]]
            spans.append(Span(text=fact.name if reference["name"] else fact.text or fact.note, fact_id=fact.id))
        else:
            evidence = known.evidence[reference["evidence"]]
            shown = evidence.score or "" if reference["score"] else evidence.contact_reference
            spans.append(Span(text=shown, evaluation_id=evidence.evaluation_id, interaction_id=evidence.interaction_id))
        at = reference.end()
    if at < len(text):
        spans.append(Span(text=text[at:]))
    return Passage(spans=tuple(_capitalised(spans)))


def _capitalised(spans: Sequence[Span]) -> list[Span]:
    """A text that begins with a name such as "average score" begins with a capital all the same."""
    if not spans or spans[0].fact_id is None:
        return list(spans)
    first = spans[0]
    return [first.model_copy(update={"text": first.text[:1].upper() + first.text[1:]}), *spans[1:]]
