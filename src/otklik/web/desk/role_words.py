"""Steps of agreement in words."""

from django.utils.translation import gettext as _

from otklik.registry.models.agreement import STEP_SIGN, roles_of
from otklik.registry.models.people import Role


def step_words(step: str) -> str:
    """Return the roles of a step as people call them; one that is not known as it is."""
    names = [str(Role(role).label) if role in Role.values else role for role in roles_of(step)]
    return _(" or ").join(names)


def steps_words(steps: str) -> str:
    """Return several steps in words, as the log keeps them."""
    return ", ".join(step_words(step) for step in steps.split(STEP_SIGN) if step.strip())
