"""Words that exclude each other: one said where the source has another is a false statement in right words."""

from collections.abc import Sequence

from eval.cases.strings import bigrams

_EXCLUSIVE: Sequence[Sequence[Sequence[str]]] = (
    (("支持", "鼓励", "扶持", "帮助", "保障", "允许"), ("限制", "拒绝", "反对", "打压", "阻止")),
    (
        ("提高", "提升", "增长", "增加", "扩大", "上升", "加大", "增强"),
        ("降低", "下降", "减少", "缩小", "减小", "下调", "减弱"),
    ),
    (("加强", "强化", "深化", "健全", "完善"), ("削弱", "弱化", "放松", "淡化", "破坏")),
    (("建立", "设立", "成立", "组建", "新增"), ("撤销", "取消", "关闭", "裁撤")),
    (("以上", "不低于", "不少于"), ("以下", "不高于", "不超过", "以内")),
    (("以前", "之前", "年前", "日前"), ("以后", "之后", "年后", "日后")),
    (("牵头",), ("配合", "协办")),
    (("个人", "自然人", "居民"), ("企业", "公司", "法人")),
    (("中小企业", "小微企业", "中小微"), ("大型企业", "龙头企业", "大企业")),
    (("全国",), ("全省",), ("全市",)),
    (("国内", "境内"), ("国外", "境外", "海外"), ("国际",)),
    (("年均",), ("累计",)),
    (("申请",), ("授权",), ("转让",), ("许可",)),
    (("高校", "高等学校"), ("中小学",), ("医院",)),
    (("国家级",), ("省级",), ("市级",), ("县级",)),
    (("发明专利",), ("实用新型",), ("外观设计专利",)),
    (("专利",), ("商标",), ("著作权", "版权"), ("地理标志",)),
    (("公开",), ("保密", "不公开")),
    (("免费", "无偿"), ("收费", "有偿")),
    (("同意",), ("否决", "驳回")),
    (("约束性",), ("预期性",)),
)
"""Groups of words; of one group, words of different members exclude each other."""

_LIKE = 0.5  # share of its wording that a part of the source has of what is said, if it is the part that is meant


def turned_round(said: str, source: str, segments: Sequence[str]) -> bool:
    """Whether ``said`` has a word that its ``source`` has not, and what it is said of has one that excludes it there.

    ``segments`` are the parts of the source between its commas.
    """
    words = set(bigrams(said))
    meant = [segment for segment in segments if _likeness(segment, words) >= _LIKE]
    for group in _EXCLUSIVE:
        for place, member in enumerate(group):
            new = [word for word in member if word in said and word not in source]
            others = [word for other, words_of in enumerate(group) if other != place for word in words_of]
            if new and any(word in segment and word not in said for word in others for segment in meant):
                return True
    return False


def _likeness(segment: str, words: set[str]) -> float:
    own = set(bigrams(segment))
    return len(own & words) / len(own) if own else 0.0
