"""The files of the demonstration district and the base regulations hold together."""

import csv
import io
import re
from collections import Counter
from datetime import date, time
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.registry.demo_headers import HEADERS

Row = dict[str, str]

DATA = files("otklik") / "registry" / "data"
CHANNELS = {"pos", "im", "official_page", "email", "paper", "phone", "reception"}
LEVELS = {"federal", "regional", "municipal"}
PARENT_KINDS = {
    "region": {""},
    "district": {"region"},
    "village_council": {"district"},
    "inter_settlement_area": {"district"},
    "settlement": {"village_council", "inter_settlement_area"},
    "street": {"settlement"},
}
ORGANISATION_KINDS = {
    "administration",
    "administration_unit",
    "institution",
    "village_council",
    "company",
    "state_body",
}
ROLES = {
    "curator",
    "incident_coordinator",
    "feedback_coordinator",
    "page_editor",
    "block_lead",
    "executor",
    "head",
    "region_observer",
    "auditor",
    "administrator",
}
STARTS = {"received", "registered", "assigned", "interim_reply", "deferred", "resumed"}
STARTS |= {"reopened"}
STOPS = {"registered", "assigned", "first_reply", "draft", "final_reply", "closed", "transferred"}


def read_rows(name: str) -> list[Row]:
    """Read one registry file as rows of header -> text."""
    text = DATA.joinpath(name).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_codes(name: str, column: str = "code") -> set[str]:
    """Return what stands in a column of a file."""
    return {row[column] for row in read_rows(name)}


def read_im_codes() -> set[str]:
    """Return the codes of the im edition 2025, groups included."""
    rows = read_rows("base/topics.csv")
    return {row["code"] for row in rows if (row["classifier"], row["edition"]) == ("im", "2025")}


def split_cell(cell: str) -> list[str]:
    """Split a list kept in one cell."""
    return cell.split(";") if cell else []


def normalise_name(name: str) -> str:
    """Make a name comparable: case, ё and signs do not matter."""
    return " ".join(re.findall(r"\w+", name.lower().replace("ё", "е")))


@pytest.mark.parametrize("name", HEADERS)
def test_a_file_has_the_agreed_columns_and_full_rows(name: str) -> None:
    rows = read_rows(name)
    assert rows
    for row in rows:
        assert list(row) == HEADERS[name].split(",")
        assert all(value is not None and value == value.strip() for value in row.values()), row


@pytest.mark.parametrize("name", [name for name in HEADERS if "valid_from" in HEADERS[name]])
def test_days_are_iso_and_in_order(name: str) -> None:
    for row in read_rows(name):
        days = [date.fromisoformat(row[key]) for key in ("valid_from", "valid_until") if row[key]]
        assert days == sorted(set(days)), row


def test_the_district_is_marked_as_a_demonstration() -> None:
    (district,) = read_rows("demo/municipalities.csv")
    assert district["code"] == "tashtyp"
    assert district["is_demo"] == "yes"
    assert ZoneInfo(district["time_zone"]).key == "Asia/Krasnoyarsk"
    assert district["case_number_pattern"].format(year=2026, number=7) == "2026-00007"
    assert (len(district["oktmo"]), len(district["okato"])) == (8, 11)
    assert date.fromisoformat(district["population_date"]) < date(2026, 1, 1)


def test_every_row_of_the_district_names_it() -> None:
    for name, header in HEADERS.items():
        if "municipality" in header.split(","):
            owner = "tashtyp" if name.startswith("demo/") else ""
            assert read_codes(name, "municipality") == {owner}, name


@pytest.mark.parametrize(
    "name", ["territories", "blocks", "organisations", "routing_rules", "agreement_routes"]
)
def test_codes_are_unique_readable_and_ascii(name: str) -> None:
    codes = [row["code"] for row in read_rows(f"demo/{name}.csv")]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)
    assert max(map(len, codes)) <= 50


@pytest.mark.parametrize("name", ["territories", "organisations"])
def test_a_parent_stands_above_its_children(name: str) -> None:
    seen = {""}
    for row in read_rows(f"demo/{name}.csv"):
        assert row["parent"] in seen, row["code"]
        seen.add(row["code"])


def test_hours_of_work_run_forward_on_five_days() -> None:
    rows = read_rows("demo/working_hours.csv")
    assert [row["weekday"] for row in rows] == list("12345")
    for row in rows:
        marks = [row["start"], row["break_start"], row["break_end"], row["end"]]
        moments = [time.fromisoformat(mark) for mark in marks]
        assert moments == sorted(set(moments))


def test_territories_make_the_tree_of_the_district() -> None:
    rows = {row["code"]: row for row in read_rows("demo/territories.csv")}
    kinds = Counter(row["kind"] for row in rows.values())
    assert set(kinds) == set(PARENT_KINDS)
    assert (kinds["village_council"], kinds["inter_settlement_area"]) == (8, 1)
    for row in rows.values():
        parent_kind = rows[row["parent"]]["kind"] if row["parent"] else ""
        assert parent_kind in PARENT_KINDS[row["kind"]], row["code"]


