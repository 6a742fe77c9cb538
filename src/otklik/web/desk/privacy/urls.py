"""Addresses of the pages of personal data."""

from django.urls import path

from otklik.web.desk.privacy import leak_views, views

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/terms/new/", views.rule, name="privacy-rule-new"),
    path("privacy/terms/<int:key>/", views.rule, name="privacy-rule"),
    path("privacy/terms/<int:key>/draw/", views.draw, name="privacy-draw"),
    path("privacy/acts/<int:key>/", views.act, name="privacy-act"),
    path("privacy/acts/<int:key>/decide/", views.decide, name="privacy-decide"),
    path("privacy/acts/<int:key>/act.docx", views.document, name="privacy-document"),
    path("privacy/leaks/new/", leak_views.leak, name="privacy-leak-new"),
    path("privacy/leaks/<int:key>/", leak_views.leak, name="privacy-leak"),
]
