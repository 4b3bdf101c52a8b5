"""What a conversation was about is one thing, wherever it is shown: what came in with it, or else what the model read.

`Interaction.inquiry` is what lists, filters and conditions go by; the readings of its analysis say the same, each with
where it comes from.
"""

from debrief.interactions.conversations.analysis import Origin, Reading
from debrief.interactions.conversations.model import Interaction

Readings = tuple[Reading[str], ...]


def settled_inquiry(interaction: Interaction) -> Readings:
    """The inquiry that a model may not read anew, as readings; nothing where a model read what there is.

    Of what was stored before that was written down, an inquiry that came in and that the model read as well looks like
    one that only the model read. It stays, with the origin that it has: what a vendor said is never overwritten.
    """
    read = interaction.analysis.inquiry if interaction.analysis else ()
    by_model = tuple(reading for reading in read if reading.origin is Origin.MODEL)
    if {reading.value for reading in by_model} != set(interaction.inquiry):
        return as_given(interaction, interaction.inquiry)
    return () if interaction.inquiry_read else by_model


def as_given(interaction: Interaction, given: tuple[str, ...]) -> Readings:
    """What came in, as readings: it is kept as given, and marked as theirs."""
    source = interaction.source.format.value
    return tuple(Reading[str](value=name, origin=Origin.VENDOR, source=source) for name in given)


def with_one_inquiry(interaction: Interaction) -> Interaction:
    """The conversation with readings that say what its inquiry is; of older ones the model's stood beside."""
    analysis = interaction.analysis
    if analysis is None or {each.value for each in analysis.inquiry} == set(interaction.inquiry):
        return interaction
    readings = as_given(interaction, interaction.inquiry)
    return interaction.model_copy(update={"analysis": analysis.model_copy(update={"inquiry": readings})})
