"""What is due about blind checks."""

from typing import TYPE_CHECKING, Final

from debrief.kernel.schedules.model import Due

if TYPE_CHECKING:
    from debrief.quality.earning.model import Check

CHECK_LAPSED: Final = "quality.check.lapsed"
"""The kind of due work; its subject is the check, whose time is over."""


def lapse(check: "Check") -> Due:
    """When the check is let go, unless it is answered before."""
    return Due(kind=CHECK_LAPSED, subject=check.id, at=check.until)
