"""The types of what is announced of flags, apart from its data: whoever only routes them imports no model."""

from typing import Final

FLAG_RAISED: Final = "debrief.quality.flag.raised.v1"
FLAG_WITHDRAWN: Final = "debrief.quality.flag.withdrawn.v1"
FLAG_RESOLVED: Final = "debrief.quality.flag.resolved.v1"
FLAG_REOPENED: Final = "debrief.quality.flag.reopened.v1"
