"""Computes draws again from what was kept of them, and says whether the same comes out (N14).

    python -m tools.redraw draw.json
    python -m tools.redraw draw.csv
    python -m tools.redraw part-1.json part-2.json …
    python -m tools.redraw draw.json agents.json [more-agents.json …]
    python -m tools.redraw standing.json

A file of a goal's draw is what its page saves, or what `GET /draws/<id>/file` and `GET /draws/<id>/csv` answer, whole
or in parts; in the form with agents draw.json is what `GET /draws/<id>` answers and agents.json what
`GET /draws/<id>/agents` does, page by page. Of a blind check: standing.json is what
`GET /evaluations/<id>/ai-standing` answers; who checks is computed too where the file tells it. Nothing else is read
and nothing is asked: whoever has the files can do it. It ends with 0 where the same comes out, 1 where it doesn't,
2 where the files can't be read, and 3 where the draw isn't finished yet or failed.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from debrief.kernel.errors import DebriefError
from debrief.quality.drawing.lot import Lot
from debrief.quality.earning.drawing import questions_recompute, recomputes
from debrief.quality.earning.model import Draw as CheckDraw
from debrief.quality.goals.dealing import Pick, drawn_from
from debrief.quality.goals.draw_files import DrawFile, from_csv, joined
from debrief.quality.goals.framing import agrees
from debrief.quality.goals.model import AgentDraw, Behind, GoalContent

UNFINISHED: Final = {
    "gathering": "it isn't finished yet: save it again once it is drawn",
    "giving": "it isn't finished yet: save it again once it is drawn",
    "failed": "it couldn't be drawn, so there is nothing to compute again",
}
"""What is said of a draw of which not all was given that was drawn."""


def redrawn(draw: dict[str, Any], agents: Sequence[dict[str, Any]]) -> list[str]:
    """What doesn't agree, a line each; nothing where the same comes out."""
    rows = [AgentDraw.model_validate(each) for each in agents]
    seed, rules = str(draw["seed"]), GoalContent.model_validate(draw["rules"])
    faults = [f"{row.agent_id}: what was offered isn't the first by lot" for row in rows if not agrees(seed, row)]
    if len(rows) != draw["agents"]:
        faults.append(f"of {draw['agents']} agents, {len(rows)} are in the files: who was drawn can't be computed")
        return faults
    behind = [Behind.model_validate(each) for each in draw.get("behind", [])]
    again = set(drawn_from(seed, rules, rows, behind))
    kept = {Pick(row.agent_id, each.interaction_id, each.evaluator_id) for row in rows for each in row.picked}
    # A draw that was ended before all was given out, since its goal was, came to some agents no more.
    came_to = {row.agent_id for row in rows if row.settled}
    faults += [
        f"{each.agent_id}: {each.interaction_id} should have gone to {each.evaluator_id}"
        for each in again - kept
        if each.agent_id in came_to
    ]
    faults += [f"{each.agent_id}: {each.interaction_id} went to {each.evaluator_id}" for each in kept - again]
    return sorted(faults)


def rechecked(told: dict[str, Any]) -> list[str]:
    """What of the draw for a blind check doesn't agree, a line each; nothing where the same comes out."""
    lot = Lot.model_validate(told["checkers"]) if told["checkers"] else None
    kept = {"evaluation_id", "seed", "percent", "most", "frame", "left_out", "questions"}
    draw = CheckDraw.model_validate(
        {**{name: told[name] for name in kept}, "checkers": lot or Lot(seed=told["seed"], frame=())}
    )
    faults = [] if questions_recompute(draw) else ["the seed doesn't draw this evaluation, or not these questions"]
    if lot is not None and not recomputes(draw):
        faults.append(f"the seed doesn't draw {lot.chosen} to check it")
    return faults


def _check(told: dict[str, Any]) -> int:
    if not told["draw"]:
        print("It wasn't drawn for a blind check.")
        return 2
    faults = rechecked(told["draw"])
    for fault in faults:
        print(fault)
    print(f"{told['draw']['check_id']}, seed {told['draw']['seed']}: it {'does not agree' if faults else 'agrees'}")
    return 1 if faults else 0


def main(arguments: Sequence[str]) -> int:
    """0 where the draw agrees, 1 where it doesn't, 2 where it can't be read, 3 where it isn't finished or failed."""
    if not arguments:
        print(__doc__)
        return 2
    try:
        standing = _standing([Path(name) for name in arguments])
        if standing is not None:
            return _check(standing)
        draw, agents = _read([Path(name) for name in arguments])
    except OSError as error:
        print(f"{error.filename}: {error.strerror}")
        return 2
    except (DebriefError, KeyError, ValueError) as error:
        print(error.detail if isinstance(error, DebriefError) else f"The files aren't those of a draw ({error!r})")
        return 2
    if (unfinished := UNFINISHED.get(draw.get("state", "done"))) is not None:
        print(f"{draw['id']}, seed {draw['seed']}: {unfinished}")
        return 3
    faults = redrawn(draw, agents)
    for fault in faults:
        print(fault)
    drawn = sum(len(each["picked"]) for each in agents)
    told = "doesn't agree" if faults else "agrees"
    print(f"{draw['id']}: {drawn} conversations of {len(agents)} agents, seed {draw['seed']}: it {told}")
    return 1 if faults else 0


def _standing(files: Sequence[Path]) -> dict[str, Any] | None:
    """What a single file tells of a blind check; None where it is a goal's draw."""
    if len(files) != 1 or files[0].suffix.lower() == ".csv":
        return None
    told: dict[str, Any] = json.loads(files[0].read_text(encoding="utf-8"))
    return told if "draw" in told and "agents" not in told else None


def _read(files: Sequence[Path]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if any(each.suffix.lower() == ".csv" for each in files):
        # Parts follow each other: the first alone has the draw itself and the names of the columns.
        return _of(from_csv("".join(each.read_text(encoding="utf-8-sig") for each in files)))
    read = [json.loads(each.read_text(encoding="utf-8")) for each in files]
    if "items" in read[-1]:
        return read[0], [each for page in read[1:] for each in page["items"]]
    return _of(joined([DrawFile.model_validate(each) for each in read]))


def _of(file: DrawFile) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    told = file.model_dump(mode="json")
    return told["draw"], told["agents"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
