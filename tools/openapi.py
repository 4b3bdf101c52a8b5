"""`make openapi`: one OpenAPI 3.1 document out of the routes of all functions.

    python -m tools.openapi [--check]

`--check` writes nothing and fails when the checked-in document isn't what the code says.
"""

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infra.folders import folder_of, module_of

ROOT = Path(__file__).resolve().parent.parent
CHECKED_IN = ROOT / "openapi.json"
SERVED = folder_of("people_api") / "openapi.json"
APIS = (
    "people_api",
    "interactions_api",
    "quality_api",
    "insights_api",
    "coaching_api",
    "summaries_api",
    "notices_api",
    "home_api",
)

_PROBLEM: dict[str, Any] = {
    "description": "A problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


_UNAUTHENTICATED = {
    "description": "Nobody is signed in: told by API Gateway without a problem document, or by Debrief with one",
    "content": {
        **_PROBLEM["content"],
        "application/json": {"schema": {"type": "object", "properties": {"message": {"type": "string"}}}},
    },
}


def document() -> dict[str, Any]:
    """The whole API. Raises ValueError when two functions mean different things by one schema name."""
    from debrief.kernel.errors import FieldError
    from debrief.kernel.web.problems import Problem

    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for name in APIS:
        part = _of(name)
        for schema, meaning in part["components"].get("schemas", {}).items():
            if schema in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
                continue
            if schemas.setdefault(schema, meaning) != meaning:
                raise ValueError(f"{name} means another {schema} than the functions before it")
        paths |= part["paths"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    problem.pop("$defs", None)
    schemas["Problem"] = problem
    schemas["FieldError"] = FieldError.model_json_schema()
    for methods in paths.values():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            operation["responses"]["401"] = _UNAUTHENTICATED
            operation["responses"]["default"] = _PROBLEM
            operation["security"] = [{"signed_in": []}]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Debrief",
            "version": "1",
            "description": "Open quality management and coaching for contact centres.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"signed_in": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _of(name: str) -> dict[str, Any]:
    app = importlib.import_module(module_of(name)).app.whole()
    part: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=name, version="1"))
    return part


def text() -> str:
    """The document as it is read by people."""
    return json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def served_text() -> str:
    """The document as the API serves it: a third smaller, and still a line for each entry."""
    return json.dumps(document(), indent=0, separators=(",", ":"), ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the document, or check it."""
    sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "layers" / "debrief" / "python")]
    new = {CHECKED_IN: text(), SERVED: served_text()}
    if "--check" in arguments:
        if any(place.read_text(encoding="utf-8") != content for place, content in new.items()):
            print("openapi.json isn't what the code says: run `make openapi`.", file=sys.stderr)
            return 1
        return 0
    for place, content in new.items():
        place.write_text(content, encoding="utf-8")
    print(f"{CHECKED_IN.name}: {len(document()['paths'])} paths")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
