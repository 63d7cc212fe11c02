"""What a line by itself can be: title, number, date, addressee, signature, a fact that a portal states, a table's row.

Sources: GB/T 9704-2012 §7 for the parts of a 公文, the practice of legislation for the note under a title (题注).
"""

import re
from collections.abc import Callable

from index.dates import WRITTEN_DATE
from index.document_types import ITSELF, TYPE
from index.text import squeeze

DOCUMENT_TYPE = re.compile(rf"({TYPE})(?:[（(][^（）()。；]{{1,12}}[）)])?$")
"""The 文种 that a title ends with; behind it may stand （试行）, （三）, （2021年修订）."""

DOCUMENT_NUMBER = re.compile(
    r"(?P<agency>[一-龥]{1,12}?)\s*[〔\[［(（﹝【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］)）﹞】]\s*(?P<serial>\d{1,5})\s*号"
)
"""A 发文字号 in any of the brackets people type; GB/T 9704 wants 〔〕."""

_ORDER_NUMBER = re.compile(
    r"[一-龥、]{2,40}(?:令|公告)\s*(?:[（(〔]?\d{4}[)）〕]?年?)?\s*第\s*[0-9０-９一二三四五六七八九十百]{1,6}\s*号"
)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

_ISSUES = re.compile(
    rf"[一-龥\s]{{2,40}}印发《.+(?:{TYPE})(?:[（(][^（）()]{{1,12}}[）)])?》"
)  # 中办国办印发《关于…的意见》
_LONGEST_TITLE = 80  # characters
_DATE_LINE = re.compile(rf"[（(]?{WRITTEN_DATE}[）)]?")
_FACTS = {
    "document_number": "发文字号|发文文号|文号",
    "issuing_authority": "发文机关|发文单位|发布机构|发布机关|制定机关",
    "written_date": "成文日期|成文时间|发文日期|印发日期",
    "publish_date": "发布日期|发布时间|公布日期|发文时间",
    "": "索引号|主题分类|主题词|信息来源|来源|浏览次数|字体|有效性|公开方式|公开范围|文件名称|名称|标题|关键词",
}
_FACT = re.compile(rf"[【\[]?\s*+({'|'.join(_FACTS.values())})\s*+[】\]]?\s*+[：:]\s*+([^：:。]{{0,80}}(?::\d\d)*)")
_NAME_OF_AUTHORITY = re.compile(
    r"[一-龥、（）()\s]{2,80}(?:政府|办公厅|办公室|委员会|委|局|厅|部|院|会|署|（代章）)|[省市区县州]政府"
)
_ADDRESSEE = re.compile(
    r"(?=.*(?:各|有关|单位|政府|部门|局|厅|委|处|院|公司|办公室|协会|银行))(?!为|经|根据|按照|现)[^。；;《》]{2,300}(?<!如下)(?<!以下)[：:]"
)
_BYLINE = re.compile(r"^[（(][^（）()]*[）)]$")
_DISCLOSURE = re.compile(r"^[（(]此件[^）)]*[）)]$")
ENACTING = ("通过", "批准", "公布", "发布", "颁布", "修正", "修订", "修改", "施行")
"""What is done to a law: the acts that the note under its title records."""

_ENACTMENT = re.compile(rf"[（(]?\s*+(?:根据)?\s*+{WRITTEN_DATE}[^。；;]*?(?:{'|'.join(ENACTING)})")
_BEHIND_ACT = 4  # characters behind the last act of such a line: 公布施行, ）


def normalised_number(raw: str) -> str | None:
    """``raw`` as GB/T 9704 writes a 发文字号 (川府发〔2021〕48号), or ``None`` if it is none."""
    match = DOCUMENT_NUMBER.search(_half_width(raw))
    if match:
        return f"{match['agency']}〔{match['year']}〕{int(match['serial'])}号"
    return squeeze(raw) if _ORDER_NUMBER.fullmatch(raw.strip()) else None


def _half_width(text: str) -> str:
    """``text`` with its full-width digits half as wide; its length stays."""
    return text.translate(_DIGITS)


