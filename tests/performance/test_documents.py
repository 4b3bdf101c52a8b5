"""The largest document that is accepted fits into the memory of the functions that read it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from debrief.interactions.formats import webvtt
from debrief.interactions.intake.unit_reader import LARGEST_DOCUMENT
from infra.settings import DOCUMENT_READERS, load
from tools.measure_imports import LAYER

MB = 1024 * 1024
SAMPLE = 4 * MB

# What lies beside a document in memory: the interpreter, libraries with their clients, Lambda's own runtime.
BESIDE_MB = 160

_READ = """
import re, resource, sys
from pathlib import Path
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.parsed import UnreadableDocument
def peak():
    status = Path("/proc/self/status")
    # Linux counts what started a process into its maxrss; elsewhere there is only that, in bytes.
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) * 1024
before = peak()
raw = open(sys.argv[1], "rb").read()
try:
    conversation = read_conversation(raw, time_zone="UTC")
    conversation.transcript("int_1").model_dump_json().encode()
except UnreadableDocument:
    pass
print(peak() - before)
"""


def vcon(unit: str) -> str:
    head = '{"vcon":"0.4.0","uuid":"1","created_at":"2026-02-01T10:00:00Z","parties":[{"name":"A 😀"}],"dialog":['
    return head + unit * (SAMPLE // len(unit)) + unit.rstrip(",") + "]}"


def turn(text: str) -> str:
    return (
        '{"type":"text","start":"2026-02-01T10:00:00Z","parties":[0],"originator":0,'
        f'"mediatype":"text/plain","encoding":"none","body":"{text}"}},'
    )


def captions() -> str:
    cue = "00:00:01.000 --> 00:00:02.000\n<v Agent>Some words\n\n"
    return "WEBVTT\n\n" + cue * (SAMPLE // len(cue))


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        pytest.param(vcon('{"":0},'), LARGEST_DOCUMENT, id="the most objects for a byte"),
        pytest.param(vcon('{"a":{"b":[]}},'), LARGEST_DOCUMENT, id="nested"),
        pytest.param(vcon(turn("Hello")), LARGEST_DOCUMENT, id="a chat of short words"),
        pytest.param(vcon(turn("x" * 1000)), LARGEST_DOCUMENT, id="a chat of long words"),
        pytest.param(captions(), webvtt.LARGEST, id="captions"),
    ],
)
def test_the_largest_document_fits(text: str, largest: int, tmp_path: Path) -> None:
    document = tmp_path / "document"
    document.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(document)],
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(LAYER), "PYDANTIC_DISABLE_PLUGINS": "__all__"},
        capture_output=True,
        text=True,
        check=True,
    )
    needed = int(done.stdout) / document.stat().st_size * largest / MB + BESIDE_MB
    for name in ("dev", "staging", "prod"):
        for reader in DOCUMENT_READERS:
            assert needed < load(name, {}).memory(reader), (name, reader, needed)
