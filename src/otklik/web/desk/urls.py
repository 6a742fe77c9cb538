"""Addresses of the desk; each page folder lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("otklik.web.desk.login.urls")),
    path("", include("otklik.web.desk.board.urls")),
    path("", include("otklik.web.desk.inbox.urls")),
    path("", include("otklik.web.desk.case.urls")),
]
