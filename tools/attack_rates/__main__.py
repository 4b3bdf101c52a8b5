"""Prints the rates: `python -m tools.attack_rates [--twins] [--lists] [--cases FILE_OR_FOLDER] [--turns FILE]`."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path


def main() -> None:
    """Print each list's rates as they are known."""
    root = Path(__file__).parents[2]
    sys.path.insert(0, str(root / "layers" / "debrief" / "python"))
    parser = argparse.ArgumentParser(prog="python -m tools.attack_rates", description=__doc__)
    parser.add_argument("--cases", type=Path, help="attacks as JSON lines, or a folder of such files, beside our own")
    parser.add_argument("--turns", type=Path, help="ordinary turns beside our own: lines of text, or vCons one a line")
    parser.add_argument("--twins", action="store_true", help="the attacks with clean twins, by kind, and no other list")
    parser.add_argument("--lists", action="store_true", help="with --twins: the other lists as well")
    given = parser.parse_args()
    if given.twins:
        _print_twinned(root, given.cases)
        if not given.lists:
            return
    from tools.attack_rates.conversations import HERE, cases_in, near_turns, ordinary_turns, own_cases
    from tools.attack_rates.rates import lines

    ordinary = {
        "ordinary talk": [*ordinary_turns(), *sample_turns()],
        "near the subject, tuned on": near_turns("near_tuned.txt"),
        "near the subject, never tuned on": near_turns("near_fresh.txt"),
        "nearer still, tuned on": near_turns("near_more.txt"),
        "e-mails, pasted chats and fields, tuned on": near_turns("pasted.txt"),
    }
    if given.turns:
        ordinary[str(given.turns)] = _turns_in(given.turns)
    own = own_cases()
    lists = {
        "ours, tuned on": [each for each in own if not each.held_out],
        "ours, held out": [each for each in own if each.held_out],
    }
    lists["fresh, never tuned on"] = cases_in(HERE / "fresh.jsonl")
    lists["with twins of like words, tuned on"] = cases_in(HERE / "twinned_worked.jsonl")
    lists["with twins of like words, kept back"] = cases_in(HERE / "twinned_kept_back.jsonl")
    lists["with twins of like words, looked at last"] = cases_in(HERE / "twinned_last.jsonl")
    if given.cases:
        lists[str(given.cases)] = cases_in(given.cases)
    for place, (name, cases) in enumerate(lists.items()):
        print(f"== {name}")
        first = place == 0
        for line in lines(cases, ordinary if first else {}, near_turns("evidence.txt") if first else ()):
            print(line, flush=True)


def _print_twinned(root: Path, others: Path | None) -> None:
    """The attacks with twins; where cases of others are there, these too, which have none."""
    import os

    from tools.attack_rates.conversations import cases_in
    from tools.attack_rates.rates import rates
    from tools.attack_rates.twins import read_twinned, twinned_lines

    for line in twinned_lines(read_twinned(root / "tests" / "attacks" / "cases.jsonl")):
        print(line, flush=True)
    data = Path(os.environ.get("DEBRIEF_SHARED_DATA") or root.parent / "shared" / "data")
    folder = others or data.parent / "cases" / "attacks"
    if folder.exists():
        found = rates(cases_in(folder))
        print(
            f"{found.cases} cases of {folder.name}: score {found.before:.1f}, obeyed {found.unguarded:.1f}, "
            f"gain {found.after - found.before:+.1f}; {sum(found.flagged.values())} flagged; "
            f"{found.drifted} of {found.twins} conversations without them drift"
        )


def sample_turns() -> list[str]:
    """What is said in the conversations of the sample organisation."""
    from local.sample.build import SMALL, generate

    return [line.text for each in generate(date(2026, 6, 1), size=SMALL).conversations for line in each.lines]


def _turns_in(file: Path) -> list[str]:
    turns: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            turns += [part["body"] for part in json.loads(line).get("dialog", []) if isinstance(part.get("body"), str)]
        elif line.strip():
            turns.append(line)
    return turns


if __name__ == "__main__":
    main()
