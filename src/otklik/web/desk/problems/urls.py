"""Addresses of the page of problems."""

from django.urls import path

from otklik.web.desk.problems import answering, views

urlpatterns = [
    path("problems/", views.problems, name="problems"),
    path("problems/proposed/<int:key>/", views.accept, name="problem-accept"),
    path("problems/proposed/<int:key>/decline/", views.decline, name="problem-decline"),
    path("problems/<int:key>/", answering.problem_detail, name="problem-detail"),
    path("problems/<int:key>/do/<slug:name>/", answering.take_through, name="problem-do"),
    path("problems/<int:key>/close/", views.close, name="problem-close"),
    path("problems/repeats/<int:key>/decline/", views.decline_pair, name="repeat-decline"),
]
