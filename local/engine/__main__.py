"""`python -m local.engine`: the engine alone with the state that it has, until Ctrl-C.

With `--ends-with-parent` it also ends when the process that started it is gone.
"""

from __future__ import annotations

import sys
import time

from local.engine.alone import alone
from local.engine.process import EngineError
from local.processes.ending import Ended, end_in_order, end_with_parent
from local.settings import LocalSettings, SettingsError


def main() -> int:
    end_in_order()
    if "--ends-with-parent" in sys.argv[1:]:
        end_with_parent()
    try:
        with alone(LocalSettings.from_env()) as engine, engine:
            print(f"The engine answers at {engine.url}, as process {engine.pid}", flush=True)
            while engine.running:
                time.sleep(1.0)
            raise EngineError(f"The local engine stopped.\n{engine.log_tail()}")
    except (EngineError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except Ended as ended:
        return ended.exit_code


if __name__ == "__main__":
    sys.exit(main())
