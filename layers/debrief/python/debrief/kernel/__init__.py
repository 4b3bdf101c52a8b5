"""What every context stands on: time, ids, errors, tables, events, paging, permission and the model client."""
