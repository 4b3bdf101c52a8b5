"""Writing down what went wrong where a fault is caught and the rest goes on: where it was, never what it was about."""

import traceback

from aws_lambda_powertools import Logger

logger = Logger()


def log_fault(what: str, error: Exception, **ids: object) -> None:
    """Log the kind of an error and the places that it came through.

    Its text stays out: a validation error quotes what it refuses, and logs carry ids only.
    """
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    logger.error(what, extra={"kind": type(error).__name__, "places": places, **ids})
