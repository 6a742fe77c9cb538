"""Addresses of the log."""

from django.urls import path

from otklik.web.desk.log import export, views

urlpatterns = [
    path("log/", views.events, name="log"),
    path("log/looks/", views.looks, name="log-looks"),
    path("log/log.csv", export.export_events, name="log-export"),
    path("log/looks.csv", export.export_looks, name="log-looks-export"),
    path("log/verify/", views.verify, name="log-verify"),
]
