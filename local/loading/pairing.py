"""A colleague who shows the agent something, where one stands out; and conversations that agents propose themselves."""

from __future__ import annotations

from typing import Final

from local.sessions import Sessions

_LOOKED_AT: Final = 6
"""Criteria of the agent's, the lowest pass rates, for which somebody is looked for."""

_NOTES: Final = (
    "I said back what they came for before I looked anything up, and they calmed down.",
    "They wanted to cancel. I asked what had gone wrong first, and we found another way.",
)


def pair_with_somebody(sessions: Sessions, leader: str, agent_id: str) -> bool:
    """Let the leader ask a colleague who stands out on something that the agent finds hard; whether there is a pairing.

    The first who is found agrees. Where nobody stands out beyond chance, there is none.
    """
    client = sessions.of(leader)
    if next(client.pages("/pairings", {"agent_id": agent_id}), None) is not None:
        return True
    criteria = client.get("/pairings/criteria", {"agent_id": agent_id})["items"]
    for each in criteria[:_LOOKED_AT]:
        asked = {name: each["criterion"][name] for name in ("scorecard_id", "question_id")} | {"learner_id": agent_id}
        found = client.get("/pairings/suggestions", asked)["items"]
        if not found:
            continue
        colleague = found[0]["agent_id"]
        made = client.post("/pairings", asked | {"colleague_id": colleague})
        email = client.get(f"/people/{colleague}")["email"]
        path = f"/pairings/{made['id']}"
        answer = {"answer": "Gladly. Any morning is fine."}
        sessions.of(email).change(f"{path}/acceptance", answer, method="POST", of=path)
        return True
    return False


def propose(sessions: Sessions, leader: str, email: str) -> int:
    """Let the agent propose two conversations of theirs, of which the leader accepts one; how many there are."""
    client = sessions.of(email)
    there = list(client.pages("/proposals"))
    if there:
        return len(there)
    own = client.get("/interactions", {"limit": str(len(_NOTES))})["items"]
    made = [
        client.post("/proposals", {"interaction_id": each["id"], "note": note})
        for each, note in zip(own, _NOTES, strict=False)
    ]
    if made:
        body = {"answer": "This is how it is done. I will show it to the others."}
        path = f"/proposals/{made[-1]['id']}"
        sessions.of(leader).change(f"{path}/acceptance", body, method="POST", of=path)
    return len(made)
