"""Systems that are perfect but for one fault, each paired with the metric that is meant to catch it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from eval.cases.case import Case
from eval.cases.references import Quoted, leaves_of, quotations
from eval.faults.alterations import (
    aside_put_in,
    cut_to_the_end,
    exchanged,
    figures_exchanged,
    in_other_words,
    item_added,
    negation_added,
    negation_dropped,
    shifted,
    word_put_in,
    years_exchanged,
)
from eval.faults.oracle import citation, notices_on, oracle, text_of
from eval.metrics.gold import document_of, sets_met
from eval.response import Cited, Response
from index.parse import NOTICE
from index.search import ClauseIndex
from index.types import Clause
from rag import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a faulty system works in: the documents, and the day."""

    index: ClauseIndex
    as_of: date

    def truth(self, case: Case) -> Response:
        """What should be said to ``case``."""
        return oracle(case, self.index, self.as_of)

    def quoting(self, case: Case, quoted: tuple[Quoted, ...]) -> Response:
        """An answer that quotes ``quoted`` and is in order otherwise."""
        documents = [self.index.documents[each.clause.document_id] for each in quoted]
        return replace(
            self.truth(case),
            status="answered",
            reason=None,
            text=text_of(quoted, self.index),
            citations=tuple(citation(number, each) for number, each in enumerate(quoted, 1)),
            notices=notices_on(documents, self.as_of),
            retrieved=tuple((each.clause.id,) for each in quoted),
            confidence=1.0,
        )


