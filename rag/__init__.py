"""Question in, cited answer out. Imports ``index`` and nothing above."""

from rag.answering.compose import ExtractiveGenerator
from rag.answering.generator import Generator
from rag.errors import GeneratorError, QuestionError
from rag.open import open_pipeline
from rag.pipeline import Pipeline
from rag.types import Answer, Citation, Notice, Question, Reason, Turn

__all__ = [
    "Answer",
    "Citation",
    "ExtractiveGenerator",
    "Generator",
    "GeneratorError",
    "Notice",
    "Pipeline",
    "Question",
    "QuestionError",
    "Reason",
    "Turn",
    "open_pipeline",
]
