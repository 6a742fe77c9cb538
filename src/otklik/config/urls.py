"""All addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("otklik.web.portal.urls")),
    path("", include("otklik.web.desk.urls")),
]
