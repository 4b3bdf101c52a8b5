"""What the engine's CloudFormation drops: table TTL, point-in-time recovery and HTTP API CORS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local.engine.patches import PatchError, engine, required

Properties = dict[str, Any]


def time_to_live(properties: Properties) -> dict[str, str] | None:
    """The engine's TTL record for a table's template properties; None when TTL is off."""
    spec = properties.get("TimeToLiveSpecification") or {}
    if str(spec.get("Enabled")).lower() != "true":
        return None
    return {"TimeToLiveStatus": "ENABLED", "AttributeName": str(spec["AttributeName"])}


def point_in_time_recovery(properties: Properties) -> bool:
    spec = properties.get("PointInTimeRecoverySpecification") or {}
    return str(spec.get("PointInTimeRecoveryEnabled")).lower() == "true"


def cors(properties: Properties) -> Properties:
    """Template properties with CORS under the names of the API, which is where the engine looks for them."""
    configuration = properties.get("CorsConfiguration")
    if not isinstance(configuration, dict):
        return properties
    renamed = {key[0].lower() + key[1:]: value for key, value in configuration.items()}
    if "maxAge" in renamed:
        renamed["maxAge"] = int(renamed["maxAge"])
    if "allowCredentials" in renamed:
        renamed["allowCredentials"] = str(renamed["allowCredentials"]).lower() == "true"
    return {**properties, "CorsConfiguration": renamed}


def apply() -> None:
    dynamodb = engine("services.dynamodb")
    provisioners = engine("services.cloudformation.provisioners")
    ttl_settings = required(dynamodb, "_ttl_settings")
    pitr_settings = required(dynamodb, "_pitr_settings")
    handlers = required(provisioners, "_RESOURCE_HANDLERS")

    def settle(name: str, properties: Properties) -> None:
        record = time_to_live(properties)
        if record is None:
            ttl_settings.pop(name, None)
        else:
            ttl_settings[name] = record
        pitr_settings[name] = point_in_time_recovery(properties)

    def table_create(original: Callable[..., Any]) -> Callable[..., Any]:
        def create(logical_id: str, properties: Properties, stack_name: str) -> Any:
            result = original(logical_id, properties, stack_name)
            settle(result[0], properties)
            return result

        return create

    def table_update(original: Callable[..., Any]) -> Callable[..., Any]:
        def update(physical_id: str, old: Properties, new: Properties, *rest: Any, **named: Any) -> Any:
            result = original(physical_id, old, new, *rest, **named)
            settle(result[0], new)
            return result

        return update

    def api_create(original: Callable[..., Any]) -> Callable[..., Any]:
        def create(logical_id: str, properties: Properties, stack_name: str) -> Any:
            return original(logical_id, cors(properties), stack_name)

        return create

    def api_update(original: Callable[..., Any]) -> Callable[..., Any]:
        def update(physical_id: str, old: Properties, new: Properties, *rest: Any, **named: Any) -> Any:
            return original(physical_id, old, cors(new), *rest, **named)

        return update

    wrappers = {
        "AWS::DynamoDB::Table": (table_create, table_update),
        "AWS::ApiGatewayV2::Api": (api_create, api_update),
    }
    for resource, (creating, updating) in wrappers.items():
        handler = handlers.get(resource)
        if not isinstance(handler, dict) or not {"create", "update"} <= handler.keys():
            raise PatchError(f"The local engine no longer creates and updates {resource} as expected.")
        handler["create"] = creating(handler["create"])
        handler["update"] = updating(handler["update"])
