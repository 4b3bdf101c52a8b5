"""From a draft to a report: what can't be proven is left out and counted, and we write the numbers (N1, S0.13)."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Final, TypeVar

from debrief.insights.line_items import (
    LineItemRate,
    line_item_text,
    spans_several_scorecards,
    strongest_and_weakest,
    too_few_answers,
)
from debrief.interactions.conversations.model import Transcript
from debrief.interactions.conversations.quotes import find_quote
from debrief.summaries.drafting.belonging import Side, adds_nothing, out_of_place
from debrief.summaries.drafting.draft import (
    DraftChip,
    DraftExample,
    DraftQuote,
    DraftRecommendation,
    DraftSection,
    SummaryDraft,
)
from debrief.summaries.drafting.guard import Known, Rule, Verdict, checked
from debrief.summaries.drafting.notes import contradicts_answers
from debrief.summaries.drafting.places import Judged
from debrief.summaries.drafting.quoting import whole_sentences
from debrief.summaries.drafting.rendering import rendered
from debrief.summaries.drafting.reporting import words_heard
from debrief.summaries.drafting.spotlights import (
    MOST_LOOKED_UP,
    Found,
    Place,
    newest,
    quotes_for,
    to_praise,
    to_work_on,
    words_before,
)
from debrief.summaries.facts.dossier import Dossier
from debrief.summaries.facts.evidence import computed_note, evidence_of, plain_reference, score_text
from debrief.summaries.facts.facts import metrics_of, rates_of
from debrief.summaries.facts.material import EvaluationDigest, Material
from debrief.summaries.facts.model import Fact, Week
from debrief.summaries.model import MOST_EVALUATIONS
from debrief.summaries.periods import before
from debrief.summaries.report.report import (
    CHIPS_A_SECTION,
    Chip,
    DaySpan,
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
    Target,
    computed,
    passages_of,
)

TEXTS_A_SECTION: Final = 6
LINE_ITEMS_A_SECTION: Final = 6
"""Line items that are listed where many share the first place; the others are counted beside."""

QUESTIONS: Final = 3
"""Questions to start with: as many as a person looks at before a conversation."""

_STANDS_OUT: Final[dict[Side, str]] = {"strengths": "strong", "development": "weak"}
OFFLINE_LABEL: Final = "Drafted by the offline model: computed facts arranged by rule, not written by a language model."

T = TypeVar("T")
Transcripts = Callable[[str], Transcript | None]
"""The transcript of an interaction by its id; None where there is none."""


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
        self._transcripts = transcripts
        self._known = known
        self._evaluations = {each.id: each for each in dossier.material.evaluations}
        self._items = {(f.scorecard_id, f.question_id): f for f in dossier.facts if f.kind == "line_item"}
        self._evidence_ids = {each.evaluation_id: each.id for each in known.evidence.values() if each.evaluation_id}
        material = dossier.material
        talks = {each.id: each.started_at for each in material.conversations}
        self._started = {**talks, **{each.interaction_id: each.started_at for each in material.evaluations}}
        self._dropped: Counter[DropReason] = Counter()
        self._nothing = ""

    def report(self, draft: SummaryDraft, summary_id: str, offline: bool) -> Report:
        material = self._dossier.material
        rates = [rate for rate in rates_of(material.counts, material.frame.minimum_sample) if rate.applicable]
        several = spans_several_scorecards(rates)
        extremes = strongest_and_weakest(rates)
        too_few = [self._line_item(rate, several) for rate in too_few_answers(rates)]
        self._nothing = self._nothing_of(rates)
        strongest = [self._line_item(rate, several) for rate in extremes.strongest]
        weakest = [self._line_item(rate, several) for rate in extremes.weakest]
        report = Report(
            summary_id=summary_id,
            trends=self._trends(draft),
            weeks=self._weeks(),
            examples=self._examples(draft.examples),
            strengths=self._section(draft.strengths, strongest, "strengths"),
            development=self._section(draft.development, weakest, "development"),
            too_few=tuple(too_few),
            talking_points=self._texts(draft.talking_points),
            action_items=self._texts(draft.action_items),
            questions=self._texts(draft.questions, most=QUESTIONS),
            recommendations=self._recommendations(draft.recommendations),
            previous_session=material.previous_session,
            compared_with=_compared_with(material),
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
        return report.model_copy(update={"facts": self._facts_in(report)})

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

    def _nothing_of(self, rates: Sequence[LineItemRate]) -> str:
        """Why no line item is strong or weak, where none can be; empty where some have enough data."""
        if not rates:
            return "No line item was applicable in this period."
        if any(rate.enough_data for rate in rates):
            return ""
        return (
            f"Not enough data: no line item has {self._dossier.material.frame.minimum_sample} answers in this period. "
            "Nothing is concluded from fewer."
        )

    def _trends(self, draft: SummaryDraft) -> tuple[Passage, ...]:
        in_part = _in_part(self._dossier.material)
        texts = self._texts(draft.trends, must_cite=True)
        if not texts and (not in_part or any(fact.kind == "change" for fact in self._dossier.facts)):
            texts = (self._trend(),)
        return (*texts, *(computed(each) for each in in_part))

    def _trend(self) -> Passage:
        changes = [fact for fact in self._dossier.facts if fact.kind == "change"]
        if not changes:
            return computed("There is not enough data in the period before to compare with.")
        clear = [fact for fact in changes if fact.direction != "unclear"][:3]
        if not clear:
            return computed("Nothing changed clearly against the period before.")
        spans = [Span(text="Against the period before: ")]
        for place, fact in enumerate(clear):
            of = self._known.facts[fact.of or ""]
            spans += [Span(text="; ")] if place else []
            spans += [Span(text=f"{of.name} ", fact_id=of.id), Span(text=f"{fact.text} ({fact.note})", fact_id=fact.id)]
        return Passage(spans=(*spans, Span(text=".")), computed=True)

    # Evidence ----------------------------------------------------------------------------------------------------

    def _chips(self, drafts: Sequence[DraftChip]) -> tuple[Chip, ...]:
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
                chips[evaluation.id] = self._chip(evaluation, self._note(draft.note, evaluation) or computed(own))
        return tuple(chips.values())

    def _chip(self, evaluation: EvaluationDigest, note: Passage) -> Chip:
        return Chip(
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
        evidence = self._known.evidence.get(_bare(reference))
        if evidence is None or evidence.evaluation_id is None:
            return None
        return self._evaluations.get(evidence.evaluation_id)

    def _quote(self, draft: DraftQuote) -> Quote | None:
        """The quote as the transcript has it, if it stands in the turn that was named."""
        evidence = self._known.evidence.get(_bare(draft.evidence))
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

    def _spotlight(self, items: Sequence[LineItem], met: bool, taken: Collection[Place]) -> Spotlight | None:
        evaluations = self._dossier.material.evaluations
        item = (to_praise if met else to_work_on)(items, self._dossier.facts, evaluations)
        if item is None:
            return None
        quote = self._found(quotes_for(item, evaluations, met=met, taken=taken))
        if quote is None and (arose := self._found(words_before(item, evaluations, met=met, taken=taken))):
            quote = arose.model_copy(update={"arose": True})
        shown = newest(item, evaluations, met=met) if quote is None else None
        note = f"The newest conversation in which it was {'met' if met else 'missed'}."
        return Spotlight(line_item=item, quote=quote, chip=self._chip(shown, computed(note)) if shown else None)

    def _found(self, candidates: Sequence[Found]) -> Quote | None:
        """The first of the quotes that stands in its transcript."""
        drafts = (
            DraftQuote(evidence=self._evidence_ids[evaluation.id], turn=quote.turn_index, text=quote.text)
            for evaluation, quote in candidates[:MOST_LOOKED_UP]
        )
        return next((found for each in drafts if (found := self._quote(each))), None)

    def _examples(self, drafts: Sequence[DraftExample]) -> tuple[Example, ...]:
        examples: list[Example] = []
        for draft in drafts:
            quote = self._quote(draft.quote) if draft.quote else None
            if draft.quote:
                self.quotes.append(quote)
                self._dropped["unproven_quote"] += quote is None
            # What a quote that was found stands beside is borne out by it.
            beside = [_bare(draft.quote.evidence)] if draft.quote and quote else []
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
            passages = (self._many_level(items), *passages)
        listed = tuple(items[:LINE_ITEMS_A_SECTION])
        return ReportSection(line_items=listed, passages=passages, chips=self._chips(draft.chips))

    def _many_level(self, items: Sequence[LineItem]) -> Passage:
        """What is said where more line items share the first place than are listed."""
        rate = self._known.facts[items[0].fact_id]
        return Passage(
            spans=(
                Span(text=f"{len(items)} line items stand at "),
                Span(text=rate.text or "", fact_id=rate.id),
                Span(text=f"; the {LINE_ITEMS_A_SECTION} with most answers are listed."),
            ),
            computed=True,
        )

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
                rationale = self._rationale(target)
            if area is None and target is not None:
                area = Passage(spans=(Span(text=target.name, fact_id=target.id),), computed=True)
            chips = self._chips(draft.chips)
            if area and action and rationale:
                found.append(
                    Recommendation(
                        number=len(found),
                        area=area,
                        action=action,
                        rationale=rationale,
                        target=_target_of(target) if target else None,
                        chips=chips,
                    )
                )
        return self._first(found)

    def _target(self, reference: str | None) -> Fact | None:
        fact = self._known.facts.get(_bare(reference)) if reference else None
        return fact if fact is not None and fact.kind == "line_item" else None

    @staticmethod
    def _rationale(fact: Fact) -> Passage:
        shown = f"{fact.name} — {fact.text} (of {fact.sample})" if fact.text else fact.name
        return Passage(spans=(Span(text=shown, fact_id=fact.id), Span(text=".")), computed=True)

    def _weeks(self) -> tuple[Week, ...]:
        facts = [fact for fact in self._dossier.facts if fact.kind == "week" and fact.first_day]
        if not facts:
            return ()
        last_day = self._dossier.material.period.last_day
        starts = [fact.first_day for fact in facts if fact.first_day]
        ends = [start.fromordinal(start.toordinal() - 1) for start in starts[1:]] + [last_day]
        return tuple(
            Week(first_day=start, last_day=end, average=fact.value, sample=fact.sample, low=fact.low, high=fact.high)
            for fact, start, end in zip(facts, starts, ends, strict=True)
        )

    def _facts_in(self, report: Report) -> tuple[Fact, ...]:
        """The facts that the report shows, and the changes of these, without the ids behind them."""
        shown = {span.fact_id for passage in passages_of(report) for span in passage.spans}
        shown |= {item.fact_id for section in (report.strengths, report.development) for item in section.line_items}
        shown |= {each.line_item.fact_id for each in (report.praise, report.focus) if each}
        shown |= {metric.fact_id for metric in report.metrics} | {item.fact_id for item in report.too_few}
        return tuple(
            fact.model_copy(update={"source_ids": ()})
            for fact in self._dossier.facts
            if fact.id in shown or fact.kind in {"week", "average"} or (fact.kind == "change" and fact.of in shown)
        )


def _in_part(material: Material) -> list[str]:
    """What is said where there are more evaluations than are analysed."""
    said = []
    if material.day_scores:
        said.append(
            f"Average scores count all evaluations of the period; the {MOST_EVALUATIONS} newest were analysed. "
            "Where these aren't all, an average has no interval and isn't compared with the period before."
        )
    if not material.past_scores_whole:
        said.append(
            f"The period before has more than {MOST_EVALUATIONS} evaluations; average scores aren't compared with it."
        )
    return said


def _compared_with(material: Material) -> DaySpan:
    earlier = before(material.period)
    return DaySpan(first_day=earlier.first_day, last_day=earlier.last_day)


def _bare(reference: str) -> str:
    return reference.strip().strip("{}")


def _target_of(fact: Fact) -> Target:
    return Target(scorecard_id=fact.scorecard_id or "", question_id=fact.question_id or "", text=fact.name)
