"""What makes an inquiry, and the words that its sentences are filled with."""

from __future__ import annotations

from dataclasses import dataclass

from local.sample.model import ChannelName

ITEMS = (
    "dishwasher", "bookcase", "floor lamp", "sofa bed", "coffee machine", "wardrobe", "vacuum cleaner", "office chair",
    "mattress", "kitchen mixer", "bedside table", "air purifier",
)  # fmt: skip
CITIES = ("Northbeck", "Eastmere", "Hollowford", "Linden", "Saltham", "Upper Wick", "Marle Green", "Westerby")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@dataclass(frozen=True)
class Scenario:
    """One inquiry.

    gist: the problem, as an agent plays it back. questions: of the agent, each with answers. handling: what the agent
    says while working on it. solved, unsolved: how it ends; each outcome with what is summed up.
    moods: weights of calm, worried, annoyed, angry. difficulty: lowers the chance of solving it.
    """

    name: str
    topics: tuple[str, ...]
    queues: dict[ChannelName, str]
    weight: dict[ChannelName, float]
    moods: tuple[int, int, int, int]
    difficulty: float
    problems: tuple[str, ...]
    gist: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    handling: tuple[str, ...]
    solved: tuple[tuple[str, str], ...]
    unsolved: tuple[str, ...]
    crm: str = "case"
