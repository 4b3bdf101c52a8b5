"""A practice on empathy for the agent whose report is shown: given by who leads them, and tried twice."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from local.client import ApiClient
from local.sessions import Sessions
from local.waiting import Waiter

QUESTION: Final = "qn_chatEmpathy"

_TEXT: Final = {
    "title": "A present that came broken",
    "situation": (
        "A customer writes because a present arrived broken. You see the order, and may send it again or refund it. "
        "Take the customer's mood up before you look anything up."
    ),
    "customer": (
        "The present was for your mother, and her birthday is over by now. You are disappointed rather than angry, and "
        "say so. You want it sent again, and calm down where somebody understands that the day is gone."
    ),
    "opening": "Hello, the vase I ordered for my mother's birthday arrived broken. I'm really disappointed.",
}

_SAYS: Final = (
    ("Please tell me your order number.", "I have sent a new one. It comes on Friday."),
    (
        "I am so sorry that it arrived broken, and just for her birthday. I understand how disappointing that is.",
        "I have sent a new one just now, and it comes on Friday. Is there anything else that I can do?",
    ),
)
"""What the agent says in each attempt: at first the order comes before the customer, then it doesn't."""

_WAITING_S: Final = 180.0


def practise(sessions: Sessions, leader: str, email: str, waiter: Waiter) -> int:
    """Let the leader give the agent a practice by hand, and the agent try it twice; how many attempts there are.

    Harmless where it is there already; nothing is given where there is no published scorecard with the question.
    """
    boss, own = sessions.of(leader), sessions.of(email)
    there = next(iter(own.pages("/practice")), None)
    if there is not None:
        return int(there["attempts"])
    card = next((each for each in boss.pages("/scorecards") if _asks(boss.get(f"/scorecards/{each['id']}"))), None)
    if card is None:
        return 0
    agent_id = sessions.person(email)["id"]
    body = {"agent_id": agent_id, "scorecard_id": card["id"], "question_id": QUESTION, "text": _TEXT}
    path = f"/practice/{boss.post('/practice', body)['id']}"
    for says in _SAYS:
        attempt = f"{path}/attempts/{own.post(f'{path}/attempts')['id']}"
        rests = partial(_rests, own, attempt)
        for text in says:
            own.change(f"{attempt}/turns", {"text": text}, method="POST", of=attempt)
            waiter.until("the customer answers", rests, seconds=_WAITING_S)
        own.change(f"{attempt}/completion", None, method="POST", of=attempt)
        waiter.until("the attempt is scored", rests, seconds=_WAITING_S)
    return len(_SAYS)


def _asks(scorecard: dict[str, Any]) -> bool:
    questions = (each for section in scorecard["version"]["sections"] for each in section["questions"])
    return scorecard["status"] == "published" and any(each["id"] == QUESTION for each in questions)


def _rests(client: ApiClient, attempt: str) -> bool | None:
    return True if client.get(attempt)["waits_for"] is None else None
