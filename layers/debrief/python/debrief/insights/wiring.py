"""Puts together what of the insights is done by the clock."""

from debrief.insights.benchmarks.refresh_steps import RefreshSteps
from debrief.insights.benchmarks.store import BenchmarkStore
from debrief.insights.projection.store import RollupStore
from debrief.kernel.clock import SystemClock
from debrief.kernel.ids import UlidIds
from debrief.people.store import PeopleStore


def benchmark_refresh() -> RefreshSteps:
    """What makes the benchmarks."""
    clock = SystemClock()
    return RefreshSteps(BenchmarkStore(), RollupStore(), PeopleStore(), clock, UlidIds(clock))
