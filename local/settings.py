"""Settings of the laptop cloud, read once from the environment.

| variable | default | meaning |
|---|---|---|
| DEBRIEF_PORT | 4566 | port of the engine, on 127.0.0.1 |
| DEBRIEF_MODEL_PORT | DEBRIEF_PORT + 1 | port of the offline model, on 127.0.0.1 |
| DEBRIEF_CONSOLE_PORT | 5173 | port of the console, on 127.0.0.1 |
| DEBRIEF_STATE_DIR | .local in the repository | engine state, S3 objects, temporary files, log |
| DEBRIEF_REGION | us-east-1 | region that the stacks are deployed to |
| DEBRIEF_SAVE_SECONDS | 3 | how soon what changed is saved; a crash can lose a little more (`patches/persistence.py`) |
| DEBRIEF_READY_SECONDS | 60 | how long a start may take |
| DEBRIEF_MODEL | offline | `offline`: rule-based drafts; `bedrock`: Amazon Bedrock with your credentials |
| DEBRIEF_MODEL_URL | empty | an OpenAI-compatible server, used instead of the offline model |
| DEBRIEF_MODEL_NAME | empty | model name sent to DEBRIEF_MODEL_URL instead of the Bedrock id |
| DEBRIEF_MODEL_KEY | empty | bearer token for DEBRIEF_MODEL_URL |
| DEBRIEF_MODEL_SECONDS | 300 | longest time one model call may take |
| DEBRIEF_MODEL_CONTEXT_TOKENS | as DEBRIEF_MODEL_URL tells | what prompt and answer may come to together |
| DEBRIEF_RECORD_CALLS | empty | folder to note the AWS calls of functions and state machines in |
| LOCAL_RECOGNISER | auto | `moonshine`, `pocketsphinx` or `off`; `auto`: Moonshine where it is installed |
| LOCAL_RECOGNISER_MINUTES | 10 | longest recording that is transcribed |
| LOCAL_RECOGNISER_SECONDS | 3600 | longest time one transcription may take |
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parent.parent
HOST: Final = "127.0.0.1"
ACCOUNT: Final = "000000000000"
PIPELINE_WAITS_S: Final = 12_000.0
"""How long the pipeline waits for a transcription on a laptop, the time behind others included (infra/settings.py)."""
LONGEST_RECOGNITION_S: Final = 10_800.0


def let_import_the_layer() -> None:
    """`python -m local.run` finds the repository's own packages only; Lambda's layer isn't one of them."""
    layer = str(REPOSITORY / "layers" / "debrief" / "python")
    if layer not in sys.path:
        sys.path.append(layer)


