"""The three scorecards of the sample organisation, and how a person would answer them."""

from __future__ import annotations

import random
from typing import Final

from local.sample.model import Behaviour, Conversation, Json
from local.sample.phrases import AGENT_COMMENTS
from local.sample.questions import choice, exact, intent, scale, section, yes_no

VOICE: Final = "Voice service"
CHAT: Final = "Chat service"
EMAIL: Final = "E-mail quality"

ASKS: Final[dict[str, dict[str, Behaviour]]] = {
    VOICE: {
        "qn_voiceGreeting": Behaviour.GREETING,
        "qn_voiceNotice": Behaviour.NOTICE,
        "qn_voiceIdentity": Behaviour.VERIFICATION,
        "qn_voiceEmpathy": Behaviour.EMPATHY,
        "qn_voiceListening": Behaviour.LISTENING,
        "qn_voiceOwnership": Behaviour.OWNERSHIP,
        "qn_voiceSolution": Behaviour.KNOWLEDGE,
        "qn_voiceRecap": Behaviour.RECAP,
        "qn_voiceClosing": Behaviour.CLOSING,
    },
    CHAT: {
        "qn_chatGreeting": Behaviour.GREETING,
        "qn_chatIdentity": Behaviour.VERIFICATION,
        "qn_chatEmpathy": Behaviour.EMPATHY,
        "qn_chatListening": Behaviour.LISTENING,
        "qn_chatSolution": Behaviour.KNOWLEDGE,
        "qn_chatRecap": Behaviour.RECAP,
        "qn_chatClosing": Behaviour.CLOSING,
    },
    EMAIL: {
        "qn_emailGreeting": Behaviour.GREETING,
        "qn_emailEmpathy": Behaviour.EMPATHY,
        "qn_emailAnswer": Behaviour.KNOWLEDGE,
        "qn_emailUnderstanding": Behaviour.LISTENING,
        "qn_emailOwnership": Behaviour.OWNERSHIP,
        "qn_emailNextStep": Behaviour.RECAP,
        "qn_emailTone": Behaviour.TONE,
        "qn_emailClosing": Behaviour.CLOSING,
    },
}
"""Which behaviour each question of each scorecard asks about."""

IDENTITY = ("full name and postcode", "name and postcode")
CLOSING = ("anything else I can do for you", "anything else I can help")


def scorecards() -> dict[str, Json]:
    """The content of each scorecard by its name, as the API takes it."""
    return {VOICE: _voice(), CHAT: _chat(), EMAIL: _email()}


def _voice() -> Json:
    return {
        "name": VOICE,
        "description": "For calls of sales and support. The required words are found by rule, the rest is judged.",
        "content": {
            "format": "percentage",
            "pass_mark": 75,
            "applies_to": {"channels": ["voice"]},
            "start_automatically": True,
            "sections": [
                section(
                    "se_voiceOpening",
                    "Opening",
                    15,
                    [
                        exact(
                            "qn_voiceGreeting",
                            "Greeting in the name of the company",
                            "Did the agent greet the customer in the name of the company?",
                            ["thank you for calling Quillhaven Home"],
                            within_turns=2,
                        ),
                        exact(
                            "qn_voiceNotice",
                            "Recording notice",
                            "Did the agent say that calls are recorded?",
                            ["calls are recorded", "call is recorded"],
                            within_ms=60_000,
                            compliance=True,
                        ),
                    ],
                ),
                section(
                    "se_voiceSecurity",
                    "Security",
                    20,
                    [
                        exact(
                            "qn_voiceIdentity",
                            "Identity check",
                            "Did the agent check the customer's identity?",
                            list(IDENTITY),
                            compliance=True,
                            fails="section",
                        ),
                    ],
                ),
                section(
                    "se_voiceConversation",
                    "Conversation",
                    35,
                    [
                        intent(
                            "qn_voiceEmpathy",
                            "Empathy",
                            "Did the agent show empathy for the customer's situation?",
                            "Says that they understand or are sorry, in words that fit the customer's mood.",
                            "Goes straight to the order number, or shrugs the problem off.",
                            allow_na=True,
                        ),
                        intent(
                            "qn_voiceListening",
                            "Active listening",
                            "Did the agent listen actively and check the understanding?",
                            "Plays the problem back in own words and has it confirmed.",
                            "Makes the customer repeat it, or interrupts.",
                        ),
                        intent(
                            "qn_voiceOwnership",
                            "Ownership",
                            "Did the agent take ownership of the customer's matter?",
                            "Takes care of it, promises to see it through.",
                            "Points to another department or says that nothing can be done.",
                        ),
                    ],
                ),
                section(
                    "se_voiceSolution",
                    "Solution and close",
                    30,
                    [
                        choice("qn_voiceSolution", "Resolution", "Was the customer's matter resolved?"),
                        intent(
                            "qn_voiceRecap",
                            "Recap of what was agreed",
                            "Did the agent summarise what was agreed?",
                            "Sums up what was agreed, with the next step and its date.",
                            "Ends without saying what happens next.",
                        ),
                        exact(
                            "qn_voiceClosing",
                            "Closing question",
                            "Did the agent ask whether there is anything else?",
                            list(CLOSING),
                        ),
                    ],
                ),
            ],
        },
    }


