"""Writes the table anew: `python -m tools.number_words FOLDER`, the folder of an unpacked `cldr-rbnf`."""

import sys
from pathlib import Path

from tools.number_words.table import table_of

TABLE = Path(__file__).parents[2] / "layers/debrief/python/debrief/summaries/drafting/words/number_words.txt"


def main() -> None:
    """Write the table."""
    if len(sys.argv) != 2:
        sys.exit("python -m tools.number_words FOLDER")
    TABLE.write_text(table_of(Path(sys.argv[1])), encoding="utf-8")


if __name__ == "__main__":
    main()
