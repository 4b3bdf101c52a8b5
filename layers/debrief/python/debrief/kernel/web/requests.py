"""What is asked of every request before a route sees it: a readable query, a body of JSON that is text and numbers.

Whatever is wrong is the client's mistake, and is told as one, with the field named.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.data_classes.common import CaseInsensitiveDict

from debrief.kernel.errors import FieldError, Malformed, TooLarge, UnsupportedMediaType

JSON = "application/json"
MOST_VALUES = 100
"""Of one repeated parameter."""
MOST_BODY_BYTES = 1_000_000
"""Of a body, where a route doesn't take more. What is stored of it may have 400 KB."""
MOST_PARTS = 50_000
"""Values in a body, those inside others included; the most answers that an evaluation takes have half of them."""

_MOST_PARAMETERS = 2_000
_MOST_LEVELS = 64
_MOST_MISTAKES = 20
_LARGEST_NUMBER = 2**63 - 1


class Request(APIGatewayProxyEventV2):
    """A request of API Gateway's HTTP API, its query read as it was sent.

    API Gateway joins a repeated parameter with commas, and then `queue=Sales, EMEA` looks like two queues: so the raw
    query string is read instead of `queryStringParameters`.
    """

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """The values of each parameter, in order. Raises Malformed for too many."""
        try:
            found = parse_qs(self.raw_query_string, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
        except ValueError as error:
            raise Malformed(f"A request takes {_MOST_PARAMETERS} parameters at most") from error
        many = [name for name, values in found.items() if len(values) > MOST_VALUES]
        if many:
            errors = [FieldError(pointer=f"?{name}", message=f"must be {MOST_VALUES} at most") for name in many]
            raise Malformed("A parameter is repeated too often", errors=errors)
        return found

    @property
    def headers(self) -> CaseInsensitiveDict:
        """The headers. What came this far is JSON (`check_media_type`), however its name is spelt."""
        return CaseInsensitiveDict({**super().headers, "content-type": JSON})  # type: ignore[no-untyped-call]

    @property
    def resolved_query_string_parameters(self) -> dict[str, list[str]]:
        """What Powertools validates; it changes what it is given."""
        return dict(self.parameters)

    @cached_property
    def decoded_body(self) -> str | None:
        """The body as text. Raises Malformed where it is none."""
        body = self.body
        if not body or not self.is_base64_encoded:
            return body
        try:
            return base64.b64decode(body, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Malformed("The body is not text in UTF-8") from error


def check_media_type(event: Mapping[str, Any]) -> None:
    """Raises UnsupportedMediaType for a body that says of itself that it isn't JSON."""
    if not event.get("body"):
        return
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    told = str(headers.get("content-type") or JSON)
    if told.split(";")[0].strip().lower() != JSON:
        mistake = FieldError(pointer="header content-type", message=f"must be {JSON}")
        raise UnsupportedMediaType(f"Bodies are taken as {JSON}", errors=[mistake])


def check_size(event: Mapping[str, Any], most: int | None) -> None:
    """Raises TooLarge for a body of more than `most` bytes. None: as many as API Gateway and Lambda let through."""
    body = event.get("body") or ""
    if most is None or len(body) * 4 <= most:
        return
    if event.get("isBase64Encoded"):
        size = len(body) * 3 // 4 - body[-2:].count("=")
    else:
        size = len(body) if body.isascii() else len(body.encode(errors="replace"))
    if size > most:
        raise TooLarge(f"The body has {size:,} bytes; {most:,} are taken at most")


def read_json(text: str) -> Any:
    """The value of a JSON text that can be stored and answered again.

    Raises:
        Malformed: it isn't JSON, is nested too deeply, or holds half a character or a number beyond all measure; each
            of these with its place.
        TooLarge: it has more values than anything that is sent here; each of them could be a mistake to be told.
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise Malformed("The body is nested too deeply") from error
    except ValueError as error:
        raise Malformed("The body is not JSON", errors=[FieldError(pointer="/", message=str(error)[:200])]) from error
    _check_parts(value)
    mistakes = []
    for mistake in _mistakes(value, ()):
        mistakes.append(mistake)
        if len(mistakes) == _MOST_MISTAKES:
            break
    if mistakes:
        raise Malformed("Some fields are not as they should be", errors=mistakes)
    return value


def check_period(start: date | datetime | None, end: date | datetime | None, *, names: tuple[str, str]) -> None:
    """Raises Malformed when a period ends before it begins. names: of the two parameters."""
    if start is not None and end is not None and end < start:
        error = FieldError(pointer=f"?{names[1]}", message=f"must not lie before {names[0]}")
        raise Malformed("The period ends before it begins", errors=[error])


def _check_parts(value: Any) -> None:
    count, left = 1, [value]
    while left:
        inside = left.pop()
        if isinstance(inside, dict | list):
            count += len(inside)
            if count > MOST_PARTS:
                raise TooLarge(f"The body holds more than {MOST_PARTS:,} values")
            left.extend(inside.values() if isinstance(inside, dict) else inside)


def _mistakes(value: Any, place: tuple[str, ...]) -> Iterator[FieldError]:
    if isinstance(value, str):
        if not _is_text(value):
            yield _mistake(place, "holds half a character (an unpaired surrogate)")
    elif isinstance(value, dict):
        if len(place) == _MOST_LEVELS:
            yield _mistake(place, "is nested too deeply")
            return
        for name, each in value.items():
            if not _is_text(name):
                yield _mistake((*place, name), "has half a character (an unpaired surrogate) in its name")
            yield from _mistakes(each, (*place, name))
    elif isinstance(value, list):
        if len(place) == _MOST_LEVELS:
            yield _mistake(place, "is nested too deeply")
            return
        for number, each in enumerate(value):
            yield from _mistakes(each, (*place, str(number)))
    elif isinstance(value, int | float) and not -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER:
        yield _mistake(place, "is too large a number")


def _mistake(place: tuple[str, ...], message: str) -> FieldError:
    pointer = "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in place)
    return FieldError(pointer=pointer.encode(errors="replace").decode()[:1000], message=message)


def _is_text(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
