"""The version for people with low vision (ГОСТ Р 52872-2019)."""
