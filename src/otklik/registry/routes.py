"""Which agreement route an answer takes."""

from datetime import date

from otklik.registry.models import AgreementRoute, Municipality
from otklik.registry.models.agreement import fits, roles_of
from otklik.registry.models.effective import in_force


def route_for(
    municipality: Municipality,
    *,
    regulation_code: str,
    channel: str,
    kind: str,
    answer_kind: str,
    on: date,
) -> AgreementRoute | None:
    """Return the route in force on the day ``on`` for such an answer; ``None``: there is none."""
    routes = AgreementRoute.objects.filter(in_force(on), municipality=municipality)
    for route in routes.order_by("priority", "code"):
        conditions = (
            (route.regulation_codes, regulation_code),
            (route.channels, channel),
            (route.kinds, kind),
            (route.answer_kinds, answer_kind),
        )
        if all(fits(listed, symbol) for listed, symbol in conditions):
            return route
    return None


def roles_on_routes(municipality: Municipality, on: date) -> set[str]:
    """Return the roles the routes in force name: whom an answer may wait for."""
    routes = AgreementRoute.objects.filter(in_force(on), municipality=municipality)
    return {role for route in routes for step in route.step_list for role in roles_of(step)}
