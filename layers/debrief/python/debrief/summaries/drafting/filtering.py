"""From a draft to a report: what can't be proven is left out and counted, and we write the numbers (N1, S0.13)."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, TypeVar

from debrief.insights.line_items import (
    LineItemRate,
    line_item_text,
    spans_several_scorecards,
    strongest_and_weakest,
    too_few_answers,
)
from debrief.summaries.drafting.arranging import (
    LINE_ITEMS_A_SECTION,
    compared_with,
    facts_in,
    in_part,
    many_level,
    nothing_of,
    rationale_of,
    target_of,
    trend_of,
    weeks_of,
)
from debrief.summaries.drafting.belonging import Side, adds_nothing, out_of_place
from debrief.summaries.drafting.draft import (
    DraftChip,
    DraftExample,
    DraftRecommendation,
    DraftSection,
    SummaryDraft,
)
from debrief.summaries.drafting.guard import Known, Rule, Verdict, checked
from debrief.summaries.drafting.looking_up import Quotes, Transcripts, bare
from debrief.summaries.drafting.notes import contradicts_answers
from debrief.summaries.drafting.places import Judged
from debrief.summaries.drafting.rendering import rendered
from debrief.summaries.drafting.reporting import words_heard
from debrief.summaries.drafting.spotlights import (
    Place,
    Question,
    newest,
    question_shown,
    quotes_for,
    to_praise,
    to_work_on,
    words_before,
)
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.evidence import computed_note, evidence_of, plain_reference, score_text
from debrief.summaries.facts.facts import metrics_of, rates_of
from debrief.summaries.facts.material import EvaluationDigest
from debrief.summaries.facts.model import Fact
from debrief.summaries.report.report import (
    CHIPS_A_SECTION,
    Chip,
    Dropped,
    DropReason,
    Example,
    LineItem,
    Passage,
    Quote,
    Recommendation,
    Report,
    ReportSection,
    Span,
    Spotlight,
    computed,
)

TEXTS_A_SECTION: Final = 6
QUESTIONS: Final = 3
"""Questions to start with: as many as a person looks at before a conversation."""

_STANDS_OUT: Final[dict[Side, str]] = {"strengths": "strong", "development": "weak"}
OFFLINE_LABEL: Final = "Drafted by the offline model: computed facts arranged by rule, not written by a language model."

T = TypeVar("T")


def report_of(
    draft: SummaryDraft,
    dossier: Dossier,
    transcripts: Transcripts,
    *,
    summary_id: str,
    offline: bool,
    people: Collection[str] = (),
    doubted: Collection[tuple[int, str]] = (),
) -> Report:
    """The report that the draft makes over the dossier. The same draft always makes the same report.

    people: names of people, as written, that no text may say. doubted: sentences that their sources don't bear out,
    each with the number of the judged text that it is of.
    """
    return _Filter(dossier, transcripts, known_of(dossier, people, transcripts), doubted).report(
        draft, summary_id, offline
    )


def judged_of(draft: SummaryDraft, dossier: Dossier, transcripts: Transcripts, people: Collection[str] = ()) -> Judged:
    """What would stay of each text of the draft, and what wouldn't and why. people: as for `report_of`."""
    judging = _Filter(dossier, transcripts, known_of(dossier, people, transcripts), ())
    judging.report(draft, "", offline=False)
    return Judged(tuple(judging.texts), tuple(judging.quotes))


def known_of(dossier: Dossier, people: Collection[str] = (), transcripts: Transcripts | None = None) -> Known:
    """What texts over the dossier may refer to. transcripts: to hold against what is told of somebody's words."""
    material = dossier.material
    facts = {fact.id: fact for fact in dossier.facts}
    evidence = evidence_of(material)
    words: dict[str, frozenset[str]] = {}

    def heard(reference: str) -> frozenset[str]:
        if reference not in words:
            cited = evidence.get(reference)
            transcript = transcripts(cited.interaction_id) if cited and transcripts else None
            words[reference] = words_heard(turn.text for turn in transcript.turns) if transcript else frozenset()
        return words[reference]

    return Known(facts, evidence, frozenset(people), material.frame.agent_name, heard if transcripts else None)


