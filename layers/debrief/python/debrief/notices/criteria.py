"""Which criterion of a scorecard a notice is about: its ids travel, and its words are read when it leaves.

Two notices about two criteria of the same person or conversation read apart so, in the subject of an e-mail too.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import quote, unquote

from debrief.notices.model import Notice

SCORECARD: Final = "scorecard"
"""The parameter of a notice that is the id of the scorecard that it is about, or with which is to be evaluated."""

_CRITERION: Final = "criterion"
_TOLD: Final = re.compile(r"[0-9A-Za-z_.:+-]{1,64}", re.ASCII)
_LONGEST_NAME: Final = 100

CriterionName = Callable[[str, str], str | None]
"""What a criterion is called, by the ids of its scorecard and question; None where it is gone."""


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


def criteria_named(notices: Iterable[Notice], name: CriterionName) -> dict[str, str]:
    """The names of the criteria that notices are about, each asked for once."""
    found: dict[str, str] = {}
    for key in dict.fromkeys(filter(None, map(criterion_key, notices))):
        scorecard_id, told = key.split(" ", 1)
        if words := name(scorecard_id, unquote(told.replace("+", "%"))):
            found[key] = words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
    return found
