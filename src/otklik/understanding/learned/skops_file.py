"""Reads files of skops that hold plain data alone, without loading skops.

skops brings scikit-learn along: four seconds and 150 MB in every process that sorts. A file of
texts, numbers and arrays needs neither; one that holds anything else is refused, which is
stricter than a list of trusted types.
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

PROTOCOL = 2
SCHEMA = "schema.json"


def read_plain(path: Path) -> dict[str, Any]:
    """Return the mapping of texts, numbers and arrays that ``skops.io.dump`` wrote.

    Raises ``ValueError`` for a file of another protocol or with anything else in it, ``KeyError``
    and ``zipfile.BadZipFile`` for one that is no such file.
    """
    with zipfile.ZipFile(path) as archive:
        schema = json.loads(archive.read(SCHEMA))
        if schema["protocol"] != PROTOCOL or schema["__loader__"] != "DictNode":
            raise ValueError("no mapping of a protocol that is known")
        return {name: _value(node, archive) for name, node in schema["content"].items()}


def _value(node: dict[str, Any], archive: zipfile.ZipFile) -> Any:
    if node["__loader__"] == "JsonNode" and node["is_json"]:
        return json.loads(node["content"])
    if node["__loader__"] == "NdArrayNode" and node["type"] == "numpy":
        return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    raise ValueError(f"{node['__loader__']} is no plain data")
