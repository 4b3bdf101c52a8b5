"""The words for what is wrong with a text; apart from the rules, which are much to load."""

from enum import StrEnum
from typing import Literal

Fault = Literal[
    "too_long", "instruction", "markup", "unproven_quote", "number", "score", "comparison", "name", "person", "too_many"
]
"""Why a sentence or a topic that a model wrote about a conversation can't stay.

too_long: longer than a sentence or a topic is. instruction: it instructs whoever reads it. markup: or an address.
unproven_quote: words in quotation marks that nobody said. number: a number that nobody said. score: a score, which only
the server gives. comparison: with other people, of whom the conversation tells nothing, or what is to become of
somebody. name: a name that nobody said. person: what an agent is or has as a person, of which nobody spoke. too_many:
beyond what is kept.
"""


class InstructionKind(StrEnum):
    """In what way a text speaks to the model.

    override: to ignore its instructions. demand: a result is asked for. role: it is to be somebody else.
    message: poses as a message of the system or a tool. breakout: marks and code of prompts. turn: poses as turns of
    the conversation. authority: somebody important is said to want it. result: poses as the evaluation. wording: what
    is to be written is dictated. disclosure: asks for what the model was told. markup: active code.
    disguise: hidden from people, or written so that only a machine reads it.
    """

    OVERRIDE = "override"
    DEMAND = "demand"
    ROLE = "role"
    MESSAGE = "message"
    BREAKOUT = "breakout"
    TURN = "turn"
    AUTHORITY = "authority"
    RESULT = "result"
    WORDING = "wording"
    DISCLOSURE = "disclosure"
    MARKUP = "markup"
    DISGUISE = "disguise"
