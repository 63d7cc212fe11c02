"""The errors of question answering, below :class:`index.errors.ZhangjuError`::

    ZhangjuError
    ├── QuestionError        the question cannot be taken: empty, too long, an unknown document id
    ├── PromptError          a prompt file is missing or its placeholders are not the expected ones
    └── GeneratorError       the open model cannot be built or did not answer

That the documents do not say something is not an error but an answer: ``Answer.status == "not_found"``.
"""

from index.errors import ZhangjuError


class QuestionError(ZhangjuError):
    """The question cannot be taken."""

    code = "bad_question"


class PromptError(ZhangjuError):
    """A prompt file is missing or its placeholders are not the expected ones."""

    code = "bad_prompt"


class GeneratorError(ZhangjuError):
    """The open model cannot be built or did not answer."""

    code = "generator_failed"
