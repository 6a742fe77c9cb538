"""Otklik («Отклик»): the workplace of a municipal control centre."""

__version__ = "0.1.0"
