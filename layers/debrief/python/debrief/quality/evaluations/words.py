"""The words for what an evaluation is, apart from the evaluation: whoever needs them alone loads little."""

from typing import Literal

EvaluationType = Literal["manual", "blended", "automatic"]

ReviewReason = Literal[
    "unsupported",
    "addresses_ai",
    "about_evaluation",
    "not_applicable",
    "no_opportunity",
    "unchecked",
    "not_earned",
    "notes",
]
"""Why a person has to look at what the AI answered.

unsupported: credit rests on no sentence of the agent's, or on one that doesn't show it. addresses_ai: the conversation
seems to instruct the AI. about_evaluation: it speaks of its own evaluation, and an answer rests on nothing that was
said. not_applicable: the AI leaves out a whole section, or most of the scorecard. no_opportunity: nothing made a
question applicable that can't be N/A, so that it is left open. unchecked: the second look at the answers couldn't be
had. not_earned: the account lets the AI score alone only where it has earned every question, and it hasn't.
notes: the conversation was entered by hand, and its words are what somebody wrote down.
"""
