"""Computes draws again from what was kept of them, and says whether the same comes out (N14).

    python -m tools.redraw draw.json agents.json [more-agents.json …]
    python -m tools.redraw standing.json

Of a goal: draw.json is what `GET /draws/<id>` answers, agents.json what `GET /draws/<id>/agents` answers, page by page.
Of a blind check: standing.json is what `GET /evaluations/<id>/ai-standing` answers; who checks is computed too where
the file tells it. Nothing else is read and nothing is asked: whoever has the files can do it.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from debrief.quality.drawing.lot import Lot
from debrief.quality.earning.drawing import questions_recompute, recomputes
from debrief.quality.earning.model import Draw as CheckDraw
from debrief.quality.goals.dealing import Pick, drawn_from
from debrief.quality.goals.framing import agrees
from debrief.quality.goals.model import AgentDraw, GoalContent


def redrawn(draw: dict[str, Any], agents: Sequence[dict[str, Any]]) -> list[str]:
    """What doesn't agree, a line each; nothing where the same comes out."""
    rows = [AgentDraw.model_validate(each) for each in agents]
    seed, rules = str(draw["seed"]), GoalContent.model_validate(draw["rules"])
    faults = [f"{row.agent_id}: what was offered isn't the first by lot" for row in rows if not agrees(seed, row)]
    if len(rows) != draw["agents"]:
        faults.append(f"of {draw['agents']} agents, {len(rows)} are in the files: who was drawn can't be computed")
        return faults
    again = set(drawn_from(seed, rules, rows))
    kept = {Pick(row.agent_id, each.interaction_id, each.evaluator_id) for row in rows for each in row.picked}
    faults += [
        f"{each.agent_id}: {each.interaction_id} should have gone to {each.evaluator_id}" for each in again - kept
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
    """0 where the draw agrees, 1 where it doesn't, 2 where it can't be read."""
    if not arguments:
        print(__doc__)
        return 2
    if len(arguments) == 1:
        return _check(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    draw, *pages = (json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments)
    agents = [each for page in pages for each in page["items"]]
    faults = redrawn(draw, agents)
    for fault in faults:
        print(fault)
    drawn = sum(len(each["picked"]) for each in agents)
    told = "doesn't agree" if faults else "agrees"
    print(f"{draw['id']}: {drawn} conversations of {len(agents)} agents, seed {draw['seed']}: it {told}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
