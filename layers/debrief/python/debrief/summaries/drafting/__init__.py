"""From the material to a checked draft: the steps of the workflow."""
