"""Addresses beside the draft of an answer."""

from django.urls import path

from otklik.web.desk.drafting import views

urlpatterns = [
    path("cases/<number:number>/answer/helps/", views.helps, name="answer-helps"),
    path("cases/<number:number>/answer/check/", views.check, name="answer-check"),
    path("cases/<number:number>/answer/insert/", views.insert, name="answer-insert"),
]
