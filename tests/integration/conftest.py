"""Integration tests: the synthesised stacks on one local engine, with the deployed handlers and state machines.

The cloud comes up once for the session, and where tests run side by side (`-n 2`) once for each worker: two tests never
share one at the same time. A test must leave it usable: what it breaks, it mends; names of its objects and people are
its own, so that no test meets what another one left.

Every AWS call that the functions and state machines make is written down, and held against their roles at the end
(`tests.rights_proof`).
"""

from collections.abc import Callable, Iterator

import pytest

from local.cloud import Cloud, bring_up, shut_down
from local.engine.process import EngineProcess, free_port
from local.settings import LocalSettings
from tests.integration.driver import Debrief
from tests.rights_proof import recorded, recordings


@pytest.fixture(scope="session")
def settings_for(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], LocalSettings]:
    """Makes settings for a cloud of its own, with recognition off; all share the stacks, synthesised once."""

    def make(name: str) -> LocalSettings:
        return LocalSettings(
            port=free_port(),
            model_port=free_port(),
            state_dir=tmp_path_factory.mktemp(name),
            recogniser="off",
            save_seconds=1.0,
            record_calls=recordings() / f"{worker_id}-{name}",
        )

    return make


@pytest.fixture(scope="session")
def cloud(settings_for: Callable[[str], LocalSettings]) -> Iterator[Cloud]:
    """The laptop cloud that tests share: recordings without a transcript end as failed."""
    engine = EngineProcess(settings_for("cloud"))
    try:
        yield recorded(bring_up(engine, lambda _: None))
    finally:
        shut_down(engine)


@pytest.fixture(scope="session")
def engine(cloud: Cloud) -> EngineProcess:
    """The process that the cloud runs in, for scripting the offline model's faults."""
    return EngineProcess(cloud.settings)


@pytest.fixture(scope="session")
def _debrief(cloud: Cloud) -> Debrief:
    return Debrief(cloud)


@pytest.fixture
def debrief(_debrief: Debrief, engine: EngineProcess) -> Iterator[Debrief]:
    """The running Debrief, seen as its administrator sees it; what is left of scripted faults goes afterwards."""
    yield _debrief
    engine.clear_faults()
