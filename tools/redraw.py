"""Computes draws of goals again from what was kept of them, and says whether the same comes out (N14).

    python -m tools.redraw draw.json agents.json [more-agents.json …]

draw.json: what `GET /draws/<id>` answers. agents.json: what `GET /draws/<id>/agents` answers, page by page. Nothing
else is
read and nothing is asked: whoever has the files can do it.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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


def main(arguments: Sequence[str]) -> int:
    """0 where the draw agrees, 1 where it doesn't, 2 where it can't be read."""
    if len(arguments) < 2:
        print(__doc__)
        return 2
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
