"""The split of labelled questions: some train, some tune, and which is decided by a question's id alone."""

import hashlib

_TUNING_SHARE = 15  # of a hundred


def is_tuning(question_id: str) -> bool:
    """Whether the question is kept from training, to tune by. The same on every machine, whatever else is asked."""
    digest = hashlib.sha256(question_id.encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < _TUNING_SHARE
