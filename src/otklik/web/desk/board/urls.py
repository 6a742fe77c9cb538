"""Address of the board."""

from django.urls import path

from otklik.web.desk.board.views import board

urlpatterns = [path("", board, name="board")]
