"""When a 1-to-1 can take place: shifts, clashes, quiet hours, and calendars."""
