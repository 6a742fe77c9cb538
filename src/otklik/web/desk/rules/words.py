"""A rule in plain words: when it fits and what it says, for pages and instructions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.models.choices import CaseKind, Channel
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import Person, Regulation, ReplyTemplate, RoutingRule, Territory, Topic
from otklik.web.desk.rules.forms import split

ASPECTS = {
    "recipient_id": gettext_lazy("recipient"),
    "block_id": gettext_lazy("sector block"),
    "regulation_code": gettext_lazy("regulation"),
    "fast_track": gettext_lazy("fast track"),
    "importance": gettext_lazy("importance"),
    "template_code": gettext_lazy("template of the answer"),
    "receipt_text": gettext_lazy("receipt to the applicant"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a rule: its label and what stands there."""

    label: str
    value: str


class Names:
    """The names behind the codes rules are made of, read once for many rules."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the registry of a municipality."""
        municipality = catalogue.municipality
        self.topics = dict(
            Topic.objects.filter(edition__classifier="im").values_list("code", "name")
        )
        places = Territory.objects.filter(municipality=municipality)
        self.places = {place.code: str(place) for place in places}
        self.templates = dict(ReplyTemplate.objects.values_list("code", "name"))
        self.regulations = dict(Regulation.objects.values_list("code", "name"))
        people = Person.objects.filter(organisation__municipality=municipality)
        self.people = {one.login: one.short_name for one in people}


def conditions_of(rule: RoutingRule, names: Names) -> list[Line]:
    """Return when the rule fits; an empty list: always."""
    channels = dict(Channel.choices)
    kinds = dict(CaseKind.choices)
    found = (
        (_("Channel"), [str(channels.get(one, one)) for one in split(rule.channels)]),
        (_("Kind"), [str(kinds.get(one, one)) for one in split(rule.kinds)]),
        (_("Topic"), [names.topics.get(one, one) for one in split(rule.topics)]),
        (_("Place"), [names.places.get(one, one) for one in split(rule.territories)]),
        (_("Words of the text"), [f"«{one}»" for one in split(rule.words)]),
    )
    return [Line(label, "; ".join(values)) for label, values in found if values]


def consequences_of(rule: RoutingRule, names: Names) -> list[Line]:
    """Return what the rule says of a case that fits."""
    track = {True: _("yes"), False: _("no"), None: ""}[rule.fast_track]
    told = [names.people.get(one, one) for one in split(rule.told)]
    found = (
        (_("Recipient"), rule.recipient.name if rule.recipient else ""),
        (_("Executor, who gets it at once"), rule.executor.full_name if rule.executor else ""),
        (_("Sector block"), rule.block.name if rule.block else ""),
        (_("Regulation"), names.regulations.get(rule.regulation_code, rule.regulation_code)),
        (_("Fast track"), track),
        (_("Importance"), rule.get_importance_display()),
        (_("Template of the answer"), names.templates.get(rule.template_code, rule.template_code)),
        (_("Receipt to the applicant"), rule.receipt_text),
        (_("Who is told"), "; ".join(told)),
    )
    return [Line(label, str(value)) for label, value in found if value]
