import pytest

from otklik.core.reasons import Reason


def test_a_reason_comes_back_from_json_as_it_was():
    reason = Reason("bad_date", {"column": "Дата", "value": "32.01.2026"})
    assert Reason.from_json(reason.as_json()) == reason


def test_equal_reasons_can_be_counted():
    assert len({Reason("a", {"x": "1"}), Reason("a", {"x": "1"}), Reason("a")}) == 2


@pytest.mark.parametrize("data", [{}, {"code": ""}, {"code": 5}, {"code": "a", "params": [1]}])
def test_what_is_no_reason_is_refused(data):
    with pytest.raises(ValueError, match="reason"):
        Reason.from_json(data)
