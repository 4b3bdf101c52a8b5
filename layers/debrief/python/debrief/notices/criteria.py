"""Which criterion of a scorecard a notice is about: its ids travel, and its words are read when it leaves.

Two notices about two criteria of the same person or conversation read apart so, in the subject of an e-mail too.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final
from urllib.parse import quote, unquote

from debrief.notices.model import Notice

SCORECARD: Final = "scorecard"
"""The parameter of a notice that is the id of the scorecard that it is about, or with which is to be evaluated."""

_CRITERION: Final = "criterion"
_TOLD: Final = re.compile(r"[0-9A-Za-z_.:+-]{1,64}", re.ASCII)
_LONGEST_NAME: Final = 100

CardNames = Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], str]]
"""What scorecards and their criteria are called, by their ids, the second empty for a scorecard; of those there are."""


def criterion(scorecard_id: str | None, question_id: str | None = None) -> dict[str, str]:
    """The parameters of a notice that tell which scorecard it is about, and which criterion of it.

    Ids of questions that came with a file may hold anything: what no parameter can hold is escaped, and what is too
    long then isn't told.
    """
    told = {SCORECARD: scorecard_id or ""}
    if question_id:
        told[_CRITERION] = quote(question_id, safe="").replace("~", "%7E").replace("%", "+")
    if not _TOLD.fullmatch(told[SCORECARD]):
        return {}
    return {name: value for name, value in told.items() if _TOLD.fullmatch(value)}


def criterion_key(notice: Notice) -> str:
    """Under which its criterion stands among names; empty for a notice without one. No id of a person has a blank."""
    given = notice.parameters
    if not given.get(SCORECARD) or not given.get(_CRITERION):
        return ""
    return f"{given[SCORECARD]} {given[_CRITERION]}"


def cards_in(notices: Iterable[Notice]) -> dict[str, tuple[str, str]]:
    """The ids of the scorecards and criteria that notices are about, by what a sentence looks for them under."""
    found: dict[str, tuple[str, str]] = {}
    for notice in notices:
        if scorecard_id := notice.parameters.get(SCORECARD):
            found[scorecard_id] = (scorecard_id, "")
        if key := criterion_key(notice):
            scorecard_id, told = key.split(" ", 1)
            found[key] = (scorecard_id, unquote(told.replace("+", "%")))
    return found


def shortened(name: str) -> str:
    """The name of a criterion as a sentence has room for it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
