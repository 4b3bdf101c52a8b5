"""`python -m local.console`: the console of a laptop cloud that runs already, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading

from local.cloud import CloudError, running
from local.console.server import BUILD, ConsoleError, ConsoleServer
from local.deployment.deployer import DeployError
from local.settings import LocalSettings, SettingsError


def main() -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        with ConsoleServer(running(LocalSettings.from_env())) as server:
            built = "" if (BUILD / "index.html").is_file() else " (not built yet: make console)"
            print(f"The console is at {server.url}{built}", flush=True)
            ended.wait()
    except (CloudError, ConsoleError, DeployError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