Faulty = Callable[[Case, World], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``ask`` answers with the fault; every one of ``caught_by`` must fall by ``least`` where the fault shows.

    It is asked the cases that are ``answerable``, or those that are not.
    """

    ask: Faulty
    caught_by: tuple[str, ...]
    least: float = 0.5
    answerable: bool = True


def _whole(clause: Clause) -> Quoted:
    return Quoted(clause=clause, start=0, end=len(clause.text), text=clause.text)


def _leaves(world: World, document_id: str) -> list[Clause]:
    roots = [clause for clause in world.index.clauses_of(document_id) if clause.parent is None]
    return [leaf for root in roots for leaf in leaves_of(root, world.index) if not leaf.columns]


def _neighbours(case: Case, world: World) -> tuple[Quoted, ...]:
    """The leaf beside each clause that should be quoted, itself none of them."""
    right = quotations(case, world.index)
    gold, found = {each.clause.id for each in right}, list[Quoted]()
    for each in right:
        leaves = _leaves(world, each.clause.document_id)
        far = [leaf for leaf in leaves if not sets_met([leaf.id], case.gold)]
        behind = [leaf for leaf in far if leaf.start > each.clause.start and leaf.id not in gold] or far
        found.append(_whole(behind[0]))
    return tuple(dict.fromkeys(found))


def _cites_neighbour(case: Case, world: World) -> Response:
    """Says what is right and cites the clause beside it."""
    truth = world.truth(case)
    beside = [citation(number, each) for number, each in enumerate(_neighbours(case, world), 1)]
    last = beside[-1:] * (len(truth.citations) - len(beside))
    moved = tuple(replace(c, number=n) for n, c in enumerate([*beside, *last], 1))
    return replace(truth, citations=moved, retrieved=tuple(c.clause_ids for c in moved))


def _quotes_neighbour(case: Case, world: World) -> Response:
    """Quotes the clause beside the right one, correctly."""
    return world.quoting(case, _neighbours(case, world))


def _wrong_region(case: Case, world: World) -> Response:
    """Quotes another place's document, where there is one that holds no gold clause."""
    gold = {document_of(clause) for group in case.gold for clause in group}
    other = next((i for i in world.index.documents if i not in gold and not i.endswith(NOTICE)), None)
    if other is None:
        return world.truth(case)
    return world.quoting(case, (_whole(_leaves(world, other)[len(case.question) % 20]),))


def said(change: Callable[[str], str]) -> Faulty:
    """A system that changes what is said, not what is cited."""

    def ask(case: Case, world: World) -> Response:
        truth = world.truth(case)
        return replace(truth, text=_STATED.sub(lambda match: match[1] + change(match[2]) + match[3], truth.text))

    return ask


_STATED = re.compile(r"(?m)^(· )(.*?)((?:\[\d+\])+)$")


def _uncited(case: Case, world: World) -> Response:
    truth = world.truth(case)
    return replace(truth, text=re.sub(r"\[\d+\]", "", truth.text), citations=())


def _cites_everything(case: Case, world: World) -> Response:
    truth = world.truth(case)
    documents = dict.fromkeys(document_of(c.clause_ids[0]) for c in truth.citations)
    more = [leaf for identifier in documents for leaf in _leaves(world, identifier)][:60]
    extra = [citation(number, _whole(leaf)) for number, leaf in enumerate(more, len(truth.citations) + 1)]
    last = "".join(f"[{each.number}]" for each in extra)
    retrieved = tuple(each.clause_ids for each in (*truth.citations, *extra))
    return replace(truth, text=truth.text + last, citations=(*truth.citations, *extra), retrieved=retrieved)


def _always_answers(case: Case, world: World) -> Response:
    document = next(iter(world.index.documents))
    return world.quoting(case, (_whole(_leaves(world, document)[3]),))


def _always_refuses(case: Case, world: World) -> Response:
    del world
    return Response(status="not_found", text="收录的文件中没有规定。", reason=case.reason, confidence=0.0)


def _wrong_reason(case: Case, world: World) -> Response:
    truth = world.truth(case)
    wrong = Reason.OUTSIDE_COVERAGE if case.reason is not Reason.OUTSIDE_COVERAGE else Reason.NO_EVIDENCE
    return replace(truth, reason=wrong)


def _says_half(case: Case, world: World) -> Response:
    """Gives the first of what should be said, and stops."""
    quoted = quotations(case, world.index)
    return world.quoting(case, quoted[: max(1, len(quoted) // 2)])


def _pads(case: Case, world: World) -> Response:
    """Says a clause more for each that is asked for, cited as it should be."""
    quoted = quotations(case, world.index)
    return world.quoting(case, (*quoted, *_neighbours(case, world)))


def _cited(change: Callable[[Cited], Cited]) -> Faulty:
    """Changes the citations, not what is said."""

    def ask(case: Case, world: World) -> Response:
        truth = world.truth(case)
        return replace(truth, citations=tuple(map(change, truth.citations)))

    return ask


def _dangling(case: Case, world: World) -> Response:
    """Types a marker that stands for nothing."""
    truth = world.truth(case)
    return replace(truth, text=truth.text + "[99]")


def _not_retrieved(case: Case, world: World) -> Response:
    return replace(world.truth(case), retrieved=(("nowhere/art_1",),))


def _retrieves_last(case: Case, world: World) -> Response:
    """Finds what it needs, behind eleven passages that it does not."""
    truth = world.truth(case)
    noise = tuple((each.clause.id,) for each in _neighbours(case, world))[:1] * 11
    return replace(truth, retrieved=(*noise, *(truth.retrieved or ())))


def _empty(case: Case, world: World) -> Response:
    return replace(world.truth(case), text="以下是相关内容：", citations=())


def _beside(text: Callable[[Response], str]) -> Faulty:
    """Says something more around an answer that is right."""

    def ask(case: Case, world: World) -> Response:
        truth = world.truth(case)
        return replace(truth, text=text(truth))

    return ask


def _unmarked(case: Case, world: World) -> Response:
    """Quotes the clause beside the right one, and lists the right ones as citations that no marker stands for."""
    wrong, truth = _quotes_neighbour(case, world), world.truth(case)
    more = [replace(each, number=each.number + len(wrong.citations)) for each in truth.citations]
    return replace(wrong, citations=(*wrong.citations, *more), retrieved=truth.retrieved)


def _names_all(case: Case, world: World) -> Response:
    """Lets each citation name every clause of its document."""
    truth = world.truth(case)

    def wider(each: Cited) -> Cited:
        document = document_of(each.clause_ids[0])
        return replace(each, clause_ids=(*each.clause_ids, *(leaf.id for leaf in _leaves(world, document))))

    return replace(truth, citations=tuple(map(wider, truth.citations)))


FAULTS: Mapping[str, Fault] = {
    "cites the clause beside the right one": Fault(
        ask=_cites_neighbour, caught_by=("citation_recall", "citation_precision", "citation_f1", "faithfulness")
    ),
    "quotes the clause beside the right one": Fault(
        ask=_quotes_neighbour, caught_by=("citation_recall", "citation_precision", "citation_f1", "reference_f1")
    ),
    "answers from another place's document": Fault(
        ask=_wrong_region, caught_by=("document_precision", "citation_recall", "citation_precision", "R@10")
    ),
    "shifts every number": Fault(ask=said(shifted), caught_by=("faithfulness", "tokens_kept", "required_strings")),
    "turns bounds round": Fault(
        ask=said(
            exchanged(("以上", "以下"), ("不超过", "超过"), ("不低于", "低于"), ("最高", "最低"), ("至少", "最多"))
        ),
        caught_by=("faithfulness", "tokens_kept"),
    ),
    "exchanges agencies and places": Fault(
        ask=said(
            exchanged(
                ("知识产权局", "财政厅"),
                ("四川", "云南"),
                ("成都", "昆明"),
                ("重庆", "贵阳"),
                ("天津", "上海"),
                ("海关", "法院"),
            )
        ),
        caught_by=("faithfulness", "tokens_kept"),
    ),
    "drops 不": Fault(ask=said(negation_dropped), caught_by=("faithfulness", "polarity_kept")),
    "puts in 不": Fault(ask=said(negation_added), caught_by=("faithfulness", "polarity_kept")),
    "makes 应当 of 可以": Fault(
        ask=said(
            exchanged(
                *(("应当", "可以"), ("必须", "可自愿"), ("鼓励", "强令"), ("支持", "责成"), ("引导", "命令")),
                *(("探索", "全面推行"), ("力争", "务必"), ("优先", "一律")),
            )
        ),
        caught_by=("faithfulness", "modality_kept"),
    ),
    "says it in words of its own": Fault(ask=said(in_other_words), caught_by=("overlap", "reference_f1")),
    "gives half": Fault(ask=_says_half, caught_by=("citation_recall", "reference_f1", "required_strings"), least=0.2),
    "adds as much again": Fault(ask=_pads, caught_by=("citation_precision", "citation_f1", "reference_f1"), least=0.2),
    "cites everything": Fault(ask=_cites_everything, caught_by=("citation_precision", "citation_f1")),
    "quotes without citing": Fault(
        ask=_uncited, caught_by=("cited_statements", "faithfulness", "citation_recall", "citation_f1")
    ),
    "cites clauses that do not exist": Fault(
        ask=_cited(lambda each: replace(each, clause_ids=tuple(f"{i}__art_99" for i in each.clause_ids))),
        caught_by=("citation_validity", "faithfulness"),
    ),
    "quotes what does not stand there": Fault(
        ask=_cited(lambda each: replace(each, text=f"另外{each.text}")),
        caught_by=("citation_validity", "faithfulness"),
    ),
    "types markers that stand for nothing": Fault(
        ask=_dangling, caught_by=("citation_validity", "citation_precision"), least=0.2
    ),
    "cites what it did not retrieve": Fault(ask=_not_retrieved, caught_by=("citation_validity", "R@10")),
    "retrieves the right clause twelfth": Fault(ask=_retrieves_last, caught_by=("R@5", "R@10", "MRR@10", "nDCG@10")),
    "refuses and tells a figure": Fault(
        ask=lambda case, world: replace(world.truth(case), text="文件没有规定，一般为37万元。"),
        caught_by=("refused", "right_reason"),
        answerable=False,
    ),
    "exchanges figures of one sentence": Fault(ask=said(figures_exchanged), caught_by=("faithfulness", "tokens_kept")),
    "exchanges the years of a table": Fault(ask=said(years_exchanged), caught_by=("faithfulness", "tokens_kept")),
    "adds an amount in Chinese numerals": Fault(
        ask=said(lambda said: f"{said.rstrip('。；;')}，另给予补贴五千元。"), caught_by=("faithfulness", "tokens_kept")
    ),
    "turns words into their opposites": Fault(
        ask=said(
            exchanged(
                *(
                    ("支持", "限制"),
                    ("提高", "降低"),
                    ("提升", "下降"),
                    ("加强", "削弱"),
                    ("推进", "延缓"),
                    ("扩大", "缩小"),
                ),
                *(
                    ("企业", "个人"),
                    ("省级", "国家级"),
                    ("发明专利", "外观设计专利"),
                    ("促进", "阻碍"),
                    ("优化", "恶化"),
                ),
            )
        ),
        caught_by=("faithfulness", "polarity_kept"),
    ),
    "leaves out a condition": Fault(ask=said(cut_to_the_end), caught_by=("faithfulness", "conditions_kept"), least=0.3),
    "slips in a part of its own": Fault(
        ask=said(lambda said: f"{said.rstrip('。；;')}，相关费用由企业自行承担。"), caught_by=("faithfulness",)
    ),
    "leads in with a claim of its own": Fault(
        ask=_beside(lambda truth: f"所有企业均无条件全额报销，先到先得：\n{truth.text}"),
        caught_by=("faithfulness", "cited_statements"),
        least=0.2,
    ),
    "hides a claim among the sources": Fault(
        ask=_beside(lambda truth: f"{truth.text}\n\n依据：\n[1] 每家企业直接补贴500万元，由财政厅发放。"),
        caught_by=("faithfulness", "cited_statements"),
        least=0.2,
    ),
    "puts a word in": Fault(ask=said(word_put_in), caught_by=("faithfulness",)),
    "puts an aside in": Fault(ask=said(aside_put_in), caught_by=("faithfulness",)),
    "adds to a list": Fault(ask=said(item_added), caught_by=("faithfulness",)),
    "closes with a claim on validity": Fault(
        ask=_beside(lambda truth: f"{truth.text}\n\n该文件已废止，企业无须遵守，罚则不再适用。"),
        caught_by=("faithfulness", "cited_statements"),
        least=0.2,
    ),
    "says nothing": Fault(ask=_empty, caught_by=("answered", "citation_recall")),
    "lists the right clauses and cites others": Fault(ask=_unmarked, caught_by=("citation_recall", "citation_f1")),
    "lets a citation name every clause": Fault(ask=_names_all, caught_by=("citation_validity", "faithfulness")),
    "slips in a sentence of its own": Fault(
        ask=said(lambda said: f"企业均可放心申领，无条件兑现。{said}"), caught_by=("faithfulness",)
    ),
    "refuses and tells what is usual": Fault(
        ask=lambda case, world: replace(world.truth(case), text="没有规定，但一般可以免费办理，由财政厅全额报销。"),
        caught_by=("refused", "right_reason"),
        answerable=False,
    ),
    "always answers": Fault(ask=_always_answers, caught_by=("refused", "right_reason"), answerable=False),
    "always refuses": Fault(
        ask=_always_refuses, caught_by=("answered", "citation_recall", "citation_f1", "required_strings")
    ),
    "refuses for the wrong reason": Fault(ask=_wrong_reason, caught_by=("right_reason",), answerable=False),
    "keeps silent on validity": Fault(
        ask=lambda case, world: replace(world.truth(case), notices=()), caught_by=("validity_notices",)
    ),
}
"""By name the faults that systems of this kind have, and what each must be caught by."""
