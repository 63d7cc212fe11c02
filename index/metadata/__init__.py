"""What a text says about itself and about others, and what follows for whether it is in force."""

from index.metadata.reader import NO_METADATA, Metadata, read_metadata, with_given

__all__ = ["NO_METADATA", "Metadata", "read_metadata", "with_given"]
