"""Addresses of the page of the machine."""

from django.urls import path

from otklik.web.desk.machine import views

urlpatterns = [
    path("machine/", views.machine, name="machine"),
    path("machine/run/", views.run_state, name="machine-run"),
    path("machine/learn/", views.learn, name="machine-learn"),
    path("machine/take-over/<int:key>/", views.let_sort, name="machine-take-over"),
    path("machine/words/<slug:aspect>/", views.by_words, name="machine-words"),
]
