"""Other times, other people's doings and what nobody can foretell don't stay; what is like them does (N1)."""

from typing import Final

import pytest

from debrief.summaries.drafting.guard import fault
from tools.guard_rates.rates import OWN, known_from

pytestmark = pytest.mark.feature("N1", "N6")

KNOWN: Final = known_from(OWN[-1])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Since spring, {F9.name} has gone {F10}.", "misattributed"),
        ("{F9.name} has improved for months ({F10}).", "misattributed"),
        ("{F7} is the best average the agent has ever had.", "misattributed"),
        ("In the second week the average was {F21}.", "misattributed"),
        ("Mornings go better than afternoons.", "uncited"),
        ("The agent will soon pass the check.", "uncited"),
        ("A complaint was filed.", "uncited"),
        ("The customer hung up.", "uncited"),
        ("A supervisor had to take over.", "uncited"),
        ("A supervisor had to take over in {E1}.", "unproven_quote"),
        ("Customers are delighted.", "uncited"),
        ("Results are convincing.", "uncited"),
        ("{E5} lasted {F20}.", "misattributed"),
        ("The average call ends after {F7}.", "misattributed"),
        ("The score for empathy is {F7}.", "misattributed"),
        ("The address is missing in {F11} of calls.", "misattributed"),
        ("The agent's average of {F7} is mediocre.", "contradiction"),
        ("{E3} ({E3.score}) is an excellent chat.", "contradiction"),
        ("{E2} is the best call of all.", "contradiction"),
        ("There is nothing left to improve in {F11.name} ({F11}).", "contradiction"),
        ("The agent confirms addresses in a complete way ({F11}).", "contradiction"),
        ("No item is weaker than {F9.name} ({F9}).", "contradiction"),
    ],
)
def test_what_no_fact_tells_goes(text: str, reason: str) -> None:
    assert fault(text, KNOWN) == reason


@pytest.mark.parametrize(
    "text",
    [
        "The week from {F22.name} follows.",
        "The two weeks averaged {F21} and {F22}.",
        "Plan a short follow-up for next month.",
        "What will you do next week?",
        "The agent says how the mistake will be put right.",
        "The agent apologised and offered a way out.",
        "When customers are upset, the agent stays calm.",
        "The agent asks the supervisor when a case is unclear.",
        "{E2} scored {E2.score}, the highest of the evaluations shown.",
        "Conversations take {F20} on average.",
        "The weakest result is {F11.name} ({F11}).",
        "The address is often left unconfirmed ({F11}).",
    ],
)
def test_what_is_like_it_stays(text: str) -> None:
    assert fault(text, KNOWN) is None


def test_beside_the_one_conversation_what_happened_may_be_told() -> None:
    assert fault("The customer hung up.", KNOWN, of_one=True) is None
    assert fault("The customer hung up.", KNOWN, beside=["E1"]) is None
