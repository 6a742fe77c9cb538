"""Addresses of logging in and out."""

from django.urls import path

from otklik.web.desk.login.second_step import SecondStepView, second_options, setup
from otklik.web.desk.login.views import (
    DeskLoginView,
    DeskLogoutView,
    choose_municipality,
    passkey_login,
    passkey_options,
)

urlpatterns = [
    path("login/", DeskLoginView.as_view(), name="login"),
    path("login/passkey/", passkey_login, name="login-passkey"),
    path("login/passkey/options/", passkey_options, name="login-passkey-options"),
    path("login/second/", SecondStepView.as_view(), name="login-second"),
    path("login/second/options/", second_options, name="login-second-options"),
    path("login/setup/", setup, name="login-setup"),
    path("logout/", DeskLogoutView.as_view(), name="logout"),
    path("municipality/", choose_municipality, name="municipality-choose"),
]
