"""What never gets public: places, paths, links, scripts; the gate looks at the finished site."""

from __future__ import annotations

import pytest
import small_site
from small_site import a_site, built, snapshot

from generator import files, publish
from generator.pages import File, Page
from generator.publish import building, finished

root = small_site.root

# --- where a site may be written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("out", [".", "..", "data", "content", "content/images", "data/site", ".git", "mkdocs.yml"])
def test_dangerous_places_are_refused(root, out):
    before = snapshot(root)
    with pytest.raises(publish.NotPublished):
        building.build_site(root, root / out, a_site(), lambda _: None)
    assert snapshot(root) == before


def test_a_folder_of_somebody_else_is_refused(root):
    (root / "site").mkdir()
    (root / "site" / "diploma.docx").write_text("важное")
    with pytest.raises(publish.NotPublished, match="не Методотекой"):
        built(root)
    assert (root / "site" / "diploma.docx").read_text() == "важное"


def test_an_empty_folder_and_a_link_to_one_are_accepted(root, tmp_path):
    (tmp_path / "real").mkdir()
    (root / "site").symlink_to(tmp_path / "real")
    assert (built(root) / "index.html").is_file()
    assert (root / "site").is_symlink()


# --- what never gets public ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (a_site(Page("practices/one/index.md", "# Она же\n")), "один адрес"),
        (a_site(Page("practices/ONE.md", "# Она же\n")), "один адрес"),
        (a_site(extra=(File("practices/one/index.html", b"x"),)), "один адрес"),
        (a_site(extra=(File("images/scheme.png", b"x"),)), "один адрес"),
        (a_site(Page("empty.md", "---\ntitle: Пусто\n---\n\n")), "empty.md: пустая страница"),
    ],
    ids=["page and folder", "case", "redirect over a page", "file over a picture", "empty"],
)
def test_what_mkdocs_would_swallow_is_refused_before_it_starts(root, site, message):
    with pytest.raises(files.FileFault, match=message):
        finished.finished_pages(site, root / "content")


@pytest.mark.parametrize(
    "path", ["../out.md", "/etc/x.md", "a//b.md", "con.md", "a\\b.md", "a/./b.md", "x /y.md", "a:b.md"]
)
def test_unsafe_paths_are_refused(root, path):
    with pytest.raises(files.FileFault):
        finished.finished_pages(a_site(Page(path, "# x\n")), root / "content")


@pytest.mark.parametrize("name", ["page.html", "script.js", "picture.svg", "style.css", "noextension"])
def test_what_a_browser_would_run_is_not_taken_from_content(root, name):
    (root / "content" / name).write_text("<script>alert(1)</script>")
    with pytest.raises(files.FileFault, match=name.split(".")[-1]):
        finished.finished_pages(a_site(), root / "content")


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_content_is_refused(root, tmp_path, kind):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("secret")
    target = tmp_path / "secret" / "key.txt" if kind == "file" else tmp_path / "secret"
    (root / "content" / ("key.txt" if kind == "file" else "folder")).symlink_to(target)
    with pytest.raises(files.FileFault, match="ссылкой на другое место"):
        finished.finished_pages(a_site(), root / "content")


ADDRESSES = [finished.html_path(page.path) for page in a_site().pages]

PROTECTED = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
FAULTS = {
    "a page is missing": ("practices/one/index.html", None, "страницы нет"),
    "a page is empty": ("practices/one/index.html", "", "пуста"),
    "script": ("index.html", '<script src="https://cdn.example/x.js"></script>', "cdn.example"),
    "script without scheme": ("index.html", "<script src=//cdn.example/x.js></script>", "cdn.example"),
    "style": ("index.html", '<link rel="stylesheet" href="http://fonts.example/css">', "fonts.example"),
    "preconnect": ("index.html", '<link rel=preconnect href="https://fonts.example">', "fonts.example"),
    "picture": ("index.html", '<img alt=">" src="https://pixel.example/1.gif">', "pixel.example"),
    "picture set": ("index.html", '<img srcset="https://pixel.example/1.gif 2x">', "pixel.example"),
    "frame": ("index.html", "<iframe src='https://video.example/e'></iframe>", "video.example"),
    "inline style": ("index.html", '<p style="background:url(//pixel.example/1)">x</p>', "pixel.example"),
    "style sheet": ("assets/stylesheets/metodoteka.css", '@import "https://fonts.example/a.css";', "fonts.example"),
    "font": ("assets/stylesheets/metodoteka.css", "@font-face{src:url('//fonts.example/a')}", "fonts.example"),
    "entities in the address": ("index.html", '<img src="https&#58;&#47;&#47;pixel.example/1">', "pixel.example"),
    "style element": ("index.html", "<style>@import '//fonts.example/a'</style>", "fonts.example"),
    "backslashes": ("index.html", '<img src="\\\\pixel.example\\1">', "pixel.example"),
    "form": ("index.html", '<form action="https://spy.example/"></form>', "spy.example"),
    "template variable": ("index.html", "<p>Привет, {{ name }}</p>", "{{"),
    "template tag": ("index.html", "<p>{% if x %}</p>", "{%"),
    "attribute list": ("index.html", "<h2>Шаги {#shagi}</h2>", "{#shagi}"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_the_gate_catches(root, fault):
    name, content, message = fault
    site = built(root)
    if content is None:
        (site / name).unlink()
    else:
        (site / name).write_text(PROTECTED * (name.endswith(".html") and content != "") + content, "utf-8")
    faults = publish.gate.site_errors(site, ADDRESSES)
    assert len(faults) == 1
    assert name in faults[0]
    assert message in faults[0]


def test_the_gate_lets_pass_what_is_right(root):
    site = built(root)
    (site / "index.html").write_text(
        PROTECTED + '<link rel="canonical" href="https://example.org/">'
        '<a href="https://example.org/" data-x="//x">туда</a>'
        "<p>Пишут url(https://example.org/a.png) и &lt;img src=//x&gt;</p><a href='#' title='src=\"//x\"'>да</a>"
        "<img src='data:image/gif;base64,//8A' alt='//нет'><script type='application/json'>{{b}}</script>"
        "<code>{{ x }}</code>"
        "<p>&#123;&#123; 1</p>",
        "utf-8",
    )
    assert publish.gate.site_errors(site, ADDRESSES) == []


def test_a_site_that_fails_at_the_gate_is_not_published(root):
    with pytest.raises(publish.NotPublished, match="не прошёл проверку"):
        built(root, a_site(Page("x.md", '# x\n\n<img src="https://pixel.example/1.gif" alt="">\n')))
    assert not (root / "site").exists()
