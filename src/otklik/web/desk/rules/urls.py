"""Addresses of the rules."""

from django.urls import path

from otklik.web.desk.rules import entering, views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/try/", views.try_all, name="rules-try"),
    path("rules/new/", views.rule, name="rule-new"),
    path("rules/<int:key>/", views.rule, name="rule"),
    path("rules/<int:key>/switch/", views.switch, name="rule-switch"),
    path("rules/<int:key>/instruction/", entering.instruction, name="rule-instruction"),
    path("rules/<int:key>/instruction.docx", entering.document, name="rule-document"),
    path("rules/<int:key>/entered/", entering.entered, name="rule-entered"),
    path("cases/<number:number>/receipt/", entering.receipt, name="case-receipt"),
]
