"""The manner of the HTTP API: routes, problems, pages, repeated requests."""
