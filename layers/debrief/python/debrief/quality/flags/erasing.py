"""What is left of a flag whose words were erased, and what of one is about whom (N8)."""

from typing import Final

from debrief.kernel.privacy import Record, plain
from debrief.quality.flags.model import Flag, FlagPlace

_OF_OTHERS: Final = frozenset({"assignee_id", "handed_by", "history", "resolution", "about"})
_ABOUT_OTHERS: Final = frozenset({"contact_reference", "evaluator_id"})


def without_quotes(flag: Flag) -> Flag:
    """What is left: that it was flagged, why, and how it ended. Nobody's words, and no reference of a customer's."""
    grounds = flag.grounds.model_copy(
        update={
            "places": tuple(_wordless(each) for each in flag.grounds.places),
            "criteria": tuple(
                each.model_copy(update={"place": each.place and _wordless(each.place)})
                for each in flag.grounds.criteria
            ),
        }
    )
    return flag.model_copy(
        update={
            "about": flag.about.model_copy(update={"contact_reference": flag.about.interaction_id}),
            "grounds": grounds,
            "resolution": flag.resolution and flag.resolution.model_copy(update={"note": ""}),
            "history": tuple(each.model_copy(update={"note": ""}) for each in flag.history),
        }
    )


def flag_record(flag: Flag) -> Record:
    """A flag as it is about the agent: why, and what came of it; not who looked at it."""
    data = plain(flag, without=_OF_OTHERS) | {"about": plain(flag.about, without=_ABOUT_OTHERS)}
    if flag.resolution is not None:
        data["resolution"] = {"outcome": flag.resolution.outcome, "note": flag.resolution.note}
    return Record(kind="flag", id=flag.id, data=data)


def _wordless(place: FlagPlace) -> FlagPlace:
    return place.model_copy(update={"text": ""})
