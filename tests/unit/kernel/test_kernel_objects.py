"""Signed addresses of objects."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from debrief.kernel.storage.clients import forget_clients
from debrief.kernel.storage.objects import ObjectStore


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_signed_addresses_name_the_region_and_carry_the_newer_signature(
    monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    for name, value in {
        "AWS_DEFAULT_REGION": region,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    forget_clients()
    try:
        store = ObjectStore("bucket")
        upload = store.upload_url("a/b.wav", seconds=60, size=7, content_type="audio/wav")
        # What is signed has to be sent: exactly so many bytes, and of this type.
        assert parse_qs(urlsplit(upload).query)["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]
        for url in (store.download_url("a/b.wav", seconds=60), upload):
            parts = urlsplit(url)
            assert parts.netloc == f"bucket.s3.{region}.amazonaws.com"
            assert parse_qs(parts.query)["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    finally:
        forget_clients()
