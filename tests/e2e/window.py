"""A page of the table, opened in a window as its person sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page, Request, Response

from .pages import Shown
from .people import People


@dataclass
class Window:
    """The page, the answers of its documents (the last is what is seen), and what went wrong on the way."""

    page: Page
    documents: list[Response] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def response(self) -> Response:
        return self.documents[-1]

    @property
    def source(self) -> str:
        """The HTML as it was sent."""
        return self.response.text()


@contextmanager
def look_at(shown: Shown, language: str, people: People, **options: object) -> Iterator[Window]:
    """Open a page in a language, do what leads to it, and close it again."""
    context = people.window(shown.person, **options)
    window = Window(context.new_page())
    window.page.on("response", lambda response: _note(window, response))
    window.page.on("console", lambda line: window.errors.append(line.text) if line.type == "error" else None)
    window.page.on("pageerror", lambda error: window.errors.append(str(error)))
    window.page.on("request", lambda request: window.requests.append(request.url))
    try:
        window.page.goto(shown.address(language))
        if shown.act:
            shown.act(window.page, people.site)
        window.page.wait_for_load_state()
        yield window
    finally:
        context.close()


def _note(window: Window, response: Response) -> None:
    request: Request = response.request
    if request.is_navigation_request() and request.frame == window.page.main_frame and response.status // 100 != 3:
        window.documents.append(response)
