"""What the context announces. Data carry ids only."""

RECORDED = "debrief.interactions.interaction.recorded.v1"
"""An interaction was written: its metadata and transcript are there."""

ANALYSED = "debrief.interactions.interaction.analysed.v1"
"""An interaction's analysis was written."""
