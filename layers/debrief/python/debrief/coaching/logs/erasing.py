"""What is left of a coaching log once a customer's conversation was erased, and what of one is about whom (N8)."""

from typing import Final

from debrief.coaching.logs.model import Act, CoachingLog
from debrief.kernel.privacy import Record, plain

_OF_OTHERS: Final = frozenset({"agent_id", "told_id", "flag_ids", "kinds", "history"})


def without_words(log: CoachingLog) -> CoachingLog:
    """What is left: that it was written, released and read, and how the evaluation stood. Nobody's words."""
    return log.model_copy(
        update={
            "released": _wordless(log.released),
            "acknowledged": _wordless(log.acknowledged),
            "notes": tuple(each.model_copy(update={"text": ""}) for each in log.notes),
        }
    )


def log_record(log: CoachingLog) -> Record:
    """A log as it is about its agent, whether or not they were shown it; not who wrote what of it."""
    data = plain(log, without=_OF_OTHERS)
    for name in ("released", "acknowledged"):
        if name in data:
            data[name].pop("by")
    data["notes"] = [{"at": each["at"], "text": each["text"]} for each in data.get("notes", ())]
    return Record(kind="coaching_log", id=log.id, data=data)


def _wordless(act: Act | None) -> Act | None:
    return act.model_copy(update={"text": ""}) if act else None
