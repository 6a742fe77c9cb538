"""Addresses for citizens; each page folder lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("otklik.web.portal.rating.urls")),
]
