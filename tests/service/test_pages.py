"""The pages as a visitor sees them, in Debian's Chromium."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.payloads import payloads

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def ask(page, site, question):
    page.goto(site)
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn .answer[aria-busy=false]")


def test_ask_see_the_answer_and_open_the_cited_clause(page, site):
    ask(page, site, "成都示范项目能拿多少钱")
    assert "50万元、80万元" in page.inner_text(".answer")
    assert page.inner_text(".rest summary") == "全部依据（1）"
    assert page.inner_text("#said") == "回答完成，共 1 条依据"
    page.click(".chip >> nth=0")
    assert page.inner_text("#card mark").startswith("根据年度综合评价结果择优分级给予50万元")
    assert "有效" in page.inner_text("#card")
    page.click("#card a")
    page.wait_for_url("**/documents/cd-opinion-2024?mark=*")
    assert page.inner_text("mark").startswith("根据年度综合评价结果择优分级给予50万元")
    assert page.locator("#h1_5__h2_2__p_1 mark").is_visible()
    box = page.locator("mark").bounding_box()
    assert 0 <= box["y"] <= 800


def test_a_row_is_shown_in_its_table(page, site):
    ask(page, site, "到2025年知识产权质押融资登记金额的目标")
    assert "120亿元" in page.inner_text(".answer")
    assert "规划期已于2025年结束" in page.inner_text(".rest")
    page.click(".rest summary")
    page.click(".sources a >> nth=0")
    page.wait_for_selector("tr.marked")
    assert page.inner_text("tr.marked td >> nth=3") == "120"
    assert page.locator("table tbody tr").count() == 11


def test_a_follow_up_is_asked_of_what_came_before(page, site):
    ask(page, site, "到2025年知识产权质押融资登记金额的目标是多少")
    page.fill("#question", "2020年的基期值呢？")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn >> nth=1 >> .tools")
    assert "60亿元" in page.inner_text(".turn >> nth=1 >> .answer")


def test_a_place_may_be_chosen(page, site):
    page.goto(site)
    page.select_option("#region", "500000")
    page.fill("#question", "质押融资有什么支持")
    page.click("#send")
    page.wait_for_selector(".tools")
    assert "【重庆】" in page.inner_text(".answer")
    assert "【四川】" not in page.inner_text(".answer")


def test_not_found_offers_leads_apart_from_evidence(page, site):
    ask(page, site, "专利申请费多少钱")
    assert "没有找到写明" in page.inner_text(".answer")
    assert "不是答案的依据" in page.inner_text(".rest")
    assert page.locator(".chip").count() == 0


def test_a_service_error_is_told(page, site):
    page.route("**/v1/answers", lambda route: route.abort())
    ask(page, site, "质押融资")
    assert "连接不上" in page.inner_text("[role=alert]")
    page.faults.clear()


def test_examples_ask(page, site):
    page.goto(site)
    page.click(".example >> nth=1")
    page.wait_for_selector(".chip")
    assert page.inner_text(".asked").endswith("成都示范项目能拿多少钱？")


def test_enter_in_an_input_method_does_not_send(page, site):
    page.goto(site)
    page.fill("#question", "zhi")
    page.eval_on_selector(
        "#question",
        "f => f.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))",
    )
    page.wait_for_timeout(200)
    assert page.locator(".turn").count() == 0


def test_what_is_copied_carries_sources_and_label(page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, site, "成都示范项目能拿多少钱")
    page.click(".tools button >> nth=0")
    page.wait_for_selector(".tools button:has-text('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] 成都市知识产权局意见" in copied
    assert copied.endswith("内容由人工智能生成，仅供参考，以官方文件为准")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.answer'))")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()").endswith("内容由人工智能生成，仅供参考，以官方文件为准")


def test_a_reader_says_what_is_wrong(page, site):
    ask(page, site, "成都示范项目能拿多少钱")
    page.click(".thumb >> nth=1")
    page.check(".reasons input >> nth=0")
    page.click(".reasons button")
    page.wait_for_selector("text=谢谢，已记录。")


def test_by_keyboard_alone(page, site):
    page.goto(site)
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "question":
        page.keyboard.press("Tab")
    page.keyboard.type("成都示范项目能拿多少钱")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip")
    while not page.evaluate("document.activeElement.classList.contains('chip')"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('chip')")


def test_large_type_is_kept(page, site):
    page.goto(site)
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)")
    page.click("#large")
    page.reload()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)") > 1.2 * size


def test_phone_width_does_not_scroll_sideways(browser, site):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for path in ("/", "/chat", "/documents", "/documents/sc-plan-2021", "/search?q=质押融资"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(site)
    page.click("#large")
    page.click(".example >> nth=2")
    page.wait_for_selector(".tools")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_of_accessibility(browser, site, scheme):
    context = browser.new_context(viewport={"width": 1000, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = {}
    for path in (
        "/",
        "/?lang=en",
        "/chat",
        "/documents",
        "/documents/sc-plan-2021",
        "/documents/nope",
        "/search?q=质押",
    ):
        page.goto(site + path)
        found[path] = Axe().run(page).response["violations"]
    page.goto(site)
    for example in (1, 3):
        page.goto(site)
        page.click(f".example >> nth={example}")
        page.wait_for_selector(".tools")
        page.click(".thumb >> nth=1")
        page.hover(".chip >> nth=0")
        found[f"answer {example}"] = Axe().run(page).response["violations"]
    context.close()
    faults = {path: [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] for path, violations in found.items()}
    assert not any(faults.values()), faults


def test_documents_are_chosen_and_cited(page, site):
    page.goto(f"{site}/documents")
    assert page.locator(".documents li").count() == 6
    page.select_option("select[name=region]", "500000")
    page.click("text=筛选")
    page.wait_for_url("**/documents?*region=500000*")
    assert page.locator(".documents li").count() == 1
    page.click(".documents a")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#cite")
    page.wait_for_selector("#cite:has-text('已复制')")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert "重庆市人民政府：" in cited
    assert "渝府发〔2016〕25号" in cited


def test_clauses_are_searched(page, site):
    page.goto(f"{site}/search")
    page.fill("#q", "春雷行动")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sources li")
    assert "春雷行动" in page.inner_text(".sources li >> nth=0")


HOSTILE = "<img src=x onerror=alert(1)><b>粗</b><script>alert(2)</script>[点我](javascript:alert(3))![](https://evil.example/?q=1)"


def test_what_an_answer_holds_is_text_to_the_page(page, site):
    """Whatever came through: the page makes text nodes of it, and nothing else."""
    document = {"title": HOSTILE, "status": "in_force", "status_label": HOSTILE, "document_number": HOSTILE}
    citation = {
        "number": 1,
        "document": document,
        "locator": {"label": HOSTILE, "path": [HOSTILE]},
        "cited_text": HOSTILE,
        "clause_text": HOSTILE,
        "source_span": {"start": 0, "end": len(HOSTILE)},
        "answer_spans": [{"start": 0, "end": 2 * len(HOSTILE) + 4}],
        "url": "https://evil.example/#x",
    }
    answer = {
        "id": "ans_" + 24 * "0",
        "answer": f"{HOSTILE}：\n· {HOSTILE}[1]",
        "citations": [citation],
        "notices": [{"text": HOSTILE}],
        "related": [
            {"document": document, "locator": {"label": HOSTILE}, "reading": HOSTILE, "url": "javascript:alert(4)"}
        ],
        "aigc": {"label": HOSTILE},
    }
    events = [
        {"type": "answer.citation.added", "citation": citation},
        {"type": "answer.text.delta", "delta": answer["answer"]},
        {"type": "answer.completed", "answer": answer},
    ]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    page.route("**/v1/answers", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    ask(page, site, HOSTILE)
    page.hover(".chip")
    assert page.locator(".turn img, .turn b, .turn script, #card img, #card b").count() == 0
    assert page.inner_text(".answer").count("onerror=alert(1)") == 2
    links = page.eval_on_selector_all(".turn a, #card a", "all => all.map(a => a.origin)")
    assert set(links) == {site}


def test_a_thousand_hostile_answers_stay_text(page, site):
    """What a page makes of an answer, whoever wrote it: these elements, no address but ours, nothing fetched."""
    page.goto(site, wait_until="networkidle")
    before = len(page.requests)
    found = page.evaluate(
        """texts => texts.flatMap(text => {
            const citation = {number: 1, document: {title: text, status: 'x', status_label: text, document_number: text},
                locator: {label: text, path: [text]}, cited_text: text, clause_text: text,
                source_span: {start: 0, end: 3}, answer_spans: [{start: 0, end: text.indexOf('[1]')}], url: text};
            const answer = {id: 'x', answer: text, citations: [citation], notices: [{text}], aigc: {label: text}};
            const place = document.createElement('div');
            document.body.append(place);
            place.append(...answerNodes(text, [citation]), sourceItem(citation), tools(answer));
            openCard(place, citation);
            const every = [...place.querySelectorAll('*'), ...card.querySelectorAll('*')];
            const faults = every.filter(node => !/^(P|H3|H4|UL|LI|A|BUTTON|SPAN|BLOCKQUOTE|DIV|STRONG|MARK)$/.test(node.tagName)
                || [...node.attributes].some(a => /^on|^style$|^src/.test(a.name))
                || (node.href && new URL(node.href).origin !== location.origin));
            if (place.textContent.length < text.length) faults.push(place);
            place.remove();
            return faults.map(node => [text, node.outerHTML.slice(0, 200)]);
        })""",
        payloads(1000),
    )
    page.wait_for_timeout(200)
    assert found == []
    assert len(page.requests) == before
