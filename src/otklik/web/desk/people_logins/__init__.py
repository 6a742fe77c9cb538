"""Logins of people, for the administrator: who has what, helping who cannot come in."""