def fact_of(line: str) -> tuple[str, str] | None:
    """``(field, value)`` of a line in which a portal says something about the text (发布日期：2021-12-31), if it is one.

    The field is a name of :class:`index.types.Document`, or empty for a fact that is none of them.
    """
    match = _FACT.fullmatch(line.strip())
    if match is None:
        return None
    return next(name for name, labels in _FACTS.items() if match[1] in labels.split("|")), match[2].strip()


def is_table_row(line: str) -> bool:
    """Whether ``line`` is a row of a table (cells apart by tabs)."""
    return "\t" in line


def is_table_note(line: str) -> bool:
    """Whether ``line``, below a table, explains it (注：…, 资料来源：…)."""
    return re.match(r"(?:注|备注|说明|附注|资料来源|数据来源)\s*[0-9０-９]?\s*[：:]", line) is not None


def is_document_number(line: str) -> bool:
    """Whether ``line`` is a 发文字号 and nothing else."""
    line = _half_width(line.strip())
    return DOCUMENT_NUMBER.fullmatch(line) is not None or _ORDER_NUMBER.fullmatch(line) is not None


def is_date(line: str) -> bool:
    """Whether ``line`` is a date and nothing else; one stray mark behind it is let pass."""
    return _DATE_LINE.fullmatch(line[:-1] if line.endswith(("?", "？")) else line) is not None


def is_title(line: str) -> bool:
    """Whether ``line`` could be a document's title: it ends with a 文种 and holds no sentence."""
    if len(line) > _LONGEST_TITLE or re.search(r"[。；;：:，]", line):
        return False
    return DOCUMENT_TYPE.search(line) is not None or _ISSUES.fullmatch(line) is not None


def is_addressee(line: str) -> bool:
    """Whether ``line`` names whom the document is sent to (主送机关)."""
    return _ADDRESSEE.fullmatch(line) is not None and not re.search(r"下列|如下|以下|分别", line)


def is_byline(line: str) -> bool:
    """Whether ``line`` is a bracketed line, such as the authorities under a title."""
    return _BYLINE.match(line) is not None


def is_disclosure(line: str) -> bool:
    """Whether ``line`` is the note on publication, （此件公开发布）."""
    return _DISCLOSURE.match(line) is not None


def is_attachment_note(line: str) -> bool:
    """Whether ``line`` lists the attachments before the signature (附件：1．任务分工表; GB/T 9704-2012 §7.3.4)."""
    return re.match(r"附\s*件\s*[：:]\s*\S", line) is not None


def is_imprint(line: str) -> bool:
    """Whether ``line`` is of the imprint at the end (版记): 抄送：…, …办公室 2023年7月15日印发."""
    return re.match(rf"抄\s*[送报]\s*[：:]|.{{0,40}}{WRITTEN_DATE}\s*印发$", line) is not None


def is_authority(line: str) -> bool:
    """Whether ``line`` is the name of an authority and nothing else, as in a signature (落款)."""
    return _NAME_OF_AUTHORITY.fullmatch(line) is not None


def is_closing_provision(line: str) -> bool:
    """Whether ``line`` says from when the document applies (本意见自…起施行): it closes the text, whatever it follows."""
    return re.match(rf"{ITSELF}自.{{1,30}}起(?:施行|实施|执行|生效)|《[^》]*》根据{ITSELF}", line) is not None


def is_enactment(line: str) -> bool:
    """Whether ``line`` is part of the note under a law's title (2020年5月28日…通过)."""
    if not _ENACTMENT.match(line):
        return False
    last = max(line.rfind(act) + len(act) for act in ENACTING if act in line)
    return len(line.rstrip("）) \u3000")) - last <= _BEHIND_ACT


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("number", is_document_number),
    ("date", is_date),
    ("disclosure", is_disclosure),
    ("imprint", is_imprint),
    ("attachments", is_attachment_note),
    ("enactment", is_enactment),
    ("fact", lambda line: fact_of(line) is not None),
    ("byline", is_byline),
    ("title", is_title),
    ("addressee", is_addressee),
    ("authority", is_authority),
)


def kind_of(line: str) -> str | None:
    """Which of the parts of a text, beside its body, ``line`` can be; the first that fits, ``None`` if none does."""
    return next((kind for kind, fits in _KINDS if fits(line)), None)
