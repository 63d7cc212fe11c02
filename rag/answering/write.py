"""Written and verified: what the generator says and its evidence bears out, or quotations."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.compose import ExtractiveGenerator
from rag.answering.frames import frames_for
from rag.answering.generator import Generator
from rag.answering.verify import verify
from rag.errors import GeneratorError
from rag.types import Evidence, Notice, Question, Statement

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Verified statements, who wrote them, and what to say if it was not the generator asked for."""

    statements: tuple[Statement, ...]
    generator: Generator
    notices: tuple[Notice, ...] = ()


def write(question: Question, evidence: Sequence[Evidence], generator: Generator) -> Written:
    """The statements of ``generator`` that its evidence bears out; quotations where it failed or none was borne out."""
    quoting, fault = ExtractiveGenerator(), ""
    if generator.id != quoting.id:
        try:
            verified = verify(generator.generate(question, evidence), evidence)
        except GeneratorError as error:
            _log.warning("generator failed, quoting instead: %s", error)
            fault = "generator_unavailable"
        else:
            if verified.statements:
                return Written(statements=verified.statements, generator=generator)
            fault = "generator_unverified"
    draft = quoting.generate(question, evidence)
    codes = [code for code in (fault, "excerpt" if draft.excerpted else "") if code]
    frames = frames_for(question.language)
    return Written(
        statements=verify(draft, evidence).statements,
        generator=quoting,
        notices=tuple(Notice(code=code, text=frames.notice(code)) for code in codes),
    )
