"""What each role may do, and within which scope. Code asks for a permission, never for a role.

The table follows the roles of decree 211 (clauses 6-10) and the design of the house.
"""

from dataclasses import dataclass
from enum import StrEnum

from otklik.registry.models.people import Role


class Permission(StrEnum):
    """Everything one may be allowed to do."""

    VIEW_CASE = "case.view"
    VIEW_PERSONAL = "case.view_personal"
    UNMASK_PERSONAL = "case.unmask_personal"
    REGISTER_CASE = "case.register"
    CLASSIFY_CASE = "case.classify"
    ASSIGN_CASE = "case.assign"
    DRAFT_ANSWER = "case.draft"
    APPROVE_ANSWER = "case.approve"
    AGREE_ANSWER = "case.agree"
    SEND_ANSWER = "case.send"
    CHECK_QUALITY = "case.check_quality"
    EXTEND_TERM = "case.extend"
    ASK_EXTENSION = "case.ask_extension"
    TRANSFER_CASE = "case.transfer"
    DEFER_CASE = "case.defer"
    LEAVE_WITHOUT_ANSWER = "case.leave_without_answer"
    RATE_ANSWER = "case.rate"
    WORK_RATING = "case.work_rating"
    REOPEN_CASE = "case.reopen"
    CLOSE_CASE = "case.close"
    END_CORRESPONDENCE = "case.end_correspondence"
    CONTROL_CASE = "case.control"
    LINK_CASE = "case.link"
    NOTE_CASE = "case.note"
    ASK_INFORMATION = "case.ask_information"
    GIVE_INFORMATION = "case.give_information"
    RUN_IMPORT = "import.run"
    UNDO_IMPORT = "import.undo"
    VIEW_REGISTRY = "registry.view"
    EDIT_REGISTRY = "registry.edit"
    EDIT_RULES = "rules.edit"
    VIEW_LOG = "log.view"
    VIEW_FIGURES = "figures.view"
    ISSUE_REPORT = "report.issue"
    TEACH_MACHINE = "machine.teach"
    DRAW_RETENTION = "retention.draw"
    APPROVE_RETENTION = "retention.approve"
    REPORT_LEAK = "leak.report"


