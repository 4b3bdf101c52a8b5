"""Where forecasts lie (the quality table).

| question | key or index | reads |
|---|---|---|
| this forecast | `FORECAST#<id>` / `FORECAST` | 1 item, for a month |

That it is to be made stands beside it, as due work (`kernel.schedules`).
"""

from datetime import timedelta

from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.forecasts.model import Forecast
from debrief.quality.table_store import QualityRow, fitting

KEPT = timedelta(days=30)


class ForecastStore:
    """Reads and writes forecasts."""

    def forecast(self, forecast_id: str) -> Forecast | None:
        """The forecast, or None."""
        row = find(QualityRow, f"FORECAST#{forecast_id}", "FORECAST")
        return loaded(row, Forecast) if row else None

    def put(self, tx: Transaction, forecast: Forecast) -> None:
        """Write a forecast. Raises RuleBroken: it is too large; (when the transaction commits) Stale."""
        fitting(forecast, "forecast")
        row = QualityRow(PK=f"FORECAST#{forecast.id}", SK="FORECAST", kind="forecast")
        row.expires_at = forecast.requested_at + KEPT
        tx.put(stored(row, forecast))
