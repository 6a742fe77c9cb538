"""Address the strip of red flags is brought up to date from."""

from django.urls import path

from otklik.web.desk.flags.views import flags

urlpatterns = [path("flags/", flags, name="flags")]
