"""Addresses of the page of approvals."""

from django.urls import path

from otklik.web.desk.approvals import views

urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/approve/", views.approve, name="approvals-approve"),
    path("approvals/<int:key>/return/", views.give_back, name="approvals-return"),
]
