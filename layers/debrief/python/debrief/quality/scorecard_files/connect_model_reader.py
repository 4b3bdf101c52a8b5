"""Whether an evaluation form is one that Amazon Connect's API describes: held against botocore's description of it.

The description lies in the dependencies layer and isn't loaded before the first form is read or written: that takes a
tenth of a second, once in a process. Nothing is asked of AWS.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from debrief.kernel.errors import FieldError

_NAMED_AT_CALL: Final = {"InstanceId": "00000000-0000-0000-0000-000000000000"}
"""What `CreateEvaluationForm` needs beside the form: it names whose form it becomes, not the form."""

_LONGEST: Final = 300


def known_fields() -> frozenset[str]:
    """The names of what a form consists of."""
    return frozenset(_shape().members) - {"InstanceId", "ClientToken", "AsDraft"}


def mistakes(form: Mapping[str, Any]) -> list[FieldError]:
    """What keeps `form` from being the input of `CreateEvaluationForm`; its place stands in each message."""
    from botocore.validate import ParamValidator

    report = ParamValidator().validate({**_NAMED_AT_CALL, **form}, _shape())
    if not report.has_errors():
        return []
    lines: list[str] = report.generate_report().split("\n")
    return [FieldError(pointer="connect", message=_sentence(line)) for line in lines if line.strip()]


def _sentence(line: str) -> str:
    return (line[:1].lower() + line[1:])[:_LONGEST]


@lru_cache(maxsize=1)
def _shape() -> Any:
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    model = ServiceModel(Loader().load_service_model("connect", "service-2"))
    return model.operation_model("CreateEvaluationForm").input_shape
