"""Printing a report."""

from debrief.summaries.model import Summary
from debrief.summaries.report.font_reader import fonts_for
from debrief.summaries.report.letters import wanted
from debrief.summaries.report.pdf import texts_of, written
from debrief.summaries.report.report import Report


def pdf_of(summary: Summary, report: Report, prepared_by: str, *, compress: bool = True) -> bytes:
    """The report as a PDF file; the same report always makes the same bytes. prepared_by: for whom it was made."""
    with fonts_for(wanted(texts_of(summary, report, prepared_by))) as fonts:
        return written(summary, report, prepared_by, fonts.files, fonts.letters, compress=compress)
