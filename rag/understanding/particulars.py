"""What a question asks of a document itself: its number, who issued it, when, until when it is valid, how it is laid out."""

import re
from collections.abc import Mapping

from rag.library import Library
from rag.terms import terms_of
from rag.types import Particular, Term

_ISSUED = r"发布|印发|制定|出台|颁布|下发|转发|公布|签发|签署|起草|发文|发的|写的|出的|提出|联合"
_WHEN = r"什么时候|何时|哪一?年|哪一?天|几月|几号"
_PATTERNS: Mapping[Particular, re.Pattern[str]] = {
    Particular.NUMBER: re.compile(
        r"(?:发文)?字号|文号|(?:文件)?编号|[几哪多少]+号文|\b(?:document|reference|its|official) number\b",
        re.IGNORECASE,
    ),
    Particular.AUTHORITY: re.compile(
        rf"(?:由谁|是谁|谁|哪[个些级]?(?:部门|局|机关|单位|政府|机构|委办局)|什么(?:部门|单位|机关))[^，,。？?]{{0,6}}(?:{_ISSUED})"
        rf"|(?:由|是)(?!\d|依据|根据|按照|不是)[^，,。？?]{{2,14}}(?:{_ISSUED})的?(?=[，,]?\s*(?:对|是|吗|吧))"
        rf"|(?:是不是|是否)由?(?!依据|根据|按照)[^，,。？?]{{2,14}}(?:{_ISSUED})"
        r"|(?:发文|发布|印发|制定|转发)(?:机关|单位|部门|机构)|落款|署名|\bwho (?:issued|signed|published|wrote|released)\b"
        r"|\bwhich (?:department|authority|agency|government|office|body)\b.{0,20}\b(?:issued|signed|published|wrote)\b"
        r"|\bissued by\b|\bissuing authority\b",
        re.IGNORECASE,
    ),
    Particular.DATE: re.compile(
        rf"(?:{_WHEN})[^，,。？?]{{0,16}}(?:{_ISSUED}|成文|落款)|(?:成文|发布|印发|发文|签发|落款)(?:的)?(?:日期|时间|年份)"
        r"|(?<!截止)(?<!申报)(?<!到期)日期"
        r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:印发|发布|出台|发|下发|转发)的"
        r"|\b(?:what|which|the) date\b|\bdated\b|\band when\b|\bwhen was .{0,60}(?:issued|published|signed|released)\b",
        re.IGNORECASE,
    ),
    Particular.ADDRESSEES: re.compile(r"主送|(?:发|印发|下发)给了?(?:谁|哪)"),
    Particular.BASIS: re.compile(
        r"(?:依据|根据|贯彻|落实|按照)[^，,。？?]{0,8}(?:什么|哪[个些份]?|同一[个份]?)(?:上级)?(?:文件|法律|法规|政策|规定|意见)"
    ),
    Particular.VALIDITY: re.compile(
        rf"有效期限?|有效|过期|到期|失效|废止|作废|过时|管用|还能(?:不能)?用|作数|算数|生效|施行|规划期|(?:{_WHEN})[^，,。？?]{{0,4}}(?:实施|实行|执行)"
        r"|(?:实施|执行)(?:日期|时间|期限)|(?:管|用|适用|执行|实施)(?:到|至)(?:什么时候|何时|哪年|哪一年|几时)"
        r"|\b(?:valid(?:ity)?|in force|in effect|effective|expir(?:e|es|ed|y|ing|ation))\b(?:\s+(?:period|date))?",
        re.IGNORECASE,
    ),
    Particular.TITLE: re.compile(
        r"(?:收录|收了|包含|能查|可以查|查得?到|依据的)[^，,。？?]{0,8}(?:哪些|什么|哪几[个份部])[^，,。？?]{0,8}(?:文件|政策|规划|意见|资料)"
        r"|(?:哪些|什么|哪几[个份部]|几[个份部])[^，,。？?的]{0,4}文件|(?:全称|全名|标题|名称)(?:是|叫)|是(?:一[份个])?(?:哪[个份一]|什么)(?:样的)?文件|关于什么|讲什么的"
        r"|\b(?:what|which) (?:documents|policies) (?:are|do you|have you)\b|\bfull (?:title|name)\b",
        re.IGNORECASE,
    ),
    Particular.OUTLINE: re.compile(
        r"(?:几|哪些|哪几|多少)个?(?:章节|章|大?部分|专栏)|目录|(?:框架|结构)(?:是|如何|怎样|什么)"
        r"|\btable of contents\b|\bhow many (?:chapters|parts|sections|boxes)\b",
        re.IGNORECASE,
    ),
}
_REST = re.compile(
    rf"(?:是|由|在)?(?:{_ISSUED})(?:下来|出来|了)?的?|{_WHEN}|现在|目前|如今|仍然|[总一]?共有?|分[为成]|\b(?:still|currently|now)\b",
    re.IGNORECASE,
)
"""What is left of such a question: 依据哪个文件 | 制定的, 何时 | 失效."""

_DOCUMENT = re.compile(r"意见|规划|文件|通知|办法|方案|政策|\b(?:plan|opinion|document|notice|policy)\b", re.IGNORECASE)
_MOST_STRANGE = 0.4  # share of what it calls a document by that no document's name or opening holds


def particulars_of(content: str, library: Library) -> tuple[tuple[Particular, ...], tuple[Term, ...]]:
    """The particulars that ``content`` asks of documents, and its other terms; none if it speaks of more than documents.

    Args:
        content: A question without places, addresses and titles.
        library: Whose documents are meant: their names and openings hold what the question calls them by.
    """
    asked = tuple(particular for particular, pattern in _PATTERNS.items() if pattern.search(content))
    if Particular.BASIS in asked:  # the number asked for is that of the basis
        asked = tuple(particular for particular in asked if particular is not Particular.NUMBER)
    if not asked:
        return (), ()
    rest = content
    for pattern in (*_PATTERNS.values(), _REST):
        rest = pattern.sub(" ", rest)
    terms = library.weighed(terms_of(rest, library.weight, library.occurs))
    said = [term for term in terms if not (term.is_aspect or len(term.text) == 1 or library.names(term))]
    strange = sum(term.weight for term in said if not library.introduces(term))
    speaks_of_one = bool(_DOCUMENT.search(content)) and strange <= _MOST_STRANGE * sum(term.weight for term in terms)
    return (asked, terms) if not said or speaks_of_one else ((), ())
