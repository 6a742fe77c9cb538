"""Every address of the program, and the arguments a curious person would try in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from otklik.cases import states
from otklik.registry.permissions import Permission
from otklik.web.desk.guards import permissions_of


@dataclass(frozen=True)
class Address:
    """An address by its name: the names of its arguments, and what opens it."""

    name: str
    arguments: dict[str, str]
    permissions: tuple[Permission, ...]

    def urls(self, **values: list[Any]) -> Iterator[str]:
        """Yield the address with every combination of the values for its arguments.

        ``values`` are by the kind of argument: ``int``, ``number`` (of a case), ``str``, ``slug``.
        """
        choices = [values[kind] for kind in self.arguments.values()]
        for chosen in product(*choices):
            try:
                yield reverse(self.name, kwargs=dict(zip(self.arguments, chosen, strict=True)))
            except NoReverseMatch:
                continue


def addresses() -> list[Address]:
    """Return every address of the program that has a name, each once."""
    found = {one.name: one for one in _below(get_resolver().url_patterns)}
    return sorted(found.values(), key=lambda one: one.name)


def _below(patterns: list[Any]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            converters = pattern.pattern.converters
            kinds = {name: kind_of(converter) for name, converter in converters.items()}
            yield Address(pattern.name, kinds, permissions_of(pattern.callback))


def kind_of(converter: object) -> str:
    """Return the word for the kind of an argument."""
    return type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()


def words_to_try() -> list[str]:
    """Return what may stand where an address wants a word: the deeds and a few others."""
    return sorted({*states.TABLE, "send_answer", "link_problem"})
