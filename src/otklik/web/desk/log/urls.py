"""Addresses of the log."""

from django.urls import path

from otklik.web.desk.log import export, logins, views

urlpatterns = [
    path("log/", views.events, name="log"),
    path("log/looks/", views.looks, name="log-looks"),
    path("log/log.csv", export.export_events, name="log-export"),
    path("log/looks.csv", export.export_looks, name="log-looks-export"),
    path("log/logins/", logins.logins, name="log-logins"),
    path("log/logins.csv", logins.export_logins, name="log-logins-export"),
    path("log/verify/", views.verify, name="log-verify"),
]
