"""The registry in memory, as an import asks it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from otklik.registry.catalogue import Catalogue, normal_name
from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER, load_folder
from otklik.registry.models import Municipality, Regulation, Topic
from tests.district import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 12)


@pytest.fixture
def municipality() -> Municipality:
    for folder in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(folder, at=NOW)
    return Municipality.objects.get()


def test_it_works(municipality: Municipality) -> None:
    catalogue = Catalogue(municipality)
    group = catalogue.topic("im", "im-04")
    assert group is not None
    topic = next(t for t in catalogue.topics_in_use(NOW.date()) if t.parent_id == group.pk)
    assert catalogue.named_topic("im", (group.name.upper(), f" {topic.name} ")) == topic
    assert catalogue.topic_codes(topic.pk) == {topic.code, "im-04"}


def test_it_is_read_with_few_queries(
    municipality: Municipality, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        catalogue = Catalogue(municipality)
        for topic in catalogue.topics_in_use(NOW.date()):
            catalogue.block_of(topic)
            catalogue.working_topic(topic)
        for _name, place in catalogue.places(NOW.date()):
            catalogue.territory_codes(place.pk)


def test_names_are_compared_without_signs_and_letter_case() -> None:
    assert normal_name(" Ёлка — «Уборка»,  снег* ") == "елка уборка снег"


def test_a_topic_takes_the_block_of_its_group(municipality: Municipality) -> None:
    catalogue = Catalogue(municipality)
    for topic in catalogue.topics_in_use(NOW.date()):
        assert catalogue.block_of(topic) is not None, topic.code


def test_an_organisation_is_found_by_each_of_its_names(municipality: Municipality) -> None:
    catalogue = Catalogue(municipality)
    for organisation in municipality.organisations.all():
        names = [organisation.name, organisation.short_name, *organisation.aliases.split(";")]
        for name in filter(None, names):
            assert catalogue.organisation_named(name.upper()) == organisation


def test_a_territory_lies_in_all_above_it(municipality: Municipality) -> None:
    catalogue = Catalogue(municipality)
    street = next(place for _name, place in catalogue.places(DAY) if place.kind == "street")
    codes = catalogue.territory_codes(street.pk)
    assert {street.code, "t-district", "t-khakassia"} <= codes


def test_a_category_of_the_platform_leads_to_a_topic_of_incident_management(
    municipality: Municipality,
) -> None:
    catalogue = Catalogue(municipality)
    category = catalogue.topic("pos", "pos-01")
    assert category is not None
    working = catalogue.working_topic(category)
    assert working is not None
    assert working.edition.classifier == "im"


def test_unknown_categories_are_learned_once(municipality: Municipality) -> None:
    names = ("Небывалая категория", "Небывалая подкатегория")
    learned = Catalogue(municipality).learn("pos", names)
    assert learned is not None
    assert learned.is_met_in_files
    assert Catalogue(municipality).learn("pos", names) == learned
    assert Topic.objects.filter(is_met_in_files=True).count() == 2


def test_the_regulation_depends_on_kind_channel_and_day(municipality: Municipality) -> None:
    catalogue = Catalogue(municipality)
    asked = {"fast_track": False, "importance": "normal", "on": DAY}
    appeal = catalogue.regulation_for(kind="appeal", channel="paper", **asked)
    message = catalogue.regulation_for(kind="message", channel="im", **asked)
    assert appeal is not None
    assert appeal.code == "59-fz"
    assert message is not None
    assert message.code == "im"
    assert appeal.is_in_force(DAY)


def test_a_regulation_of_the_municipality_wins_over_a_federal_one(
    municipality: Municipality,
) -> None:
    own = Regulation.objects.create(
        municipality=municipality, code="own", version="1", name="Свой", priority=900
    )
    found = Catalogue(municipality).regulation_for(
        kind="message", channel="im", fast_track=False, importance="normal", on=DAY
    )
    assert found == own
