"""`python -m local.engine.launcher`: the local engine with its patches, in the foreground until SIGTERM.

Reads the settings of `local/settings.py`. Usually started by `local.engine.process.EngineProcess`.
"""

from __future__ import annotations

import logging
import os
import signal
import stat
import sys
import tempfile
import threading
from typing import Final

from local.engine.patches import PatchError, engine, required
from local.engine.patches.journal import JournalError
from local.settings import HOST, REPOSITORY, LocalSettings, SettingsError

REFUSED: Final = 2
"""The exit code when there is nothing to serve with; the last line of the log says why, behind `REFUSAL`."""

REFUSAL: Final = "debrief: "


def prepare_environment(settings: LocalSettings) -> None:
    """Set what the engine and its handlers read; must come before the engine's first import."""
    for name in list(os.environ):
        # Handlers inherit the environment: no credentials, profile or endpoint of the person's own may reach them.
        if name.startswith("AWS_") or name in {"PYTHONPATH", "PYTHONHOME"}:
            del os.environ[name]
    os.environ.update(settings.engine_environment())
    for folder in (settings.engine_state, settings.objects, settings.temporary):
        folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = None
    # Drafters of the offline model may use the domain's own rules.
    sys.path.insert(0, str(REPOSITORY / "layers" / "debrief" / "python"))


def start(settings: LocalSettings) -> None:
    """Apply the patches and serve. Raises JournalError, PatchError, SettingsError."""
    from local.engine.patches import bedrock

    settings.pid_file.write_text(str(os.getpid()), encoding="ascii")
    threading.Thread(target=_end_with_guard, name="guard", daemon=True).start()
    client = (
        bedrock.real_client(settings.region, settings.model_seconds)
        if settings.model == "bedrock" and not settings.model_url
        else None
    )
    prepare_environment(settings)

    from local.engine.patches import (
        calls,
        cloudformation_gaps,
        error_type,
        executions,
        no_content,
        persistence,
        ranges,
        read_capacity,
        retries,
        sdk_integrations,
        sent_mail,
        streams,
        transcribe,
        workers,
    )

    error_type.apply()
    workers.apply()
    cloudformation_gaps.apply()
    sdk_integrations.apply()
    if settings.record_calls:
        calls.apply(settings.record_calls)
    executions.apply()
    retries.apply()
    no_content.apply()
    read_capacity.apply()
    ranges.apply()
    sent_mail.apply()
    streams.apply()
    transcribe.apply(settings)
    bedrock.apply(settings, client)
    persistence.apply(settings.save_seconds, settings.running_mark)
    if settings.uses_offline_model:
        _start_offline_model(settings)

    sys.argv = sys.argv[:1]
    required(engine("app"), "main")()


def _start_offline_model(settings: LocalSettings) -> None:
    from local.offline.server import OfflineModel

    try:
        OfflineModel(settings.model_port).start()
    except OSError as error:
        raise SettingsError(
            f"Port {settings.model_port} on {HOST} is taken: set DEBRIEF_MODEL_PORT to a free one ({error})."
        ) from error


def _end_with_guard() -> None:
    """The guard holds the other end of the standard input; when that ends, nobody would stop this process any more."""
    if not stat.S_ISFIFO(os.fstat(0).st_mode):
        # Started by hand.
        return
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))
    try:
        start(LocalSettings.from_env())
    except (JournalError, PatchError, SettingsError) as error:
        print(f"{REFUSAL}{error}", file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