class SettingsError(Exception):
    """A setting that cannot be used. The text is one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class LocalSettings:
    port: int
    model_port: int
    state_dir: Path
    region: str = "us-east-1"
    save_seconds: float = 3.0
    ready_seconds: float = 60.0
    model: str = "offline"
    model_url: str = ""
    model_name: str = ""
    model_key: str = ""
    model_seconds: float = 300.0
    model_context_tokens: int = 0
    recogniser: str = "auto"
    recogniser_seconds: float = 3600.0
    recogniser_minutes: float = 10.0
    console_port: int = 5173
    record_calls: Path | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> LocalSettings:
        """Read and check the settings. Raises SettingsError."""
        source = os.environ if env is None else env
        port = int(_number(source, "DEBRIEF_PORT", 4566))
        settings = cls(
            port=port,
            model_port=int(_number(source, "DEBRIEF_MODEL_PORT", port + 1)),
            state_dir=Path(source.get("DEBRIEF_STATE_DIR") or REPOSITORY / ".local").resolve(),
            region=source.get("DEBRIEF_REGION") or "us-east-1",
            save_seconds=_number(source, "DEBRIEF_SAVE_SECONDS", 3.0),
            ready_seconds=_number(source, "DEBRIEF_READY_SECONDS", 60.0),
            model=source.get("DEBRIEF_MODEL") or "offline",
            model_url=_root(source.get("DEBRIEF_MODEL_URL") or ""),
            model_name=source.get("DEBRIEF_MODEL_NAME") or "",
            model_key=source.get("DEBRIEF_MODEL_KEY") or "",
            model_seconds=_number(source, "DEBRIEF_MODEL_SECONDS", 300.0),
            model_context_tokens=int(_number(source, "DEBRIEF_MODEL_CONTEXT_TOKENS", 0)),
            recogniser=source.get("LOCAL_RECOGNISER") or "auto",
            recogniser_seconds=_number(source, "LOCAL_RECOGNISER_SECONDS", 3600.0),
            recogniser_minutes=_number(source, "LOCAL_RECOGNISER_MINUTES", 10.0),
            console_port=int(_number(source, "DEBRIEF_CONSOLE_PORT", 5173)),
            record_calls=Path(source["DEBRIEF_RECORD_CALLS"]) if source.get("DEBRIEF_RECORD_CALLS") else None,
        )
        _one_of("DEBRIEF_MODEL", settings.model, ("offline", "bedrock"))
        _one_of("LOCAL_RECOGNISER", settings.recogniser, ("auto", "moonshine", "pocketsphinx", "off"))
        if settings.recogniser_seconds > LONGEST_RECOGNITION_S:
            raise SettingsError(
                f"LOCAL_RECOGNISER_SECONDS can be up to {LONGEST_RECOGNITION_S:g}: the pipeline waits no longer."
            )
        return settings

    def to_env(self) -> dict[str, str]:
        """The same settings as environment variables, for the engine process."""
        return {
            "DEBRIEF_PORT": str(self.port),
            "DEBRIEF_MODEL_PORT": str(self.model_port),
            "DEBRIEF_STATE_DIR": str(self.state_dir),
            "DEBRIEF_REGION": self.region,
            "DEBRIEF_SAVE_SECONDS": str(self.save_seconds),
            "DEBRIEF_READY_SECONDS": str(self.ready_seconds),
            "DEBRIEF_MODEL": self.model,
            "DEBRIEF_MODEL_URL": self.model_url,
            "DEBRIEF_MODEL_NAME": self.model_name,
            "DEBRIEF_MODEL_KEY": self.model_key,
            "DEBRIEF_MODEL_SECONDS": str(self.model_seconds),
            "DEBRIEF_MODEL_CONTEXT_TOKENS": str(self.model_context_tokens or ""),
            "LOCAL_RECOGNISER": self.recogniser,
            "LOCAL_RECOGNISER_SECONDS": str(self.recogniser_seconds),
            "LOCAL_RECOGNISER_MINUTES": str(self.recogniser_minutes),
            "DEBRIEF_CONSOLE_PORT": str(self.console_port),
            "DEBRIEF_RECORD_CALLS": str(self.record_calls or ""),
        }

    def with_ports(self, port: int, model_port: int) -> LocalSettings:
        return replace(self, port=port, model_port=model_port)

    @property
    def url(self) -> str:
        """Endpoint of every service of the engine."""
        return f"http://{HOST}:{self.port}"

    @property
    def uses_offline_model(self) -> bool:
        return self.model == "offline" and not self.model_url

    @property
    def offline_model_url(self) -> str:
        return f"http://{HOST}:{self.model_port}"

    @property
    def console_url(self) -> str:
        """Where the console is."""
        return f"http://{HOST}:{self.console_port}"

    @property
    def engine_state(self) -> Path:
        return self.state_dir / "state"

    @property
    def objects(self) -> Path:
        return self.state_dir / "s3"

    @property
    def temporary(self) -> Path:
        return self.state_dir / "tmp"

    @property
    def log_file(self) -> Path:
        return self.state_dir / "engine.log"

    @property
    def pid_file(self) -> Path:
        return self.state_dir / "engine.pid"

    @property
    def program_lock(self) -> Path:
        """Locked by the program that has this state, for as long as it runs; holds its process id."""
        return self.state_dir / "program.lock"

    @property
    def hearing_file(self) -> Path:
        """Which recordings are being recognised, and how far; not there when none is."""
        return self.state_dir / "hearing.json"

    @property
    def running_mark(self) -> Path:
        """There while an engine writes to the state; found at a start, it tells of a crash."""
        return self.state_dir / "running"

    def engine_environment(self) -> dict[str, str]:
        """What the engine reads from the environment; must be set before it is imported."""
        return {
            "GATEWAY_PORT": str(self.port),
            # The engine's own default is every interface of the machine.
            "BIND_HOST": HOST,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.engine_state),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.objects),
            "TMPDIR": str(self.temporary),
            "MINISTACK_REGION": self.region,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # Invocations wait for a worker here (`engine.patches.workers`). Those that wait count for the engine as
            # running, and past its own bound a flood of conversations would have every page refused.
            "LAMBDA_ACCOUNT_CONCURRENCY": "0",
            # Where handlers find it. By its number: under a name, buckets would get names of their own below it.
            "AWS_ENDPOINT_URL": self.url,
            # Where links in e-mails lead; in AWS a template tells the function.
            "CONSOLE_URL": self.console_url,
            # Handlers inherit this environment: nothing of the person's own AWS set-up may reach them.
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def _number(source: Mapping[str, str], name: str, default: float) -> float:
    text = source.get(name) or ""
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SettingsError(f"{name} must be a number, not {text!r}.") from None
    if value <= 0:
        raise SettingsError(f"{name} must be greater than zero, not {text}.")
    return value


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")


def _root(url: str) -> str:
    """Servers are documented with and without `/v1`; keep the address before it."""
    return url.rstrip("/").removesuffix("/v1").rstrip("/")