class _Filter:
    def __init__(
        self, dossier: Dossier, transcripts: Transcripts, known: Known, doubted: Collection[tuple[int, str]]
    ) -> None:
        self.texts: list[tuple[str, Verdict]] = []
        self.quotes: list[Quote | None] = []
        self._doubted = doubted
        self._dossier = dossier
        self._quoted = Quotes(dossier.material, transcripts, known.evidence)
        self._known = known
        self._evaluations = {each.id: each for each in dossier.material.evaluations}
        self._items = {(f.scorecard_id, f.question_id): f for f in dossier.facts if f.kind == "line_item"}
        self._evidence_ids = {each.evaluation_id: each.id for each in known.evidence.values() if each.evaluation_id}
        self._dropped: Counter[DropReason] = Counter()
        self._nothing = ""

    def report(self, draft: SummaryDraft, summary_id: str, offline: bool) -> Report:
        material = self._dossier.material
        rates = [rate for rate in rates_of(material.counts, material.frame.minimum_sample) if rate.applicable]
        several = spans_several_scorecards(rates)
        extremes = strongest_and_weakest(rates)
        too_few = [self._line_item(rate, several) for rate in too_few_answers(rates)]
        self._nothing = nothing_of(rates, material.frame.minimum_sample)
        strongest = [self._line_item(rate, several) for rate in extremes.strongest]
        weakest = [self._line_item(rate, several) for rate in extremes.weakest]
        report = Report(
            summary_id=summary_id,
            trends=self._trends(draft),
            weeks=weeks_of(self._dossier),
            examples=self._examples(draft.examples),
            strengths=self._section(draft.strengths, strongest, "strengths"),
            development=self._section(draft.development, weakest, "development"),
            too_few=tuple(too_few),
            talking_points=self._texts(draft.talking_points),
            action_items=self._texts(draft.action_items),
            questions=self._texts(draft.questions, most=QUESTIONS),
            recommendations=self._recommendations(draft.recommendations),
            previous_session=material.previous_session,
            compared_with=compared_with(material),
            metrics=metrics_of(material, self._dossier.facts),
            dropped=tuple(
                Dropped(reason=reason, count=count) for reason, count in sorted(self._dropped.items()) if count
            ),
            offline=offline,
            label=OFFLINE_LABEL if offline else "",
        )
        taken = {(e.quote.interaction_id, e.quote.turn_index) for e in report.examples if e.quote}
        praise, focus = (self._spotlight(items, met, taken) for items, met in ((strongest, True), (weakest, False)))
        report = report.model_copy(update={"praise": praise, "focus": focus})
        return report.model_copy(update={"facts": facts_in(report, self._dossier.facts)})

    # Texts -------------------------------------------------------------------------------------------------------

    def _passage(
        self, text: str, *, must_cite: bool = False, beside: Collection[str] = (), also: Rule | None = None
    ) -> Passage | None:
        return self._shown(text, checked(text, self._known, must_cite=must_cite, beside=beside, also=also))

    def _shown(self, text: str, verdict: Verdict) -> Passage | None:
        self._dropped.update(verdict.dropped)
        at = len(self.texts)
        self.texts.append((text, verdict))
        kept = tuple(each for each in verdict.kept if (at, each) not in self._doubted)
        self._dropped["unsupported"] += len(verdict.kept) - len(kept)
        return rendered(verdict._replace(kept=kept).text, self._known) if kept else None

    def _note(self, text: str, evaluation: EvaluationDigest) -> Passage | None:
        """The note of a chip, without what the evaluation's answers contradict."""

        def answers(sentence: str) -> DropReason | None:
            return "contradiction" if contradicts_answers(sentence, evaluation, self._known.facts) else None

        beside = [each.id for each in self._known.evidence.values() if each.evaluation_id == evaluation.id]
        return self._shown(text, checked(text, self._known, of_one=True, beside=beside, also=answers))

    def _texts(
        self, texts: Sequence[str], *, must_cite: bool = False, also: Rule | None = None, most: int = TEXTS_A_SECTION
    ) -> tuple[Passage, ...]:
        found = (self._passage(text, must_cite=must_cite, also=also) for text in texts)
        return self._first([passage for passage in found if passage is not None], most)

    def _first(self, values: Sequence[T], most: int = TEXTS_A_SECTION) -> tuple[T, ...]:
        self._dropped["too_many"] += max(0, len(values) - most)
        return tuple(values[:most])

    def _trends(self, draft: SummaryDraft) -> tuple[Passage, ...]:
        partly = in_part(self._dossier.material)
        texts = self._texts(draft.trends, must_cite=True)
        if not texts and (not partly or any(fact.kind == "change" for fact in self._dossier.facts)):
            texts = (trend_of(self._known.facts),)
        return (*texts, *(computed(each) for each in partly))

    # Evidence ----------------------------------------------------------------------------------------------------

    def _chips(
        self, drafts: Sequence[DraftChip], shown: Sequence[Question] = (), *, met: bool | None = None
    ) -> tuple[Chip, ...]:
        """shown: line items that the evaluations bear out, and met: whether they were met there."""
        chips: dict[str, Chip] = {}
        for draft in drafts:
            evaluation = self._analysed(draft.evidence)
            if evaluation is None:
                self._dropped["chip_not_analysed"] += 1
            elif len(chips) == CHIPS_A_SECTION and evaluation.id not in chips:
                self._dropped["chip_beyond_two"] += 1
            elif evaluation.id not in chips:
                names = {key: fact.name for key, fact in self._items.items() if key[0] and key[1]}
                own = computed_note(evaluation, {(str(a), str(b)): name for (a, b), name in names.items()})
                note = self._note(draft.note, evaluation) or computed(own)
                chips[evaluation.id] = self._chip(evaluation, note, shown, met=met)
        return tuple(chips.values())

    def _chip(
        self, evaluation: EvaluationDigest, note: Passage, shown: Sequence[Question], *, met: bool | None
    ) -> Chip:
        named = [self._known.facts[each.fact_id] for each in note.spans if each.fact_id]
        return Chip(
            question_id=question_shown(evaluation, named, shown, met=met),
            evaluation_id=evaluation.id,
            interaction_id=evaluation.interaction_id,
            contact_reference=plain_reference(evaluation.contact_reference),
            channel=evaluation.channel,
            heading=self._known.evidence[self._evidence_ids[evaluation.id]].heading,
            started_at=evaluation.started_at,
            score=score_text(evaluation),
            type=evaluation.type,
            note=note,
        )

    def _analysed(self, reference: str) -> EvaluationDigest | None:
        evidence = self._known.evidence.get(bare(reference))
        if evidence is None or evidence.evaluation_id is None:
            return None
        return self._evaluations.get(evidence.evaluation_id)

    def _spotlight(self, items: Sequence[LineItem], met: bool, taken: Collection[Place]) -> Spotlight | None:
        evaluations = self._dossier.material.evaluations
        item = (to_praise if met else to_work_on)(items, self._dossier.facts, evaluations)
        if item is None:
            return None
        quote = self._quoted.first(quotes_for(item, evaluations, met=met, taken=taken))
        if quote is None and (arose := self._quoted.first(words_before(item, evaluations, met=met, taken=taken))):
            quote = arose.model_copy(update={"arose": True})
        shown = newest(item, evaluations, met=met) if quote is None else None
        note = f"The newest conversation in which it was {'met' if met else 'missed'}."
        question = (item.scorecard_id, item.question_id)
        chip = self._chip(shown, computed(note), [question], met=met) if shown else None
        return Spotlight(line_item=item, quote=quote, chip=chip)

    def _examples(self, drafts: Sequence[DraftExample]) -> tuple[Example, ...]:
        examples: list[Example] = []
        for draft in drafts:
            quote = self._quoted.quote(draft.quote) if draft.quote else None
            if draft.quote:
                self.quotes.append(quote)
                self._dropped["unproven_quote"] += quote is None
            # What a quote that was found stands beside is borne out by it.
            beside = [bare(draft.quote.evidence)] if draft.quote and quote else []
            text = self._passage(draft.text, must_cite=quote is None, beside=beside)
            if text is not None:
                examples.append(Example(text=text, quote=quote))
        return self._first(examples)

    # Sections ----------------------------------------------------------------------------------------------------

    def _section(self, draft: DraftSection, items: Sequence[LineItem], side: Side) -> ReportSection:
        evaluations = {evidence: self._evaluations[each] for each, evidence in self._evidence_ids.items()}

        def belongs(sentence: str) -> DropReason | None:
            return out_of_place(sentence, self._known.facts, side, has_items=bool(items), evaluations=evaluations)

        texts = [text for text in draft.texts if not (items and adds_nothing(text))]
        passages = self._texts(texts, must_cite=True, also=belongs)
        if not passages and not items:
            passages = (computed(self._nothing or f"No line item stands out as {_STANDS_OUT[side]}."),)
        if len(items) > LINE_ITEMS_A_SECTION:
            passages = (many_level(items, self._known.facts), *passages)
        listed = tuple(items[:LINE_ITEMS_A_SECTION])
        questions = [(item.scorecard_id, item.question_id) for item in items]
        chips = self._chips(draft.chips, questions, met=side == "strengths")
        return ReportSection(line_items=listed, passages=passages, chips=chips)

    def _line_item(self, rate: LineItemRate, several: bool) -> LineItem:
        return LineItem(
            fact_id=self._items[rate.scorecard_id, rate.question_id].id,
            text=line_item_text(rate, several_scorecards=several),
            scorecard_id=rate.scorecard_id,
            question_id=rate.question_id,
            passed=rate.passed,
            applicable=rate.applicable,
            low=rate.low,
            high=rate.high,
        )

    def _recommendations(self, drafts: Sequence[DraftRecommendation]) -> tuple[Recommendation, ...]:
        found: list[Recommendation] = []
        thin = bool(self._items) and not any(fact.text for fact in self._items.values())
        for draft in drafts:
            target = self._target(draft.line_item)
            if thin or (target is not None and target.text is None):
                # Nothing is concluded from few answers.
                self._dropped["no_value"] += 1
                continue
            area, action, rationale = (self._passage(text) for text in (draft.area, draft.action, draft.rationale))
            if rationale is None and target is not None:
                rationale = rationale_of(target)
            if area is None and target is not None:
                area = Passage(spans=(Span(text=target.name, fact_id=target.id),), computed=True)
            aimed = [(target.scorecard_id, target.question_id)] if target else []
            chips = self._chips(draft.chips, [(card, asked) for card, asked in aimed if card and asked])
            if area and action and rationale:
                found.append(
                    Recommendation(
                        number=len(found),
                        area=area,
                        action=action,
                        rationale=rationale,
                        target=target_of(target) if target else None,
                        chips=chips,
                    )
                )
        return self._first(found)

    def _target(self, reference: str | None) -> Fact | None:
        fact = self._known.facts.get(bare(reference)) if reference else None
        return fact if fact is not None and fact.kind == "line_item" else None
