"""What a receiver's answer means: taken, not now, never, or not until somebody mends it."""

from email.utils import parsedate_to_datetime
from typing import Final

from debrief.kernel.errors import DebriefError

_PASSING: Final = frozenset({408, 425, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524, 529})
_MEND: Final = frozenset({401, 403, 404, 405, 407, 410})


class NotTaken(DebriefError):
    """A parcel didn't arrive, as far as anybody knows. detail: the code of why, never a receiver's words.

    Another try may help, or not; the classes below say more.
    """

    type, title = "not-taken", "The channel didn't take it"


class AskedTooOften(NotTaken):
    """The receiver takes no more just now (429). retry_after_s: as it says. Nothing is wrong with anything."""


class Broken(NotTaken):
    """Nothing will arrive before somebody mends the channel: its address is gone, or its token no longer valid."""


class Unwanted(NotTaken):
    """The receiver can't make anything of this parcel and never will; of others it may."""


def check_status(status: int, retry_after_s: int | None) -> None:
    """Raises what an HTTP status means that isn't one of success; see the classes.

    A receiver that sends elsewhere is broken: nobody looked at where it sends to.
    """
    if 200 <= status < 300:
        return
    code = f"http_{status}"
    if status == 429 or (status == 503 and retry_after_s is not None):
        raise AskedTooOften(code, retry_after_s=retry_after_s)
    if status in _PASSING:
        raise NotTaken(code)
    if status in _MEND or 300 <= status < 400:
        raise Broken(code)
    raise Unwanted(code) if 400 <= status < 500 else NotTaken(code)


def retry_after(value: str | None, date: str | None = None) -> int | None:
    """Seconds of a `Retry-After`, whether it tells seconds or a time, which is held against the answer's own `Date`.

    None where there is none, or it can't be read.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    try:
        later = parsedate_to_datetime(text) - parsedate_to_datetime(date or "")
    except (TypeError, ValueError):
        return None
    return max(0, round(later.total_seconds()))
