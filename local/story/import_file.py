"""The same job on a file of somebody else: load it, and print the summary of one of its agents."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from local.client import ApiClient, ApiError
from local.cloud import Cloud
from local.errors import DemoError
from local.loading.bodies import people_csv
from local.loading.following import follow_import, import_people, wait_for_reports
from local.sample.model import DOMAIN, Person
from local.sessions import Sessions
from local.settings import let_import_the_layer
from local.story.basics import BASICS
from local.story.summaries import Say, await_summary, show_summary
from local.waiting import WaitedTooLong, Waiter

Json = dict[str, Any]
Days = tuple[date, date]

TEAM: Final = "Imported"
SUPERVISOR: Final = Person("Import Supervisor", f"import.supervisor@{DOMAIN}", "Supervisor", "", TEAM)
ROWS_A_FILE: Final = 4_000
"""People in one import; the API takes 5,000."""

_MOST_NAMED = 30
_LONGEST_REFERENCE = 200


@dataclass
class FileContent:
    """What a file of conversations holds. lines: not blank; unreadable: of those, how many are no conversation.

    agents: conversations by agent reference. channels: conversations by channel. also_called: what else the file calls
    an agent, such as an id beside an e-mail address, with the agent reference.
    """

    lines: int = 0
    unreadable: int = 0
    agents: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    also_called: dict[str, str] = field(default_factory=dict)


def run(cloud: Cloud, path: Path, agent: str, period: Days, say: Say, waiter: Waiter | None = None) -> str:
    """Load a file of vCons and print the summary of one of its agents; the id of the summary.

    agent: as the file names them, or the id of a user. period: first and last day, both included.

    Raises DemoError.
    """
    try:
        return _run(cloud, path, agent, period, say, waiter or Waiter())
    except (ApiError, WaitedTooLong) as error:
        raise DemoError(str(error)) from error


def _run(cloud: Cloud, path: Path, agent: str, period: Days, say: Say, waiter: Waiter) -> str:
    content = read_file(path)
    if not content.lines:
        raise DemoError(f"There is no line in {path.name}.", 2)
    say(f"{path.name}: {content.lines} lines, {len(content.agents)} agents")
    sessions = Sessions(cloud)
    agent = content.also_called.get(agent, agent)
    _check_agent(sessions, agent, content)
    agents = _people(sessions, content.agents, say, waiter)
    _scorecard(sessions.admin, content, say)
    key = bulk_key(path)
    with path.open("rb") as file:
        cloud.boto("s3").upload_fileobj(file, cloud.recordings_bucket, key)
    bulk = follow_import(sessions.admin, key, say, waiter)
    print_result(sessions.admin, bulk)
    agent_id = agents.get(agent, agent)
    client = _who_may(sessions, agent_id)
    _settle(sessions.admin, client, agent, agent_id, period, waiter)
    wanted: Json = {
        "agent_id": agent_id,
        "period": {"kind": "custom", "first_day": period[0].isoformat(), "last_day": period[1].isoformat()},
        "scorecard_type": "all",
    }
    summary = await_summary(client, wanted, say, waiter)
    show_summary(summary, say)
    summary_id: str = summary["id"]
    return summary_id


def read_file(path: Path) -> FileContent:
    """Go through the file line by line, as the intake will read it."""
    let_import_the_layer()
    from debrief.interactions.formats.detect import read_conversation
    from debrief.interactions.formats.parsed import UnreadableDocument
    from debrief.interactions.formats.vcon_parties import AGENT_NAMES

    content = FileContent()
    with path.open("rb") as file:
        for line in file:
            data = line.strip().removeprefix(b"\xef\xbb\xbf").strip()
            if not data:
                continue
            content.lines += 1
            try:
                conversation = read_conversation(data, time_zone="UTC")
            except UnreadableDocument:
                content.unreadable += 1
                continue
            metadata = conversation.metadata
            if metadata.agent_reference:
                content.agents[metadata.agent_reference] += 1
                for name in _agent_names(data, AGENT_NAMES):
                    content.also_called.setdefault(name, metadata.agent_reference)
            if metadata.channel:
                content.channels[metadata.channel.value] += 1
    return content


def _agent_names(data: bytes, keys: Sequence[str]) -> Iterator[str]:
    """Everything by which a vCon calls the one party that is an agent; nothing where there are several."""
    document = json.loads(data)
    parties = document.get("parties") if isinstance(document, dict) else None
    agents = [each for each in parties or [] if isinstance(each, dict) and each.get("role") == "agent"]
    if len(agents) == 1:
        yield from (str(agents[0][key]) for key in keys if agents[0].get(key))


def bulk_key(path: Path) -> str:
    """Where the file is dropped. The same content always lies at the same place, so that it is loaded once."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", path.name)
    name = name if name.lower().endswith((".jsonl", ".ndjson")) else f"{name}.jsonl"
    return f"imports/{digest}/{name[-150:].lstrip('.-') or 'conversations.jsonl'}"


def agent_person(reference: str) -> Person:
    """The user that is made for an agent of the file; the same reference gives the same one."""
    short = reference if len(reference) <= 12 else reference[:8]
    address = f"agent-{hashlib.sha256(reference.encode()).hexdigest()[:12]}@{DOMAIN}"
    return Person(f"Agent {short}", address, "Agent", SUPERVISOR.email, TEAM, reference)


