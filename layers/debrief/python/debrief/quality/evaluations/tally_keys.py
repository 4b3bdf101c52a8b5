"""What is counted of evaluations, and by which names: all that a reader of the counts has to know."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Scope = Literal["question", "section", "overall"]


class TallyKey(NamedTuple):
    """What is counted: a question, a section, or the evaluation as a whole (then `item_id` is empty)."""

    scope: Scope
    item_id: str = ""


Counters = Mapping[str, int]
"""Counts by name; a name that is absent is 0.

question: `passed` and `applicable` (an option was chosen), `no_opportunity` (N/A since nothing made it applicable),
`not_applicable` (any other N/A), and `option.<id>` for each option chosen.
section: `scored`, `score_hundredths` and `score_rest` (their sums), `auto_failed`, `not_applicable`.
overall: `scored`, `score_hundredths`, `score_rest`, `passed`, `auto_failed`, `not_applicable` (nothing in it applied).
"""

Tally = Mapping[TallyKey, Counters]

OVERALL = TallyKey("overall")
