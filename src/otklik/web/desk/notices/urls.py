"""Addresses of notices and of the choice of letters."""

from django.urls import path

from otklik.web.desk.notices import letters, views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="notices-bell"),
    path("notices/seen/", views.seen, name="notices-seen"),
    path("notices/settings/", views.choose_letters, name="notice-settings"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:key>/again/", letters.again, name="letter-again"),
]
