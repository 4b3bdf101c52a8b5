"""Types of fields that meetings, actions and feedback share."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from debrief.kernel.model import Aggregate
from debrief.kernel.text import check_name, check_prose

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
NewTitle = Annotated[Title, AfterValidator(check_name)]
"""A title from now on; those that are stored stay readable whatever they hold."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Text = Annotated[str, Field(max_length=10_000)]
NewLine = Annotated[Line, AfterValidator(check_prose)]
NewText = Annotated[Text, AfterValidator(check_prose)]
"""What is written from now on shows all that it holds."""

Reference = Annotated[str, StringConstraints(pattern=r"^[a-z]+_[0-9A-Za-z]{1,40}$")]


def fields_of(value: Aggregate, *, leave_out: str = "") -> dict[str, Any]:
    """The fields of `value` by name, as they are, but for one."""
    return {name: getattr(value, name) for name in type(value).model_fields if name != leave_out}
