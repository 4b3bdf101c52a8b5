"""How often "Improved", and a change that is called clear, is a false alarm, and how often a true change is seen."""
