"""The feature flags that Debrief knows. A flag that nobody has switched is off."""

from collections.abc import Iterable

from debrief.people.model import FeatureFlag

AI_COACHING = "feature_ai_coaching"

KNOWN_FLAGS: dict[str, str] = {
    AI_COACHING: "AI performance reports of meetings and agents: generating, reading, sharing and printing them",
}


def all_flags(stored: Iterable[FeatureFlag]) -> dict[str, FeatureFlag]:
    """Every known flag by its name, as it was switched last; those never switched are off.

    Flags that Debrief no longer knows are left out.
    """
    switched = {flag.name: flag for flag in stored}
    flags = {}
    for name, description in KNOWN_FLAGS.items():
        flag = switched.get(name) or FeatureFlag(name=name, on=False, description=description)
        flags[name] = flag.model_copy(update={"description": description})
    return flags
