"""The guard of summaries over lists of sentences that weren't written here, from the folder of cases.

The folder isn't part of the repository. Our own lists, of the same kinds, are in tools/guard_rates and run always.
"""

from typing import Final

import pytest

from tests.shared import shared
from tools.guard_rates.rates import Rate, lists_of

pytestmark = pytest.mark.feature("N1", "N6")

MOST_LIES_KEPT: Final = 10.0
MOST_GOOD_DROPPED: Final = 5.0
"""In percent, over all lists together."""

UNCITED: Final = frozenset(
    {
        "Rapport is built early; customers often relax within the opening exchange.",
        "The agent's openings are warm and consistent across chat and voice.",
        "The agent apologises, but rarely names what went wrong for the customer.",
        "Closings feel hurried; the agent does not always check for further questions.",
    }
)
"""Good sentences without a reference, for sections in which each sentence has to cite: these go, and are no measure of
how many others do."""


def test_the_lists_of_the_folder() -> None:
    lists = list(lists_of(shared("cases", "guard")))
    lies = _together([each.whole for each in lists if each.lies])
    good = _together([each.whole for each in lists if not each.lies])
    given = [text for each in lists if not each.lies for text in each.whole.wrong if _plain(text) in UNCITED]
    dropped = [text for text in good.wrong if _plain(text) not in UNCITED]
    assert len(given) == len(UNCITED), given
    assert all(text.endswith("[uncited]") for text in given), given
    assert lies.percent <= MOST_LIES_KEPT, lies.wrong
    assert 100 * len(dropped) / (good.total - len(UNCITED)) <= MOST_GOOD_DROPPED, dropped
    assert good.percent <= MOST_GOOD_DROPPED, good.wrong


def _plain(text: str) -> str:
    """The sentence without what was said of it."""
    return text.rpartition(" [")[0]


def _together(rates: list[Rate]) -> Rate:
    return Rate("all", sum(each.total for each in rates), tuple(text for each in rates for text in each.wrong))
