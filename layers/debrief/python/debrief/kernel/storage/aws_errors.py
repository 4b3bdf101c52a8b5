"""What AWS refuses, as one of our errors: one table for DynamoDB, S3, Step Functions, Cognito and the others.

The state machines retry `Throttled` and `Unavailable` by name, and the API tells their callers when to try again: so
these two are raised for what passes, and for nothing else.

| AWS says | ours | tried again |
|---|---|---|
| throttled, slow down, limit exceeded | `Throttled` (429) | yes |
| an internal error, a time-out, no connection, any other 5xx | `Unavailable` (503) | yes |
| an item or a key is too large | `TooLarge` (413) | no |
| no right, no such table, bucket, state machine, pool or key | `Misconfigured` (500) | no |
| anything else: a request that we got wrong | `DebriefError` (500) | no |

Codes that mean something to one caller only (an object isn't there, an execution exists already) are that caller's.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from debrief.kernel.errors import DebriefError, Misconfigured, Throttled, TooLarge, Unavailable

_THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "ExecutionLimitExceeded",
        # S3 and SQS tell what KMS said to them with its name in front.
        "KMS.LimitExceededException",
        "KMS.ThrottlingException",
        # In their own models, SQS and Step Functions write it otherwise.
        "KmsThrottled",
        "KmsThrottlingException",
        "LimitExceededException",
        # SQS's way of saying that too many messages are in flight.
        "OverLimit",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "ThrottledException",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_UNAVAILABLE = frozenset(
    {
        # A function's credentials are renewed with its sandbox, so an old one passes as well.
        "ExpiredToken",
        "ExpiredTokenException",
        "InternalError",
        "InternalErrorException",
        "InternalException",
        "InternalFailure",
        "InternalServerError",
        "InternalServerException",
        "InternalServiceError",
        "InternalServiceErrorException",
        # Faults of KMS itself, which come as a 400 of whoever asked it.
        "KMS.DependencyTimeoutException",
        "KMS.KeyUnavailableException",
        "KMS.KMSInternalException",
        "OperationAborted",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        # S3's way of throttling: a 503.
        "SlowDown",
    }
)
_MISCONFIGURED = frozenset(
    {
        # S3 answers HEAD without a body: the number of the status is all there is.
        "301",
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AllAccessDisabled",
        "AWS.SimpleQueueService.NonExistentQueue",
        "DecryptionFailure",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidAccessKeyId",
        "InvalidArn",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "KMS.AccessDeniedException",
        "KMS.DisabledException",
        "KMS.InvalidArnException",
        "KMS.InvalidKeyUsageException",
        "KMS.InvalidStateException",
        "KMS.KMSInvalidStateException",
        "KMS.NotFoundException",
        "KMS.OptInRequired",
        "KMS.UnrecognizedClientException",
        "KmsAccessDenied",
        "KMSAccessDeniedException",
        "KmsAccessDeniedException",
        "KmsDisabled",
        "KMSDisabledException",
        "KmsInvalidKeyUsage",
        "KmsInvalidState",
        "KMSInvalidStateException",
        "KmsInvalidStateException",
        "KmsNotFound",
        "KMSNotFoundException",
        "KmsOptInRequired",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NoSuchBucket",
        "NotAuthorizedException",
        "OptInRequired",
        "PermanentRedirect",
        "QueueDoesNotExist",
        "ResourceNotFoundException",
        "SignatureDoesNotMatch",
        "StateMachineDeleting",
        "StateMachineDoesNotExist",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
    }
)
_TOO_LARGE = frozenset(
    {
        "EntityTooLarge",
        "ItemCollectionSizeLimitExceeded",
        "ItemCollectionSizeLimitExceededException",
        "KeyTooLongError",
    }
)
_VALIDATION = frozenset({"ValidationError", "ValidationException"})
_SIZES = ("size", "length less than", "too long")
"""What stands in DynamoDB's and Step Functions' sentences about a request that is well formed but too large."""

_THROTTLED_S = 1
_UNAVAILABLE_S = 5


def error_for(code: str, *, message: str = "", status: int | None = None) -> DebriefError:
    """The error that an AWS error code stands for.

    message: AWS's sentence; it is only looked at, never told. status: of the HTTP answer, where there was one.
    """
    if code in _THROTTLED or status == 429:
        return Throttled("The store is busy; try again shortly", retry_after_s=_THROTTLED_S)
    if code in _UNAVAILABLE:
        return _unavailable(code)
    if code in _MISCONFIGURED:
        return Misconfigured(f"AWS refused what this deployment needs: {code}")
    if code in _TOO_LARGE or (code in _VALIDATION and any(each in message.lower() for each in _SIZES)):
        return TooLarge("That is more than can be stored in one place")
    if not code or (status is not None and status >= 500):
        return _unavailable(code)
    return DebriefError(f"AWS refused a request of ours: {code}")


def aws_error(error: Exception) -> DebriefError:
    """An exception of boto3 as one of ours; one without an answer (no connection, a time-out) is `Unavailable`."""
    response: dict[str, Any] = getattr(error, "response", None) or {}
    if not response:
        from botocore.exceptions import NoCredentialsError, ParamValidationError, PartialCredentialsError

        name = type(error).__name__
        if isinstance(error, NoCredentialsError | PartialCredentialsError):
            return Misconfigured(f"AWS can't be asked: {name}")
        if isinstance(error, ParamValidationError):
            return DebriefError(f"AWS was asked wrongly: {name}")
        return _unavailable(name)
    told = response.get("Error", {})
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return error_for(str(told.get("Code", "")), message=str(told.get("Message", "")), status=status)


def code_of(error: Exception) -> str:
    """AWS's error code; empty where there was no answer."""
    response: dict[str, Any] = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))


@contextmanager
def our_errors(*, but: Collection[str] = ()) -> Iterator[None]:
    """Raise what boto3 raises inside as one of our errors; codes in `but` are left to the caller."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        if code_of(error) in but:
            raise
        raise aws_error(error) from error


def _unavailable(what: str) -> Unavailable:
    return Unavailable(f"A service that this needs answered {what or 'nothing'}", retry_after_s=_UNAVAILABLE_S)
