"""The fixed phrases around quotations, in Chinese and English: the only words of an answer that no document says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from index import regions
from index.types import Document
from rag.types import Judgement, Language, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """The phrases of one language."""

    language: Language
    refusals: Mapping[Reason, str]
    judgements: Mapping[Judgement, Template]
    notices: Mapping[str, Template]

    def heading(self, document: Document) -> str:
        """The line above a document's quotations."""
        if self.language == "zh":
            place = f"【{regions.short_name(document.region.code)}】" if document.region else ""
            return f"{place}{document.short_name}："
        place = f" ({document.region.name})" if document.region else ""
        return f"{document.short_name}{place}, in the original Chinese:"

    def refusal(self, reason: Reason, covered: Sequence[str]) -> str:
        """What is said instead of an answer; ``covered`` are the names of the regions with documents."""
        return Template(self.refusals[reason]).substitute(covered="、".join(covered) or "—")

    def judgement(self, judgement: Judgement, claimed: str) -> str:
        """The line that says how the documents stand to the ``claimed`` value."""
        return self.judgements[judgement].substitute(claimed=claimed)

    def notice(self, code: str, **values: str) -> str:
        """The text of the notice ``code``."""
        return self.notices[code].substitute(values)


_ZH = Frames(
    language="zh",
    refusals={
        Reason.OUTSIDE_COVERAGE: "所问地区的文件不在收录范围内，无法回答。目前收录的地区：$covered。",
        Reason.UNKNOWN_REFERENCE: "收录的文件中没有所指的文号或条款，无法回答。目前收录的地区：$covered。",
        Reason.NO_EVIDENCE: "收录的文件中没有找到可以回答这个问题的条款。",
        Reason.MISSING_DETAIL: "收录的文件涉及这一主题，但没有找到写明所问具体内容的条款。"
        "可参考下列相近条款，它们不是答案的依据。",
    },
    judgements={
        Judgement.AGREES: Template("与所问“$claimed”一致，文件写明："),
        Judgement.DIFFERS: Template("与所问“$claimed”不一致，文件写明："),
    },
    notices={
        "period_ended": Template("《$title》的规划期已于${year}年结束，其目标和措施是否延续，以发文机关最新文件为准。"),
        "expired": Template("《$title》的有效期已于$day届满。"),
        "in_force": Template("截至$as_of，《$title》有效，有效期至$day。"),
        "not_yet_effective": Template("《$title》自$day起施行，目前尚未生效。"),
        "repealed": Template("《$title》已被$successor废止。"),
        "amended": Template("《$title》已被后来的版本取代，见$successor。"),
        "status_unknown": Template("《$title》未载明有效期，现行效力以发文机关公布为准。"),
        "recognised": Template("《$title》由扫描件识别而来，文字可能有误，以原件为准。"),
        "region_not_covered": Template("未收录$region的文件，以上内容不适用于$region。"),
        "side_missing": Template("没有找到适用于$region的文件中与此对应的条款。"),
        "part_missing": Template("没有找到可以回答“$part”的条款。"),
        "excerpt": Template("条款较长，每条只摘录了开头；全文见所引条款。"),
        "no_procedure": Template("文件没有写明具体的申请步骤，以上是与所问支持相关的规定。"),
        "document_not_held": Template("未收录${number}，以上内容不出自该文件。"),
        "generator_unverified": Template("语言模型的回答未通过核验，以上为文件原文摘录。"),
        "generator_unavailable": Template("语言模型未能作答，以上为文件原文摘录。"),
    },
)
_EN = Frames(
    language="en",
    refusals={
        Reason.OUTSIDE_COVERAGE: "No document of the place you ask about is held here. Places covered: $covered.",
        Reason.UNKNOWN_REFERENCE: "No document held here has that number or clause. Places covered: $covered.",
        Reason.NO_EVIDENCE: "No clause that answers this question was found in the documents held here.",
        Reason.MISSING_DETAIL: (
            "The documents touch on this subject, but no clause was found that states what you ask. "
            "The clauses listed are related; they are not evidence for an answer."
        ),
    },
    judgements={
        Judgement.AGREES: Template("The documents agree with “$claimed”:"),
        Judgement.DIFFERS: Template("The documents do not say “$claimed”; they say:"),
    },
    notices={
        "period_ended": Template("The plan period of 《$title》 ended in $year; later documents may have replaced it."),
        "expired": Template("《$title》 expired on $day."),
        "in_force": Template("As of $as_of 《$title》 is in force, until $day."),
        "not_yet_effective": Template("《$title》 takes effect on $day and is not yet in force."),
        "repealed": Template("《$title》 has been repealed by $successor."),
        "amended": Template("《$title》 has been replaced by a later version, $successor."),
        "status_unknown": Template("《$title》 does not state how long it is valid; ask the issuing authority."),
        "recognised": Template("《$title》 was read off a scan (OCR); check the wording against the original."),
        "region_not_covered": Template("No document of $region is held here; the above does not apply there."),
        "side_missing": Template("No corresponding clause was found in the documents that apply in $region."),
        "part_missing": Template("No clause was found that answers “$part”."),
        "excerpt": Template(
            "The clauses are long and quoted by their openings; open the citations to read them whole."
        ),
        "no_procedure": Template(
            "The documents do not set out application steps; the above is what they say on support."
        ),
        "document_not_held": Template("${number} is not held here; the above is not from it."),
        "generator_unverified": Template("The language model's answer did not pass verification; the above is quoted."),
        "generator_unavailable": Template("The language model did not answer; the above is quoted from the documents."),
    },
)


def frames_for(language: Language) -> Frames:
    """The frames of ``language``."""
    return _ZH if language == "zh" else _EN
