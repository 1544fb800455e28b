"""The gate sees what a browser would run or fetch, whoever put it into the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from unprotected import CORPUS, RUNS, page, read, unprotected

from generator import text
from generator.publish import gate, markup

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'

#: what today's gate must see: a part of a page -> a word of the fault
REFUSED = {
    "<body ONLOAD=alert(1)>": "onload",
    "<svg><g oNmOuSeOvEr=alert(1)>": "onmouseover",
    "<img/onerror=alert(1)>": "onerror",
    "<p a='x'onclick=1>": "onclick",
    "<img src=x\x0conerror=alert(1)>": "onerror",
    '<a href="javascript:alert(1)">x</a>': "javascript",
    '<a href=" &#1;java&#10;script&colon;alert(1)">x</a>': "javascript",
    '<area href="JAVASCRIPT:alert(1)">': "javascript",
    '<a href="vbscript:msgbox(1)">x</a>': "vbscript",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>': "data:",
    '<form action="javascript:alert(1)">': "javascript",
    '<button formaction="javascript:alert(1)">': "javascript",
    '<svg><a xlink:href="javascript:alert(1)">': "javascript",
    '<math><mi href="javascript:alert(1)">': "javascript",
    "<svg><a><set attributeName=href to=javascript:alert(1)>": "анимация меняет href",
    '<svg><animate attributeName="xlink:href" values="#;javascript:alert(1)">': "javascript",
    "<svg><animate attributeName=onload to=alert(1)>": "onload",
    "<script src=data:text/javascript,alert(1)></script>": "data:",
    "<link rel=stylesheet href=data:text/css,x>": "data:",
    "<iframe src='data:text/html,x'></iframe>": "data:",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>": "srcdoc",
    "<object data=x.swf></object>": "object",
    "<embed src=x.swf>": "embed",
    "<base href=//evil.example/>": "base",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">': "evil.example",
    "<meta http-equiv=Refresh content='0, //evil.example/'>": "evil.example",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">': "javascript",
    '<textarea><img title="</textarea><img src onerror=alert(1)>"></textarea>': "onerror",
    '<title><a id="</title><img src onerror=alert(1)>"></title>': "onerror",
    '<noscript><p title="</noscript><img src onerror=alert(1)>"></noscript>': "onerror",
    "<noscript><img src=//evil.example/1></noscript>": "evil.example",
    '<style><a id="</style><img src onerror=alert(1)>"></style>': "onerror",
    '<xmp><a id="</xmp><img src onerror=alert(1)>"></xmp>': "onerror",
    '<svg></p><style><a id="</style><img src onerror=alert(1)>">': "onerror",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;"><img src onerror=alert(1)>': "onerror",
    "<!--><img src onerror=alert(1)>-->": "onerror",
    "<!--a--!><img src onerror=alert(1)>-->": "onerror",
    "<?a ><img src onerror=alert(1)>?>": "onerror",
    "<![CDATA[ ><img src onerror=alert(1)> ]]>": "onerror",
    "<template shadowrootmode=open><img src onerror=alert(1)></template>": "template",
    "<select><option><img src onerror=alert(1)></select>": "onerror",
    "<select><button><selectedcontent onclick=alert(1)></select>": "onclick",
    "<noembed><p title='</noembed>'></noembed>": "noembed",
    "<link rel=preload as=image href=https://evil.example/1>": "evil.example",
    "<link rel='preload' imagesrcset='a.png 1x,//evil.example/1 2x'>": "evil.example",
    "<img srcset='data:image/png;base64,//8A 1x, https://evil.example/1 2x'>": "evil.example",
    "<video poster=//evil.example/1>": "evil.example",
    "<audio src=https:evil.example/1>": "evil.example",
    "<body background=/\\evil.example/1>": "evil.example",
    "<table><td background='https://evil.example/1'>": "evil.example",
    "<a href=/ ping='/own https://evil.example/1'>x</a>": "evil.example",
    "<html manifest=//evil.example/1>": "evil.example",
    "<input type=image src=//evil.example/1>": "evil.example",
    "<svg><image xlink:href=//evil.example/1>": "evil.example",
    "<svg><use href=https://evil.example/1#a>": "evil.example",
    "<svg><rect fill='url(https://evil.example/1#a)'>": "evil.example",
    "<p style=\"background:u\\72l('//evil.example/1')\">": "evil.example",
    "<style>@import'http://evil.example/a'</style>": "evil.example",
    "<style>@import/**/url( //evil.example/a )</style>": "evil.example",
    "<style>p{background:image-set('a.png' 1x,\"//evil.example/a\" 2x)}</style>": "evil.example",
    "<style>@font-face{src:url(ht\\74ps://evil.example/a)}</style>": "evil.example",
}

#: what is right, however it looks
PASSES = [
    '<a href="https://example.org/javascript:x">x</a>',
    '<p title="javascript: основы">javascript:alert(1)</p>',
    '<img alt="onload=1" src="a.png" title="<img src=//x onerror=1>">',
    "<p>&lt;img src=//x onerror=alert(1)&gt;</p>",
    '<img src="data:image/png;base64,//8A" srcset="a.png 1x, b.png 2x">',
    '<meta http-equiv="refresh" content="0; url=../one/">',
    '<meta property="og:image" content="https://example.org/a.png">',
    '<link rel="alternate" href="https://example.org/feed">',
    '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(#a)"></svg>',
    '<svg><a href="https://example.org/"><text>x</text></a></svg>',
    "<blockquote cite='https://example.org/'>x</blockquote>",
    "<div itemscope itemtype='https://schema.org/Course'>x</div>",
    "<a href='mailto:a@example.org'>x</a><a href='tel:+70000000000'>x</a>",
    "<input value='//x' placeholder='https://example.org/'>",
    "<noscript><p>Без скриптов</p></noscript><select><option value='//x'>x</select>",
    '<style>a[href^="https://"]{color:red}/* url(//x) \\*/</style>',
    "<p style='background:url(/**//evil.example/1)'>",
    "<textarea><img src=//x onerror=alert(1)></textarea>",
]


def found(body: str) -> list[str]:
    source = page(body, POLICY)
    return [*markup.dangers(source), *("script" for script in markup.scripts(source))]


@pytest.mark.parametrize("body", REFUSED, ids=range(len(REFUSED)))
def test_what_a_browser_would_run_or_fetch_is_refused(body: str) -> None:
    assert any(REFUSED[body] in fault for fault in found(body)), found(body)


@pytest.mark.parametrize("body", PASSES, ids=range(len(PASSES)))
def test_what_is_right_passes(body: str) -> None:
    assert found(body) == []


def test_every_unprotected_page_that_runs_is_caught() -> None:
    """The red twin: which texts run was asked of a browser (tests/unprotected.py)."""
    running = read(RUNS)
    assert len(running) >= 68
    assert [value for value in running if not found(unprotected(value))] == []


def test_what_our_own_pipeline_makes_of_the_same_texts_passes() -> None:
    for value in read(CORPUS):
        rendered = text.render(value, lambda href: href)
        assert (
            found(f"<article>{rendered}<p title='{text.escape_html(value)}'>{text.escape_html(value)}</p></article>")
            == []
        ), value


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (f"<script src=a.js></script>{POLICY}", "раньше"),
        (f"{POLICY}<script>alert(1)</script>", "не допускает"),
        (f"{POLICY}<script type=module>alert(1)</script>", "не допускает"),
        (f"{POLICY}<svg><script>alert(1)</script></svg>", "не допускает"),
        (f"{POLICY}<script type=importmap>{{}}</script>", "не допускает"),
        (f"<div>{POLICY}</div><script src=a.js></script>", "раньше"),
    ],
)
def test_a_script_that_the_policy_does_not_hold_is_refused(tmp_path: Path, head: str, word: str) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><html><head>{head}</head><body>x</body></html>", "utf-8")
    faults = gate.site_errors(tmp_path, ["index.html"])
    assert faults and all(word in fault for fault in faults)


# --- every file is whole ---------------------------------------------------------------------------------------------


def test_a_file_that_is_not_as_it_was_written_is_told(tmp_path: Path) -> None:
    for name, content in {"a.json": "[1]", "b.csv": "", "c.js": "", "d.txt": ""}.items():
        (tmp_path / name).write_text(content)
    assert gate.site_errors(tmp_path, [], None, {"a.json": 30, "b.csv": 5, "d.txt": 0, "e.xlsx": 7}) == [
        "e.xlsx: файла нет",
        "a.json: файл записан не целиком: 3 байт из 30",
        "b.csv: файл записан не целиком: 0 байт из 5",
        "c.js: файл пуст",
    ]


# --- what has passed before ---

SIGN = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def passed_and_harmed(folder: Path) -> list[str]:
    """What is told of a file that had passed and then asks another site."""
    sign = folder / "sign.svg"
    sign.write_text(SIGN.format(""))
    mark, faults = gate.inspect_files(folder, {}, ["sign.svg"])["sign.svg"]
    assert faults == []
    assert gate.inspect_files(folder, {"sign.svg": "default-src 'self'"}, ["sign.svg"])["sign.svg"].mark != mark
    sign.write_text(SIGN.format('<image href="https://example.org/a.png"/>'))
    return gate.inspect_files(folder, {}, ["sign.svg"], {mark})["sign.svg"].faults


def test_a_file_that_has_passed_is_looked_at_when_it_is_another(tmp_path: Path) -> None:
    assert passed_and_harmed(tmp_path)


def test_a_mark_without_the_bytes_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin: who knows a file by its name and its rules lets the request through."""
    monkeypatch.setattr(gate, "digest", lambda *about: repr(about[:2]))
    assert passed_and_harmed(tmp_path) == []
