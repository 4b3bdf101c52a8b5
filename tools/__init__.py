"""Commands of the repository: features, openapi, bench."""
