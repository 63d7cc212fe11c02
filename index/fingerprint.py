"""SHA-256 fingerprints of files and of models, the same for a hub name, its cache and a copy."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def file_sha256(path: Path) -> str:
    """The sha256 of the file at ``path``, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def fingerprint(parts: Mapping[str, str]) -> str:
    """One sha256 over named parts, in whatever order they come."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()


def tensor_hashes(tensors: Mapping[str, Any]) -> dict[str, str]:
    """The sha256 of the bytes of each torch tensor, whatever its type."""
    import torch

    flat = {name: tensor.detach().cpu().contiguous().reshape(-1) for name, tensor in tensors.items()}
    return {
        name: hashlib.sha256(tensor.view(torch.uint8).numpy().tobytes()).hexdigest() for name, tensor in flat.items()
    }
