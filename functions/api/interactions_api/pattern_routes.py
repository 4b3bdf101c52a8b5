"""The routes of file-name patterns: what is settled, and what they would make of names."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import Field, StringConstraints

from api.interactions_api.parameters import MANAGE
from api.interactions_api.wiring import app, name_patterns, people, settling
from debrief.interactions.intake.name_patterns import MOST_PATTERNS, NamePattern, NamePatterns, NamePatternSaid
from debrief.interactions.intake.name_patterns_service import MOST_NAMES, NameTried
from debrief.interactions.intake.ready_made_patterns import READY_MADE, ReadyMade
from debrief.kernel.model import Aggregate, Entity
from debrief.kernel.web.api import IfMatch, check_revision, versioned


class NamePatternsView(Aggregate):
    """patterns: in the order in which they are tried. ready_made: what is offered for systems that tell their names."""

    patterns: tuple[NamePattern, ...]
    ready_made: tuple[ReadyMade, ...]


class NamePatternsRequest(Entity):
    """All patterns, in the order in which they are tried."""

    patterns: list[NamePatternSaid]


class NamePatternTrial(Entity):
    """names: of files, with their folders or without. patterns: to be tried in the place of those that are settled."""

    names: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=1024)]],
        Field(min_length=1, max_length=MOST_NAMES),
    ]
    patterns: list[NamePatternSaid] | None = Field(default=None, max_length=MOST_PATTERNS)


class NamesTried(Entity):
    """What would become of each, in the order in which they were given."""

    names: tuple[NameTried, ...]


@app.on("GET", "/intake/name-patterns", allow=MANAGE)
def get_name_patterns() -> Response[NamePatternsView]:
    """How names of files are read, and the patterns that are offered for systems that tell how they name theirs."""
    return _shown(name_patterns().all())


@app.on("PUT", "/intake/name-patterns", allow=MANAGE)
def put_name_patterns(body: NamePatternsRequest, if_match: IfMatch = None) -> Response[NamePatternsView]:
    """Settle how names of files are read, for what comes in from now on."""
    current = name_patterns().all()
    check_revision(current, if_match)
    return _shown(name_patterns().settle(current, body.patterns, by=app.caller.user_id))


@app.on("POST", "/intake/name-patterns/trials", allow=MANAGE)
def try_name_patterns(body: NamePatternTrial) -> NamesTried:
    """What would become of files with these names: which pattern fits, what is read, and what would hold them."""
    tried = name_patterns().trial(body.names, body.patterns, settling().all(), people.settings())
    return NamesTried(names=tried)


def _shown(patterns: NamePatterns) -> Response[NamePatternsView]:
    view = NamePatternsView(revision=patterns.revision, patterns=patterns.patterns, ready_made=READY_MADE)
    return versioned(view, view.revision)
