"""Two calls of this morning that cannot wait, so that red flags are seen at work."""

from datetime import datetime, timedelta

from otklik.cases.operations.acknowledge_flag import acknowledge_flag
from otklik.intake.operations.register_by_hand import Sheet, register_by_hand
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality

GAS = "Во втором подъезде сильно пахнет газом, соседи вышли на улицу, в газовую службу дозвонились."
WIRES = "После ветра у детской площадки упали провода, искрят, рядом играют дети."


def take_down_alarms(municipality: Municipality, curator: Grants, at: datetime) -> None:
    """Register the calls by the curator's hand: one flag is seen already, the other waits."""
    for text, minutes in ((WIRES, 95), (GAS, 20)):
        moment = at - timedelta(minutes=minutes)
        sheet = Sheet(channel="phone", received_at=moment, text=text)
        case = register_by_hand(municipality=municipality, sheet=sheet, grants=curator, at=moment)
        if text == WIRES:
            seen = moment + timedelta(minutes=4)
            acknowledge_flag(case=case, grants=curator, at=seen)
