"""The tree of a condition, as it is stored and as the API shows it.

A condition is data: nothing in it is run. Which fields there are, and what they hold, a context says in its
`fields.Fields`; a value may be named before it appears in any data. How much one may hold is asked where a condition is
written (`fields.mistakes`); what is stored is read whatever it holds.
"""

from typing import Annotated, Literal

from pydantic import Field

from debrief.kernel.model import Entity

MOST_OF = 20
"""Parts of one group."""

MOST_VALUES = 200
"""Values of one list that is written."""

LONGEST_VALUE = 512
"""Characters of a value that is written; what is known of a conversation is kept up to this length."""

MOST_PHRASES = 500
"""Phrases of one test; a vendor's rule with alternatives at several places multiplies."""

FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Milliseconds = Annotated[int, Field(gt=0)]


class AllOf(Entity):
    """Holds when every part does; without parts always."""

    kind: Literal["all"] = "all"
    of: Annotated[tuple["Condition", ...], Field(max_length=MOST_OF)] = ()


class AnyOf(Entity):
    """Holds when at least one part does; without parts never."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple["Condition", ...], Field(max_length=MOST_OF)] = ()


class IsIn(Entity):
    """Holds when the field, or one of its values where it has several, is among `values`. An absent field is not."""

    kind: Literal["in"] = "in"
    field: FieldName
    values: Annotated[tuple[str, ...], Field(min_length=1)]


class NotIn(Entity):
    """Holds when neither the field nor one of its values is among `values`; so it does where the field is absent."""

    kind: Literal["not_in"] = "not_in"
    field: FieldName
    values: Annotated[tuple[str, ...], Field(min_length=1)]


class Within(Entity):
    """Holds when the field's number lies within both bounds, which are included. An absent field does not.

    at_least, at_most: in the field's unit; one of them at least.
    """

    kind: Literal["within"] = "within"
    field: FieldName
    at_least: Annotated[float, Field(allow_inf_nan=False)] | None = None
    at_most: Annotated[float, Field(allow_inf_nan=False)] | None = None


class IsAbsent(Entity):
    """Holds when nothing is known of the field: no value, or an empty list of them."""

    kind: Literal["absent"] = "absent"
    field: FieldName


class IsPresent(Entity):
    """Holds when something is known of the field."""

    kind: Literal["present"] = "present"
    field: FieldName


class Said(Entity):
    """Holds when one of the phrases was said.

    any_of: case, punctuation and white space make no difference and words are whole words; `frustrat*` stands for any
        word that begins so, `~3` for at most three words in between. In scripts written without spaces, such as
        Chinese, Japanese and Thai, each character is a word, so that a phrase is found wherever it stands in a
        sentence, with and without the asterisk.
    by: whose words count; none for anybody's.
    first_ms, last_ms: only what begins within so many milliseconds of the beginning or the end counts; not both.
    """

    kind: Literal["said"] = "said"
    field: FieldName
    any_of: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_PHRASES)]
    by: str | None = None
    first_ms: Milliseconds | None = None
    last_ms: Milliseconds | None = None


class NotSaid(Said):
    """Holds when none of the phrases was said, though there were words among which they could have been."""

    kind: Literal["not_said"] = "not_said"  # type: ignore[assignment]


Condition = Annotated[
    AllOf | AnyOf | IsIn | NotIn | Within | IsAbsent | IsPresent | Said | NotSaid, Field(discriminator="kind")
]
"""Any node of the tree."""
