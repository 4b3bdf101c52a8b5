"""A plain scorecard, for conversations that no scorecard of the account is made for."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]


def _question(id: str, text: str, asks: str, good: str, poor: str) -> Json:
    return {
        "id": id,
        "text": text,
        "description": asks,
        "kind": "yes_no",
        "answerer": "ai",
        "good": good,
        "poor": poor,
        "options": [
            {"id": "yes", "label": "Yes", "points": 10, "passes": True},
            {"id": "no", "label": "No", "points": 0},
        ],
    }


BASICS: Final[Json] = {
    "name": "Conversation basics",
    "description": "What every conversation should have, whatever it is about; answered by the AI from end to end.",
    "content": {
        "format": "percentage",
        "pass_mark": 60,
        "start_automatically": True,
        "sections": [
            {
                "id": "se_basicsContact",
                "title": "Contact",
                "weight": 50,
                "questions": [
                    _question(
                        "qn_basicsGreeting",
                        "Greeting",
                        "Did the agent greet the customer?",
                        "Says hello and offers help.",
                        "Begins with a question, without a greeting.",
                    ),
                    _question(
                        "qn_basicsPolite",
                        "Politeness",
                        "Was the agent polite?",
                        "Says please and thank you, answers in a friendly way.",
                        "Is short or rude.",
                    ),
                    _question(
                        "qn_basicsClosing",
                        "Offer of further help",
                        "Did the agent ask whether there is anything else?",
                        "Offers further help before the end.",
                        "Ends as soon as the matter is done.",
                    ),
                ],
            },
            {
                "id": "se_basicsMatter",
                "title": "Matter",
                "weight": 50,
                "questions": [
                    _question(
                        "qn_basicsProbing",
                        "Clarifying questions",
                        "Did the agent ask questions to clarify the matter?",
                        "Asks for what is needed to help.",
                        "Guesses, or makes the customer repeat it.",
                    ),
                    _question(
                        "qn_basicsIdentity",
                        "Identity check",
                        "Did the agent verify who the customer is, where that matters?",
                        "Asks for a name or number before giving information.",
                        "Gives information to anybody.",
                    ),
                    _question(
                        "qn_basicsSolution",
                        "Resolution",
                        "Was the matter resolved?",
                        "Says what was done, and the customer agrees.",
                        "Leaves the customer without an answer.",
                    ),
                ],
            },
        ],
    },
}
"""For files of anybody: it looks for no words of any company."""
