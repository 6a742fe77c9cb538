"""The terms of the shipped regulations, against the law and the practice of the systems."""

from tests.registry.test_demo_files import read_rows


def test_the_terms_are_those_of_the_law_and_of_practice() -> None:
    rows = read_rows("base/regulation_terms.csv")
    terms = {
        (row["regulation"], row["version"], row["clock"]): f"{row['amount']} {row['unit']}"
        for row in rows
    }
    assert terms[("59-fz", "2025", "registration")] == "3 calendar_days"
    assert terms[("59-fz", "2025", "transfer")] == "7 calendar_days"
    assert terms[("59-fz", "2025", "final_reply")] == "30 calendar_days"
    assert terms[("pos", "2020", "final_reply")] == "30 calendar_days"
    assert terms[("pos-fast", "2020", "final_reply")] == "10 calendar_days"
    assert terms[("im", "2020", "first_reply")] == "9 working_hours"
    assert terms[("im-heightened", "2020", "first_reply")] == "4 working_hours"
    assert terms[("im", "2020", "interim_followup")] == "7 working_days"
