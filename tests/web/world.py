"""The cloud that the console's tests look at: brought up with the sample in it, and kept for the next run.

Bringing it up and loading the sample takes a minute or so. On a developer's machine the state afterwards is kept in
`build/web-tests`, for this day and for everything that it was made of and by; a run for which that is the same starts
from it. In CI, or with DEBRIEF_WEB_FRESH set, it is always made anew. Nothing that a test does is ever kept.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import StorageState

from local.client import ApiClient
from local.cloud import Cloud, bring_up, shut_down
from local.deployment.sources import STACKS, digest
from local.engine.process import EngineProcess, free_port, is_taken
from local.sessions import Sessions
from local.settings import REPOSITORY, LocalSettings
from tests.web.sample import load

KEPT = REPOSITORY / "build" / "web-tests"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Somebody:
    """One of the sample's people."""

    id: str
    name: str
    email: str


@dataclass(frozen=True)
class World:
    """A running cloud with the sample.

    people: by role. recorded: contact reference of the call with a recording. day: the last one of the sample; whatever
    a test counts from it stays what it is when midnight passes meanwhile.
    """

    cloud: Cloud
    sessions: Sessions
    people: dict[str, Somebody]
    recorded: str
    day: date

    def signed_in(self, who: Somebody, origin: str) -> StorageState:
        """What a browser keeps of somebody's sign-in at the console. The form itself has tests of its own."""
        given = self.cloud.boto("cognito-idp").initiate_auth(
            ClientId=self.cloud.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": who.email, "PASSWORD": self.cloud.password},
        )["AuthenticationResult"]
        place = f"CognitoIdentityServiceProvider.{self.cloud.client_id}"
        kept = {
            f"{place}.LastAuthUser": who.id,
            f"{place}.{who.id}.accessToken": given["AccessToken"],
            f"{place}.{who.id}.idToken": given["IdToken"],
            f"{place}.{who.id}.refreshToken": given["RefreshToken"],
            f"{place}.{who.id}.clockDrift": "0",
            f"{place}.{who.id}.signInDetails": json.dumps({"loginId": who.email, "authFlowType": "USER_SRP_AUTH"}),
        }
        items: list[Any] = [{"name": name, "value": value} for name, value in kept.items()]
        return StorageState(cookies=[], origins=[{"origin": origin, "localStorage": items}])


@contextmanager
def world(say: Say) -> Iterator[World]:
    """A cloud of its own for one session."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with _slot() as slot:
        day = datetime.now(UTC).date()
        settings, snapshot = _settings(slot), slot / _key(day)
        keeps = not (os.environ.get("CI") or os.environ.get("DEBRIEF_WEB_FRESH"))
        if keeps and (snapshot / "facts.json").exists():
            say("the cloud comes from the last run")
            shutil.copytree(snapshot, settings.state_dir, symlinks=True)
        else:
            settings.state_dir.mkdir()
        engine = EngineProcess(settings)
        try:
            cloud = bring_up(engine, say)
            facts = settings.state_dir / "facts.json"
            if not facts.exists():
                facts.write_text(json.dumps(load(cloud, day, say)), encoding="utf-8")
                if keeps:
                    shut_down(engine)
                    _keep(settings.state_dir, snapshot)
                    cloud = bring_up(engine, say)
            found = _world(cloud, json.loads(facts.read_text(encoding="utf-8")), day)
            _warm_up(found.sessions.admin, day)
            yield found
        finally:
            shut_down(engine)


def _world(cloud: Cloud, facts: dict[str, Any], day: date) -> World:
    people = {role: Somebody(**who) for role, who in facts["people"].items()}
    return World(cloud, Sessions(cloud), people, facts["recorded"], day)


def _warm_up(admin: ApiClient, day: date) -> None:
    """Ask every function of the API once: a page that starts all of them at the same time may wait for too long."""
    for path in ("/people", "/interactions", "/intake", "/scorecards", "/evaluations", "/meetings"):
        admin.get(path, {"limit": 1})
    agent = {"agent_id": admin.get("/me")["person"]["id"]}
    admin.get("/summaries", agent)
    admin.get("/notices/count")
    admin.get("/home")
    admin.get("/reports/conversations", {**agent, "from": str(day), "to": str(day)})


@contextmanager
def _slot() -> Iterator[Path]:
    """A folder that no other run uses now. State keeps the ports that it was made with, so each has its own."""
    for number in range(16):
        folder = KEPT / f"slot-{number}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            shutil.rmtree(folder / "live", ignore_errors=True)
            yield folder
            return
    raise RuntimeError("sixteen runs of the console's tests are going on already")


def _settings(slot: Path) -> LocalSettings:
    """The slot's ports, others when somebody has taken them; then what was kept is of no use any more."""
    file = slot / "ports.json"
    ports = json.loads(file.read_text(encoding="ascii")) if file.exists() else []
    if not ports or any(is_taken(port) for port in ports):
        for old in slot.glob("kept-*"):
            shutil.rmtree(old)
        ports = [free_port() for _ in range(3)]
        file.write_text(json.dumps(ports), encoding="ascii")
    port, model_port, console_port = ports
    return LocalSettings(
        port=port,
        model_port=model_port,
        console_port=console_port,
        state_dir=slot / "live",
        recogniser="off",
        save_seconds=5.0,
    )


def _keep(state: Path, snapshot: Path) -> None:
    """Keep the state of a stopped engine; those of other days and samples go."""
    for old in snapshot.parent.glob("kept-*"):
        shutil.rmtree(old)
    making = snapshot.parent / "making"
    shutil.rmtree(making, ignore_errors=True)
    shutil.copytree(state, making, symlinks=True, ignore=shutil.ignore_patterns("tmp", "engine.log"))
    making.rename(snapshot)


def _key(today: date) -> str:
    """Names what was loaded: the day, and everything that the stacks, the sample, and its way into them are made of."""
    return f"kept-{digest((*STACKS, 'local', 'tests/web/sample.py'), today.isoformat())}"
