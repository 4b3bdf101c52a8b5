"""Questions of scorecards, in the forms that the API takes."""

from __future__ import annotations

from local.sample.model import Json


def section(id: str, title: str, weight: float | None, questions: list[Json]) -> Json:
    """A part of a scorecard. weight: in percent; none where scores are points."""
    return {"id": id, "title": title, "weight": weight, "questions": questions}


def yes_no(id: str, text: str, asks: str, points: float, *, allow_na: bool = False) -> Json:
    """A question to be answered by yes or no."""
    return {
        "id": id,
        "text": text,
        "description": asks,
        "kind": "yes_no",
        "allow_na": allow_na,
        "options": [
            {"id": "yes", "label": "Yes", "points": points, "passes": True},
            {"id": "no", "label": "No", "points": 0},
        ],
    }


def exact(
    id: str,
    text: str,
    asks: str,
    any_of: list[str],
    *,
    within_turns: int | None = None,
    within_ms: int | None = None,
    compliance: bool = False,
    fails: str = "none",
) -> Json:
    """A question of yes or no that is answered by looking for words.

    within_turns, within_ms: how far from the beginning they must stand. fails: what a no brings down.
    """
    question = yes_no(id, text, asks, 10)
    question["options"][1]["auto_fail"] = fails
    phrases = {"any_of": any_of, "within_turns": within_turns, "within_ms": within_ms}
    return {**question, "answerer": "ai", "check": "exact_match", "phrases": phrases, "compliance": compliance}


def intent(id: str, text: str, asks: str, good: str, poor: str, *, allow_na: bool = False) -> Json:
    """A question of yes or no that a model answers by what was meant. good, poor: what each looks like."""
    return {**yes_no(id, text, asks, 10, allow_na=allow_na), "answerer": "ai", "good": good, "poor": poor}


def choice(id: str, text: str, asks: str) -> Json:
    """A question about the matter: resolved, partly resolved or open."""
    return {
        "id": id,
        "text": text,
        "description": asks,
        "kind": "single_choice",
        "answerer": "ai",
        "good": "Gives a solution with a date, and the customer agrees.",
        "poor": "Leaves the customer waiting, or says that nothing can be done.",
        "options": [
            {
                "id": "solved",
                "label": "It was resolved, or a next step was agreed",
                "points": 10,
                "passes": True,
            },
            {"id": "partly", "label": "It was partly resolved", "points": 5},
            {"id": "open", "label": "It was not resolved", "points": 0},
        ],
    }


def scale(id: str, text: str, asks: str, points: float) -> Json:
    """A rating from 0 to 4. points: for the highest."""
    labels = ("No", "Hardly", "Partly", "Mostly", "Fully")
    return {
        "id": id,
        "text": text,
        "description": asks,
        "kind": "rating_scale",
        "options": [
            {"id": f"op_{value}", "label": label, "value": value, "points": points * value / 4, "passes": value >= 3}
            for value, label in enumerate(labels)
        ],
    }
