"""Addresses of the desk; each page folder lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("otklik.web.desk.login.urls")),
    path("", include("otklik.web.desk.my_login.urls")),
    path("", include("otklik.web.desk.people_logins.urls")),
    path("", include("otklik.web.desk.sight.urls")),
    path("", include("otklik.web.desk.palette.urls")),
    path("", include("otklik.web.desk.board.urls")),
    path("", include("otklik.web.desk.flags.urls")),
    path("", include("otklik.web.desk.inbox.urls")),
    path("", include("otklik.web.desk.case.urls")),
    path("", include("otklik.web.desk.files.urls")),
    path("", include("otklik.web.desk.handing.urls")),
    path("", include("otklik.web.desk.information.urls")),
    path("", include("otklik.web.desk.notices.urls")),
    path("", include("otklik.web.desk.approvals.urls")),
    path("", include("otklik.web.desk.drafting.urls")),
    path("", include("otklik.web.desk.problems.urls")),
    path("", include("otklik.web.desk.imports.urls")),
    path("", include("otklik.web.desk.feedback.urls")),
    path("", include("otklik.web.desk.reports.urls")),
    path("", include("otklik.web.desk.machine.urls")),
    path("", include("otklik.web.desk.registry.urls")),
    path("", include("otklik.web.desk.rules.urls")),
    path("", include("otklik.web.desk.letters.urls")),
    path("", include("otklik.web.desk.log.urls")),
    path("", include("otklik.web.desk.privacy.urls")),
]
