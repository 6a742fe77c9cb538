"""Addresses of requests for information."""

from django.urls import path

from otklik.web.desk.information import views

urlpatterns = [
    path("information/", views.requests, name="information"),
    path("information/<int:key>/", views.request_detail, name="information-request"),
]
