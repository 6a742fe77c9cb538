"""Trying rules on cases of the past before they decide those to come."""
