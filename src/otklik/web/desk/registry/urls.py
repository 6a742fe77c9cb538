"""Addresses of the registry."""

from django.urls import path

from otklik.web.desk.registry import file_views, views

urlpatterns = [
    path("registry/", views.index, name="registry"),
    path("registry/files/", file_views.files, name="registry-files"),
    path("registry/files/registry.zip", file_views.download, name="registry-download"),
    path("registry/<slug:slug>/", views.sheet, name="registry-sheet"),
    path("registry/<slug:slug>/new/", views.add, name="registry-add"),
    path("registry/<slug:slug>/<int:pk>/", views.row, name="registry-row"),
    path("registry/<slug:slug>/<int:pk>/remove/", views.remove, name="registry-remove"),
    path("registry/people/<int:pk>/password/", views.password, name="registry-password"),
]
