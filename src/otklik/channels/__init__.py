"""The outside world's ways in: one folder a channel, each with the same face.

`ADAPTERS` leads from a channel's name to its `adapter` module (see `ChannelAdapter`);
`recognise` tells whose file it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from otklik.channels.im import adapter as im_adapter
from otklik.channels.im import columns as im_columns
from otklik.channels.incoming import (
    ROW_REASONS,
    ChannelAdapter,
    ChannelFile,
    Incoming,
    RefusedRow,
    Reply,
    Step,
)
from otklik.channels.pos import adapter as pos_adapter
from otklik.channels.pos import columns as pos_columns
from otklik.core.tables import find_spec

__all__ = [
    "ADAPTERS",
    "ROW_REASONS",
    "ChannelAdapter",
    "ChannelFile",
    "Incoming",
    "RefusedRow",
    "Reply",
    "Step",
    "recognise",
]

ADAPTERS: Mapping[str, ChannelAdapter] = {"im": im_adapter, "pos": pos_adapter}
_SPECS = {"im": im_columns.SPEC, "pos": pos_columns.SPEC}


def recognise(path: Path) -> str:
    """Return the channel whose columns stand in the file.

    Raises core.tables.TableError when the file is no table, is harmful, or is nobody's
    (then with the headers of every channel that were looked for).
    """
    spec = find_spec(path, tuple(_SPECS.values()))
    return next(channel for channel, known in _SPECS.items() if known is spec)
