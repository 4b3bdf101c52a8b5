"""English words that tell of a movement: those that tell of nothing else, and those that do so of an item."""

from typing import Final

from debrief.summaries.drafting.sentence import words_of

UP: Final = words_of(
    """
    improve improved improves improving improvement improvements increase increased increases increasing surge surged
    soar soared skyrocketed rocketed rebound rebounded progressed upward upwards uptick upturn upswing bettered
    """
)
DOWN: Final = words_of(
    """
    decline declined declines declining decrease decreased decreases decreasing worsen worsened worsens worsening
    deteriorate deteriorated deteriorates deteriorating deterioration plunge plunged plummet plummeted regress regressed
    regression downward downwards downturn downhill setback backslid backslide slumped slump
    """
)
UP_OF_ITEMS: Final = words_of(
    """
    rise rose risen rises rising gain gained gains gaining grow grew grown growing growth grows climb climbed climbs
    climbing jump jumped jumps leap leapt advance advanced advances strengthen strengthened strengthens strengthening
    recover recovered recovers recovering recovery lifted stronger higher better boosted boost picked raised progress
    """
)
DOWN_OF_ITEMS: Final = words_of(
    """
    drop dropped drops dropping fall fell fallen falls falling weaken weakened weakens weakening slip slipped slips
    slipping slippage dip dipped dips dipping sink sank sunk sinking slide slid slides sliding tumble tumbled collapse
    fade fades faded fading wane wanes waned waning dwindle dwindled dwindling loss losses deficit decay collapsed
    shrink shrank shrunk erode eroded eroding weaker lower worse
    """
)
MOVING: Final = frozenset({*UP, *DOWN, *UP_OF_ITEMS, *DOWN_OF_ITEMS, "lost", "ground", "trend", "up", "down"})
"""English words that tell of a movement."""
