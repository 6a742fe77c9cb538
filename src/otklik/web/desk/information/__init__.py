"""Requests for information: asked of us, and waited for."""
