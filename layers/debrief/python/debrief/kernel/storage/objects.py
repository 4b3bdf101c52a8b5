"""Bulk objects in S3, keyed by id.

What S3 refuses is raised as one of our errors (`aws_errors`), so that a workflow retries what passes and no more.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from botocore.exceptions import ClientError

from debrief.kernel.errors import NotFound, TooLarge, Unavailable
from debrief.kernel.model import Entity
from debrief.kernel.storage.aws_errors import code_of, our_errors
from debrief.kernel.storage.clients import client

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

E = TypeVar("E", bound=Entity)

_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
_BEYOND_THE_END = "InvalidRange"
_THERE_IS_ONE = "PreconditionFailed"
_UNDER_WAY = "ConditionalRequestConflict"
_TRIES = 3


class ObjectHead(NamedTuple):
    """What S3 knows of an object without reading it. size: bytes; metadata: the user metadata, lower-case keys."""

    size: int
    etag: str
    content_type: str
    metadata: dict[str, str]


class ObjectStore:
    """One bucket."""

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket

    @property
    def _s3(self) -> "S3Client":
        s3: S3Client = client("s3")
        return s3

    def put(self, key: str, body: bytes, content_type: str, metadata: dict[str, str] | None = None) -> None:
        """Write an object; an older one with the key is replaced."""
        with our_errors():
            self._s3.put_object(
                Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, Metadata=metadata or {}
            )

    def put_new(self, key: str, body: bytes, content_type: str) -> bool:
        """Write an object unless there is one with the key; returns whether it was written.

        S3 looks and writes as one act (`If-None-Match`). What it answers while another write or a removal of the key is
        under way (409) says nothing yet, and is tried again.
        """
        for _ in range(_TRIES):
            try:
                with our_errors(but={_THERE_IS_ONE, _UNDER_WAY}):
                    self._s3.put_object(
                        Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, IfNoneMatch="*"
                    )
                return True
            except ClientError as error:
                if code_of(error) == _THERE_IS_ONE:
                    return False
        raise Unavailable("Another write of the object is under way")

    def put_new_entity(self, key: str, value: Entity) -> bool:
        """Write a value as JSON unless there is one with the key; returns whether it was written."""
        return self.put_new(key, value.model_dump_json().encode(), "application/json")

    def put_entity(self, key: str, value: Entity) -> None:
        """Write a value as JSON."""
        self.put(key, value.model_dump_json().encode(), "application/json")

    def get(
        self, key: str, *, first: int | None = None, span: tuple[int, int] | None = None, most: int | None = None
    ) -> bytes:
        """The object's bytes; only the `first` so many, or those of `span` (first byte, last byte), when given.

        most: an object, or a span, with more bytes than these isn't read.
        Of an object that ends before the span begins, nothing: an empty one has no first byte.

        Raises:
            NotFound: no such object.
            TooLarge: there are more than `most`.
        """
        if first is not None:
            span = (0, first - 1)
        try:
            with our_errors(but={"NoSuchKey", "404", _BEYOND_THE_END}):
                answer = self._s3.get_object(Bucket=self.bucket, Key=key, **_range(span))
                with closing(answer["Body"]) as body:
                    if most is not None and answer["ContentLength"] > most:
                        raise TooLarge(f"The object has more than {most:,} bytes")
                    return body.read()
        except ClientError as error:
            if code_of(error) == _BEYOND_THE_END:
                return b""
            raise NotFound("The object is not there") from error

    def chunks(self, key: str, *, span: tuple[int, int] | None = None) -> Iterator[bytes]:
        """The object's bytes, or those of `span` (first byte, last byte), a megabyte at a time. Raises NotFound."""
        try:
            with our_errors(but=_MISSING):
                answer = self._s3.get_object(Bucket=self.bucket, Key=key, **_range(span))
                yield from answer["Body"].iter_chunks(1024 * 1024)
        except ClientError as error:
            raise NotFound("The object is not there") from error

    def get_entity(self, key: str, kind: type[E]) -> E:
        """Read a value that `put_entity` wrote. Raises NotFound."""
        return kind.from_kept(self.get(key))

    def head(self, key: str) -> ObjectHead | None:
        """What S3 knows of the object; None where there is none."""
        try:
            with our_errors(but=_MISSING):
                answer = self._s3.head_object(Bucket=self.bucket, Key=key)
        except ClientError:
            return None
        metadata = {name.lower(): value for name, value in answer.get("Metadata", {}).items()}
        return ObjectHead(answer["ContentLength"], answer["ETag"].strip('"'), answer["ContentType"], metadata)

    def list(self, prefix: str, most: int, *, after: str | None = None) -> "list[str]":
        """The keys that begin with `prefix`, the first `most` (1,000 at most) in order.

        after: only those that sort after this key.
        """
        with our_errors():
            if after is None:
                answer = self._s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix, MaxKeys=most)
            else:
                answer = self._s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix, MaxKeys=most, StartAfter=after)
        return [found["Key"] for found in answer.get("Contents", [])]

    def delete(self, key: str) -> None:
        """Remove the object, if it is there."""
        with our_errors():
            self._s3.delete_object(Bucket=self.bucket, Key=key)

    def delete_below(self, prefix: str, *, most: int = 100) -> bool:
        """Remove `most` of the objects whose keys begin with `prefix`. Returns whether there may be more."""
        keys = self.list(prefix, most)
        for key in keys:
            self.delete(key)
        return len(keys) == most

    def upload_url(self, key: str, *, seconds: int, size: int, content_type: str) -> str:
        """An address to which one object of `size` bytes and this type may be PUT within `seconds`.

        Both are signed as headers, so that S3 refuses anything else.
        """
        params = {"Bucket": self.bucket, "Key": key, "ContentLength": size, "ContentType": content_type}
        return self._s3.generate_presigned_url("put_object", Params=params, ExpiresIn=seconds)

    def download_url(
        self, key: str, *, seconds: int, content_type: str | None = None, disposition: str | None = None
    ) -> str:
        """An address from which the object may be read within `seconds`.

        content_type, disposition: what S3 says of the object there, whatever was said when it was written.
        """
        params = {"Bucket": self.bucket, "Key": key}
        if content_type is not None:
            params["ResponseContentType"] = content_type
        if disposition is not None:
            params["ResponseContentDisposition"] = disposition
        return self._s3.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)


def _range(span: tuple[int, int] | None) -> dict[str, Any]:
    return {"Range": f"bytes={span[0]}-{span[1]}"} if span else {}


class Line(NamedTuple):
    """A line of an object that isn't blank. number: counted from 1, blank ones too; start, end: first and last byte."""

    number: int
    start: int
    end: int


def lines_in(chunks: Iterable[bytes], *, first_number: int = 1, offset: int = 0) -> Iterator[Line]:
    """Where the lines of a text lie that comes in chunks; blank lines are left out. Keeps no more than counters."""
    number, start, at, blank = first_number, offset, offset, True
    for chunk in chunks:
        begin = 0
        while (newline := chunk.find(b"\n", begin)) >= 0:
            blank = blank and not chunk[begin:newline].strip()
            if not blank:
                yield Line(number, start, at + newline - 1)
            number, start, blank, begin = number + 1, at + newline + 1, True, newline + 1
        blank = blank and not chunk[begin:].strip()
        at += len(chunk)
    if not blank:
        yield Line(number, start, at - 1)
