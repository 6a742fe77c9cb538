"""Addresses of one's own login."""

from django.urls import path

from otklik.web.desk.my_login import factors, views

urlpatterns = [
    path("login/mine/", views.page, name="my-login"),
    path("login/mine/password/", views.password, name="my-login-password"),
    path("login/mine/app/", factors.app, name="my-login-app"),
    path("login/mine/app/remove/", factors.remove_app, name="my-login-app-remove"),
    path("login/mine/passkey/", factors.passkey, name="my-login-passkey"),
    path("login/mine/passkey/options/", factors.passkey_options, name="my-login-passkey-options"),
    path("login/mine/passkey/<int:pk>/", factors.rename, name="my-login-passkey-rename"),
    path(
        "login/mine/passkey/<int:pk>/remove/",
        factors.remove_passkey,
        name="my-login-passkey-remove",
    ),
    path("login/mine/codes/", factors.codes, name="my-login-codes"),
    path("login/mine/sessions/end/", views.end_others, name="my-login-sessions-end"),
    path("login/mine/sessions/<int:pk>/end/", views.end_session, name="my-login-session-end"),
]
