"""Addresses of handing over."""

from django.urls import path

from otklik.web.desk.handing import views

urlpatterns = [
    path("hand-over/", views.handing, name="hand-over"),
    path("hand-over/<int:key>/back/", views.back, name="hand-over-back"),
]
