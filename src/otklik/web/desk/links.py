"""Addresses the pages give to each other."""

from urllib.parse import quote

from django.urls import reverse


def quoted(number: str) -> str:
    """Return the number of a case as it stands in an address."""
    return quote(number, safe="")


def case_path(number: str) -> str:
    """Return the address of the card of the case; it lies below the address of the inbox."""
    return f"{reverse('inbox')}{quoted(number)}/"
