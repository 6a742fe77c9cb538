"""Shows or hides personal data on the pages of a case."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.cases.models import Case
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.understanding import find_personal_data, mask


@dataclass(frozen=True, slots=True)
class Veil:
    """``is_open``: the person may see names and contacts in this case."""

    is_open: bool

    def text(self, words: str) -> str:
        """Return free words, with personal data in them masked when the veil is drawn."""
        return words if self.is_open or not words else mask(words, find_personal_data(words))

    def name(self, value: str) -> str:
        """Return a name or a contact, or the words that it is hidden."""
        return value if self.is_open or not value else _("hidden")


def veil_of(case: Case, grants: Grants) -> Veil:
    """Return the veil for this person over this case."""
    return Veil(access.sees_personal_data(grants, case))