class ScopeKind(StrEnum):
    """How far a permission of a role reaches inside the municipality."""

    MUNICIPALITY = "municipality"
    CHANNELS = "channels"
    BLOCK = "block"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A permission a role gives, how far it reaches, and in which channels it is confined to."""

    permission: Permission
    scope: ScopeKind
    channels: frozenset[str] = frozenset()


_P = Permission
CASE_WORK = (
    _P.VIEW_PERSONAL,
    _P.REGISTER_CASE,
    _P.CLASSIFY_CASE,
    _P.ASSIGN_CASE,
    _P.DRAFT_ANSWER,
    _P.SEND_ANSWER,
    _P.EXTEND_TERM,
    _P.ASK_EXTENSION,
    _P.TRANSFER_CASE,
    _P.DEFER_CASE,
    _P.LEAVE_WITHOUT_ANSWER,
    _P.RATE_ANSWER,
    _P.WORK_RATING,
    _P.REOPEN_CASE,
    _P.CLOSE_CASE,
    _P.CONTROL_CASE,
    _P.LINK_CASE,
    _P.NOTE_CASE,
    _P.ASK_INFORMATION,
    _P.GIVE_INFORMATION,
)
EVERYWHERE = (_P.VIEW_CASE, _P.VIEW_REGISTRY, _P.VIEW_FIGURES)
IMPORTING = (_P.RUN_IMPORT, _P.UNDO_IMPORT, _P.ISSUE_REPORT)
LEADING = (
    _P.APPROVE_ANSWER,
    _P.END_CORRESPONDENCE,
    _P.VIEW_LOG,
    _P.TEACH_MACHINE,
    _P.DRAW_RETENTION,
    _P.APPROVE_RETENTION,
    _P.REPORT_LEAK,
    _P.AGREE_ANSWER,
    _P.CHECK_QUALITY,
    _P.EDIT_RULES,
)
INCIDENT_CHANNELS = frozenset({"im", "official_page"})
FEEDBACK_CHANNELS = frozenset({"pos", "email", "paper", "phone", "reception"})
PAGE_CHANNELS = frozenset({"official_page"})


def _whole(*permissions: Permission) -> tuple[RoleGrant, ...]:
    return tuple(RoleGrant(p, ScopeKind.MUNICIPALITY) for p in permissions)


def _in_channels(channels: frozenset[str], *permissions: Permission) -> tuple[RoleGrant, ...]:
    return tuple(RoleGrant(p, ScopeKind.CHANNELS, channels) for p in permissions)


def _in(scope: ScopeKind, *permissions: Permission) -> tuple[RoleGrant, ...]:
    return tuple(RoleGrant(p, scope) for p in permissions)


ROLE_GRANTS: dict[str, tuple[RoleGrant, ...]] = {
    Role.CURATOR: _whole(*EVERYWHERE, *CASE_WORK, *IMPORTING, *LEADING),
    Role.INCIDENT_COORDINATOR: _whole(*EVERYWHERE, *IMPORTING, _P.UNMASK_PERSONAL, _P.EDIT_RULES)
    + _in_channels(INCIDENT_CHANNELS, *CASE_WORK, _P.AGREE_ANSWER),
    Role.FEEDBACK_COORDINATOR: _whole(
        *EVERYWHERE, *IMPORTING, _P.UNMASK_PERSONAL, _P.DRAW_RETENTION, _P.EDIT_RULES
    )
    + _in_channels(FEEDBACK_CHANNELS, *CASE_WORK, _P.AGREE_ANSWER),
    Role.PAGE_EDITOR: _whole(_P.VIEW_REGISTRY, _P.VIEW_FIGURES)
    + _in_channels(PAGE_CHANNELS, _P.VIEW_CASE, *CASE_WORK, _P.AGREE_ANSWER),
    Role.BLOCK_LEAD: _whole(_P.VIEW_REGISTRY, _P.VIEW_FIGURES)
    + _in(
        ScopeKind.BLOCK,
        _P.VIEW_CASE,
        _P.VIEW_PERSONAL,
        _P.CLASSIFY_CASE,
        _P.ASSIGN_CASE,
        _P.DRAFT_ANSWER,
        _P.APPROVE_ANSWER,
        _P.AGREE_ANSWER,
        _P.CHECK_QUALITY,
        _P.ASK_EXTENSION,
        _P.DEFER_CASE,
        _P.CONTROL_CASE,
        _P.NOTE_CASE,
        _P.WORK_RATING,
        _P.ASK_INFORMATION,
        _P.GIVE_INFORMATION,
    ),
    Role.EXECUTOR: _in(
        ScopeKind.ORGANISATION,
        _P.VIEW_CASE,
        _P.VIEW_PERSONAL,
        _P.DRAFT_ANSWER,
        _P.ASK_EXTENSION,
        _P.NOTE_CASE,
        _P.ASK_INFORMATION,
        _P.GIVE_INFORMATION,
    ),
    Role.HEAD: _whole(
        *EVERYWHERE,
        _P.ISSUE_REPORT,
        _P.UNMASK_PERSONAL,
        _P.APPROVE_RETENTION,
        _P.AGREE_ANSWER,
        _P.END_CORRESPONDENCE,
    ),
    Role.REGION_OBSERVER: _whole(_P.VIEW_FIGURES),
    Role.AUDITOR: _whole(_P.VIEW_LOG),
    Role.ADMINISTRATOR: _whole(
        _P.VIEW_REGISTRY, _P.EDIT_REGISTRY, _P.TEACH_MACHINE, _P.DRAW_RETENTION, _P.REPORT_LEAK
    ),
}

# A step of an agreement route names a role; it reaches as far as AGREE_ANSWER in that role.
# APPROVE_ANSWER is for answers that have no route.
ROUTE_ROLES: tuple[str, ...] = tuple(
    str(role)
    for role, grants in ROLE_GRANTS.items()
    if any(grant.permission == Permission.AGREE_ANSWER for grant in grants)
)
