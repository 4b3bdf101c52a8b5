"""What of a blind check is about whom (N8).

To the agent it is an opinion of their work: what was drawn and what was answered, by a person and by the AI, but not
by whom. To its checker it is that they made it, and when. Nothing of it is anybody's words, so that an erasure leaves
it: what the AI has earned rests on it. What is sealed stays so until the check is answered.
"""

from typing import Final

from debrief.kernel.privacy import Record, plain
from debrief.quality.earning.model import Check

_OF_OTHERS: Final = frozenset({"agent_id", "checker_id", "terms"})
_MADE: Final = ("scorecard_id", "scorecard_version", "drawn_at", "until", "status", "answered_at")


def check_record(check: Check) -> Record:
    """A check as it is about the agent, with how its conversation was drawn."""
    data = plain(check, without=_OF_OTHERS)
    # Who else was in the lot is about others.
    data["draw"] = {name: each for name, each in data["draw"].items() if name != "checkers"}
    return Record(kind="blind_check", id=check.id, data=data)


def made_check_record(check: Check) -> Record:
    """A check as it is about its checker; not whom it is about, nor what they answered of them."""
    given = plain(check)
    return Record(kind="blind_check_made", id=check.id, data={name: given[name] for name in _MADE if name in given})
