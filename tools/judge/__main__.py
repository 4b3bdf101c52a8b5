"""Prints how a model judges: `python -m tools.judge [--model MODEL] [--input FILE] [--runs 2] [--most 200]`."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "local" / "sample" / "judged.jsonl"


def main(arguments: list[str] | None = None) -> int:
    """Print the rates; 1 where the file or the model can't be used, with a sentence that says why."""
    sys.path.insert(0, str(ROOT / "layers" / "debrief" / "python"))
    parser = argparse.ArgumentParser(prog="make judge", description=__doc__)
    parser.add_argument(
        "--model",
        default="offline",
        help="`offline`, the id of a model of Amazon Bedrock, or where DEBRIEF_MODEL_URL is set its name there",
    )
    parser.add_argument("--input", type=Path, default=OWN, help="conversations with people's answers, JSON lines")
    parser.add_argument("--runs", type=int, default=2, help="how often each conversation is judged, 1 to 10")
    parser.add_argument("--most", type=int, default=200, help="conversations that are judged at most, 1 to 1,000")
    given = parser.parse_args(arguments)
    from debrief.kernel.errors import DebriefError
    from tools.judge.measuring import measure
    from tools.judge.models import Unusable, client
    from tools.judge.reading import BadInput, read
    from tools.judge.telling import lines

    if not 1 <= given.runs <= 10 or not 1 <= given.most <= 1000:
        return _refuse("RUNS is a number from 1 to 10, MOST one from 1 to 1,000")
    try:
        told = read(given.input, most=given.most)
        model = client(given.model)
        found = measure(told, model, runs=given.runs, progress=_progress)
    except (BadInput, Unusable) as error:
        return _refuse(str(error))
    except DebriefError as error:
        return _refuse(f"The model can't be used: {error.detail}")
    for line in lines(told, found, model):
        print(line)
    return 0


def _progress(done: int, of: int) -> None:
    ends = "\n" if done == of else ""
    print(f"\rjudged {done} of {of}", end=ends, file=sys.stderr, flush=True)


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
