"""Addresses of the inbox. The card of a case lies at ``cases/<number>/``."""

from django.urls import path

from otklik.web.desk.inbox.assigning import assign_many, executors
from otklik.web.desk.inbox.many import do_with_many, undo_many
from otklik.web.desk.inbox.saved import delete_view, save_view
from otklik.web.desk.inbox.views import filter_panel, inbox, queues

urlpatterns = [
    path("cases/", inbox, name="inbox"),
    path("inbox/filters/", filter_panel, name="inbox-filters"),
    path("inbox/queues/", queues, name="inbox-queues"),
    path("inbox/assign/", assign_many, name="inbox-assign"),
    path("inbox/many/", do_with_many, name="inbox-many"),
    path("inbox/undo/", undo_many, name="inbox-undo"),
    path("inbox/executors/", executors, name="inbox-executors"),
    path("inbox/views/", save_view, name="view-save"),
    path("inbox/views/<int:pk>/delete/", delete_view, name="view-delete"),
]
