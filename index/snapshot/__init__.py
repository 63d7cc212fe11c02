"""The published index: immutable generations on disk, each with its manifest, verified before use."""

from index.snapshot.generations import (
    Contents,
    Snapshot,
    current_generation,
    open_current,
    publish,
    roll_back,
    verify,
)

__all__ = ["Contents", "Snapshot", "current_generation", "open_current", "publish", "roll_back", "verify"]
