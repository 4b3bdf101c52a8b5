"""Every number that a summary may say, computed before a word is written (N1).

A text refers to a fact as `{F3}` (its value, such as `92%`) or `{F3.name}` (what it is of). A fact without a value,
for want of data, can only be named.
"""

from collections import defaultdict
from collections.abc import Sequence

from debrief.insights.comparing import Change, Rate, rate_changes
from debrief.insights.line_items import (
    LineItemCount,
    LineItemRate,
    line_item_rates,
    line_item_text,
    percent_text,
    spans_several_scorecards,
    strongest_and_weakest,
)
from debrief.kernel.calendar import day_of
from debrief.kernel.figures import short, whole
from debrief.quality.evaluations.averages import mean
from debrief.summaries.facts.material import LineCount, Material
from debrief.summaries.facts.metrics import metrics, not_enough
from debrief.summaries.facts.model import Fact, ReportMetric, Standing
from debrief.summaries.facts.trends import mean_change, totals_of, weeks


def facts_of(material: Material) -> tuple[Fact, ...]:
    """All facts of the material, always in the same order and with the same ids for the same material."""
    found = _Facts(material)
    found.counts()
    found.averages()
    found.line_items()
    found.metrics()
    found.weeks()
    return tuple(found.facts)


def rates_of(counts: Sequence[LineCount], minimum: int) -> tuple[LineItemRate, ...]:
    """The counts as the Line Item Performance report reads them."""
    return line_item_rates([LineItemCount(**count.model_dump()) for count in counts], minimum=minimum)


def points_text(points: float) -> str:
    """A difference in points of a percent, such as `4` or `0.3`: whole from ten on, else with a decimal."""
    size = abs(points)
    return str(whole(size)) if size >= 10 else short(size, 1)


def points_said(points: float) -> str:
    """Such as `12 points`, or `1 point`."""
    text = points_text(points)
    return f"{text} point{'' if text == '1' else 's'}"


def change_text(change: Change) -> str:
    """Such as `up 12 points`, or `no clear change`."""
    if change.direction == "unclear":
        return "no clear change"
    return f"{change.direction} {points_said(change.points)}"


def average_text(average: float) -> str:
    """An average score as every place shows it: to a tenth of a percent where there is one: `84.4%`, `80%`."""
    return f"{short(average, 1)}%"


def comparison_note(change: Change, compared: int = 1) -> str:
    """What has to be said beside a change: that it was one of many, and that an interval alone doesn't make it clear.

    compared: how many line items were compared with it, itself included.
    """
    if change.may_be_chance:
        return f"; {chance_note(above=change.interval.low > 0, compared=compared)}"
    return f"; one of {compared} compared" if compared > 1 else ""


def chance_note(*, above: bool, compared: int) -> str:
    """Why a change may be chance although its interval excludes 0: what else was compared, or the exact test.

    above: whether its interval is above 0. compared: how many line items were compared with it, itself included.
    """
    side = "above 0" if above else "below 0"
    if compared > 1:
        return f"may be chance: {side} taken alone, not once all {compared} are compared together"
    return f"may be chance: {side} by its interval, not by an exact test of the same figures"


def interval_text(low: float, high: float) -> str:
    """Such as `95% interval 3 to 21`; of one that excludes 0 no end is written as 0."""
    low_text, high_text = (
        f"{'−' if end < 0 and points_text(end) != '0' else ''}{points_text(end)}" for end in (low, high)
    )
    if low > 0 and low_text == "0":
        return f"95% interval above 0 {'and below 0.1' if high_text == '0' else f'to {high_text}'}"
    if high < 0 and high_text == "0":
        return f"95% interval {'above −0.1 and' if low_text == '0' else f'{low_text} to'} below 0"
    return f"95% interval {low_text} to {high_text}"


def _change_note(change: Change, of: Fact, sample_before: int, compared: int) -> str:
    """What a change rests on: its interval, both samples with what they are of, and what else has to be said."""
    said = interval_text(*change.shown) if change.shown else "all scores the same on each side: no interval"
    if change.shown and change.direction == "unclear":
        # Beside "up 12 points" their unit is said; beside "no clear change" nothing has said it.
        said += " points"
    what = "answer" if of.kind == "line_item" else "evaluation"
    now, before = (f"{count} {what}{'' if count == 1 else 's'}" for count in (of.sample, sample_before))
    return f"{said}; {now}, after {before} before{comparison_note(change, compared)}"


def _in_part(sample: int, analysed: int) -> str:
    """What is said beside an average over more evaluations than were analysed."""
    return f"over {sample} evaluations, of which {analysed} were analysed"


