"""Addresses of the case card and of registration by hand."""

from django.urls import path, register_converter

from otklik.web.desk.case import register, unmasking, versions, views
from otklik.web.desk.links import CaseNumber

register_converter(CaseNumber, "number")
urlpatterns = [
    path("cases/new/", register.case_register, name="case-register"),
    path("cases/new/house/", register.case_house_note, name="case-house-note"),
    path("cases/<number:number>/", views.case_detail, name="case-detail"),
    path("cases/<number:number>/names/", unmasking.case_names, name="case-names"),
    path("cases/<number:number>/topics/", views.case_topics, name="case-topics"),
    path("cases/<number:number>/codes/", views.case_codes, name="case-codes"),
    path("cases/<number:number>/streets/", views.case_streets, name="case-streets"),
    path("cases/<number:number>/executors/", views.case_executors, name="case-executors"),
    path("cases/<number:number>/colleagues/", views.case_colleagues, name="case-colleagues"),
    path("cases/<number:number>/versions/", versions.case_versions, name="case-versions"),
    path("cases/<number:number>/do/<str:name>/", views.case_deed, name="case-deed"),
]
