"""The sample in two parts: what the first report is about, and everybody else."""

from __future__ import annotations

from dataclasses import replace

from local.sample.model import Sample


def first_part(sample: Sample) -> Sample:
    """The whole organisation with the star agent's conversations only, and what people did about those."""
    return _part(sample, of_star=True)


def rest(sample: Sample) -> Sample:
    """What the first part lacks; with it, nothing is missing and nothing comes twice."""
    return _part(sample, of_star=False)


def _part(sample: Sample, *, of_star: bool) -> Sample:
    star = sample.star
    theirs = {each.reference for each in sample.conversations if each.agent == star}
    return replace(
        sample,
        conversations=tuple(each for each in sample.conversations if (each.reference in theirs) == of_star),
        evaluations=tuple(each for each in sample.evaluations if (each.contact_reference in theirs) == of_star),
        meetings=tuple(each for each in sample.meetings if (each.participant_email == star.email) == of_star),
        feedback=tuple(each for each in sample.feedback if (each.agent_email == star.email) == of_star),
        singles=() if of_star else sample.singles,
    )
