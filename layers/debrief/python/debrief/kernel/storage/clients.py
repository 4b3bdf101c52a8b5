"""AWS clients, one of each kind a process, made when first needed."""

from functools import cache
from typing import Any, NamedTuple


class Patience(NamedTuple):
    """How long a call to AWS is waited for.

    connect_s: for a connection. read_s: for the next part of an answer. attempts: in all, the first one counted.
    """

    connect_s: float
    read_s: float
    attempts: int


PATIENCE = Patience(connect_s=2, read_s=5, attempts=3)
"""Of all clients but the model's, and those with `ONCE`. API Gateway gives up after 30 seconds and the functions behind
it one earlier: by then a call that gets no answer must have failed, so that the person is told why and when to try
again."""

ONCE = Patience(connect_s=2, read_s=20, attempts=1)
"""For what is done twice when it is asked twice, and has no token that would tell: sending an e-mail or an invitation.
botocore repeats a call whose answer is late, which may have been done; so this waits longer, and repeats nothing."""


@cache
def client(service: str, region: str | None = None, patience: Patience = PATIENCE) -> Any:
    """The process's client of an AWS service, with standard retries.

    region: where it is asked, if not in the function's own Region. patience: `ONCE` for what mustn't be repeated.
    """
    import boto3
    from botocore.config import Config

    # The model's client brings its own, longer time-outs; see kernel.ai.model_client.
    config = Config(
        connect_timeout=patience.connect_s,
        read_timeout=patience.read_s,
        retries={"mode": "standard", "total_max_attempts": patience.attempts},
    )
    if service == "s3":
        # Signed addresses: the older signature can't read what is encrypted with a key of the account's own, and the
        # name without a Region leads away for the first hours of a bucket, which a browser doesn't follow.
        config = config.merge(
            Config(
                signature_version="s3v4",
                s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
            )
        )
    return boto3.client(service, region_name=region, config=config)  # type: ignore[call-overload]


def forget_clients() -> None:
    """Drop all clients (tests change the engine underneath)."""
    client.cache_clear()
