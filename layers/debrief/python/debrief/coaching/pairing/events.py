"""What is announced of pairings: ids and states."""

from typing import Any, Final

from debrief.coaching.pairing.model import Pairing, PairingState
from debrief.kernel.model import Entity

PAIRING_CREATED: Final = "debrief.coaching.pairing.created.v1"
PAIRING_CHANGED: Final = "debrief.coaching.pairing.changed.v1"
PAIRING_DELETED: Final = "debrief.coaching.pairing.deleted.v1"


class PairingData(Entity):
    """Who is paired with whom, and how that stands."""

    learner_id: str
    colleague_id: str
    state: PairingState


def pairing_data(pairing: Pairing) -> dict[str, Any]:
    """The data of an event about a pairing."""
    kept = {name: getattr(pairing, name) for name in PairingData.model_fields}
    return PairingData(**kept).model_dump(mode="json")
