"""Addresses of the page of problems."""

from django.urls import path

from otklik.web.desk.problems import views

urlpatterns = [
    path("problems/", views.problems, name="problems"),
    path("problems/proposed/<int:key>/", views.accept, name="problem-accept"),
    path("problems/proposed/<int:key>/decline/", views.decline, name="problem-decline"),
    path("problems/<int:key>/close/", views.close, name="problem-close"),
    path("problems/repeats/<int:key>/decline/", views.decline_pair, name="repeat-decline"),
]
