"""Pages that one visit leaves to the next: a context, a page and its compiled scripts cost half of what a visit does.

The next visit meets nothing of the one before: what a site can store is removed, the day begins anew, routes, listeners
and the look that a test has asked for are taken back, and a page whose test did anything else to it or to its context
than what a reader does (a script, a second page, a clock, a permission) is closed with its context, as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Frame, Page

#: What leaves nothing behind when the page is left and its stores are emptied. Whatever stands not here spends a page.
HARMLESS = frozenset(
    "add_style_tag check click content evaluate eval_on_selector eval_on_selector_all expect_download "
    "expect_file_chooser expect_navigation expect_request expect_response fill focus get_attribute get_by_alt_text "
    "get_by_label get_by_placeholder get_by_role get_by_test_id get_by_text get_by_title go_back go_forward goto hover "
    "inner_html inner_text input_value is_checked is_closed is_hidden is_visible locator main_frame pdf press "
    "query_selector query_selector_all reload screenshot select_option set_viewport_size tap text_content title "
    "touchscreen type uncheck url viewport_size wait_for_function wait_for_load_state wait_for_selector "
    "wait_for_timeout wait_for_url keyboard mouse".split()
)
#: pages of the same kind that wait for the next visit
_MOST = 3
#: of another document than the page that the visit opens: what a tab keeps for itself
_FORGET = """if (top === self) {
  window.name = '';
  try { sessionStorage.clear(); } catch { /* a test lets this page store nothing, and so it is not kept */ }
}"""


#: what lasts, and is taken back when the page is left
UNDONE = frozenset("route unroute emulate_media on once remove_listener".split())


class Watched(Page):
    """A page that knows whether something was done to it that would last."""

    spent = False
    touched: set[str]
    listening: list[tuple[Any, Callable[..., Any]]]
    forgets = False

    def __getattribute__(self, name: str) -> Any:
        if name in UNDONE:
            super().__getattribute__("touched").add(name)
        elif name in _LASTING:
            object.__setattr__(self, "spent", True)
        return super().__getattribute__(name)

    def on(self, event: Any, f: Any) -> None:
        self.listening.append((event, f))
        Page.on(self, event, f)

    def once(self, event: Any, f: Any) -> None:
        self.listening.append((event, f))
        Page.once(self, event, f)

    def remove_listener(self, event: str, f: Callable[..., Any]) -> None:
        self.listening.remove((event, f))
        Page.remove_listener(self, event, f)

    def goto(self, url: str, **options: Any) -> Any:
        """The first way to an address finds nothing that the tab has kept for itself. The session of the tools does not
        stay: with one beside its own a page forgets on its way that it was to look as on paper."""
        if self.forgets:
            self.forgets = False
            session = Page.context.fget(self).new_cdp_session(self)
            session.send("Page.enable")
            session.send("Page.addScriptToEvaluateOnNewDocument", {"source": _FORGET})
            try:
                came = Page.goto(self, url, **options)
            finally:
                session.detach()
            if "emulate_media" not in self.touched:
                return came
        return Page.goto(self, url, **options)


_LASTING = frozenset(name for name in dir(Page) if name[0] != "_") - HARMLESS - UNDONE


def _leave(asked: Dialog) -> None:
    """A page asks whether to be left where something is not saved."""
    asked.accept()


@dataclass
class Kept:
    """A page of a site in a context of its own, and what is needed to make it as good as new."""

    page: Watched
    base: str
    options: dict[str, Any]
    origins: set[str] = field(default_factory=set)

    @classmethod
    def opened(cls, browser: Browser, base: str, options: dict[str, Any]) -> Kept:
        options = {"reduced_motion": "reduce"} | options
        context = browser.new_context(base_url=base or None, **options)
        context.set_default_timeout(60_000)
        page = context.new_page()
        kept = cls(page, base, options)
        page.on("framenavigated", kept._came_to)
        page.__class__ = Watched
        page.touched, page.listening = set(), []
        return kept

    def _came_to(self, frame: Frame) -> None:
        if frame.url.startswith("http"):
            self.origins.add("/".join(frame.url.split("/")[:3]))

    def taken(self, width: int, height: int, time: str | None) -> Page:
        """The page for the next visit, of a size, at a moment (without one the clock goes as it goes)."""
        size = {"width": width, "height": height}
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        if time:
            Page.context.fget(self.page).clock.install(time=time)
        self.page.forgets = bool(self.origins)
        return self.page

    def left(self) -> bool:
        """Leave the page and remove what it has stored; whether it is as good as new."""
        page = self.page
        context = Page.context.fget(page)
        if page.spent or page.is_closed() or context.pages != [page] or context.service_workers:
            return False
        while page.listening:
            with suppress(KeyError):  # what listened once has gone by itself
                Page.remove_listener(page, *page.listening.pop())
        Page.on(page, "dialog", _leave)
        try:
            Page.goto(page, "about:blank")  # pages write a last draft when they are left
            Page.remove_listener(page, "dialog", _leave)
            self._take_back()
            self._forget()
            page.mouse.move(0, 0)
            context.clear_cookies()
        except Error:  # it has crashed
            return False
        return not page.spent and context.pages == [page]

    def _take_back(self) -> None:
        page = self.page
        if page.touched & {"route", "unroute"}:
            Page.unroute_all(page)
        if "emulate_media" in page.touched:
            usual = {name: self.options.get(name, "null") for name in ("color_scheme", "reduced_motion")}
            Page.emulate_media(page, media="null", forced_colors="null", contrast="null", **usual)
        page.touched.clear()

    def _forget(self) -> None:
        """Empty what the sites that were visited have stored on the device, and the history of the tab."""
        session = Page.context.fget(self.page).new_cdp_session(self.page)
        for origin in self.origins:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.send("Page.enable")
        session.send("Page.resetNavigationHistory")
        session.detach()

    def close(self) -> None:
        Page.context.fget(self.page).close()


class Shelf:
    """Pages that wait for the next visit of the same site by a browser with the same options."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Kept]] = {}

    def take(self, browser: Browser, base: str, clock: bool = True, **options: Any) -> tuple[str, Kept]:
        """A page that waits, or a new one; and the name under which it can be given back. Once a page has a clock of
        its own, it keeps it."""
        name = f"{id(browser)} {base} {clock} {sorted(options.items())}"
        waiting = self._waiting.get(name, [])
        while waiting:
            kept = waiting.pop()
            if not kept.page.is_closed():  # a file closes the pages of its own sites
                return name, kept
        return name, Kept.opened(browser, base, options)

    def give_back(self, name: str, kept: Kept) -> None:
        waiting = self._waiting.setdefault(name, [])
        if kept.left() and len(waiting) < _MOST:
            waiting.append(kept)
        else:
            kept.close()

    def contexts(self, *bases: str) -> list[BrowserContext]:
        """The contexts of the pages that wait for the next visit of one of the sites."""
        kept = [one for waiting in self._waiting.values() for one in waiting if one.base in bases]
        return [Page.context.fget(one.page) for one in kept]


SHELF = Shelf()


@contextmanager
def one_visit(
    browser: Browser, base: str, width: int = 1280, height: int = 800, time: str | None = None, **options: Any
) -> Iterator[Page]:
    """A page that knows nothing of any other, before it goes anywhere; at a moment, or the clock goes as it goes."""
    name, kept = SHELF.take(browser, base, clock=bool(time), **options)
    try:
        yield kept.taken(width, height, time)
    finally:
        SHELF.give_back(name, kept)
