"""`make smoke`: one conversation followed through a running Debrief, on a laptop or in an account of AWS."""
