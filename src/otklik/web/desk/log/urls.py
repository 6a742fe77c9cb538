"""Addresses of the log."""

from django.urls import path

from otklik.web.desk.log import views

urlpatterns = [
    path("log/", views.events, name="log"),
    path("log/looks/", views.looks, name="log-looks"),
    path("log/verify/", views.verify, name="log-verify"),
]
