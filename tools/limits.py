"""The table of AWS's limits in docs/operations.md: `python -m tools.limits` writes it anew.

It is made of `infra.limits`, and of what production's templates use of each limit.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from infra.limits import COUNTED, RECKONED, Limit

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "operations.md"

_HEAD = "| service | limit | what we use now | at 5,000 agents and 1,000,000 conversations a month | source |"
_RULE = "|---|---|---|---|---|"


class Row(NamedTuple):
    """A row of the table, as text."""

    service: str
    limit: str
    now: str
    at_scale: str
    source: str

    def text(self) -> str:
        """The row as Markdown."""
        return f"| {' | '.join(self)} |"

    def without_now(self) -> tuple[str, str, str, str]:
        """All that doesn't move with every change."""
        return self.service, self.limit, self.at_scale, self.source

    def number(self) -> float:
        """How much is used."""
        return float(self.now.replace(",", "").split()[0])


def table(used: Mapping[str, float]) -> list[Row]:
    """The rows: first what can be counted, then what shows only at run time."""
    counted = [_row(limit, _amount(used[key], limit.unit)) for key, limit in COUNTED.items()]
    return [*counted, *(_row(limit, limit.now or "–") for limit in RECKONED)]


def documented(text: str) -> list[Row]:
    """The rows that stand in a document."""
    kinds = {limit.service for limit in (*COUNTED.values(), *RECKONED)}
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|")
    return [Row(*row) for row in cells if len(row) == len(Row._fields) and row[0] in kinds]


def written(text: str, rows: Sequence[Row]) -> str:
    """The document with these rows in the place of those that stand there. Raises ValueError where none do."""
    wanted = "\n".join([_HEAD, _RULE, *(row.text() for row in rows)])
    table_there = re.compile(rf"^{re.escape(_HEAD)}\n(\|.*\n)+", re.MULTILINE)
    if not table_there.search(text):
        raise ValueError(f"there is no table of limits in {DOCUMENT.name}")
    return table_there.sub(lambda _: f"{wanted}\n", text, count=1)


def _row(limit: Limit, now: str) -> Row:
    most = f"{limit.what}: **{_amount(limit.most, limit.unit)}**, {'adjustable' if limit.adjustable else 'hard'}"
    return Row(limit.service, most, now, limit.at_scale, limit.source)


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}".strip()


def main() -> None:
    """Synthesise production, and write the table."""
    import aws_cdk as cdk

    from infra.constructs.layers import SKIP_BUNDLING
    from infra.environment import build, context
    from infra.settings import load
    from infra.usage import usage
    from tools.measure_packages import largest_unzipped

    with tempfile.TemporaryDirectory() as folder:
        console = Path(folder) / "dist"
        console.mkdir()
        (console / "index.html").write_text("", encoding="utf-8")
        app = cdk.App(context={**context(), SKIP_BUNDLING: True}, outdir=f"{folder}/out")
        settings = load("prod", {"DEBRIEF_ALARM_EMAIL": "a@example.org", "DEBRIEF_API_ORIGINS": "https://example.org"})
        build(app, settings, console=console)
        app.synth()
        files = {path.name: path.read_bytes() for path in Path(folder, "out").glob("*.template.json")}
    used = usage(files, polls=settings.transcription.poll_limit, unzipped_mb=largest_unzipped(sys.executable))
    before = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(written(before, table(used)), encoding="utf-8")


if __name__ == "__main__":
    main()
