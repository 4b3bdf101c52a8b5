"""The console's origin as a WSGI application: its files, its configuration, the API and the sign-in.

| path | answered by |
|---|---|
| `/config.json` | the running cloud's names, as the deployment writes them in AWS |
| `/api/…` | the engine's HTTP API |
| `/cognito` | the engine's user pool, so that the page asks nobody but its own origin; what a sign-in needs only |
| `/_mail` | the e-mail that was sent (`mail.py`) |
| `/_hooks` | takes webhooks, and shows them (`hooks.py`) |
| anything else | a file of the build; an address within the console is answered with `index.html` |
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from infra import console_headers
from local.console.compressing import compress
from local.console.hooks import HOOKS, Hooks
from local.console.mail import MAIL, Mail
from local.console.proxy import Upstream, problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from local.cloud import Cloud

API: Final = "/api"
COGNITO: Final = "/cognito"
SIGN_IN_ACTIONS: Final = frozenset(
    {
        "InitiateAuth",
        "RespondToAuthChallenge",
        # A second factor that is set up while signing in.
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "GetTokensFromRefreshToken",
        "RevokeToken",
        "GlobalSignOut",
        "ForgotPassword",
        "ConfirmForgotPassword",
    }
)
"""What the console asks the user pool. AWS answers all of these without credentials of the account, and this door has
none to give: the engine believes everybody, so whatever else a pool can do must not pass here."""

_COGNITO_SERVICE: Final = "AWSCognitoIdentityProviderService."
_NOT_BUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Debrief</title>
<h1>The console isn't built</h1>
<p>Run <code>make console</code>, then load this page again. The API is answered at <code>/api</code> all the same.</p>
</html>
"""


class ConsoleApp:
    """One cloud's console. folder: the build, looked at again with every request."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        self._cloud, self._folder = cloud, folder
        self._api = Upstream(cloud.api_url)
        self._engine = Upstream(cloud.endpoint)
        self._mail = Mail(self._engine)
        self._hooks = Hooks()
        # Addresses for media and uploads are signed by functions, for the address under which they know the engine.
        buckets = [cloud.endpoint]
        policy = console_headers.content_security_policy(connect=buckets, media=buckets)
        self._page_headers = console_headers.page_headers(policy, https=False)
        self._api_headers = console_headers.api_headers(https=False)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.answer(Request(environ))(environ, start_response)

    def answer(self, request: Request) -> Response:
        """The answer to one request, with the headers that the distribution would add."""
        path, added = request.path, self._page_headers
        if _below(path, API):
            response, added = self._api.forward(request, _raw_below(request, API)), self._api_headers
        elif _below(path, COGNITO):
            response, added = self._sign_in(request), self._api_headers
        elif _below(path, HOOKS) and request.method in {"GET", "POST"}:
            # With headers of its own.
            return self._hooks.answer(request)
        elif request.method not in {"GET", "HEAD"}:
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "Files can only be read")
            response.headers["Allow"] = "GET, HEAD"
        elif path == console_headers.CONFIG:
            response = self._config()
        elif _below(path, MAIL):
            # With headers of its own.
            return self._mail.answer(request)
        else:
            response = self._file(request)
        for name, value in added.items():
            response.headers[name] = value
        return response

    def _sign_in(self, request: Request) -> Response:
        """Only what a sign-in asks the user pool: this isn't a second door to the engine, nor to the pool's people."""
        target = request.headers.get("X-Amz-Target", "")
        action = target.removeprefix(_COGNITO_SERVICE)
        if request.method != "POST" or action == target or action not in SIGN_IN_ACTIONS:
            return problem(HTTPStatus.NOT_FOUND, "Only what a sign-in asks the user pool is handed on here")
        # No header of the page's own: a signature, for one, may name another service.
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
        return self._engine.ask("POST", "/", request.get_data(), headers)

    def _config(self) -> Response:
        cloud = self._cloud
        config = console_headers.runtime_config(
            environment="local",
            region=cloud.region,
            user_pool_id=cloud.user_pool_id,
            user_pool_client_id=cloud.client_id,
            # On the page's own origin, whichever that is: 127.0.0.1, localhost, or Vite's server before this one.
            cognito_endpoint=COGNITO,
        )
        response = Response(json.dumps(config), content_type="application/json")
        response.headers["Cache-Control"] = console_headers.cache_control(console_headers.CONFIG)
        return response

    def _file(self, request: Request) -> Response:
        path = request.path
        page = console_headers.is_page(path)
        found = safe_join(str(self._folder), "index.html" if page else path.lstrip("/"))
        if found is None or not Path(found).is_file():
            if page:
                unbuilt = Response(_NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/html; charset=utf-8")
                unbuilt.headers["Cache-Control"] = "no-store"
                return unbuilt
            return Response("There is no such file.\n", HTTPStatus.NOT_FOUND, content_type="text/plain")
        response = send_file(found, request.environ, conditional=True, etag=True)
        response.headers["Cache-Control"] = console_headers.cache_control(path)
        compress(request, response, Path(found))
        return response


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}/")


def _raw_below(request: Request, root: str) -> str:
    """What follows `root`, with its query and its escapes as they were sent: `%2F` must stay one."""
    raw = str(request.environ.get("RAW_URI") or request.full_path)
    rest = raw.removeprefix(root).removesuffix("?")
    return rest if rest.startswith("/") else f"/{rest}"
