"""Pages that one visit leaves to the next: a context, a page and its compiled scripts cost half of what a visit does.

The next visit meets nothing of the one before: what a site can store is removed, the day begins anew, and a page whose
test did anything else to it or to its context than what a reader does (a route, a script, a listener, a second page, a
clock, a permission) is closed with its context, as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, Frame, Page

#: What leaves nothing behind when the page is left and its stores are emptied. Whatever stands not here spends a page.
HARMLESS = frozenset(
    "content evaluate eval_on_selector eval_on_selector_all expect_download expect_file_chooser expect_navigation "
    "expect_request expect_response get_by_alt_text get_by_label get_by_placeholder get_by_role get_by_test_id "
    "get_by_text get_by_title go_back goto inner_text is_closed locator main_frame pdf query_selector "
    "query_selector_all reload screenshot set_viewport_size title touchscreen url viewport_size wait_for_function "
    "wait_for_load_state wait_for_selector wait_for_timeout wait_for_url keyboard mouse".split()
)
#: pages of the same kind that wait for the next visit
_MOST = 3
#: of another document than the page that the visit opens: what a tab keeps for itself
_FORGET = "if (top === self) { sessionStorage.clear(); window.name = ''; }"


class Watched(Page):
    """A page that knows whether something was done to it that would last."""

    spent = False

    def __getattribute__(self, name: str) -> Any:
        if name[0] != "_" and name not in HARMLESS and name != "spent":
            object.__setattr__(self, "spent", True)
        return super().__getattribute__(name)


@dataclass
class Kept:
    """A page of a site in a context of its own, and what is needed to make it as good as new."""

    page: Page
    base: str
    session: CDPSession
    origins: set[str] = field(default_factory=set)

    @classmethod
    def opened(cls, browser: Browser, base: str, options: dict[str, Any]) -> Kept:
        page = browser.new_context(base_url=base, reduced_motion="reduce", **options).new_page()
        kept = cls(page, base, page.context.new_cdp_session(page))
        kept.session.send("Page.enable")
        page.on("framenavigated", kept._came_to)
        page.__class__ = Watched
        return kept

    def _came_to(self, frame: Frame) -> None:
        self.origins.add("/".join(frame.url.split("/")[:3]))

    def go(self, address: str, width: int, time: str) -> None:
        """Come to the address for the first time, at a moment."""
        size = {"width": width, "height": 800}
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        Page.context.fget(self.page).clock.install(time=time)
        if not self.origins:
            self.page.goto(address)
            return
        first = self.session.send("Page.addScriptToEvaluateOnNewDocument", {"source": _FORGET})
        self.page.goto(address)
        self.session.send("Page.removeScriptToEvaluateOnNewDocument", first)

    def left(self) -> bool:
        """Leave the page and remove what it has stored; whether it is as good as new."""
        context = Page.context.fget(self.page)
        if self.page.spent or self.page.is_closed() or context.pages != [self.page] or context.service_workers:
            return False
        try:
            self.page.goto("about:blank")  # pages write a last draft when they are left
            self.session.send("Page.resetNavigationHistory")
            self.page.mouse.move(0, 0)
            for origin in self.origins - {"about:blank"}:
                self.session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            context.clear_cookies()
        except Error:  # it has crashed
            return False
        return not self.page.spent and context.pages == [self.page]

    def close(self) -> None:
        Page.context.fget(self.page).close()


class Shelf:
    """Pages that wait for the next visit of the same site by a browser with the same options."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Kept]] = {}

    def take(self, browser: Browser, base: str, **options: Any) -> tuple[str, Kept]:
        """A page that waits, or a new one; and the name under which it can be given back."""
        name = f"{id(browser)} {base} {sorted(options.items())}"
        waiting = self._waiting.get(name, [])
        while waiting:
            kept = waiting.pop()
            if not kept.page.is_closed():  # the browser of a file closes what the file leaves open
                return name, kept
        return name, Kept.opened(browser, base, options)

    def give_back(self, name: str, kept: Kept) -> None:
        waiting = self._waiting.setdefault(name, [])
        if kept.left() and len(waiting) < _MOST:
            waiting.append(kept)
        else:
            kept.close()
