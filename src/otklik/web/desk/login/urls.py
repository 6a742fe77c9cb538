"""Addresses of logging in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from otklik.web.desk.login.views import DeskLoginView, choose_municipality

urlpatterns = [
    path("login/", DeskLoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("municipality/", choose_municipality, name="municipality-choose"),
]
