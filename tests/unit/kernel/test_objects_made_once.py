"""Objects that are only made, never replaced: of two writers the first one's stays."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.kernel.errors import Unavailable
from debrief.kernel.storage.objects import ObjectStore


class Refusing:
    """S3 that answers with these codes, one after the other, before it writes."""

    def __init__(self, *codes: str) -> None:
        self.codes = list(codes)
        self.written: list[dict[str, Any]] = []

    def put_object(self, **given: Any) -> None:
        assert given["IfNoneMatch"] == "*"
        if self.codes:
            raise ClientError({"Error": {"Code": self.codes.pop(0)}}, "PutObject")
        self.written.append(given)


def store_over(refusing: Refusing, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    monkeypatch.setattr(ObjectStore, "_s3", property(lambda _: refusing))
    return ObjectStore("content")


def test_a_second_write_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    s3 = Refusing("PreconditionFailed")
    assert not store_over(s3, monkeypatch).put_new("a.json", b"{}", "application/json")
    assert s3.written == []


def test_a_conflict_is_tried_again_and_at_last_told(monkeypatch: pytest.MonkeyPatch) -> None:
    s3 = Refusing("ConditionalRequestConflict")
    assert store_over(s3, monkeypatch).put_new("a.json", b"{}", "application/json")
    assert len(s3.written) == 1
    with pytest.raises(Unavailable):
        store_over(Refusing(*["ConditionalRequestConflict"] * 3), monkeypatch).put_new("a.json", b"{}", "text/plain")
