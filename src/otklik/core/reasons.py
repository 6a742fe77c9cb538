"""Machine-made explanations and refusals as data; web and cli turn them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the machine decided or refused something.

    `code` is a stable English symbol; `params` are texts to be put into the sentence which
    web or cli makes of the code. The lists of codes stand beside the code that makes them
    (`core.tables.TABLE_REASONS`, `channels.incoming.ROW_REASONS`).
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return a hash over code and parameters, so that equal reasons can be counted."""
        return hash((self.code, tuple(sorted(self.params.items()))))

    def as_json(self) -> dict[str, object]:
        """Return plain data for a JSON column; `from_json` gives an equal reason back."""
        return {"code": self.code, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Reason:
        """Read what `as_json` wrote; parameters of any simple type become texts.

        Raises ValueError when there is no code or the parameters are not a mapping.
        """
        code = data.get("code")
        params = data.get("params") or {}
        if not isinstance(code, str) or not code:
            raise ValueError("a reason needs a code")
        if not isinstance(params, Mapping):
            raise ValueError("the parameters of a reason are a mapping")
        return cls(code, {str(name): str(value) for name, value in params.items()})
