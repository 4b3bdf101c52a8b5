"""What is wrong with a field is told in plain words, whatever the interface's description lets be wrong."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from debrief.kernel.mistakes import plain

pytestmark = pytest.mark.feature("S0.13")
OPENAPI = Path(__file__).parents[3] / "openapi.json"
LIBRARYS = re.compile(
    r"\b(input|should|tuple|string|dictionary|validation|valid|pydantic|assertion|discriminator|required)\b",
    re.IGNORECASE,
)
"""What a library says, and people don't."""


class Strict(BaseModel):
    """One field, and no others."""

    model_config = ConfigDict(extra="forbid")
    name: str


class Cat(BaseModel):
    """One of two kinds."""

    kind: Literal["cat"]


class Dog(BaseModel):
    """The other."""

    kind: Literal["dog"]


PET = Annotated[Cat | Dog, Field(discriminator="kind")]

# What of a description's words can be broken, with a type that has it, what breaks it, and what is said of it then.
BROKEN: Mapping[str, list[tuple[Any, Any, str]]] = {
    "type: string": [(str, 5, "has to be text")],
    "type: integer": [
        (int, "x", "has to be a whole number"),
        (int, 1.5, "has to be a whole number"),
        (int, None, "has to be a whole number"),
        (int, "9" * 5_000, "is a number with too many digits"),
    ],
    "type: number": [(float, "x", "has to be a number"), (float, None, "has to be a number")],
    "type: boolean": [
        (StrictBool, "yes", "has to be true or false"),
        (bool, "perhaps", "has to be true or false"),
        (bool, None, "has to be true or false"),
    ],
    "type: array": [
        (list[str], "x", "has to be a list"),
        (tuple[str, ...], 5, "has to be a list"),
        (frozenset[str], 5, "has to be a list"),
        (set[str], 5, "has to be a list"),
    ],
    "type: object": [(Strict, "x", "has to be an object with fields"), (dict[str, int], 5, "has to be an object")],
    "type: null": [(None, 5, "has to be left out")],
    "required": [(Strict, {}, "is needed")],
    "additionalProperties": [(Strict, {"name": "x", "nme": "x"}, "isn't known here")],
    "minLength": [
        (Annotated[str, Field(min_length=1)], "", "is empty"),
        (Annotated[str, Field(min_length=3)], "x", "is too short: 3 characters at least"),
    ],
    "maxLength": [
        (Annotated[str, Field(max_length=2_000)], "x" * 2_001, "is too long: 2,000 characters at most"),
        (Annotated[str, Field(max_length=1)], "xx", "is too long: 1 character at most"),
    ],
    "minItems": [
        (Annotated[tuple[str, ...], Field(min_length=1)], [], "is empty"),
        (Annotated[list[str], Field(min_length=2)], ["x"], "is too short: 2 entries at least"),
    ],
    "maxItems": [(Annotated[tuple[str, ...], Field(max_length=1)], ["x", "y"], "is too long: 1 entry at most")],
    "maxProperties": [(Annotated[dict[str, str], Field(max_length=1)], {"a": "", "b": ""}, "is too long: 1 entry")],
    "propertyNames": [(dict[Annotated[str, Field(max_length=1)], str], {"ab": ""}, "is too long: 1 character")],
    "prefixItems": [(tuple[str, str], ["x"], "is needed")],
    "minimum": [(Annotated[int, Field(ge=1)], 0, "has to be 1 at least")],
    "maximum": [(Annotated[int, Field(le=1_000)], 1_001, "has to be 1,000 at most")],
    "exclusiveMinimum": [(Annotated[float, Field(gt=0)], 0, "has to be more than 0")],
    "exclusiveMaximum": [(Annotated[float, Field(lt=1.5)], 2, "has to be less than 1.5")],
    "multipleOf": [(Annotated[int, Field(multiple_of=5)], 3, "has to be a multiple of 5")],
    "pattern": [(Annotated[str, Field(pattern="^[a-z]+$")], "1", "isn't written as it has to be: ^[a-z]+$")],
    "enum": [(Literal["a", "b"], "c", "has to be 'a' or 'b'")],
    "const": [(Literal["a"], "c", "has to be 'a'")],
    "discriminator": [
        (PET, {"kind": "cow"}, "“kind” has to be one of 'cat', 'dog'"),
        (PET, {}, "needs “kind”, which tells what it is"),
        (PET, "x", "has to be an object with fields"),
    ],
    "format: date": [(date, "yesterday", "has to be a day"), (date, "2026-03-01T10:00:00Z", "has to be a day")],
    "format: date-time": [
        (datetime, "yesterday", "has to be a time with its zone"),
        (AwareDatetime, "2026-03-01T10:00:00", "has to be a time with its zone"),
    ],
}
SAYS_NOTHING = {
    "type",
    "title",
    "anyOf",
    "oneOf",
    "$ref",
    "description",
    "default",
    "properties",
    "items",
    "format",
    "readOnly",
}
"""Words of a description that nothing can break, or that are broken by what stands beside or below them."""


def mistakes(of: Any, value: Any) -> list[Any]:
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(of).validate_python(value)
    return list(raised.value.errors())


@pytest.mark.parametrize(("of", "value", "told"), [each for some in BROKEN.values() for each in some])
def test_a_mistake_is_told_in_plain_words(of: Any, value: Any, told: str) -> None:
    (mistake,) = {plain(each) for each in mistakes(of, value)}
    assert mistake.startswith(told)
    assert not LIBRARYS.search(mistake)


def test_every_word_of_the_interfaces_description_that_can_be_broken_is_here() -> None:
    document = json.loads(OPENAPI.read_text())
    found = {word for each in document["components"]["schemas"].values() for word in words(each)}
    for operations in document["paths"].values():
        for operation in operations.values():
            found |= {word for each in operation.get("parameters", []) for word in words(each["schema"])}
    assert len(found) > 20
    assert found - SAYS_NOTHING <= BROKEN.keys()


def words(schema: Any) -> Iterator[str]:
    """The words that a schema is described with."""
    if not isinstance(schema, Mapping):
        return
    for word, value in schema.items():
        yield word
        if word in {"type", "format"}:
            yield f"{word}: {value}"
        if word == "properties":
            for each in value.values():
                yield from words(each)
        elif word in {"items", "additionalProperties", "propertyNames"}:
            yield from words(value)
        elif word in {"anyOf", "oneOf", "allOf", "prefixItems"}:
            for each in value:
                yield from words(each)


def test_what_our_own_rules_say_stays_as_it_is() -> None:
    def rule(value: str) -> str:
        raise ValueError("is no day of a week")

    class Ruled(BaseModel):
        name: str

        def model_post_init(self, _: Any) -> None:
            rule(self.name)

    (mistake,) = mistakes(Ruled, {"name": "x"})
    assert plain(mistake) == "is no day of a week"


def test_whatever_kind_of_error_the_library_has_something_is_said() -> None:
    for kind in get_args(ErrorType):
        assert plain({"type": kind, "msg": "something is wrong", "ctx": {}})
