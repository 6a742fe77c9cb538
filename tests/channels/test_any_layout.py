import csv
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.channels import ADAPTERS, ROW_REASONS, Incoming, recognise
from otklik.core.tables import TableError
from tests.channels.files import (
    IM_HEADERS,
    POS_HEADERS,
    invented_im_rows,
    invented_pos_rows,
    write_im_file,
    write_pos_file,
    write_table,
)

ZONE = ZoneInfo("Asia/Krasnoyarsk")
SAMPLES = {
    "im": (write_im_file, IM_HEADERS, invented_im_rows(6, seed=1)),
    "pos": (write_pos_file, POS_HEADERS, invented_pos_rows(6, seed=1)),
}
NEEDED = {
    "im": {"Номер инцидента", "Дата создания", "Текст инцидента"},
    "pos": {"Номер", "Дата поступления", "Статус"},
}


@pytest.mark.parametrize("channel", ["im", "pos"])
@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv"])
def test_files_are_recognised(tmp_path, channel, ending):
    write, _headers, rows = SAMPLES[channel]
    assert recognise(write(tmp_path / f"a.{ending}", rows)) == channel


def test_a_file_of_nobody_is_refused_with_all_headers_looked_for(tmp_path):
    path = write_table(tmp_path / "a.xlsx", ("Товар",), [{"Товар": "мел"}])
    with pytest.raises(TableError) as caught:
        recognise(path)
    assert "Номер инцидента" in caught.value.reason.params["headers"]
    assert "Дата поступления" in caught.value.reason.params["headers"]


@pytest.mark.parametrize("channel", ["im", "pos"])
def test_twins_in_other_formats_give_the_same_items(tmp_path, channel):
    write, headers, rows = SAMPLES[channel]
    shuffled = random.Random(7).sample(headers, len(headers))
    title = ("Выгрузка", "за квартал")
    twins = {
        "xlsx": write(tmp_path / "a.xlsx", rows),
        "xls": write(tmp_path / "a.xls", rows),
        "csv": write(tmp_path / "a.csv", rows),
        "tabs": write(tmp_path / "t.csv", rows, delimiter="\t", encoding="utf-16"),
        "shuffled": write(tmp_path / "s.csv", rows, headers=shuffled, delimiter=";"),
        "titled": write(tmp_path / "b.xlsx", rows, title=title),
    }
    read = {name: items_of(channel, path) for name, path in twins.items()}
    for name, items in read.items():
        assert [item.payload for item in items] == [item.payload for item in read["xlsx"]], name
        assert [item.steps for item in items] == [item.steps for item in read["xlsx"]], name


@pytest.mark.parametrize("channel", ["im", "pos"])
@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_shuffle_and_any_missing_columns_are_read(tmp_path, channel, data):
    _write, headers, rows = SAMPLES[channel]
    order = data.draw(st.permutations(headers))
    dropped = data.draw(st.sets(st.sampled_from(headers))) - NEEDED[channel]
    kept = [header for header in order if header not in dropped]
    path = write_table(tmp_path / "a.csv", kept, rows, delimiter=data.draw(st.sampled_from(",;\t")))
    file = ADAPTERS[channel].read_file(path, zone=ZONE)
    items = list(file.rows)
    assert len(items) == len(rows)
    assert all(isinstance(item, Incoming) for item in items)
    assert set(file.columns_missing) == dropped
    assert set(file.columns_found) == set(kept)


@pytest.mark.parametrize("channel", ["im", "pos"])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_cell_breaks_a_row_and_every_reason_is_known(channel, data):
    _write, headers, _rows = SAMPLES[channel]
    cell = st.one_of(
        st.text(max_size=20),
        st.sampled_from(["2026-01-06", "06.01.2026 10:00", "5", "11", "-", "'", "Да", "1:00:00"]),
        st.from_regex(r"\d{4}-\d\d-\d\d([T ].{0,14})?", fullmatch=True),
    )
    payload = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(headers, cell)))
    result = ADAPTERS[channel].read_row(payload, row_number=3, zone=ZONE)
    assert result.payload == payload
    if isinstance(result, Incoming):
        assert result.external_id
        assert result.received_at.tzinfo is not None
        assert all(step.at.tzinfo is not None for step in result.steps)
    else:
        assert result.reasons
        for reason in result.reasons:
            assert set(reason.params) == set(ROW_REASONS[reason.code])


def test_a_csv_that_breaks_on_the_way_is_refused(tmp_path):
    path = write_im_file(tmp_path / "a.csv", SAMPLES["im"][2])
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["хвост"])
        file.write('"' + "слово " * 50_000)
    with pytest.raises(TableError) as caught:
        list(ADAPTERS["im"].read_file(path, zone=ZONE).rows)
    assert caught.value.reason.code == "csv_broken"


def items_of(channel, path):
    return list(ADAPTERS[channel].read_file(path, zone=ZONE).rows)
