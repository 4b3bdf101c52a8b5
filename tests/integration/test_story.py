"""What `make run` loads and tells, broken off again and again: it goes on where it was, and nothing comes twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from local.cloud import Cloud, bring_up, shut_down
from local.engine.process import EngineProcess
from local.loading.company import load_first, load_rest, loaded_sample
from local.sample.model import Sample
from local.sessions import Sessions
from local.settings import LocalSettings
from local.story.telling import AGENDA, FOLDER, tell
from tests.rights_proof import recorded
from tests.web.sample import tiny

LINES = (
    "dropping a stereo recording",
    "dropping its transcript",
    "processing",
    "1-to-1 mt_",
    "summary sm_",
    "  ",
)
"""How what the story says begins, in this order; it is broken off at each of them. The last is the summary's first step
that is seen: which one that is depends on how fast they follow each other."""


class BrokenOff(BaseException):
    """As by Ctrl-C."""


@pytest.fixture(scope="module")
def own(settings_for: Callable[[str], LocalSettings]) -> Iterator[Cloud]:
    """A cloud of its own: the sample sets up the account."""
    engine = EngineProcess(settings_for("story"))
    try:
        yield recorded(bring_up(engine, lambda _: None))
    finally:
        shut_down(engine)


def until(line: str) -> Callable[[str], None]:
    def say(text: str) -> None:
        if text.startswith(line):
            raise BrokenOff

    return say


def everything(cloud: Cloud, sample: Sample) -> dict[str, Counter[str]]:
    """All that there is, by what names it."""
    admin, leader = Sessions(cloud).admin, Sessions(cloud).of(sample.star.manager_email)
    since = {"from": f"{sample.first_day}T00:00:00Z"}
    objects = cloud.boto("s3").list_objects_v2(Bucket=cloud.recordings_bucket)["Contents"]
    agents = [each["id"] for each in admin.pages("/people") if each["agent_references"]]
    return {
        "people": Counter(each["name"] for each in admin.pages("/people")),
        "scorecards": Counter(each["name"] for each in admin.pages("/scorecards")),
        "conversations": Counter(each["contact_reference"] for each in admin.pages("/interactions", since)),
        "evaluations": Counter(
            f"{each['interaction_id']} {each['scorecard_id']} {each['type']}"
            for each in admin.pages("/evaluations", since)
        ),
        "meetings": Counter(
            f"{each['participant_id']} {each['title']}"
            for agent in agents
            for each in admin.pages("/meetings", {"participant_id": agent})
        ),
        "actions": Counter(
            f"{each['assignee_id']} {each['title']} {each['due_date']}"
            for agent in agents
            for each in admin.pages("/actions", {"assignee_id": agent})
        ),
        "feedback": Counter(
            f"{agent} {each['interaction_id']}"
            for agent in agents
            for each in admin.pages("/feedback", {"agent_id": agent})
        ),
        "summaries": Counter(
            summary["meeting_id"]
            for meeting in leader.pages("/meetings", of_star(cloud, sample))
            for summary in leader.get("/summaries", {"meeting_id": meeting["id"]})["items"]
        ),
        "recordings": Counter(each["Key"] for each in objects if each["Key"].startswith(FOLDER)),
    }


@pytest.mark.soak
@pytest.mark.feature("N10")
@pytest.mark.timeout(600)
def test_a_start_that_was_broken_off_goes_on_where_it_was(own: Cloud) -> None:
    sample = tiny(datetime.now(UTC).date())
    for line in ("people", "dropped", "evaluations by people", "1-to-1s"):
        with pytest.raises(BrokenOff):
            load_first(own, sample, until(line))
    load_first(own, sample, lambda _: None)
    for line in LINES:
        with pytest.raises(BrokenOff):
            tell(own, sample, until(line))
    summary, now = tell(own, sample, lambda _: None)
    assert summary["status"] == "ready"
    assert now
    again: list[str] = []
    assert tell(own, sample, again.append) == (summary, False)
    assert again == [], "a story that was told is not told again"

    for line in ("dropped", "evaluations by people", "1-to-1s"):
        with pytest.raises(BrokenOff):
            load_rest(own, sample, until(line))
    load_rest(own, sample, lambda _: None)
    whole = everything(own, sample)
    for kind, found in whole.items():
        assert found, kind
        assert set(found.values()) == {1}, (kind, [each for each, count in found.items() if count > 1])
    assert len(whole["conversations"]) == len(sample.conversations) + 1
    assert len(whole["recordings"]) == 3
    assert sum(AGENDA in each["agenda"] for each in Sessions(own).admin.pages("/meetings", of_star(own, sample))) == 1

    load_first(own, sample, lambda _: None)
    load_rest(own, sample, lambda _: None)
    assert everything(own, sample) == whole
    found_again = loaded_sample(Sessions(own).admin)
    assert found_again is not None
    assert found_again.last_day == sample.last_day


def of_star(cloud: Cloud, sample: Sample) -> dict[str, Any]:
    return {"participant_id": Sessions(cloud).person(sample.star.email)["id"]}