def _chat() -> Json:
    return {
        "name": CHAT,
        "description": "For chats, answered by the AI from end to end.",
        "content": {
            "format": "percentage",
            "pass_mark": 70,
            "applies_to": {"channels": ["chat"], "queues": ["Chat"]},
            "start_automatically": True,
            "sections": [
                section(
                    "se_chatOpening",
                    "Opening and security",
                    30,
                    [
                        exact(
                            "qn_chatGreeting",
                            "Greeting in the name of the company",
                            "Did the agent greet in the name of the company?",
                            ["Quillhaven Home"],
                            within_turns=2,
                        ),
                        exact(
                            "qn_chatIdentity",
                            "Identity check",
                            "Did the agent check the customer's identity?",
                            list(IDENTITY),
                            compliance=True,
                        ),
                    ],
                ),
                section(
                    "se_chatConversation",
                    "Conversation",
                    40,
                    [
                        intent(
                            "qn_chatEmpathy",
                            "Empathy",
                            "Did the agent show empathy for the customer's situation?",
                            "Says that they understand or are sorry, in words that fit the customer's mood.",
                            "Answers in single words, with no word of understanding.",
                            allow_na=True,
                        ),
                        intent(
                            "qn_chatListening",
                            "Active listening",
                            "Did the agent listen and check the understanding?",
                            "Plays the problem back in own words and has it confirmed.",
                            "Asks for what the customer has written already.",
                        ),
                    ],
                ),
                section(
                    "se_chatSolution",
                    "Solution and close",
                    30,
                    [
                        choice("qn_chatSolution", "Resolution", "Was the customer's matter resolved?"),
                        intent(
                            "qn_chatRecap",
                            "Recap of what was agreed",
                            "Did the agent summarise what was agreed?",
                            "Sums up what was agreed, with the next step and its date.",
                            "Ends without saying what happens next.",
                        ),
                        exact(
                            "qn_chatClosing",
                            "Closing question",
                            "Did the agent ask whether there is anything else?",
                            list(CLOSING),
                        ),
                    ],
                ),
            ],
        },
    }


def _email() -> Json:
    return {
        "name": EMAIL,
        "description": "For e-mails, answered by evaluators, in points.",
        "content": {
            "format": "points",
            "pass_mark": 70,
            "applies_to": {"channels": ["email"]},
            "sections": [
                section(
                    "se_emailContent",
                    "Content",
                    None,
                    [
                        scale(
                            "qn_emailAnswer",
                            "Complete and correct answer",
                            "Is the customer's question answered, completely and correctly?",
                            30,
                        ),
                        yes_no(
                            "qn_emailUnderstanding",
                            "Taking up what the customer wrote",
                            "Does the answer take up what the customer wrote?",
                            15,
                        ),
                        yes_no("qn_emailOwnership", "Ownership", "Does the agent take ownership of the matter?", 15),
                        yes_no("qn_emailNextStep", "Next step", "Is the next step named?", 20, allow_na=True),
                    ],
                ),
                section(
                    "se_emailStyle",
                    "Style",
                    None,
                    [
                        yes_no("qn_emailGreeting", "Greeting by name", "Is the customer greeted by name?", 10),
                        yes_no(
                            "qn_emailEmpathy",
                            "Word of understanding",
                            "Is there a word of understanding for the situation?",
                            20,
                        ),
                        yes_no("qn_emailTone", "Friendly and plain tone", "Is the tone friendly and plain?", 15),
                        yes_no("qn_emailClosing", "Signature", "Is it signed with name and company?", 10),
                    ],
                ),
                section(
                    "se_emailSecurity",
                    "Data protection",
                    None,
                    [
                        {
                            **yes_no(
                                "qn_emailData",
                                "Data protection",
                                "Is the answer free of payment data and other people's data?",
                                15,
                            ),
                            "options": [
                                {"id": "yes", "label": "Yes", "points": 15, "passes": True},
                                {"id": "no", "label": "No", "points": 0, "auto_fail": "evaluation"},
                            ],
                            "compliance": True,
                        },
                    ],
                ),
            ],
        },
    }


def answers_of(
    scorecard: str, conversation: Conversation, rng: random.Random
) -> tuple[dict[str, str | None], dict[str, str]]:
    """How a person would answer: by what was shown, with a mistake now and then; and what they note beside it."""
    answers: dict[str, str | None] = {}
    comments: dict[str, str] = {}
    for question, behaviour in ASKS[scorecard].items():
        shown = behaviour in conversation.shown
        if rng.random() < 0.06:
            shown = not shown
        if question == "qn_emailAnswer":
            answers[question] = rng.choice(("op_3", "op_4", "op_4")) if shown else rng.choice(("op_1", "op_2"))
        elif question.endswith("Solution"):
            answers[question] = "solved" if shown else rng.choice(("partly", "open", "open"))
        elif question == "qn_emailNextStep" and not conversation.resolved and rng.random() < 0.3:
            answers[question] = None
        else:
            answers[question] = "yes" if shown else "no"
        if behaviour in AGENT_COMMENTS and rng.random() < (0.12 if shown else 0.45):
            comments[question] = AGENT_COMMENTS[behaviour][0 if shown else 1]
    if scorecard == EMAIL:
        answers["qn_emailData"] = "no" if rng.random() < 0.015 else "yes"
    return answers, comments
