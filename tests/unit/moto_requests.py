"""Requests for rows reach moto as they are.

moto makes a web request of each, tells by its address which of all services it is for, and asks of every value in
which of many forms it is written. DynamoDB's say of themselves what they are, and their JSON needs no other reading:
that takes a fifth of what these tests took. Nor does moto read their signatures.
"""

import json
import re
from typing import Any, Final

from botocore.awsrequest import AWSPreparedRequest
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.common_types import TYPE_RESPONSE
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.responses import DynamoHandler
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

_process = BotocoreStubber.process_request
_sign = RequestSigner.handler
_REGION: Final = re.compile(r"^https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com/$")


def processed(self: BotocoreStubber, request: AWSPreparedRequest) -> TYPE_RESPONSE | None:
    """moto's answer; by its own way where the request isn't for DynamoDB, or is compressed."""
    # botocore has made them bytes, whatever its types say.
    given: Any = request.headers.items()
    headers = Headers([(name, each.decode() if isinstance(each, bytes) else each) for name, each in given])
    region = _REGION.match(request.url)
    if region is None or "Content-Encoding" in headers or not isinstance(request.body, bytes | str):
        return _process(self, request)
    handler = DynamoHandler()
    handler.headers, handler.response_headers = headers, {"server": "amazon.com"}
    handler.region, handler.current_account, handler.partition = region[1], DEFAULT_ACCOUNT_ID, "aws"
    handler.querystring = {}
    handler.params = json.loads(request.body)
    try:
        answer: TYPE_RESPONSE = handler.call_action()
    except HTTPException as error:
        answer = error.code or 500, dict(error.get_headers()), error.get_body()
    return answer


def signed(self: RequestSigner, operation_name: str | None = None, request: Any = None, **options: Any) -> Any:
    """Sign what isn't for DynamoDB: moto's S3 takes what has no signature for anybody's."""
    return None if self.signing_name == "dynamodb" else _sign(self, operation_name, request, **options)


def take_requests_directly() -> None:
    """Let moto take requests so, from now on."""
    BotocoreStubber.process_request = processed  # type: ignore[method-assign]
    RequestSigner.handler = signed  # type: ignore[method-assign]
