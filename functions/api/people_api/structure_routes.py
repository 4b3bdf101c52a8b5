"""Teams and agent groups. Their members are the people with that team or group: GET /people?team=… or ?group=…"""

from aws_lambda_powertools.event_handler import Response

from api.people_api.app import Cursor, Limit, app, cursors, store, structure
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.people.inputs import GroupChanges, NewGroup, NewTeam, TeamChanges
from debrief.people.views import GroupItem, TeamItem, group_item, team_item

VIEW, MANAGE = Permission.PEOPLE_VIEW, Permission.PEOPLE_MANAGE


@app.on("GET", "/teams", allow=VIEW)
def list_teams(limit: Limit = None, cursor: Cursor = None) -> Page[TeamItem]:
    """Teams by name."""
    binding = ("teams", app.caller.user_id)
    teams, following = store.list_teams(limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    items = [team_item(app.caller, team) for team in teams]
    return Page[TeamItem](items=items, next_cursor=cursors.encode(following, *binding))


@app.on("POST", "/teams", allow=MANAGE, status=201)
def create_team(body: NewTeam) -> Response[TeamItem]:
    """Add a team."""
    team = structure.create_team(app.caller, body)
    return versioned(team_item(app.caller, team), team.revision, status=201, location=f"/teams/{team.id}")


@app.on("GET", "/teams/<team_id>", allow=VIEW)
def get_team(team_id: str) -> Response[TeamItem]:
    """One team."""
    team = structure.team(team_id)
    return versioned(team_item(app.caller, team), team.revision)


@app.on("PATCH", "/teams/<team_id>", allow=MANAGE)
def change_team(team_id: str, body: TeamChanges, if_match: IfMatch = None) -> Response[TeamItem]:
    """Rename a team or give it another supervisor."""
    team = structure.change_team(app.caller, team_id, body, expected_revision(if_match))
    return versioned(team_item(app.caller, team), team.revision)


@app.on("DELETE", "/teams/<team_id>", allow=MANAGE, status=204)
def delete_team(team_id: str, if_match: IfMatch = None) -> Response[None]:
    """Remove a team that nobody is in."""
    structure.delete_team(app.caller, team_id, expected_revision(if_match))
    return nothing()


@app.on("GET", "/groups", allow=VIEW)
def list_groups(limit: Limit = None, cursor: Cursor = None) -> Page[GroupItem]:
    """Agent groups by name."""
    binding = ("groups", app.caller.user_id)
    groups, following = store.list_groups(limit=page_limit(limit), start=cursors.decode(cursor, *binding))
    items = [group_item(app.caller, group) for group in groups]
    return Page[GroupItem](items=items, next_cursor=cursors.encode(following, *binding))


@app.on("POST", "/groups", allow=MANAGE, status=201)
def create_group(body: NewGroup) -> Response[GroupItem]:
    """Add an agent group."""
    group = structure.create_group(app.caller, body)
    return versioned(group_item(app.caller, group), group.revision, status=201, location=f"/groups/{group.id}")


@app.on("GET", "/groups/<group_id>", allow=VIEW)
def get_group(group_id: str) -> Response[GroupItem]:
    """One agent group."""
    group = structure.group(group_id)
    return versioned(group_item(app.caller, group), group.revision)


@app.on("PATCH", "/groups/<group_id>", allow=MANAGE)
def change_group(group_id: str, body: GroupChanges, if_match: IfMatch = None) -> Response[GroupItem]:
    """Rename an agent group."""
    group = structure.change_group(app.caller, group_id, body, expected_revision(if_match))
    return versioned(group_item(app.caller, group), group.revision)


@app.on("DELETE", "/groups/<group_id>", allow=MANAGE, status=204)
def delete_group(group_id: str, if_match: IfMatch = None) -> Response[None]:
    """Remove an agent group that nobody is in."""
    structure.delete_group(app.caller, group_id, expected_revision(if_match))
    return nothing()
