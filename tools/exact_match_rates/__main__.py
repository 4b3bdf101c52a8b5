"""Prints the rates: `python -m tools.exact_match_rates`. `--show` prints the cases that come out otherwise."""

import sys
from pathlib import Path


def main() -> None:
    """Print the rates, with and without tolerance, of all cases and of those held out."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "debrief" / "python"))
    from tools.exact_match_rates.rates import lines

    for line in lines(show="--show" in sys.argv[1:]):
        print(line)


if __name__ == "__main__":
    main()
