"""What a report says of itself where there is little to say; the console says the same
(`web/src/summaries/reading.ts`)."""

from typing import Final

from debrief.interactions.conversations.words import Speaker
from debrief.summaries.report.report import Quote, Report

AROSE: Final = "Where it was called for and missed:"
"""Before words that show nothing, but called for what was missed."""

SAID: Final = "What was said where it was called for and missed:"
"""Before the agent's own words that called for it, such as of a hold."""


def arose_text(quote: Quote) -> str:
    """What stands before words beside which a line item was missed; empty where the words show it themselves."""
    if not quote.arose:
        return ""
    return SAID if quote.speaker is Speaker.AGENT else AROSE


def thin_note(report: Report) -> str:
    """What a report without enough data says in the place of conclusions; empty where something can be concluded."""
    notes = [
        section.passages[0].text
        for section in (report.strengths, report.development)
        if not section.line_items and len(section.passages) == 1 and section.passages[0].computed
    ]
    return notes[0] if notes and notes[1:] == notes[:1] else ""


def no_quote_text(*, praise: bool) -> str:
    """That no words can be quoted for the line item to praise, or to work on."""
    how = "met" if praise else "missed"
    return f"There is no quote: where it was {how}, no answer rests on words that stand in the transcript."
