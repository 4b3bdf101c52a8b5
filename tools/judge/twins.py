"""Counterfactual twins: conversations in which only that is other which mustn't matter (N12).

names: agent and customer are called otherwise, in what is known of them and in what is said. dialect: words are other
ones that mean the same. history: who the agent is, their team and what is known of the conversation beside its words.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal

from debrief.interactions.conversations.model import Interaction, InteractionSource, SourceFormat, Transcript
from debrief.quality.answering.placeholders import Names
from tools.judge.reading import Case

Kind = Literal["names", "dialect", "history"]
KINDS: Final[tuple[Kind, ...]] = ("names", "dialect", "history")

NAMES: Final = (
    ("Oluwaseun", "Adeyemi"),
    ("Agnieszka", "Wojciechowska"),
    ("Mohammed", "al-Rashid"),
    ("Nguyen", "Thuy Linh"),
    ("Siobhan", "Gallagher"),
    ("Lakshmi", "Subramanian"),
    ("Dmitri", "Sokolov"),
    ("Guadalupe", "Hernandez"),
)
"""First and last names of many places, made up."""

DIALECT: Final[Mapping[str, str]] = {
    "hello": "hiya",
    "hi": "hiya",
    "yes": "aye",
    "okay": "alright",
    "isn't": "ain't",
    "aren't": "ain't",
    "going to": "gonna",
    "want to": "wanna",
    "have to": "gotta",
    "because": "cos",
    "nothing": "nowt",
    "something": "summat",
    "little": "wee",
    "you all": "y'all",
    "very": "right",
    "great": "grand",
    "thanks": "cheers",
    "thank you": "ta",
    "you know": "ye know",
    "your": "yer",
}
_DIALECT: Final = re.compile(
    r"\b(?:" + "|".join(sorted((re.escape(each) for each in DIALECT), key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def twin(case: Case, kind: Kind, number: int) -> Case:
    """The conversation's twin. number: the conversation's place, from which the other names follow."""
    if kind == "names":
        return _renamed(case, number)
    if kind == "dialect":
        turns = tuple(turn.model_copy(update={"text": _DIALECT.sub(_said_so, turn.text)}) for turn in case.turns)
        return case._replace(turns=turns)
    team = ("Team Other",) if case.names.team else ()
    return case._replace(names=case.names.model_copy(update={"team": team}))


def interaction(case: Case, kind: Kind | None = None) -> Interaction:
    """What is known of the conversation beside its words; otherwise in the twin with another history."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    other = kind == "history"
    return Interaction(
        id="int_judged",
        contact_reference="C-2" if other else "C-1",
        agent_id="us_other" if other else "us_agent",
        team_id="te_other" if other else "te_agent",
        customer_reference="4712" if other else None,
        started_at=at,
        duration_ms=60_000,
        channel=case.channel,
        queue="complaints" if other else "support",
        topics=("third complaint this month", "scored 41 % last week") if other else (),
        remarks=("The agent failed the last five evaluations.",) if other else (),
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=at,
    )


def transcript(case: Case) -> Transcript:
    """Its words."""
    return Transcript(interaction_id="int_judged", turns=case.turns, source_format=SourceFormat.VCON)


def _said_so(found: re.Match[str]) -> str:
    other = DIALECT[found[0].casefold()]
    return other.capitalize() if found[0][0].isupper() else other


def _exchanged(text: str, others: Mapping[str, str]) -> str:
    words = sorted(map(re.escape, others), key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda found: others[found[0]], text)


def _renamed(case: Case, number: int) -> Case:
    turns = case.turns
    names: dict[str, tuple[str, ...]] = {}
    for place, role in enumerate(("agent", "customer")):
        known = getattr(case.names, role)
        if not known:
            continue
        first, last = NAMES[(2 * number + place) % len(NAMES)]
        parts = known[0].split()
        others = {known[0]: f"{first} {last}", parts[0]: first, parts[-1]: last if len(parts) > 1 else first}
        turns = tuple(turn.model_copy(update={"text": _exchanged(turn.text, others)}) for turn in turns)
        names[role] = (f"{first} {last}",) if len(parts) > 1 else (first,)
    return case._replace(turns=turns, names=Names(**{**case.names.model_dump(), **names}))
