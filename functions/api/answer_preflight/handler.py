"""Answers what a browser asks before a request from a page of another origin: nothing, with 204.

Which origins, methods and headers are allowed stands in the API's CORS setting; API Gateway adds it to this answer.
"""

from typing import Any


def lambda_handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """Say that there is something at the address, to whoever asks: such a request carries no token."""
    return {"statusCode": 204}
