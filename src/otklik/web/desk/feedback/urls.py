"""Addresses of the feedback of citizens and of its figures."""

from django.urls import path

from otklik.web.desk.feedback import figures, views

urlpatterns = [
    path("feedback/", views.returned, name="feedback"),
    path("feedback/low/", views.low, name="feedback-low"),
    path("feedback/calls/", views.calls, name="feedback-calls"),
    path("feedback/calls/<number:number>/", views.call, name="feedback-call"),
    path("feedback/ratings/<int:key>/work/", views.work, name="feedback-work"),
    path("feedback/links/<int:key>/revoke/", views.revoke, name="rating-link-revoke"),
    path("reports/satisfaction/", figures.satisfaction, name="satisfaction"),
    path("reports/satisfaction/cases/", figures.cases, name="satisfaction-cases"),
]
