"""Addresses of the letters."""

from django.urls import path

from otklik.web.desk.letters import views

urlpatterns = [
    path("cases/<number:number>/letters/<int:key>/", views.case_letter, name="case-letter"),
    path("letter-templates/", views.templates, name="letter-templates"),
    path("letter-templates/<slug:kind>/", views.template, name="letter-template"),
    path("letter-templates/<slug:kind>/put/", views.put, name="letter-template-put"),
    path("correspondence/", views.correspondence, name="correspondence"),
]
