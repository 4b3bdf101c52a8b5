"""The words for what an evaluation is, apart from the evaluation: whoever needs them alone loads little."""

from typing import Literal

EvaluationType = Literal["manual", "blended", "automatic"]
