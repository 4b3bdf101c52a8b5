"""The report on paper: A4 pages with page numbers, set like a document, in every script (S0.15)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from debrief.coaching.actions.model import CHIP_LABELS
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Instant
from debrief.kernel.figures import fixed
from debrief.summaries.facts.facts import average_text
from debrief.summaries.facts.model import PreviousSession, ReportMetric
from debrief.summaries.model import FurtherRound, Summary
from debrief.summaries.periods import period_label
from debrief.summaries.report.letters import BOX, MAIN, Letters, isolated, runs_right_to_left
from debrief.summaries.report.paper import QUIET as _QUIET
from debrief.summaries.report.paper import paper_of
from debrief.summaries.report.paper import said as _said
from debrief.summaries.report.report import (
    Chip,
    LineItem,
    Passage,
    Quote,
    Recommendation,
    Report,
    ReportSection,
)
from debrief.summaries.report.saying import arose_text, no_quote_text, thin_note

if TYPE_CHECKING:
    from fpdf import FPDF

_INK: Final = (34, 32, 30)
_LINE: Final = (214, 209, 202)
_MOST_MISSING: Final = 8
_LONGEST_NAME: Final = 60
_SCALES: Final = {"sentiment": "−5 to +5", "points": "−100 to +100"}


def written(
    summary: Summary,
    report: Report,
    prepared_by: str,
    fonts: Iterable[tuple[str, str, Any]],
    letters: Letters,
    *,
    compress: bool = True,
) -> bytes:
    """The report as a PDF file; the same report always makes the same bytes.

    fonts: family, style and file of each. letters: what they write.
    """
    document = paper_of(summary, fonts, letters, compress=compress)
    _head(document, summary, report, prepared_by)
    zone = summary.period.time_zone
    thin = thin_note(report)
    # In the order of the console (`web/src/summaries/Document.tsx`).
    _previous(document, report.previous_session)
    if thin:
        _heading(document, "Not enough data")
        _write(document, thin)
    if report.praise or report.focus:
        _spotlight(document, report, praise=True, zone=zone)
        _spotlight(document, report, praise=False, zone=zone)
    _texts(document, "Questions to start with", report.questions)
    _recommendations(document, report.recommendations, zone)
    _metrics(document, report)
    if not thin:
        _section(document, "Highlights and positive patterns", report.strengths, zone)
        _section(document, "Areas for improvement and development", report.development, zone)
    _too_few(document, report)
    _trend(document, report)
    _examples(document, report, zone)
    _texts(document, "Talking points", report.talking_points)
    _texts(document, "Action items", report.action_items)
    _colophon(document, summary, report)
    return bytes(document.output())


def texts_of(summary: Summary, report: Report, prepared_by: str) -> tuple[str, ...]:
    """All that a document may say of the report, and some more: what fonts are needed for it."""
    check = summary.check.model_dump_json() if summary.check else ""
    return (report.model_dump_json(), summary.frame.agent_name, prepared_by, period_label(summary.period), check)


def _lines(document: "FPDF", height: float, text: str) -> None:
    """A paragraph from where the pen stands; one that is written from right to left and has lines stands at the right.

    A name alone stays where a reader of the document looks for it.
    """
    from_right = runs_right_to_left(text)
    document.set_text_shaping(True, direction="rtl" if from_right else "ltr")
    align = "R" if from_right and len(text) > _LONGEST_NAME else "L"
    document.multi_cell(0, height, _said(document, text), align=align, new_x="LMARGIN", new_y="NEXT")
    document.set_text_shaping(True, direction="ltr")


def _write(
    document: "FPDF",
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    italic: bool = False,
    quiet: bool = False,
    indent: float = 0,
    after: float = 1.2,
) -> None:
    document.set_font(MAIN, style=("B" if bold else "") + ("I" if italic else ""), size=size)
    document.set_text_color(*(_QUIET if quiet else _INK))
    document.set_x(document.l_margin + indent)
    _lines(document, size * 0.48, text)
    document.ln(after)


def _heading(document: "FPDF", text: str) -> None:
    # A heading never stands alone at the foot of a page.
    if document.will_page_break(24):
        document.add_page()
    document.ln(3)
    _write(document, text, size=12, bold=True, after=1.5)


def _bullet(document: "FPDF", text: str) -> None:
    document.set_font(MAIN, size=10)
    document.set_text_color(*_INK)
    if document.will_page_break(6):
        document.add_page()
    document.cell(4, 4.8, "•")
    _lines(document, 4.8, text)
    document.ln(1)


def _rule(document: "FPDF") -> None:
    document.set_draw_color(*_LINE)
    document.line(document.l_margin, document.get_y(), document.w - document.r_margin, document.get_y())
    document.ln(3)


def _head(document: "FPDF", summary: Summary, report: Report, prepared_by: str) -> None:
    _write(document, "AI performance report", size=9, quiet=True, after=0.5)
    _write(document, summary.frame.agent_name, size=20, bold=True, after=1)
    _write(document, period_label(summary.period), size=11, after=0.5)
    sources = summary.sources
    analysed = (
        f"{sources.evaluations.analysed} of {sources.evaluations.available} evaluations, "
        f"{sources.conversations.analysed} of {sources.conversations.available} conversations, "
        f"{sources.coaching.analysed} feedback, actions and 1-to-1s"
    )
    _write(document, f"Analysed: {analysed}", size=9, quiet=True, after=0.5)
    made = day_of(summary.ready_at or summary.created_at, summary.period.time_zone)
    by = f" for {isolated(prepared_by)}" if prepared_by else ""
    _write(document, f"Made on {made.day} {made:%B} {made.year}{by}", size=9, quiet=True, after=0.5)
    if summary.edited_at:
        _write(document, "Edited by hand since.", size=9, quiet=True, after=0.5)
    if report.label:
        _write(document, report.label, size=9, italic=True, quiet=True, after=0.5)
    document.ln(2)
    _rule(document)


def _of(metric: ReportMetric) -> str:
    """What stands above a figure: its name, its sample, and the scale of what has no unit of its own."""
    scale = _SCALES.get(metric.unit)
    return f"{isolated(metric.label)} (of {metric.sample}{f'; {scale}' if scale else ''})"


def _metrics(document: "FPDF", report: Report) -> None:
    if not report.metrics:
        return
    _heading(document, "Conversation insights")
    width = (document.w - document.l_margin - document.r_margin) / 3
    for first in range(0, len(report.metrics), 3):
        row = report.metrics[first : first + 3]
        top = document.get_y()
        for place, metric in enumerate(row):
            document.set_xy(document.l_margin + place * width, top)
            document.set_font(MAIN, size=8.5)
            document.set_text_color(*_QUIET)
            document.cell(width, 4.5, _said(document, _of(metric)))
            document.set_xy(document.l_margin + place * width, top + 4.5)
            document.set_font(MAIN, style="B", size=11)
            document.set_text_color(*_INK)
            document.cell(width, 5.5, _said(document, metric.text))
        document.set_xy(document.l_margin, top + 12)


def _told(passage: Passage) -> str:
    """A text, with names and values apart from the sentence that they stand in."""
    return "".join(
        isolated(span.text) if span.fact_id or span.evaluation_id or span.interaction_id else span.text
        for span in passage.spans
    )


def _texts(document: "FPDF", title: str, passages: Sequence[Passage]) -> None:
    if not passages:
        return
    _heading(document, title)
    for passage in passages:
        _bullet(document, _told(passage))


def _chips(document: "FPDF", chips: Sequence[Chip], zone: str) -> None:
    for chip in chips:
        about = (chip.heading, _day(chip.started_at, zone), chip.score, chip.contact_reference)
        text = f"{', '.join(isolated(each) for each in about if each)}: {_told(chip.note)}"
        _write(document, text, size=8.5, quiet=True, indent=4, after=0.6)


def _day(at: Instant | None, zone: str) -> str:
    """`24 Nov`; nothing in a report that was made before it told."""
    day = day_of(at, zone) if at else None
    return f"{day.day} {day:%b}" if day else ""


def _line_item(document: "FPDF", item: LineItem) -> None:
    detail = f" (of {item.applicable}" if item.low is not None else " (not enough data"
    if item.low is not None and item.high is not None:
        detail += f"; 95% interval {fixed(item.low, 0)} to {fixed(item.high, 0)}%"
    name, dash, rate = item.text.rpartition(" — ")
    _write(document, f"{isolated(name)}{dash}{isolated(rate)}{detail})", bold=True, size=9.5, after=0.6)


def _section(document: "FPDF", title: str, section: ReportSection, zone: str) -> None:
    if not section.line_items and not section.passages:
        return
    _heading(document, title)
    for item in section.line_items:
        _line_item(document, item)
    for passage in section.passages:
        _bullet(document, _told(passage))
    _chips(document, section.chips, zone)


def _spotlight(document: "FPDF", report: Report, *, praise: bool, zone: str) -> None:
    spotlight, section = (report.praise, report.strengths) if praise else (report.focus, report.development)
    _heading(document, "One thing to praise" if praise else "One thing to work on")
    if spotlight is None:
        _write(document, f"No line item stands out as {'strong' if praise else 'weak'} in this period.", quiet=True)
        return
    _line_item(document, spotlight.line_item)
    for fact in report.facts:
        if fact.kind == "change" and fact.of == spotlight.line_item.fact_id:
            _write(document, f"Against the period before: {fact.text} ({fact.note}).", size=9, quiet=True, after=0.6)
    if spotlight.quote:
        _quote(document, spotlight.quote, zone)
        return
    _write(document, no_quote_text(praise=praise), size=9, quiet=True, after=0.6)
    # Reports made before a conversation was chosen for it have that of their section.
    _chips(document, [spotlight.chip] if spotlight.chip else section.chips[:1], zone)


def _too_few(document: "FPDF", report: Report) -> None:
    if not report.too_few:
        return
    names = ", ".join(f"{isolated(item.text)} ({item.applicable})" for item in report.too_few)
    _write(document, f"Too few answers to tell: {names}.", size=8.5, quiet=True)


def _trend(document: "FPDF", report: Report) -> None:
    if not report.trends and all(week.average is None for week in report.weeks):
        return
    _heading(document, "Trend")
    if before := report.compared_with:
        said = f"The period before is {_span(before.first_day, before.last_day)}."
        _write(document, said, size=9, quiet=True, after=0.6)
    for passage in report.trends:
        _bullet(document, _told(passage))
    for week in report.weeks:
        if week.average is None:
            continue
        line = f"{_span(week.first_day, week.last_day)}: {average_text(week.average)} over {week.sample} evaluations"
        if week.low is not None and week.high is not None:
            line += f"; 95% interval {fixed(week.low, 0)} to {fixed(week.high, 0)}%"
        _write(document, line, size=9, quiet=True, indent=4, after=0.3)


def _span(first: date, last: date) -> str:
    """`2 Nov – 8 Nov`, as the console has it (`saySpan`); with their years where these differ."""
    year = "" if first.year == last.year else " %Y"
    return " – ".join(f"{day.day} {day:%b}{day.strftime(year)}" for day in dict.fromkeys((first, last)))


def _clock(ms: int) -> str:
    """`4:05`, or `1:04:05` from an hour on: the second that the console names for the same place (`clock`)."""
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def _quote(document: "FPDF", quote: Quote, zone: str) -> None:
    at = "" if quote.start_ms is None else f"at {_clock(quote.start_ms)}"
    if quote.arose:
        _write(document, arose_text(quote), size=9, quiet=True, indent=4, after=0.2)
    _write(document, f"“{quote.text}”", italic=True, size=9.5, indent=4, after=0.2)
    who, day = quote.speaker.value.capitalize(), _day(quote.started_at, zone)
    said = filter(None, (who, quote.heading, day, at, quote.contact_reference))
    _write(document, ", ".join(map(isolated, said)), size=8.5, quiet=True, indent=4)


def _examples(document: "FPDF", report: Report, zone: str) -> None:
    if not report.examples:
        return
    _heading(document, "Examples")
    for example in report.examples:
        _bullet(document, _told(example.text))
        if example.quote:
            _quote(document, example.quote, zone)


def _previous(document: "FPDF", session: PreviousSession | None) -> None:
    if session is None or not (session.actions or session.goals):
        return
    _heading(document, f"Previous session, {session.held_on.day} {session.held_on:%B} {session.held_on.year}")
    for goal in session.goals:
        _bullet(document, f"Goal: {isolated(goal)}")
    if session.actions:
        _write(document, "Actions from last 1-to-1", bold=True, size=9.5)
    for action in session.actions:
        _bullet(document, f"{isolated(action.title)} – {CHIP_LABELS[action.chip]}")
        _write(document, action.evidence, size=8.5, quiet=True, indent=4, after=0.8)


def _recommendations(document: "FPDF", recommendations: Sequence[Recommendation], zone: str) -> None:
    if not recommendations:
        return
    _heading(document, "Recommendations")
    for each in recommendations:
        if document.will_page_break(22):
            document.add_page()
        _write(document, _told(each.area), bold=True, after=0.4)
        _write(document, _told(each.action), after=0.4)
        _write(document, f"Why: {_told(each.rationale)}", quiet=True, size=9.5, after=0.6)
        _chips(document, each.chips, zone)
        document.ln(1)


def _colophon(document: "FPDF", summary: Summary, report: Report) -> None:
    document.ln(3)
    _rule(document)
    left_out = sum(each.count for each in report.dropped)
    told = "Every number is computed from the data above and every quote is found in its transcript."
    if left_out:
        told += f" {left_out} pieces of the draft could not be proven and were left out."
    if summary.check:
        told += f" {_second_look(summary.check, edited=summary.edited_at is not None)}".rstrip()
    if summary.provenance:
        told += f" Model: {summary.provenance.model}; prompt: {summary.provenance.prompt_version}."
    _write(document, told, size=8, quiet=True)
    letters: Letters = document.letters  # type: ignore[attr-defined]
    if letters.missing:
        _write(document, _missing(letters.missing), size=8, quiet=True)


def _missing(characters: Iterable[str]) -> str:
    """Which characters are boxes, as far as a line can say."""
    codes = [f"U+{ord(character):04X}" for character in characters]
    more = f" and {len(codes) - _MOST_MISSING} more" if len(codes) > _MOST_MISSING else ""
    return f"{BOX} stands for a character that no font here has: {', '.join(codes[:_MOST_MISSING])}{more}."


def _second_look(check: FurtherRound, *, edited: bool) -> str:
    """What became of having each sentence looked at once more, by what it cites alone. edited: by a person since."""
    if check.status == "not_made":
        return f"Not all sentences were checked a second time. {check.sentence}"
    if check.status == "made":
        by = f" by {check.provenance.model}" if check.provenance else ""
        since = " What a person changed afterwards was not." if edited else ""
        return f"Each sentence was checked a second time{by}, by what it cites alone.{since}"
    return "Sentences were not checked a second time." if check.status == "off" else ""
