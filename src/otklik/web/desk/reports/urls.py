"""Addresses of the reports."""

from django.urls import path

from otklik.web.desk.reports import views

urlpatterns = [
    path("reports/", views.month, name="reports"),
    path("reports/note/", views.note, name="reports-note"),
]
