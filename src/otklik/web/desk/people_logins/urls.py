"""Addresses of the logins of people."""

from django.urls import path

from otklik.web.desk.people_logins import views

urlpatterns = [
    path("logins/", views.people, name="people-logins"),
    path("logins/<int:pk>/", views.person, name="person-login"),
    path("logins/<int:pk>/unlock/", views.unlock, name="person-login-unlock"),
    path("logins/<int:pk>/reset/", views.reset, name="person-login-reset"),
    path("logins/<int:pk>/end/", views.end_sessions, name="person-login-end"),
]
