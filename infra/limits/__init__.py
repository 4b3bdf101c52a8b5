"""What AWS allows, in one place: the table in docs/operations.md is made of it, and tests hold the templates to it.

Numbers are those of AWS's documents, named with each, as they stood in November 2026; where Regions differ, it is the
smaller one. What is adjustable can be raised with Service Quotas; look there for what your account really has.
"""

from __future__ import annotations

from typing import Final

from infra.limits.counted import COUNTED
from infra.limits.model import DELAYED, RAISED, REFUSED, SHARE, Limit
from infra.limits.of_runs import OF_RUNS
from infra.limits.of_stores import OF_STORES

__all__ = ["COUNTED", "DELAYED", "RAISED", "RECKONED", "REFUSED", "SHARE", "Limit"]

RECKONED: Final[tuple[Limit, ...]] = (*OF_RUNS, *OF_STORES)
"""What shows only while it runs."""
