"""AWS clients, one of each a process, made when first needed."""

from functools import cache
from typing import Any


@cache
def client(service: str) -> Any:
    """The process's client of an AWS service, with short time-outs and standard retries."""
    import boto3
    from botocore.config import Config

    # The model's client brings its own, longer time-outs; see kernel.ai.model_client.
    config = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "max_attempts": 4})
    if service == "s3":
        # Signed addresses: the older signature can't read what is encrypted with a key of the account's own, and the
        # name without a Region leads away for the first hours of a bucket, which a browser doesn't follow.
        config = config.merge(
            Config(
                signature_version="s3v4",
                s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
            )
        )
    return boto3.client(service, config=config)  # type: ignore[call-overload]


def forget_clients() -> None:
    """Drop all clients (tests change the engine underneath)."""
    client.cache_clear()
