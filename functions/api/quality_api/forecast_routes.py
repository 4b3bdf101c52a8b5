"""The routes of forecasts (N5)."""

from aws_lambda_powertools.event_handler import Response

from api.quality_api.wiring import app, forecasts, people
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import versioned
from debrief.quality.forecasts.model import Forecast, ForecastRequest


class ForecastView(Forecast):
    """A forecast with the names of those whom it names, by id."""

    names: dict[str, str]


@app.on("POST", "/forecasts", allow=Permission.SCORECARDS_VIEW, status=202)
def request_forecast(body: ForecastRequest) -> Response[ForecastView]:
    """Run a scorecard, an automation or a threshold over past conversations before it takes effect; to be polled.

    For whoever may change what is planned: scorecards, automations, the account's settings.
    """
    return _view(forecasts().ask(app.caller, body), status=202)


@app.on("GET", "/forecasts/<forecast_id>", allow=Permission.SCORECARDS_VIEW)
def get_forecast(forecast_id: str) -> Response[ForecastView]:
    """A forecast that the caller asked for: running, done with its outlook, or failed with a reason."""
    return _view(forecasts().find(app.caller, forecast_id))


def _view(forecast: Forecast, *, status: int = 200) -> Response[ForecastView]:
    made = forecast.outlook
    named: set[str] = set()
    if made:
        named |= {each.id for each in (*made.managers, *made.pattern_managers, *made.evaluators)}
        named |= {each.id for each in made.agents} | {each.agent_id for each in made.examples}
    view = ForecastView(**dict(forecast), names=people.names(named))
    return versioned(view, forecast.revision, status=status, location=f"/forecasts/{forecast.id}")
