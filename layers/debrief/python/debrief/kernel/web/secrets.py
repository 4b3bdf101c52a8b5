"""The secret that cursors are made with."""

import os

from debrief.kernel.storage.aws_errors import our_errors
from debrief.kernel.storage.clients import client


def cursor_secret() -> bytes:
    """The account's secret for cursors, from Secrets Manager; fetched when the first cursor is needed."""
    with our_errors():
        answer = client("secretsmanager").get_secret_value(SecretId=os.environ["CURSOR_SECRET_ARN"])
    return str(answer["SecretString"]).encode()
