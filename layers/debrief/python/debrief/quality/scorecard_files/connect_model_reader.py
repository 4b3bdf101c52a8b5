"""Whether an evaluation form is one that Amazon Connect's API describes: held against botocore's description of it.

The description lies in the dependencies layer and isn't loaded before the first form is read or written: that takes a
tenth of a second, once in a process. Nothing is asked of AWS.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from debrief.kernel.errors import FieldError

_NAMED_AT_CALL: Final = {"InstanceId": "00000000-0000-0000-0000-000000000000"}
"""What `CreateEvaluationForm` needs beside the form: it names whose form it becomes, not the form."""

_LONGEST: Final = 300
_NUMBERS: Final = frozenset({"integer", "long", "float", "double"})


def known_fields() -> frozenset[str]:
    """The names of what a form consists of."""
    return frozenset(_shape().members) - {"InstanceId", "ClientToken", "AsDraft"}


def mistakes(form: Mapping[str, Any]) -> list[FieldError]:
    """What keeps `form` from being the input of `CreateEvaluationForm`; its place stands in each message."""
    from botocore.validate import ParamValidator

    report = ParamValidator().validate({**_NAMED_AT_CALL, **form}, _shape())
    lines: list[str] = report.generate_report().split("\n") if report.has_errors() else []
    found = (*(line for line in lines if line.strip()), *_beyond(form, _shape(), ""))
    return [FieldError(pointer="connect", message=_sentence(each)) for each in found]


def _beyond(value: Any, shape: Any, place: str) -> Iterator[str]:
    """What botocore describes and doesn't check itself: words that aren't among those there are, and what is more than
    there may be. What is of another type, or isn't known, botocore tells.
    """
    if shape.type_name == "structure":
        for name, inner in value.items() if isinstance(value, Mapping) else ():
            if name in shape.members:
                yield from _beyond(inner, shape.members[name], f"{place}.{name}" if place else name)
        return
    if shape.type_name == "list":
        if not isinstance(value, list):
            return
        for at, inner in enumerate(value):
            yield from _beyond(inner, shape.member, f"{place}[{at}]")
    words, most = shape.metadata.get("enum"), shape.metadata.get("max")
    if words and isinstance(value, str) and value not in words:
        yield f"Invalid value for parameter {place}, value: {value}, valid values: {', '.join(words)}"
    size: float = 0
    if shape.type_name in _NUMBERS:
        size = value if isinstance(value, int | float) else 0
    elif _has_length(value):
        size = len(value)
    if most is not None and size > most:
        yield f"Invalid value for parameter {place}: it is {size}, and {most} at most"


def _has_length(value: Any) -> bool:
    return isinstance(value, str | list | Mapping)


def _sentence(line: str) -> str:
    return (line[:1].lower() + line[1:])[:_LONGEST]


@lru_cache(maxsize=1)
def _shape() -> Any:
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    model = ServiceModel(Loader().load_service_model("connect", "service-2"))
    return model.operation_model("CreateEvaluationForm").input_shape
