"""A thousand texts that a page must show as text: markup, links, images, encodings, broken and nested, in Chinese around it."""

from itertools import cycle, islice, product

_VECTORS = (
    "<script>alert(1)</script>",
    "<img src=https://evil.example/x onerror=alert(1)>",
    "<svg onload=alert(1)><use href=//evil.example#x></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>点我</a>",
    "<form action=https://evil.example><button>x</button></form>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<object data=https://evil.example></object>",
    "<video><source onerror=alert(1)></video>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<template><script>alert(1)</script></template>",
    "![图](https://evil.example/?q=1)",
    "[依据](javascript:alert(1))",
    "[1]: https://evil.example",
    "https://evil.example/自动链接",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<IMG SRC="jav\tascript:alert(1)">',
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<!--><script>alert(1)</script-->",
    "\u202e<script>alert(1)</script>",
    "<x contenteditable onfocus=alert(1) autofocus>",
)
_AROUND = (
    "{}",
    "【四川】《{}》：\n· 支持{}企业。[1]",
    "· {}[1]\n· {}[2]",
    "根据{}第三条，\n\n{}[9]",
    "一、{}\n（一）{}\n· 条款[1]{}",
    "[1]{}[1][1]",
)
_TWISTS = (
    str,
    str.upper,
    lambda text: text * 3,
    lambda text: text.replace("<", "<\x00"),
    lambda text: text.replace("<", "＜<"),
    lambda text: f"\"'>{text}",
)


def payloads(count: int) -> list[str]:
    """``count`` texts."""
    every = (
        around.format(*[twist(vector)] * around.count("{}"))
        for vector, around, twist in product(_VECTORS, _AROUND, _TWISTS)
    )
    return list(islice(cycle(list(every)), count))
