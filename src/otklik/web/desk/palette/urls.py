"""Addresses of "Go to…"."""

from django.urls import path

from otklik.web.desk.palette.views import keys, palette

urlpatterns = [path("go/", palette, name="palette"), path("keys/", keys, name="keys")]
