"""The one way the reading of the address register ends badly."""

from otklik.core.reasons import Reason


class GarError(Exception):
    """The folder or archive cannot be used; ``reason`` says why."""

    def __init__(self, code: str, **params: object) -> None:
        self.reason = Reason(code, {name: str(value) for name, value in params.items()})
        super().__init__(code)
