"""Prints the rates: `python -m tools.guard_rates [--cases FOLDER] [--show]`."""

import argparse
import sys
from pathlib import Path


def main() -> None:
    """Print the rates of our own lists, and of those in a folder of the same form."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "debrief" / "python"))
    from tools.guard_rates.rates import OWN, lists_of

    parser = argparse.ArgumentParser(prog="tools.guard_rates")
    parser.add_argument("--cases", type=Path, help="a folder with facts.json and lists of sentences")
    parser.add_argument("--show", action="store_true", help="print the sentences that went wrong")
    given = parser.parse_args()
    for folder in (*OWN, given.cases) if given.cases else OWN:
        for each in lists_of(folder):
            verb = "kept" if each.lies else "dropped"
            print(f"{each.name}: {verb} {len(each.whole.wrong)} of {each.whole.total} ({each.whole.percent:.1f} %)")
            for rate in each.rates:
                print(f"  {rate.kind:<26}{len(rate.wrong):>4} of {rate.total}")
                for text in rate.wrong if given.show else ():
                    print(f"      {text}")


if __name__ == "__main__":
    main()
