"""Addresses the pages give to each other."""

from urllib.parse import quote

from django.urls import reverse

# «15/2026» is a usual number, and a slash would end the part of an address.
SLASH = "~"


class CaseNumber:
    """A case number as a part of an address, for ``path``."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Return the number as it is written on paper."""
        return value.replace(SLASH, "/")

    def to_url(self, value: str) -> str:
        """Return the number as it stands in an address."""
        return value.replace("/", SLASH)


def quoted(number: str) -> str:
    """Return the number of a case as it stands in an address, quoted."""
    return quote(CaseNumber().to_url(number), safe=SLASH)


def case_path(number: str) -> str:
    """Return the address of the card of the case; it lies below the address of the inbox."""
    return f"{reverse('inbox')}{quoted(number)}/"
