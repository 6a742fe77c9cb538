"""The demonstration district: invented items over two years, made anew from a seed."""

from otklik.cli.demo.generate import generate

__all__ = ["generate"]
