"""The agreement routes of the demonstration district lead through hands that are there."""

from otklik.registry.permissions import ROUTE_ROLES
from tests.registry.test_demo_files import read_codes, read_rows, split_cell


def test_routes_name_roles_that_are_held_and_regulations_that_exist() -> None:
    held = {row["role"] for row in read_rows("demo/roles.csv")}
    for row in read_rows("demo/agreement_routes.csv"):
        steps = [step.split("|") for step in split_cell(row["steps"])]
        assert steps and {role for step in steps for role in step} <= held & set(ROUTE_ROLES)
        assert set(split_cell(row["regulations"])) <= read_codes("base/regulations.csv")
