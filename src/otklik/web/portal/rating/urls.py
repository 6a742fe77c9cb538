"""The address of the link under an answer: short, for it is read from paper as well."""

from django.urls import path

from otklik.web.portal.rating import views

urlpatterns = [path("r/<str:token>/", views.rating, name="rating")]
