"""What the model answers: texts with references in the place of numbers, and pointers to evidence.

Nothing here is believed; `filtering` decides what becomes of it. Lists may be longer than what is shown, so that an
answer with a chip too many is cut and counted, not refused. But a section that is missing or empty is no draft: what
the model is asked for is a `WholeDraft`.
"""

from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, ValidationInfo, model_validator

from debrief.interactions.conversations.quotes import LONGEST_QUOTE
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.model import Entity, is_kept

TOOL = "draft_summary"
"""The tool whose input the answer is; the offline stand-in goes by this name too."""

MOST_TURNS: Final = 1_000_000
"""More than any transcript has; a number of a thousand digits is no place in one."""

_MOST_TEXTS: Final = 40
LONGEST_TEXT: Final = 2000
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Reference = Annotated[str, Field(max_length=40)]


class DraftChip(Entity):
    """An evaluation as evidence. evidence: its id, such as `E12`; note: why it was chosen, in one sentence."""

    evidence: Reference
    note: Text = ""


class DraftQuote(Entity):
    """Words from a transcript, verbatim. evidence: whose transcript; turn: the index printed before the turn."""

    evidence: Reference
    turn: Annotated[int, Field(ge=0, le=MOST_TURNS)]
    text: Text


class DraftExample(Entity):
    """A specific example, with a quote where it rests on words."""

    text: Text
    quote: DraftQuote | None = None


Texts = Annotated[tuple[Text, ...], Field(max_length=_MOST_TEXTS)]
Chips = Annotated[tuple[DraftChip, ...], Field(max_length=_MOST_TEXTS)]


class DraftSection(Entity):
    """Texts of a section with its strongest evidence, two evaluations at most."""

    texts: Texts = ()
    chips: Chips = ()


class DraftRecommendation(Entity):
    """What to do. line_item: id of the fact of the line item that it is to lift, such as `F7`, where there is one."""

    area: Text
    action: Text
    rationale: Text
    line_item: Reference | None = None
    chips: Chips = ()


class SummaryDraft(Entity):
    """A performance summary, as far as it is there."""

    trends: Texts = ()
    examples: Annotated[tuple[DraftExample, ...], Field(max_length=_MOST_TEXTS)] = ()
    strengths: DraftSection = DraftSection()
    development: DraftSection = DraftSection()
    talking_points: Texts = ()
    action_items: Texts = ()
    questions: Texts = ()
    recommendations: Annotated[tuple[DraftRecommendation, ...], Field(max_length=_MOST_TEXTS)] = ()

    @model_validator(mode="before")
    @classmethod
    def _earlier_sections(cls, data: Any, info: ValidationInfo) -> Any:
        """Read what was answered while highlights and areas for improvement were sections of their own."""
        if not is_kept(info) or not isinstance(data, dict):
            return data
        for earlier, section in (("highlights", "strengths"), ("areas_for_improvement", "development")):
            if earlier in data:
                whole = data.get(section, {})
                texts = [*data[earlier], *whole.get("texts", ())][:_MOST_TEXTS]
                data = {
                    **{name: value for name, value in data.items() if name != earlier},
                    section: {**whole, "texts": texts},
                }
        return data


SomeText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
SomeTexts = Annotated[tuple[SomeText, ...], Field(min_length=1, max_length=_MOST_TEXTS)]


class WholeQuote(DraftQuote):
    """Words from a transcript, verbatim. evidence: whose transcript; turn: the index printed before the turn."""

    text: Annotated[str, Field(max_length=LONGEST_QUOTE)]


class WholeExample(DraftExample):
    """A specific example, with a quote where it rests on words."""

    text: SomeText
    quote: WholeQuote | None = None


class WholeSection(DraftSection):
    """Texts of a section, one at least, with its strongest evidence, two evaluations at most."""

    texts: SomeTexts
    chips: Chips


class WholeDraft(SummaryDraft):
    """The performance summary, every section of it. Write every number as a reference such as {F3}, every conversation
    as {E12}. Where the data tells nothing for a section, its one text says so."""

    trends: SomeTexts
    examples: Annotated[tuple[WholeExample, ...], Field(max_length=_MOST_TEXTS)]
    strengths: WholeSection
    development: WholeSection
    talking_points: SomeTexts
    action_items: SomeTexts
    questions: SomeTexts
    recommendations: Annotated[tuple[DraftRecommendation, ...], Field(max_length=_MOST_TEXTS)]


class Answer(Entity):
    """The model's draft as it came, and how. prompt_sha256: of all that was sent, data included."""

    draft: SummaryDraft
    provenance: AiProvenance
    prompt_sha256: str
