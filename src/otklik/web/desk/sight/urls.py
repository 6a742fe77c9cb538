"""Addresses of the version for low vision."""

from django.urls import path

from otklik.web.desk.sight.views import sight

urlpatterns = [path("sight/", sight, name="sight")]
