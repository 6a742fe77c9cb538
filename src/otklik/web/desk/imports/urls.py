"""Addresses of the import."""

from django.urls import path

from otklik.web.desk.imports import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/list/", views.batches, name="import-list"),
    path("import/<int:pk>/", views.batch, name="import-batch"),
    path("import/<int:pk>/progress/", views.progress, name="import-progress"),
    path("import/<int:pk>/cases/", views.cases, name="import-cases"),
    path("import/<int:pk>/undo/", views.undo, name="import-undo"),
    path("import/<int:pk>/rows/<int:row>/", views.mend, name="import-row"),
]
