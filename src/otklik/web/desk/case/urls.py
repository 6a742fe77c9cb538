"""Addresses of the case card and of registration by hand."""

from django.urls import path

from otklik.web.desk.case import register, views

urlpatterns = [
    path("cases/new/", register.case_register, name="case-register"),
    path("cases/<str:number>/", views.case_detail, name="case-detail"),
    path("cases/<str:number>/topics/", views.case_topics, name="case-topics"),
    path("cases/<str:number>/streets/", views.case_streets, name="case-streets"),
    path("cases/<str:number>/executors/", views.case_executors, name="case-executors"),
    path("cases/<str:number>/do/<str:name>/", views.case_deed, name="case-deed"),
]
