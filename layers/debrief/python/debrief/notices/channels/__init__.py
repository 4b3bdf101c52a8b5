"""The ways on which notices leave Debrief, a module for each; notices in the console need none."""
