"""Addresses of the files of a case."""

from django.urls import path

from otklik.web.desk.files import views

FILES = "cases/<number:number>/files/"
urlpatterns = [
    path(FILES, views.case_files, name="case-files"),
    path(f"{FILES}check/", views.case_files_check, name="case-files-check"),
    path(f"{FILES}<int:key>/", views.case_file, name="case-file"),
    path(
        f"{FILES}<int:key>/small/",
        views.case_file,
        {"is_preview": True},
        name="case-file-preview",
    ),
    path(f"{FILES}<int:key>/remove/", views.case_file_remove, name="case-file-remove"),
]
