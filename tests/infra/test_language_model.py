"""Which models can be chosen, and what a function is allowed to invoke for each."""

from __future__ import annotations

import pytest

from infra.language_model import ModelSetting, Place, Right
from infra.settings import load
from infra.variables import SettingsError

PRICES = {"DEBRIEF_MODEL_INPUT_USD": "1.5", "DEBRIEF_MODEL_OUTPUT_USD": "6"}
HERE = Place("aws", "eu-central-1", "111122223333")
OWN = "arn:aws:bedrock:eu-central-1:111122223333"
APPLICATION = f"{OWN}:application-inference-profile/a1b2c3d4"


def chosen(model_id: str, **more: str) -> ModelSetting:
    variables = {f"DEBRIEF_MODEL_{name}": value for name, value in {"ID": model_id, **more}.items()}
    return load("prod", {**PRICES, **variables}).model


def model_in(*regions: str) -> tuple[str, ...]:
    return tuple(f"arn:aws:bedrock:{region}::foundation-model/example.model-v1:0" for region in regions)


def through(profile: str) -> dict[str, str]:
    return {"bedrock:InferenceProfileArn": profile}


EUROPE = ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")


@pytest.mark.parametrize(
    ("geography", "regions"),
    [
        ("us", ("us-east-1", "us-east-2", "us-west-2")),
        ("eu", EUROPE[1:]),
        ("jp", ("ap-northeast-1", "ap-northeast-3")),
        ("au", ("ap-southeast-2", "ap-southeast-4")),
        ("ca", ("ca-central-1", "ca-west-1")),
        ("us-gov", ("us-gov-east-1", "us-gov-west-1")),
    ],
)
@pytest.mark.parametrize("prefix", ["", f"{OWN}:inference-profile/"])
def test_a_geographic_profile_may_be_asked_and_its_model_only_through_it(
    geography: str, regions: tuple[str, ...], prefix: str
) -> None:
    model = chosen(f"{prefix}{geography}.example.model-v1:0")
    profile = f"{OWN}:inference-profile/{geography}.example.model-v1:0"
    assert model.foundation_model == "example.model-v1:0"
    assert model.rights(HERE) == [
        Right((profile,), {}),
        # The Region that asks comes first: a profile may also stay where it is.
        Right(model_in("eu-central-1", *regions), through(profile)),
    ]


def test_a_global_profile_may_go_anywhere_which_is_an_arn_without_a_region() -> None:
    profile = f"{OWN}:inference-profile/global.example.model-v1:0"
    assert chosen("global.example.model-v1:0").rights(HERE) == [
        Right((profile,), {}),
        Right(model_in("eu-central-1"), through(profile)),
        Right(model_in(""), {"aws:RequestedRegion": "unspecified", **through(profile)}),
    ]


def test_an_application_profile_brings_the_models_that_it_was_made_from() -> None:
    plain = chosen(APPLICATION, SOURCE="example.model-v1:0")
    assert plain.model_id == APPLICATION
    assert plain.rights(HERE) == [
        Right((APPLICATION,), {}),
        Right(model_in("eu-central-1"), through(APPLICATION)),
    ]
    named = chosen(APPLICATION, SOURCE="arn:aws:bedrock:eu-central-1::foundation-model/example.model-v1:0")
    assert named.rights(HERE) == plain.rights(HERE)
    routed = chosen(APPLICATION, SOURCE=f"{OWN}:inference-profile/eu.example.model-v1:0")
    assert routed.rights(HERE) == [
        Right((APPLICATION, f"{OWN}:inference-profile/eu.example.model-v1:0"), {}),
        Right(model_in(*EUROPE), through(APPLICATION)),
    ]
    anywhere = chosen(APPLICATION, SOURCE="global.example.model-v1:0")
    assert anywhere.rights(HERE) == [
        Right((APPLICATION, f"{OWN}:inference-profile/global.example.model-v1:0"), {}),
        Right(model_in("eu-central-1"), through(APPLICATION)),
        Right(model_in(""), {"aws:RequestedRegion": "unspecified", **through(APPLICATION)}),
    ]


