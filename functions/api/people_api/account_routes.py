"""Roles, feature flags, settings, and the description of the API itself."""

from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from api.people_api.app import account, app
from debrief.kernel.auth import Permission
from debrief.kernel.errors import NotFound
from debrief.kernel.web.api import SIGNED_IN, Gives, IfMatch, expected_revision, nothing, versioned
from debrief.kernel.web.paging import Page
from debrief.people.inputs import FlagSwitch, NewRole, RoleChanges
from debrief.people.model import SettingsValues
from debrief.people.views import FeatureFlagItem, RoleItem, SettingsItem, flag_item, role_item, settings_item

SETTLE = Permission.SETTINGS_MANAGE


@app.on("GET", "/roles", allow=Permission.PEOPLE_VIEW)
def list_roles() -> Page[RoleItem]:
    """All roles, the built-in ones first."""
    return Page[RoleItem](items=[role_item(app.caller, role) for role in account.roles()])


@app.on("POST", "/roles", allow=SETTLE, status=201)
def create_role(body: NewRole) -> Response[RoleItem]:
    """Add a role."""
    role = account.create_role(body)
    return versioned(role_item(app.caller, role), role.revision, status=201, location=f"/roles/{role.id}")


@app.on("GET", "/roles/<role_id>", allow=Permission.PEOPLE_VIEW)
def get_role(role_id: str) -> Response[RoleItem]:
    """One role."""
    role = account.role(role_id)
    return versioned(role_item(app.caller, role), role.revision)


@app.on("PATCH", "/roles/<role_id>", allow=SETTLE)
def change_role(role_id: str, body: RoleChanges, if_match: IfMatch = None) -> Response[RoleItem]:
    """Change what a role permits and whose work it reaches."""
    role = account.change_role(role_id, body, expected_revision(if_match))
    return versioned(role_item(app.caller, role), role.revision)


@app.on("DELETE", "/roles/<role_id>", allow=SETTLE, status=204)
def delete_role(role_id: str, if_match: IfMatch = None) -> Response[None]:
    """Remove a role that was added and that nobody has."""
    account.delete_role(role_id, expected_revision(if_match))
    return nothing()


@app.on("GET", "/feature-flags", allow=SETTLE)
def list_feature_flags() -> Page[FeatureFlagItem]:
    """All feature flags."""
    return Page[FeatureFlagItem](items=[flag_item(app.caller, flag) for flag in account.flags()])


@app.on("GET", "/feature-flags/<name>", allow=SETTLE)
def get_feature_flag(name: str) -> Response[FeatureFlagItem]:
    """One feature flag."""
    flag = account.flag(name)
    return versioned(flag_item(app.caller, flag), flag.revision)


@app.on("PATCH", "/feature-flags/<name>", allow=SETTLE)
def switch_feature_flag(name: str, body: FlagSwitch, if_match: IfMatch = None) -> Response[FeatureFlagItem]:
    """Turn a feature on or off."""
    flag = account.switch_flag(name, body.on, expected_revision(if_match))
    return versioned(flag_item(app.caller, flag), flag.revision)


@app.on("GET", "/settings", allow=SETTLE)
def get_settings() -> Response[SettingsItem]:
    """The account's settings. What everybody has to know of them is told with GET /me."""
    settings = account.settings()
    return versioned(settings_item(app.caller, settings), settings.revision)


@app.on("PATCH", "/settings", allow=SETTLE)
def change_settings(body: SettingsValues, if_match: IfMatch = None) -> Response[SettingsItem]:
    """Change those settings that are sent."""
    settings = account.change_settings(body, expected_revision(if_match))
    return versioned(settings_item(app.caller, settings), settings.revision)


# Beside the one function that serves it: all would carry it if it were in the layer.
DESCRIPTION = Path(__file__).with_name("openapi.json")


@app.on("GET", "/openapi.json", allow=SIGNED_IN, gives=Gives("application/json", {"type": "object"}))
def get_openapi() -> Response[str]:
    """The description of the whole API, as OpenAPI 3.1."""
    if not DESCRIPTION.is_file():
        raise NotFound("This deployment carries no description of its API")
    return Response(status_code=200, content_type="application/json", body=DESCRIPTION.read_text(encoding="utf-8"))