def test_settlements_carry_their_type_and_every_one_has_streets() -> None:
    rows = read_rows("demo/territories.csv")
    streets = Counter(row["parent"] for row in rows if row["kind"] == "street")
    for row in rows:
        if row["kind"] == "settlement":
            assert row["type_label"] in {"с", "п", "д"}
            assert 2 <= streets[row["code"]] <= 45, row["code"]
        if row["kind"] == "street":
            assert row["type_label"] in {"ул", "пер"}
            assert row["code"].startswith(row["parent"] + "-")
    assert streets["t-tashtyp"] >= 40


def test_names_do_not_repeat_inside_one_territory() -> None:
    rows = read_rows("demo/territories.csv")
    names = Counter((row["parent"], row["type_label"], row["name"]) for row in rows)
    assert [name for name, count in names.items() if count > 1] == []


def test_municipal_codes_have_their_length_and_nest() -> None:
    rows = {row["code"]: row for row in read_rows("demo/territories.csv")}
    known = [row for row in rows.values() if row["oktmo"]]
    assert len({row["oktmo"] for row in known}) == len(known)
    for row in known:
        assert re.fullmatch(r"\d{11}" if row["kind"] == "settlement" else r"\d{8}", row["oktmo"])
        if row["kind"] == "settlement":
            assert row["oktmo"].startswith(rows[row["parent"]]["oktmo"]), row["code"]


def test_known_coordinates_lie_in_the_district_and_streets_have_none() -> None:
    for row in read_rows("demo/territories.csv"):
        assert bool(row["lat"]) == bool(row["lon"])
        assert bool(row["population"]) == bool(row["population_year"])
        if row["kind"] == "street":
            assert not row["lat"] and not row["oktmo"]
        if row["lat"]:
            assert 51.5 < float(row["lat"]) < 53.1 and 88.4 < float(row["lon"]) < 90.6, row["code"]


def test_organisations_name_existing_blocks_and_territories() -> None:
    blocks = read_codes("demo/blocks.csv") | {""}
    territories = read_codes("demo/territories.csv")
    for row in read_rows("demo/organisations.csv"):
        assert row["block"] in blocks and row["territory"] in territories, row["code"]
        assert row["kind"] in ORGANISATION_KINDS
        assert row["email"].endswith("@example.org")


def test_only_municipal_bodies_are_recipients() -> None:
    for row in read_rows("demo/organisations.csv"):
        assert row["jurisdiction_level"] in LEVELS
        assert (row["is_recipient"] == "yes") == (row["jurisdiction_level"] == "municipal")


def test_bodies_that_could_be_taken_for_real_ones_are_marked() -> None:
    for row in read_rows("demo/organisations.csv"):
        if row["kind"] in {"company", "state_body", "institution"}:
            assert row["name"].endswith("(демо)"), row["code"]


def test_a_name_of_a_file_leads_to_one_organisation() -> None:
    owners: dict[str, str] = {}
    for row in read_rows("demo/organisations.csv"):
        names = [row["name"], row["short_name"], *split_cell(row["aliases"])]
        assert len({normalise_name(name) for name in names}) == len(names), row["code"]
        for name in names:
            assert owners.setdefault(normalise_name(name), row["code"]) == row["code"], name


