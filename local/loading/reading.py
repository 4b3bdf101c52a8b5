"""Coaching logs of the agent whose report is shown: their leader releases two, and the agent has read one."""

from __future__ import annotations

from itertools import islice
from typing import Final

from local.sessions import Sessions

_RELEASED: Final = 2
_WORDS: Final = (
    "Listen to the words beside the first line before we talk. What would you say today?",
    "The same again, and you will hear it at once.",
)
_READ: Final = "I hear it now. I will say back what they came for before I look anything up."


def release_logs(sessions: Sessions, leader: str, email: str) -> int:
    """Let the leader release the newest logs of an agent; how many there are: none where nothing is flagged yet."""
    client, agent_id = sessions.of(leader), sessions.person(email)["id"]
    logs = list(islice(client.pages("/coaching-logs", {"agent_id": agent_id}), _RELEASED))
    fresh = [each for each in logs if each["state"] == "written"]
    for each, words in zip(fresh, _WORDS, strict=False):
        path = f"/coaching-logs/{each['id']}"
        client.change(f"{path}/release", {"text": words}, method="POST", of=path)
    if fresh:
        path = f"/coaching-logs/{fresh[-1]['id']}"
        sessions.of(email).change(f"{path}/acknowledgement", {"text": _READ}, method="POST", of=path)
    return len(logs)
