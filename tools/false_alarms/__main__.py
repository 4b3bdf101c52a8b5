"""Prints the tables: `python -m tools.false_alarms`."""

import sys
from pathlib import Path


def main() -> None:
    """Print each line as it is known; all of them take about a minute."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "debrief" / "python"))
    from tools.false_alarms.tables import lines

    for line in lines():
        print(line, flush=True)


if __name__ == "__main__":
    main()
