"""Users, teams, agent groups, reporting lines, roles, feature flags and account settings."""
