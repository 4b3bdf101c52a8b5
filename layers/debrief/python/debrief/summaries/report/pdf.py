"""The report on paper: A4 pages with page numbers, set like a document (S0.15).

The PDF standard's own fonts are used, which need not be shipped; they know the letters of Western Europe. Others are
written with their nearest relatives.
"""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from debrief.coaching.actions.model import CHIP_LABELS
from debrief.kernel.figures import fixed
from debrief.summaries.facts.facts import average_text
from debrief.summaries.facts.model import PreviousSession
from debrief.summaries.model import FurtherRound, Summary
from debrief.summaries.periods import period_label
from debrief.summaries.report.report import Chip, Passage, Quote, Recommendation, Report, ReportSection

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT: Final = "Helvetica"
_INK: Final = (34, 32, 30)
_QUIET: Final = (112, 108, 102)
_LINE: Final = (214, 209, 202)
_RELATIVES: Final = str.maketrans({
    "−": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "→": "->", "≤": "<=", "≥": ">=",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "‹": "<", "›": ">",
})  # fmt: skip


def pdf_of(summary: Summary, report: Report, prepared_by: str, *, compress: bool = True) -> bytes:
    """The report as a PDF file; the same report always makes the same bytes."""
    document = _document(summary, compress)
    _head(document, summary, report, prepared_by)
    _metrics(document, report)
    _texts(document, "Highlights", report.highlights)
    _texts(document, "Areas for improvement", report.areas_for_improvement)
    _section(document, "Positive patterns", report.strengths)
    _section(document, "Areas for development", report.development)
    _trend(document, report)
    _examples(document, report)
    _previous(document, report.previous_session)
    _recommendations(document, report.recommendations)
    _texts(document, "Talking points", report.talking_points)
    _texts(document, "Action items", report.action_items)
    _texts(document, "Questions to start with", report.questions)
    _colophon(document, summary, report)
    return bytes(document.output())


def printable(text: str) -> str:
    """`text` in the letters that the standard fonts have; what has no relative among them becomes a question mark."""
    found = []
    for character in text.translate(_RELATIVES):
        try:
            character.encode("cp1252")
            found.append(character)
        except UnicodeEncodeError:
            bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
            found.append(bare.encode("cp1252", "replace").decode("cp1252"))
    return "".join(found)


