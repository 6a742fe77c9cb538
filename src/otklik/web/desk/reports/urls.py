"""Addresses of the reports."""

from django.urls import path

from otklik.web.desk.reports import quality, views

urlpatterns = [
    path("reports/", views.month, name="reports"),
    path("reports/note/", views.note, name="reports-note"),
    path("reports/quality/", quality.quality, name="quality"),
    path("reports/quality/answers/", quality.answers, name="quality-answers"),
]