def print_result(admin: ApiClient, bulk: Json) -> None:
    """Print what became of every line, and each one that wasn't loaded with its reason."""
    counts = bulk["counts"]
    print(
        f"\nlines read {bulk['lines']} = loaded {counts['loaded']} + held {counts['held']}"
        + (f" + failed {counts['failed']}" if counts["failed"] else "")
    )
    for status in ("held", "failed"):
        for item in admin.pages(f"/imports/{bulk['id']}/lines", {"status": status}):
            why = [reason["sentence"] for reason in item["reasons"]]
            why += [item["failure"]["sentence"]] if item["failure"] else []
            print(f"  line {item['line']} {status}: {' '.join(why)}")
    print(flush=True)


def _check_agent(sessions: Sessions, agent: str, content: FileContent) -> None:
    """Raises DemoError unless the agent is one of the file, or a user."""
    if agent in content.agents or any(person["id"] == agent for person in sessions.learn().values()):
        return
    named = [f"{reference} ({count})" for reference, count in content.agents.most_common(_MOST_NAMED)]
    more = f" and {len(content.agents) - _MOST_NAMED} more" if len(content.agents) > _MOST_NAMED else ""
    there = f"the file has {', '.join(named)}{more}" if named else "the file names no agent"
    raise DemoError(f"AGENT: nobody is called {agent}; {there}.", 2)


def _people(sessions: Sessions, references: Iterable[str], say: Say, waiter: Waiter) -> dict[str, str]:
    """Make users for agents whom nobody answers to yet; user ids by reference."""
    admin = sessions.admin
    known = _by_reference(sessions)
    missing = [agent_person(each) for each in references if each not in known and len(each) <= _LONGEST_REFERENCE]
    # The file separates several references by semicolons and trims them; such names go one by one.
    plain = [each for each in missing if ";" not in each.reference and each.reference == each.reference.strip()]
    for chunk in _chunks(plain, ROWS_A_FILE):
        import_people(admin, people_csv([SUPERVISOR, *chunk]), waiter)
    sessions.learn()
    for odd in [each for each in missing if each not in plain]:
        manager = sessions.person(SUPERVISOR.email) if plain else None
        body = {
            "name": odd.name,
            "email": odd.email,
            "role_ids": ["agent"],
            "manager_id": manager["id"] if manager else None,
            "agent_references": [odd.reference],
        }
        admin.post("/people", body)
    say(f"people: {len(missing)} agents made, {len(known)} known before")
    return _by_reference(sessions)


def _by_reference(sessions: Sessions) -> dict[str, str]:
    people = sessions.learn().values()
    return {reference: person["id"] for person in people for reference in person["agent_references"]}


def _chunks(people: Sequence[Person], size: int) -> Iterator[Sequence[Person]]:
    for first in range(0, len(people), size):
        yield people[first : first + size]


def _who_may(sessions: Sessions, agent_id: str) -> ApiClient:
    """A client of the agent's manager; only those above an agent make summaries of them."""
    agent = next((person for person in sessions.learn().values() if person["id"] == agent_id), None)
    if agent is None:
        raise DemoError(f"AGENT: {agent_id} can't be made a user, so nothing of theirs was loaded.", 2)
    manager = agent["manager"]
    email = next((each["email"] for each in sessions.learn().values() if manager and each["id"] == manager["id"]), None)
    return sessions.of(email or agent["email"])


def _settle(admin: ApiClient, client: ApiClient, agent: str, agent_id: str, period: Days, waiter: Waiter) -> None:
    """Wait until the reports count the agent's conversations of the period. Raises DemoError when there are none."""
    zone = ZoneInfo(admin.get("/settings")["time_zone"])
    start = datetime.combine(period[0], time.min, zone).astimezone(UTC)
    end = datetime.combine(period[1] + timedelta(days=1), time.min, zone).astimezone(UTC)
    query: Json = {"agent_id": agent_id, "from": start.isoformat(), "to": end.isoformat()}
    conversations = sum(1 for _ in client.pages("/interactions", query))
    if not conversations:
        times = [each["started_at"][:10] for each in client.pages("/interactions", {"agent_id": agent_id})]
        theirs = f"theirs are of {min(times)} to {max(times)}" if times else "nothing of theirs was loaded"
        raise DemoError(f"{agent} has no conversation from {period[0]} to {period[1]}; {theirs}.", 2)
    evaluations = sum(1 for _ in client.pages("/evaluations", query))
    wait_for_reports(client, agent_id, period, conversations, evaluations, waiter)


def _scorecard(admin: ApiClient, content: FileContent, say: Say) -> None:
    """Make sure that the conversations are evaluated: a plain scorecard, where none starts by itself for chats."""
    for line in admin.pages("/scorecards", {"status": ["published"]}):
        version = admin.get(f"/scorecards/{line['id']}")["version"]
        applies = version["applies_to"]
        everywhere = not applies["queues"] and (
            not applies["channels"] or set(content.channels) <= set(applies["channels"])
        )
        if version["start_automatically"] and everywhere:
            say(f"scorecard: {line['name']}")
            return
    made = admin.post("/scorecards", BASICS)
    admin.post(f"/scorecards/{made['id']}/publication")
    say(f"scorecard: {BASICS['name']} (new)")
