"""State machine files: valid JSON as they lie, with names in place of what an environment decides.

Two kinds of placeholder: `"${SomeFunction}"` stands for text (ARNs, names) and stays for CloudFormation to fill;
a placeholder given as a number fills a whole value, because waits, limits and retry intervals must be numbers in the
file that Step Functions reads. No CDK here: tests and the local cloud use the same function.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

STATE_MACHINES = Path(__file__).resolve().parents[2] / "statemachines"


class DefinitionError(ValueError):
    """A number that the file doesn't ask for."""


def definition(name: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    """The state machine `statemachines/<name>.asl.json` with the numbers filled in.

    Raises
    ------
    DefinitionError: a number is given that has no placeholder.
    """
    used: set[str] = set()

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [fill(inner) for inner in value]
        if isinstance(value, str) and value.startswith("${") and value[2:-1] in numbers:
            used.add(value[2:-1])
            return numbers[value[2:-1]]
        return value

    filled = fill(json.loads((STATE_MACHINES / f"{name}.asl.json").read_text(encoding="utf-8")))
    if unused := sorted(set(numbers) - used):
        raise DefinitionError(f"{name} has no placeholder for {', '.join(unused)}")
    result: dict[str, Any] = filled
    return result