def _document(summary: Summary, compress: bool) -> "FPDF":
    from fpdf import FPDF

    class Document(FPDF):
        """Pages with their number at the foot."""

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(_FONT, size=8)
            self.set_text_color(*_QUIET)
            self.cell(0, 5, printable(f"AI performance summary · {summary.frame.agent_name}"), align="L")
            self.set_x(self.l_margin)
            self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="R")

    document = Document(format="A4", unit="mm")
    document.core_fonts_encoding = "windows-1252"
    document.set_compression(compress)
    document.set_creation_date(summary.ready_at or summary.created_at)
    document.set_title(printable(f"AI performance summary: {summary.frame.agent_name}"))
    document.set_creator("Debrief")
    document.set_lang("en")
    document.set_margins(22, 20, 22)
    document.set_auto_page_break(True, margin=20)
    document.add_page()
    return document


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
    document.set_font(_FONT, style=("B" if bold else "") + ("I" if italic else ""), size=size)
    document.set_text_color(*(_QUIET if quiet else _INK))
    document.set_x(document.l_margin + indent)
    document.multi_cell(0, size * 0.48, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")
    document.ln(after)


def _heading(document: "FPDF", text: str) -> None:
    # A heading never stands alone at the foot of a page.
    if document.will_page_break(24):
        document.add_page()
    document.ln(3)
    _write(document, text, size=12, bold=True, after=1.5)


def _bullet(document: "FPDF", text: str) -> None:
    document.set_font(_FONT, size=10)
    document.set_text_color(*_INK)
    if document.will_page_break(6):
        document.add_page()
    document.cell(4, 4.8, "\x95".encode("latin-1").decode("cp1252"))
    document.multi_cell(0, 4.8, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")
    document.ln(1)


def _rule(document: "FPDF") -> None:
    document.set_draw_color(*_LINE)
    document.line(document.l_margin, document.get_y(), document.w - document.r_margin, document.get_y())
    document.ln(3)


def _head(document: "FPDF", summary: Summary, report: Report, prepared_by: str) -> None:
    _write(document, "AI performance summary", size=9, quiet=True, after=0.5)
    _write(document, summary.frame.agent_name, size=20, bold=True, after=1)
    _write(document, period_label(summary.period), size=11, after=0.5)
    sources = summary.sources
    analysed = (
        f"{sources.evaluations.analysed} of {sources.evaluations.available} evaluations, "
        f"{sources.conversations.analysed} of {sources.conversations.available} conversations, "
        f"{sources.coaching.analysed} feedback, actions and 1-to-1s"
    )
    _write(document, f"Analysed: {analysed}", size=9, quiet=True, after=0.5)
    made = summary.ready_at or summary.created_at
    by = f" for {prepared_by}" if prepared_by else ""
    _write(document, f"Made on {made.day} {made:%B} {made.year}{by}", size=9, quiet=True, after=0.5)
    if summary.edited_at:
        _write(document, "Edited by hand since.", size=9, quiet=True, after=0.5)
    if report.label:
        _write(document, report.label, size=9, italic=True, quiet=True, after=0.5)
    document.ln(2)
    _rule(document)


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
            document.set_font(_FONT, size=8.5)
            document.set_text_color(*_QUIET)
            document.cell(width, 4.5, printable(f"{metric.label} (of {metric.sample})"))
            document.set_xy(document.l_margin + place * width, top + 4.5)
            document.set_font(_FONT, style="B", size=11)
            document.set_text_color(*_INK)
            document.cell(width, 5.5, printable(metric.text))
        document.set_xy(document.l_margin, top + 12)


def _texts(document: "FPDF", title: str, passages: Sequence[Passage]) -> None:
    if not passages:
        return
    _heading(document, title)
    for passage in passages:
        _bullet(document, passage.text)


def _chips(document: "FPDF", chips: Sequence[Chip]) -> None:
    for chip in chips:
        _write(document, f"{chip.contact_reference}: {chip.note.text}", size=8.5, quiet=True, indent=4, after=0.6)


def _section(document: "FPDF", title: str, section: ReportSection) -> None:
    if not section.line_items and not section.passages:
        return
    _heading(document, title)
    for item in section.line_items:
        detail = f" (of {item.applicable}" if item.low is not None else " (not enough data"
        if item.low is not None and item.high is not None:
            detail += f"; 95% interval {fixed(item.low, 0)} to {fixed(item.high, 0)}"
        _write(document, f"{item.text}{detail})", bold=True, size=9.5, after=0.6)
    for passage in section.passages:
        _bullet(document, passage.text)
    _chips(document, section.chips)


def _trend(document: "FPDF", report: Report) -> None:
    _texts(document, "Trends", report.trends)
    for week in report.weeks:
        if week.average is None:
            continue
        first = f"{week.first_day.day} {week.first_day:%b}"
        line = f"Week from {first}: {average_text(week.average)} over {week.sample} evaluations"
        if week.low is not None and week.high is not None:
            line += f"; 95% interval {fixed(week.low, 0)} to {fixed(week.high, 0)}"
        _write(document, line, size=9, quiet=True, indent=4, after=0.3)


def _quote(document: "FPDF", quote: Quote) -> None:
    at = "" if quote.start_ms is None else f", at {quote.start_ms // 60_000}:{quote.start_ms // 1000 % 60:02d}"
    _write(document, f"“{quote.text}”", italic=True, size=9.5, indent=4, after=0.2)
    _write(
        document, f"{quote.speaker.value.capitalize()}, {quote.contact_reference}{at}", size=8.5, quiet=True, indent=4
    )


def _examples(document: "FPDF", report: Report) -> None:
    if not report.examples:
        return
    _heading(document, "Examples")
    for example in report.examples:
        _bullet(document, example.text.text)
        if example.quote:
            _quote(document, example.quote)


def _previous(document: "FPDF", session: PreviousSession | None) -> None:
    if session is None or not (session.actions or session.goals):
        return
    _heading(document, f"Previous session, {session.held_on.day} {session.held_on:%B} {session.held_on.year}")
    for goal in session.goals:
        _bullet(document, f"Goal: {goal}")
    if session.actions:
        _write(document, "Actions from last 1-to-1", bold=True, size=9.5)
    for action in session.actions:
        _bullet(document, f"{action.title} – {CHIP_LABELS[action.chip]}")
        _write(document, action.evidence, size=8.5, quiet=True, indent=4, after=0.8)


def _recommendations(document: "FPDF", recommendations: Sequence[Recommendation]) -> None:
    if not recommendations:
        return
    _heading(document, "Recommendations")
    for each in recommendations:
        if document.will_page_break(22):
            document.add_page()
        _write(document, each.area.text, bold=True, after=0.4)
        _write(document, each.action.text, after=0.4)
        _write(document, f"Why: {each.rationale.text}", quiet=True, size=9.5, after=0.6)
        _chips(document, each.chips)
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


def _second_look(check: FurtherRound, *, edited: bool) -> str:
    """What became of having each sentence looked at once more, by what it cites alone. edited: by a person since."""
    if check.status == "not_made":
        return f"Not all sentences were checked a second time. {check.sentence}"
    if check.status == "made":
        by = f" by {check.provenance.model}" if check.provenance else ""
        since = " What a person changed afterwards was not." if edited else ""
        return f"Each sentence was checked a second time{by}, by what it cites alone.{since}"
    return "Sentences were not checked a second time." if check.status == "off" else ""
