"""The finished report: its form, its edits, on paper, compared."""
