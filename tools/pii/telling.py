"""The rates as lines of text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from debrief.insights.intervals import wilson
from tools.pii.rates import Rate, rates_of
from tools.pii.reading import Marked, ours, slots, spans

_LISTS: Final = ("worked_on", "worked_on_names", "held_back", "held_back_names")
OWN: Final = tuple(Path(__file__).parent / f"{name}.jsonl" for name in _LISTS)


def lines(folder: Path | None, *, show: bool) -> Iterator[str]:
    """The rates of our own lists, then those of a folder's files."""
    for path in OWN:
        yield from _of(path.stem.replace("_", " "), ours(path), show=show)
    if folder is None or not folder.is_dir():
        yield "No further texts: name a folder with --data, or put one where DEBRIEF_SHARED_DATA is."
        return
    everything: list[Marked] = []
    for path in sorted(folder.iterdir()):
        if path.suffix in {".jsonl", ".tsv"}:
            everything += (texts := _read(path))
            yield from _of(path.name, texts, show=show)
    yield from _of("all of these", everything, show=False)


def _read(path: Path) -> list[Marked]:
    if path.suffix == ".tsv":
        return slots(path)
    with path.open(encoding="utf-8") as file:
        first = json.loads(file.readline())
    return spans(path) if isinstance(first, dict) else ours(path)


def _of(name: str, texts: list[Marked], *, show: bool) -> Iterator[str]:
    rates = rates_of(texts)
    yield f"{name}: {len(texts)} texts"
    yield "  recall (what was marked and is masked)"
    for rate in rates.recall:
        yield from _line(rate, show=show)
    yield "  precision (what is masked and was marked)"
    for rate in rates.precision:
        yield from _line(rate, show=show)


def _line(rate: Rate, *, show: bool) -> Iterator[str]:
    found = wilson(rate.right, rate.total)
    between = f"  ({found.low:.3f} to {found.high:.3f})" if found else ""
    yield f"    {rate.row:<22}{rate.right:>5} of {rate.total:<5} {rate.right / rate.total:6.3f}{between}"
    for text in rate.wrong if show else ():
        yield f"        {text}"
