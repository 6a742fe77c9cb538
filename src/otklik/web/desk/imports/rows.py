"""The rows of an import: those that became cases, and who may see the refused ones."""

from django.db.models import QuerySet

from otklik.cases.models import CaseSource, ImportBatch
from otklik.cases.queries import access
from otklik.registry.grants import Grants
from otklik.registry.permissions import Permission

NEW, CHANGED = "new", "changed"


def sources_of(batch: ImportBatch, grants: Grants, only: str) -> "QuerySet[CaseSource]":
    """Return the rows of the file whose cases the person may see; ``only`` new or changed."""
    cases = access.cases_for(grants, batch.municipality)
    found = CaseSource.objects.filter(batch=batch, case__in=cases)
    if only in (NEW, CHANGED):
        found = found.filter(is_new_case=only == NEW)
    return found.select_related("case", "case__topic", "case__recipient").defer(
        "payload", "before", "case__text", "case__search_text"
    )


def sees_rows(grants: Grants, batch: ImportBatch) -> bool:
    """Tell whether the person may see the cells of refused rows: they may name applicants."""
    scopes = grants.scopes_of(Permission.VIEW_PERSONAL, batch.municipality_id)
    return any(scope.channels is None or batch.channel in scope.channels for scope in scopes)


def require_personal(grants: Grants, batch: ImportBatch) -> None:
    """Raise ``access.NotAllowed`` unless the person may see the cells of refused rows."""
    if not sees_rows(grants, batch):
        raise access.NotAllowed(Permission.VIEW_PERSONAL)
