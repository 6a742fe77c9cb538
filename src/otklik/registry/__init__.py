"""Municipalities, territory, organisations, people and roles, topics, regulations."""
