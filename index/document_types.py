"""The kinds of official text (文种, GB/T 9704-2012 §4) and of legislation, and how a text speaks of itself (本办法)."""

TYPES = (
    *(
        "通知",
        "意见",
        "规划",
        "计划",
        "纲要",
        "方案",
        "办法",
        "细则",
        "规定",
        "规则",
        "条例",
        "决定",
        "决议",
        "公告",
        "通告",
    ),
    *(
        "通报",
        "批复",
        "函",
        "报告",
        "指南",
        "若干措施",
        "措施",
        "法典",
        "修正案",
        "解释",
        "章程",
        "准则",
        "规程",
        "守则",
    ),
    *("安排", "法"),
)
TYPE = "|".join(sorted(TYPES, key=len, reverse=True))
"""Any of them, for use inside a regular expression; it has no group."""

PLANS = frozenset({"规划", "计划", "纲要", "方案"})
"""Those that are made for a span of years."""

LEGISLATION = frozenset({"法", "法典", "条例", "办法", "细则", "规定", "规则", "章程", "准则", "规程", "守则", "解释"})
"""Those that are issued again under the same title when they change."""

_QUALIFIERS = "实施|暂行|试行|管理|行动|工作|若干|补充|指导|专项|发展|奖励|认定|资助|扶持|操作|评价|考核|监督"
ITSELF = rf"本(?:{_QUALIFIERS}){{0,2}}(?:{TYPE})"
"""A text speaking of itself: 本意见, 本实施细则, 本暂行办法. For use inside a regular expression; it has no group."""
