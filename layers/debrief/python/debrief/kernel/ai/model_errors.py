"""What a provider's refusal means here: which of our errors it is, and what it tells of the model's abilities."""

import re
from typing import Final

from debrief.kernel.errors import (
    DebriefError,
    ModelInputTooLong,
    ModelRefused,
    ModelThrottled,
    ModelTimedOut,
    ModelUnavailable,
)

_BUSY: Final = {"ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException"}
_SLOW: Final = {"ModelTimeoutException", "RequestTimeout", "RequestTimeoutException"}
_PASSING: Final = {
    "InternalServerException",
    "ModelErrorException",
    "ModelNotReadyException",
    "ServiceUnavailableException",
    "ExpiredTokenException",
}
_REFUSING: Final = {
    "AccessDeniedException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ValidationException",
}
_TOO_LONG: Final = re.compile(
    r"too long|too many (?:input )?tokens|context (?:length|limit|size|window)|exceeds the maximum number of tokens",
    re.IGNORECASE,
)


def model_error(code: str, status: int, message: str) -> DebriefError:
    """Our error for the provider's. message: read for what it means, never passed on, since it may hold content.

    An unknown code is judged by its HTTP status; what can't be judged is worth another try.
    """
    if code in _BUSY:
        return ModelThrottled("The model is busy", retry_after_s=10)
    if code in _SLOW:
        return ModelTimedOut("The model took too long")
    if code == "ValidationException" and _TOO_LONG.search(message):
        return ModelInputTooLong("This is more than the model reads at once")
    if code in _REFUSING:
        return ModelRefused(f"The model refused the request: {code}")
    if code not in _PASSING:
        if status == 429:
            return ModelThrottled("The model is busy", retry_after_s=10)
        if status in (408, 504):
            return ModelTimedOut("The model took too long")
        if 400 <= status < 500:
            return ModelRefused(f"The model refused the request with status {status}")
    return ModelUnavailable(f"The model is unavailable: {_plain(code)}", retry_after_s=10)


def _plain(code: str) -> str:
    """Where a gateway answers, its page can stand in the place of a code."""
    return code if re.fullmatch(r"\w{1,60}", code) else "an answer of no known form"
