"""Debrief: open quality management and coaching for contact centres."""

import gc

# Importing makes tens of thousands of objects that stay for good. At its usual threshold the collector walks them over
# and over while a handler is loading and finds nothing: a tenth of a cold start.
gc.set_threshold(50_000, 20, 50)
