"""The headers of the console's origin, and the paths that are pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.console_headers import (
    HASHED,
    api_headers,
    cache_control,
    content_security_policy,
    is_page,
    page_headers,
    runtime_config,
)

EDGE = Path(__file__).resolve().parents[2] / "infra" / "edge"

PATHS = {
    "/": True,
    "/interactions": True,
    "/interactions/in_01ABC": True,
    "/reports/line-items/": True,
    "/a.b/c": True,
    "/index.html": False,
    "/config.json": False,
    "/assets/index-4f2a.js": False,
    "/assets/inter-latin.woff2": False,
    "/robots.txt": False,
    "/ends.": True,
}


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for words in (part.split() for part in policy.split(";"))}


def test_nothing_is_allowed_that_is_not_named() -> None:
    policy = directives(content_security_policy(connect=["https://ask.example"], media=["https://hear.example"]))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'", "https://ask.example"]
    assert policy["media-src"] == ["'self'", "blob:", "https://hear.example"]
    for name in ("frame-ancestors", "base-uri", "form-action"):
        assert policy[name] == ["'none'"]
    assert "object-src" not in policy, "falls back to none"
    everything = {value for values in policy.values() for value in values}
    assert not everything & {"*", "http:", "https:", "'unsafe-eval'"}
    assert [name for name, values in policy.items() if "'unsafe-inline'" in values] == ["style-src"]


def test_pages_and_answers_of_the_api_are_never_taken_for_anything_else() -> None:
    page, api = page_headers("default-src 'none'"), api_headers()
    assert page["X-Frame-Options"] == "DENY"
    for headers in (page, api):
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "camera=()" in page["Permissions-Policy"]
    assert "Strict-Transport-Security" not in page_headers("", https=False)


def test_only_what_never_changes_is_kept() -> None:
    assert "immutable" in cache_control(f"{HASHED}index-4f2a.js")
    assert {cache_control(path) for path in ("/", "/index.html", "/config.json", "/icon.svg")} == {"no-cache"}


def test_the_console_is_told_which_cloud_is_its_own() -> None:
    config = runtime_config(environment="dev", region="eu-west-1", user_pool_id="p", user_pool_client_id="c")
    assert config == {
        "environment": "dev",
        "region": "eu-west-1",
        "user_pool_id": "p",
        "user_pool_client_id": "c",
        "cognito_endpoint": None,
        "api": "/api",
    }


@pytest.mark.parametrize(("path", "page"), PATHS.items())
def test_an_address_without_an_ending_is_a_page(path: str, page: bool) -> None:
    assert is_page(path) is page


def at_edge(file: str, paths: list[str]) -> list[str]:
    """What a function at the edge makes of each path."""
    node = shutil.which("node")
    assert node, "the CDK needs Node, too"
    code = (EDGE / file).read_text(encoding="utf-8")
    script = f"{code}\nconst uris = {json.dumps(paths)};\n" + (
        "console.log(JSON.stringify(uris.map((uri) => handler({ request: { uri: uri } }).uri)));"
    )
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_edge_and_the_laptop_agree_on_what_a_page_is() -> None:
    for path, answered in zip(PATHS, at_edge("pages.js", list(PATHS)), strict=True):
        assert answered == ("/index.html" if is_page(path) else path)


def test_the_edge_takes_the_apis_own_part_off_once() -> None:
    asked = ["/api/me", "/api", "/api/", "/api/api/x", "/apis", "/api/people/us_1"]
    assert at_edge("api.js", asked) == ["/me", "/", "/", "/api/x", "/apis", "/people/us_1"]
