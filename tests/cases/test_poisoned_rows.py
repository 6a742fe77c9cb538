"""A row of a file with a text made to hurt is taken in or refused: never a crash, never slow."""

import time
from collections.abc import Mapping

import pytest

from otklik.cases import log
from otklik.cases.models import Case, ImportBatch, QuarantinedRow
from otklik.channels.im import adapter
from otklik.intake.desk import IntakeDesk
from tests.district import NOW, ZONE, District
from tests.understanding.test_poisoned_texts import BOUND, POISON

# No reader of files gives half of a pair: calamine writes UTF-8, csv is decoded strictly.
TEXTS = {name: text for name, text in POISON.items() if name != "surrogate"}


def row_with(text: str) -> Mapping[str, str]:
    """Return a row of Incident Management as the adapter gets it, with the text."""
    return {
        "Номер инцидента": "1",
        "Дата создания": "2026-10-09T09:00:00",
        "Населенный пункт": "с. Луговое",
        "Текущий шаг инцидента": "В работе",
        "Текст инцидента": text,
    }


def take_in(district: District, text: str) -> float:
    """Take the row in and return how many seconds of the processor it took."""
    batch = ImportBatch.objects.create(
        municipality=district.municipality,
        channel="im",
        file_name="poison.csv",
        zone=ZONE.key,
        created_at=NOW,
    )
    desk = IntakeDesk(municipality=district.municipality, batch=batch, person=None, at=NOW)
    started = time.process_time()
    desk.take([adapter.read_row(row_with(text), row_number=2, zone=ZONE)])
    return time.process_time() - started


@pytest.mark.parametrize("name", TEXTS)
def test_a_poisoned_row_is_taken_in_or_refused_in_time(district: District, name: str) -> None:
    spent = take_in(district, TEXTS[name])
    assert Case.objects.count() + QuarantinedRow.objects.count() == 1
    assert spent < BOUND, f"{name}: {spent:.1f} s"
    assert list(log.flaws(district.municipality)) == []
