"""Synthesise one environment: `DEBRIEF_ENV=dev CDK_OUTDIR=cdk.out python -m infra.app`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Run as a file, Python puts infra/ on the path instead of the folder above it, and our `constructs` would hide CDK's.
_INFRA = Path(__file__).resolve().parent
sys.path[:] = [str(_INFRA.parent), *(entry for entry in sys.path if Path(entry).resolve() != _INFRA)]


def main() -> None:
    """Read the environment's name from the context or from DEBRIEF_ENV, and synthesise.

    What a person can mend ends it with one sentence.
    """
    import aws_cdk as cdk

    from infra.environment import MissingBuild, build, context
    from infra.settings import load
    from infra.variables import SettingsError

    app = cdk.App(context=context())
    name = app.node.try_get_context("DEBRIEF_ENV") or os.environ.get("DEBRIEF_ENV", "dev")
    try:
        build(app, load(name))
    except (MissingBuild, SettingsError) as error:
        sys.exit(str(error))
    app.synth()


if __name__ == "__main__":
    main()
