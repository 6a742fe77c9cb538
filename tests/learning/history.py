"""A district with a history: invented messages whose topics a file or a person has named."""

from datetime import timedelta
from pathlib import Path

import pytest

from otklik.cases.models import Case
from otklik.core.text import search_tokens
from otklik.registry.models import Municipality, Topic
from tests.district import NOW, District
from tests.understanding.complaints import complaints

GROUPS = {"Дороги": "im-04", "Освещение": "im-10", "Мусор": "im-18", "Вода": "im-09"}


def teach(district: District, *, by: str = "file", count: int = 320) -> dict[str, Topic]:
    """Store ``count`` labelled cases and return their topics by the words of the labels."""
    edition = district.snow.edition
    topics = {}
    for label, code in GROUPS.items():
        group, _made = Topic.objects.get_or_create(
            edition=edition, code=code, defaults={"name": f"{label} и прочее"}
        )
        topics[label], _made = Topic.objects.get_or_create(
            edition=edition, code=f"{code}-90", defaults={"name": f"{label} 90", "parent": group}
        )
    texts, labels = complaints()
    # One of each kind in turn, so that any number of them holds all labels.
    step = len(texts) // len(GROUPS)
    order = [n + kind * step for n in range(step) for kind in range(len(GROUPS))][:count]
    Case.objects.bulk_create(
        _case(district.municipality, number, texts[place], topics[labels[place]], by)
        for number, place in enumerate(order)
    )
    return topics


def _case(municipality: Municipality, number: int, text: str, topic: Topic, by: str) -> Case:
    received_at = NOW - timedelta(days=30, minutes=number)
    return Case(
        municipality=municipality,
        number=f"H-{by}-{number}",
        channel="im",
        external_id=f"H-{by}-{number}",
        text=text,
        search_text=search_tokens(text),
        received_at=received_at,
        state="registered",
        state_at=received_at,
        topic=topic,
        topic_group=topic.parent,
        decisions={"topic": {"by": by, "code": topic.code, "confidence": 1.0, "reasons": []}},
    )


@pytest.fixture
def classifiers_folder(tmp_path: Path, settings: object) -> Path:
    """Keep what is learnt in the test in a folder of its own."""
    settings.CLASSIFIERS_FOLDER = tmp_path / "classifiers"  # type: ignore[attr-defined]
    return tmp_path / "classifiers"