def test_people_are_invented_and_their_logins_unique() -> None:
    rows = read_rows("demo/people.csv")
    organisations = read_codes("demo/organisations.csv")
    assert {row["is_demo"] for row in rows} == {"yes"}
    assert {row["is_active"] for row in rows} == {"yes"}
    for column in ("login", "last_name", "email"):
        assert len({row[column] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z0-9-]{2,60}", row["login"])
        assert row["organisation"] in organisations
        assert row["email"].endswith("@example.org") and not row["phone"]


def test_every_person_has_a_role_within_its_scope() -> None:
    logins = read_codes("demo/people.csv", "login")
    blocks = read_codes("demo/blocks.csv")
    recipients = {
        row["code"] for row in read_rows("demo/organisations.csv") if row["is_recipient"] == "yes"
    }
    rows = read_rows("demo/roles.csv")
    assert {row["login"] for row in rows} == logins
    assert {row["role"] for row in rows} == ROLES
    keys = Counter((r["login"], r["role"], r["block"], r["organisation"]) for r in rows)
    assert set(keys.values()) == {1}
    for row in rows:
        assert (row["block"] in blocks) == (row["role"] == "block_lead"), row
        assert (row["organisation"] in recipients) == (row["role"] == "executor"), row


def test_every_municipal_block_has_a_lead_and_every_council_an_executor() -> None:
    roles = read_rows("demo/roles.csv")
    led = {row["block"] for row in roles if row["role"] == "block_lead"}
    blocks = read_codes("demo/blocks.csv")
    assert led == {code for code in blocks if not code.startswith("outside-")}
    served = {row["organisation"] for row in roles}
    for row in read_rows("demo/organisations.csv"):
        if row["kind"] == "village_council":
            assert row["code"] in served


def test_a_substitution_is_between_two_people_and_ends_after_it_begins() -> None:
    logins = read_codes("demo/people.csv", "login")
    for row in read_rows("demo/substitutions.csv"):
        assert {row["absent"], row["substitute"]} <= logins
        assert row["absent"] != row["substitute"]
        assert date.fromisoformat(row["from_date"]) <= date.fromisoformat(row["until_date"])


def test_every_im_group_has_a_block_and_single_topics_differ_from_their_group() -> None:
    rows = read_rows("demo/topic_blocks.csv")
    places = {row["topic"]: (row["block"], row["jurisdiction_level"]) for row in rows}
    assert len(places) == len(rows)
    groups = {code for code in read_im_codes() if code.count("-") == 1}
    assert len(groups) == 26
    assert groups <= set(places) <= read_im_codes()
    assert {block for block, _level in places.values()} <= read_codes("demo/blocks.csv")
    assert {level for _block, level in places.values()} <= LEVELS
    for topic, place in places.items():
        if topic not in groups:
            assert place != places[topic.rsplit("-", 1)[0]], topic


def test_rules_refer_to_what_exists() -> None:
    known = {
        "channels": CHANNELS,
        "kinds": {"message", "appeal"},
        "topics": read_im_codes(),
        "territories": read_codes("demo/territories.csv"),
        "recipient": read_codes("demo/organisations.csv"),
        "block": read_codes("demo/blocks.csv"),
        "regulation": read_codes("base/regulations.csv"),
        "fast_track": {"yes", "no"},
        "importance": {"normal", "heightened"},
    }
    for row in read_rows("demo/routing_rules.csv"):
        assert row["priority"].isdigit()
        for column, codes in known.items():
            cell = split_cell(row[column])
            assert set(cell) <= codes and len(cell) == len(set(cell)), (row["code"], column)


def test_a_rule_has_a_condition_and_says_something() -> None:
    for row in read_rows("demo/routing_rules.csv"):
        assert row["topics"] or row["territories"] or row["words"], row["code"]
        said = ("recipient", "block", "regulation", "fast_track", "importance")
        assert any(row[column] for column in said), row["code"]


def test_every_im_group_leads_to_a_recipient_and_every_council_to_itself() -> None:
    rules = [row for row in read_rows("demo/routing_rules.csv") if row["recipient"]]
    everywhere = [row for row in rules if not (row["territories"] or row["words"])]
    led = {topic for row in everywhere for topic in split_cell(row["topics"])}
    assert {code for code in read_im_codes() if code.count("-") == 1} - led == set()
    by_council = {row["territories"]: row["recipient"] for row in rules}
    for row in read_rows("demo/organisations.csv"):
        if row["kind"] == "village_council":
            assert by_council[row["territory"]] == row["code"]


def test_a_more_specific_rule_on_the_recipient_is_tried_first() -> None:
    rules = [row for row in read_rows("demo/routing_rules.csv") if row["recipient"]]
    ranks: dict[bool, list[int]] = {True: [], False: []}
    for row in rules:
        ranks[bool(row["territories"] or row["words"])].append(int(row["priority"]))
    assert max(ranks[True]) < max(ranks[False])
    groups = [r for r in rules if all(t.count("-") == 1 for t in split_cell(r["topics"]))]
    plain = [r for r in groups if not (r["territories"] or r["words"])]
    others = [int(row["priority"]) for row in rules if row not in plain]
    assert min(int(row["priority"]) for row in plain) > max(others)


def test_versions_of_a_regulation_follow_each_other_without_a_gap() -> None:
    by_code: dict[str, list[Row]] = {}
    for row in read_rows("base/regulations.csv"):
        assert row["law"] and row["valid_from"]
        assert set(split_cell(row["channels"])) <= CHANNELS
        by_code.setdefault(row["code"], []).append(row)
    for versions in by_code.values():
        assert len({row["version"] for row in versions}) == len(versions)
        for earlier, later in pairwise(versions):
            assert earlier["valid_until"] == later["valid_from"]
        assert versions[-1]["valid_until"] == ""


def test_terms_belong_to_a_regulation_and_speak_in_known_symbols() -> None:
    regulations = {(row["code"], row["version"]) for row in read_rows("base/regulations.csv")}
    rows = read_rows("base/regulation_terms.csv")
    assert {(row["regulation"], row["version"]) for row in rows} == regulations
    keys = Counter((row["regulation"], row["version"], row["clock"]) for row in rows)
    assert set(keys.values()) == {1}
    for row in rows:
        assert int(row["amount"]) > 0
        assert row["last_day_rule"] == ("back" if row["unit"] == "calendar_days" else "none")
        assert set(split_cell(row["starts_at"])) <= STARTS and row["starts_at"]
        assert set(split_cell(row["stops_at"])) <= STOPS and row["stops_at"]
