"""Which function answers under which address."""

ROOTS = {
    "people_api": ("me", "people", "teams", "groups", "roles", "settings", "feature-flags", "openapi.json"),
    "interactions_api": ("interactions", "intake", "imports"),
    "quality_api": (
        "scorecards",
        "evaluations",
        "disputes",
        "calibrations",
        "automations",
        "conditions",
        "goals",
        "draws",
        "ai-questions",
        "blind-checks",
        "forecasts",
        "flags",
    ),
    "insights_api": ("reports", "performance", "improvement"),
    "coaching_api": (
        "meetings",
        "actions",
        "feedback",
        "plans",
        "coaching-marks",
        "coaching-groups",
        "bookmarks",
        "assignments",
        "coaching-monitor",
        "pairings",
        "proposals",
        "coaching-logs",
        "practice",
        "shifts",
        "calendar-feeds",
    ),
    "summaries_api": ("summaries",),
    "notices_api": ("notices", "preferences", "channels"),
    "home_api": ("home",),
}
"""By function: the first parts of the paths that it answers."""

LEAVES = frozenset({"me", "openapi.json", "preferences", "settings"})
"""First parts of the path below which there is nothing; a test holds them to the routes of the functions."""
