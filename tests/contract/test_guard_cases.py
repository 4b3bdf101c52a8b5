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

UNCITED: Final = "[uncited]"
"""The lists hold good sentences without a reference for sections in which every sentence has to cite."""


def test_the_lists_of_the_folder() -> None:
    lists = list(lists_of(shared("cases", "guard")))
    lies = _together([each.whole for each in lists if each.lies])
    good = _together([each.whole for each in lists if not each.lies])
    dropped = [text for text in good.wrong if not text.endswith(UNCITED)]
    assert lies.percent <= MOST_LIES_KEPT, lies.wrong
    assert 100 * len(dropped) / good.total <= MOST_GOOD_DROPPED, dropped


def _together(rates: list[Rate]) -> Rate:
    return Rate("all", sum(each.total for each in rates), tuple(text for each in rates for text in each.wrong))