class _Facts:
    """Facts in the making, numbered as they come."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._minimum = material.frame.minimum_sample
        self.facts: list[Fact] = []

    def _add(self, fact: Fact) -> Fact:
        numbered = fact.model_copy(update={"id": f"F{len(self.facts) + 1}"})
        self.facts.append(numbered)
        return numbered

    def counts(self) -> None:
        """How much was analysed."""
        material = self._material
        open_actions = [each for each in material.actions if not each.closed]
        closed = [each for each in material.actions if each.closed]
        overdue = [each for each in open_actions if each.due_date and each.due_date < material.read_on]
        for name, ids in (
            ("evaluations analysed", [each.id for each in material.evaluations]),
            ("conversations analysed", [each.id for each in material.conversations]),
            ("pieces of feedback", [each.id for each in material.feedback]),
            ("open actions", [each.id for each in open_actions]),
            ("overdue actions", [each.id for each in overdue]),
            ("completed actions", [each.id for each in closed]),
        ):
            self._add(
                Fact(
                    id="", kind="count", name=name, text=str(len(ids)), value=len(ids), unit="count", sample=len(ids),
                    source_ids=tuple(ids),
                )
            )  # fmt: skip

    def averages(self) -> None:
        """The average score of each scorecard, and how it moved against the period before.

        Of a scorecard with more evaluations than were analysed it is over all of them, as the evaluation report has it;
        sums alone don't tell how far it moved. Nor do only some scores of the period before.
        """
        own: dict[str, list[tuple[str, float]]] = defaultdict(list)
        names = self._scorecard_names()
        for evaluation in self._material.evaluations:
            if evaluation.percent is not None:
                own[evaluation.scorecard_id].append((evaluation.id, evaluation.percent))
        scored = own.keys() | {each.scorecard_id for each in self._material.day_scores}
        for scorecard_id in sorted(scored, key=lambda each: (names[each].casefold(), each)):
            scores = [percent for _, percent in own[scorecard_id]]
            totals = totals_of([each for each in self._material.day_scores if each.scorecard_id == scorecard_id])
            score, sample = totals.mean, totals.scored
            if complete := sample <= len(scores):
                score, sample = mean(scores), len(scores)
            name = f"average score ({names[scorecard_id]})" if len(names) > 1 else "average score"
            enough = sample >= self._minimum
            note = f"over {sample} evaluations" if complete else _in_part(sample, len(scores))
            average = self._add(
                Fact(
                    id="",
                    kind="average",
                    name=name,
                    text=average_text(score) if score is not None and enough else None,
                    note=note if enough else not_enough(sample, self._minimum),
                    value=score if enough else None,
                    unit="percent",
                    sample=sample,
                    scorecard_id=scorecard_id,
                    source_ids=tuple(each for each, _ in own[scorecard_id]),
                )
            )
            past = [each for each in self._material.past_scores if each.scorecard_id == scorecard_id]
            comparable = complete and self._material.past_scores_whole
            if comparable and enough and len(past) >= self._minimum:
                change = mean_change([each.percent for each in past], scores)
                self._change(average, change, len(past), tuple(each.evaluation_id for each in past))

    def _scorecard_names(self) -> dict[str, str]:
        """The names of all scorecards that the period's evaluations are of, those of newer evaluations first."""
        names: dict[str, str] = {}
        for evaluation in self._material.evaluations:
            names.setdefault(evaluation.scorecard_id, evaluation.scorecard_name)
        current = {count.scorecard_id: count.scorecard_name for count in self._material.counts}
        for day in self._material.day_scores:
            names.setdefault(day.scorecard_id, current.get(day.scorecard_id, day.scorecard_id))
        return names

    def _change(
        self,
        of: Fact,
        change: Change | None,
        sample_before: int,
        past_ids: tuple[str, ...] = (),
        compared: int = 1,
    ) -> None:
        if change is None:
            return
        low, high = change.shown or (None, None)
        self._add(
            Fact(
                id="",
                kind="change",
                name=f"change of {of.name} against the period before",
                text=change_text(change),
                note=_change_note(change, of, sample_before, compared),
                value=change.points,
                unit="points",
                sample=of.sample + sample_before,
                low=low,
                high=high,
                direction=change.direction,
                scorecard_id=of.scorecard_id,
                question_id=of.question_id,
                of=of.id,
                source_ids=past_ids + of.source_ids,
            )
        )

    def line_items(self) -> None:
        """The pass rate of every line item that applied, equal to the Line Item Performance report (S0.10).

        How they moved is judged together: the more line items are compared, the more a single one has to show.
        """
        rates = [rate for rate in rates_of(self._material.counts, self._minimum) if rate.applicable]
        earlier = {
            (rate.scorecard_id, rate.question_id): rate
            for rate in rates_of(self._material.counts_before, self._minimum)
        }
        several = spans_several_scorecards(rates)
        extremes = strongest_and_weakest(rates)
        pairs = {
            key: (Rate(before.passed, before.applicable), Rate(rate.passed, rate.applicable))
            for rate in rates
            if rate.enough_data
            and (before := earlier.get(key := (rate.scorecard_id, rate.question_id)))
            and before.enough_data
        }
        changes = dict(zip(pairs, rate_changes(list(pairs.values())), strict=True))
        for rate in rates:
            item = self._add(self._line_item(rate, several, extremes.strongest, extremes.weakest))
            if change := changes.get(key := (rate.scorecard_id, rate.question_id)):
                self._change(item, change, pairs[key][0].applicable, compared=len(pairs))

    def _line_item(
        self,
        rate: LineItemRate,
        several: bool,
        strongest: Sequence[LineItemRate],
        weakest: Sequence[LineItemRate],
    ) -> Fact:
        shown = line_item_text(rate, several_scorecards=several)
        percent = percent_text(rate)
        standing: Standing = "strongest" if rate in strongest else "weakest" if rate in weakest else ""
        answered = tuple(
            each.id
            for each in self._material.evaluations
            if each.scorecard_id == rate.scorecard_id and rate.question_id in (*each.met, *each.missed)
        )
        return Fact(
            id="",
            kind="line_item",
            name=shown if percent is None else shown.removesuffix(f" — {percent}"),
            text=percent,
            note=f"of {rate.applicable}" if percent else not_enough(rate.applicable, self._minimum),
            value=rate.percent,
            unit="percent",
            sample=rate.applicable,
            low=rate.low,
            high=rate.high,
            passed=rate.passed,
            standing=standing,
            scorecard_id=rate.scorecard_id,
            question_id=rate.question_id,
            source_ids=answered,
        )

    def metrics(self) -> None:
        """The conversation insights."""
        for metric in self._metrics():
            self._add(
                Fact(
                    id="",
                    kind="metric",
                    name=metric.label,
                    text=None if metric.value is None else metric.text,
                    note=metric.text if metric.value is None else f"over {metric.sample} conversations",
                    value=metric.value,
                    unit=metric.unit,
                    sample=metric.sample,
                    source_ids=metric.source_ids,
                )
            )

    def _metrics(self) -> tuple[ReportMetric, ...]:
        frame = self._material.frame
        return metrics(self._material.conversations, minimum=self._minimum, agent_sentiment=frame.agent_sentiment)

    def weeks(self) -> None:
        """The average score of each week, where all evaluations are of one scorecard: others don't compare."""
        if len(self._scorecard_names()) != 1:
            return
        period = self._material.period
        scored = [
            (day_of(each.started_at, period.time_zone), each.percent, each.id)
            for each in self._material.evaluations
            if each.percent is not None
        ]
        dated = [(day, score) for day, score, _ in scored]
        for week in weeks(period.first_day, period.last_day, dated, self._minimum, self._material.day_scores):
            enough = week.average is not None
            ids = tuple(each for day, _, each in scored if week.first_day <= day <= week.last_day)
            complete = week.sample == len(ids)
            note = f"over {week.sample} evaluations" if complete else f"{_in_part(week.sample, len(ids))}: no interval"
            self._add(
                Fact(
                    id="",
                    kind="week",
                    name=f"average score in the week from {week.first_day.day} {week.first_day:%B}",
                    text=average_text(week.average) if week.average is not None else None,
                    note=note if enough else not_enough(week.sample, self._minimum),
                    value=week.average,
                    unit="percent",
                    sample=week.sample,
                    low=week.low,
                    high=week.high,
                    first_day=week.first_day,
                    source_ids=ids,
                )
            )


def metrics_of(material: Material, facts: Sequence[Fact]) -> tuple[ReportMetric, ...]:
    """The metrics as the report shows them: each with its fact, without the ids that the fact holds."""
    fact_ids = {fact.name: fact.id for fact in facts if fact.kind == "metric"}
    frame = material.frame
    shown = metrics(material.conversations, minimum=frame.minimum_sample, agent_sentiment=frame.agent_sentiment)
    return tuple(metric.model_copy(update={"fact_id": fact_ids[metric.label], "source_ids": ()}) for metric in shown)
