"""Users, teams, groups and the reporting lines between them."""
