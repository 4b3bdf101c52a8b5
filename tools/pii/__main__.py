"""Prints the rates: `python -m tools.pii [--data FOLDER] [--show]`."""

import argparse
import os
import sys
from pathlib import Path


def main() -> None:
    """Print the rates of our own lists, and of a folder with the public ones where it is there."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "debrief" / "python"))
    from tools.pii.telling import lines

    parser = argparse.ArgumentParser(prog="tools.pii")
    root = Path(__file__).parents[2]
    shared = Path(os.environ.get("DEBRIEF_SHARED_DATA") or root.parent / "shared" / "data")
    parser.add_argument(
        "--data",
        type=Path,
        default=shared / "pii",
        help="a folder with *.jsonl (text and spans, or lists in our form) and *.tsv (a label for each word)",
    )
    parser.add_argument("--show", action="store_true", help="print what was missed, and what was masked wrongly")
    given = parser.parse_args()
    for line in lines(given.data, show=given.show):
        print(line)


if __name__ == "__main__":
    main()
