"""Which calibrations wait for somebody's answers (S4.12): read by what they may not see meanwhile, which is bounded."""

from debrief.kernel.auth import Caller
from debrief.people.access import Access
from debrief.quality.calibrations.course import actions
from debrief.quality.calibrations.model import ToAssess
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.evaluations.blind_store import BlindStore


class CalibrationsWaiting:
    """Reads what somebody is to assess."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._store = CalibrationStore()
        self._blinds = BlindStore()

    def of(self, caller: Caller, most: int) -> tuple[list[ToAssess], bool]:
        """Those of `most` active ones that the caller takes part in and hasn't handed in, and whether there were more.

        Reads one query of small rows, 100 at most, and so many calibrations; nothing more for those who assess nothing.
        """
        spots = self._blinds.spots(caller.user_id, consistent=False).spots
        # Blind checks of the AI hide conversations too, and wait in a list of their own.
        ids = sorted({each.by for each in spots if each.by.startswith("cal_")})
        if not ids:
            return [], False
        known = self._store.calibrations(ids[:most])
        sight = self._access.sight(caller)
        seen = sight.of(each.agent_id for each in known.values())
        found = [
            ToAssess(each, own)
            for each in known.values()
            if each.agent_id in seen
            and (own := each.assessor(caller.user_id)) is not None
            and "answer" in actions(caller, each)
        ]
        return found, len(ids) > most