def test_a_model_without_a_profile_is_asked_where_the_stack_is() -> None:
    assert chosen("example.model-v1:0").rights(HERE) == [Right(model_in("eu-central-1"), {})]
    arn = "arn:aws:bedrock:eu-west-1::foundation-model/example.model-v1:0"
    assert chosen(arn).rights(HERE) == [Right((arn,), {})]
    bought = f"{OWN}:provisioned-model/0a1b2c3d4e5f"
    assert chosen(bought).rights(HERE) == [Right((bought,), {})]


def test_other_partitions_have_their_own_arns() -> None:
    place = Place("aws-us-gov", "us-gov-west-1", "111122223333")
    (profile, models) = chosen("us-gov.example.model-v1:0").rights(place)
    assert all(arn.startswith("arn:aws-us-gov:bedrock:us-gov-") for arn in (*profile.resources, *models.resources))
    assert len(models.resources) == 2


def test_regions_can_be_said_more_exactly() -> None:
    model = chosen("eu.example.model-v1:0", REGIONS="eu-west-1, eu-west-3")
    assert model.rights(HERE)[1].resources == model_in("eu-central-1", "eu-west-1", "eu-west-3")
    later = chosen("uk.example.model-v1:0", REGIONS="eu-west-2")
    assert later.foundation_model == "example.model-v1:0"
    assert later.rights(HERE)[1].resources == model_in("eu-central-1", "eu-west-2")


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"ID": "claude"}, "DEBRIEF_MODEL_ID"),
        ({"ID": "eu.example model"}, "DEBRIEF_MODEL_ID"),
        ({"ID": "arn:aws:s3:::bucket"}, "DEBRIEF_MODEL_ID"),
        ({"ID": "arn:aws:bedrock:eu-west-1:111122223333:prompt-router/a"}, "DEBRIEF_MODEL_ID"),
        ({"ID": "arn:aws:bedrock:eu-west-1:111122223333:foundation-model/example.model"}, "DEBRIEF_MODEL_ID"),
        ({"ID": "arn:aws:bedrock:eu-west-1::inference-profile/eu.example.model"}, "DEBRIEF_MODEL_ID"),
        ({"ID": APPLICATION}, "DEBRIEF_MODEL_SOURCE"),
        ({"ID": "eu.example.model", "SOURCE": "example.model"}, "DEBRIEF_MODEL_SOURCE"),
        ({"ID": APPLICATION, "SOURCE": APPLICATION}, "DEBRIEF_MODEL_SOURCE"),
        ({"SOURCE": "example.model"}, "DEBRIEF_MODEL_SOURCE"),
        ({"ID": "uk.example.model-v1:0"}, "DEBRIEF_MODEL_REGIONS"),
        ({"ID": "example.model", "REGIONS": "eu-west-1"}, "DEBRIEF_MODEL_REGIONS"),
        ({"ID": "global.example.model", "REGIONS": "eu-west-1"}, "DEBRIEF_MODEL_REGIONS"),
        ({"ID": "eu.example.model", "REGIONS": "Ireland"}, "DEBRIEF_MODEL_REGIONS"),
        ({"ID": "example.model", "INPUT_USD": "-1"}, "DEBRIEF_MODEL_INPUT_USD"),
        ({"ID": "example.model", "OUTPUT_USD": "nan"}, "DEBRIEF_MODEL_OUTPUT_USD"),
        ({"ID": "example.model", "OUTPUT_USD": "three"}, "DEBRIEF_MODEL_OUTPUT_USD"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_variables_name(variables: dict[str, str], named: str) -> None:
    given = PRICES | {f"DEBRIEF_MODEL_{name}": value for name, value in variables.items()}
    with pytest.raises(SettingsError, match=named):
        load("prod", given)


def test_a_model_on_a_laptop_may_be_called_anything() -> None:
    model = load("local", {**PRICES, "DEBRIEF_MODEL_ID": "qwen2.5:7b"}).model
    assert model.model_id == "qwen2.5:7b"
    assert model.regions == ()
    with pytest.raises(SettingsError, match="DEBRIEF_MODEL_SOURCE"):
        load("local", {**PRICES, "DEBRIEF_MODEL_ID": APPLICATION})
