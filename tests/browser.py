"""A real browser for the tests: Debian's Chromium, driven by Playwright; a page on which nothing may go wrong."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from moonpact.server.frontend_build import is_built
from tests.server import Site

CHROMIUM = Path("/usr/bin/chromium")
needed = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM} (Debian: chromium)")
scripts_needed = pytest.mark.skipif(not is_built(), reason="the scripts are not there: moonpact build-ui makes them")


@contextmanager
def started() -> Generator[Browser]:
    """Yield a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, site: Site, *, scripts: bool = True, tolerated: str = "", language: str = "en"
) -> Generator[Page]:
    """Yield an empty page; no error, failed request or request to another host may have happened on it at the end.

    Args:
        browser: The browser.
        site: The only host that may be asked.
        scripts: Whether scripts run.
        tolerated: The message of the console that the test itself provokes.
        language: The one that the browser prefers.
    """
    wrong: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not (tolerated and tolerated in message.text):
            wrong.append(message.text)

    def failed(request: Request) -> None:
        # What a reader who goes on does not wait for is no failure.
        if request.failure != "net::ERR_ABORTED":
            wrong.append(f"{request.url}: {request.failure}")

    def asked(request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme in ("http", "https") and (to.hostname, to.port) != (site.host, site.port):
            wrong.append(f"asked outside: {request.url}")

    context = browser.new_context(
        base_url=f"http://{site.host}:{site.port}",
        java_script_enabled=scripts,
        locale=language,
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    page.on("console", console)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", failed)
    page.on("request", asked)
    yield page
    context.close()
    assert wrong == []
