"""What a deed of the card is: its name, form and call."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from otklik.cases.models import Case
from otklik.web.desk.case import forms
from otklik.web.desk.case.deed_keys import KEYS

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed of the card. ``name`` is its address; ``steps`` are its rows in the state table;
    ``done`` is said when it is done; ``is_end`` marks what ends or rejects a case; ``button``
    replaces ``label`` on the button of the form."""

    name: str
    label: Words
    icon: str
    form: type[forms.DeedForm]
    perform: Callable[..., Case]
    done: Words
    steps: tuple[str, ...] = ()
    is_end: bool = False
    button: Words = ""

    @property
    def key(self) -> str:
        """The letter that opens the deed on the card; blank for a rare one."""
        return KEYS.get(self.name, "")

    @property
    def step_names(self) -> tuple[str, ...]:
        """The rows of the state table this deed makes."""
        return self.steps or (self.name,)
