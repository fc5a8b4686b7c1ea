"""A browser window that notices what a visitor should never meet."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
)

from infra.local.runtime import Runtime
from tests.support.stack import postbox, until

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
REFUSED = "Failed to load resource: the server responded with a status of 4"
# What breaks the rules of a page for phones: each line names an element.
FAULTS = """() => {
  const faults = [], root = document.documentElement;
  const seen = e => e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const label = e => `${e.name || e.id || e.className} ${e.innerText || ''}`;
  const named = e => `${e.tagName} ${label(e)}`.slice(0, 70);
  const all = what => [...document.querySelectorAll(what)].filter(seen);
  if (root.scrollWidth > root.clientWidth)
    for (const e of all('body *'))
      if (e.getBoundingClientRect().right > root.clientWidth + 1) faults.push(`wide: ${named(e)}`);
  const targets = 'button, .button, select, textarea, summary, label.pick, a.card, nav a, footer a,'
    + ' input:not([type=hidden]):not([type=radio]):not([type=checkbox])';
  for (const e of all(targets)) {
    const box = e.getBoundingClientRect();
    if (box.height < 43.5 || box.width < 43.5)
      faults.push(`small: ${named(e)} ${box.width}x${box.height}`);
  }
  for (const e of all('input[type=radio], input[type=checkbox]'))
    if (!e.closest('label') || e.closest('label').getBoundingClientRect().height < 43.5)
      faults.push(`small choice: ${named(e)}`);
  for (const e of all('input:not([type=hidden]), select, textarea'))
    if (!e.labels.length) faults.push(`unlabelled: ${named(e)}`);
  for (const e of all('input[type=radio]'))
    if (!e.closest('fieldset')?.querySelector('legend')) faults.push(`no legend: ${named(e)}`);
  if (parseFloat(getComputedStyle(document.body).fontSize) < 16) faults.push('small letters');
  if (document.querySelectorAll('h1').length != 1) faults.push('not one h1');
  if (document.querySelectorAll('main').length != 1) faults.push('not one main');
  if (!['vi', 'en'].includes(root.lang)) faults.push('no language');
  const zoom = document.querySelector('meta[name=viewport]')?.content || 'none';
  if (/none|user-scalable|maximum-scale/.test(zoom)) faults.push(`viewport: ${zoom}`);
  return faults;
}"""

# Words whose colour is too near to that of their ground: less than 4.5, for large ones less than 3.
FAINT = """() => {
  const numbers = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = words => {
    const own = words.getBoundingClientRect(), y = own.top + own.height / 2;
    for (let e = words; e; e = e.parentElement) {
      const found = numbers(getComputedStyle(e).backgroundColor), box = e.getBoundingClientRect();
      const behind = box.top <= y && y <= box.bottom;
      if (behind && found.length && found[3] !== 0) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const words = [...e.childNodes].filter(n => n.nodeType === 3 && n.data.trim());
    if (!words.length || !e.checkVisibility() || e.getBoundingClientRect().width <= 1) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.6 && parseInt(style.fontWeight) >= 700);
    const [a, b] = [light(numbers(style.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${words[0].data.trim().slice(0, 40)}: ${ratio}`);
  }
  return faint;
}"""


class Window:
    """One visitor's browser. Leaving it fails on console errors and on requests to other hosts."""

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        self.base = base
        self.troubles: list[str] = []
        self.context: BrowserContext = browser.new_context(locale="vi-VN", **options)
        self.context.set_default_timeout(15_000)
        self.context.on("request", self._requested)
        self.context.on("response", self._answered)
        self.context.on("console", self._said)
        self.page: Page = self.context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()
        if kind is None:
            assert self.troubles == []

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "about:")):
            self.troubles.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.troubles.append(f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.troubles.append(f"{message.type}: {message.text}")

    def open(self, address: str, status: int = 200) -> Page:
        """A page of the site."""
        answer = self.page.goto(f"{self.base}{address.removeprefix(self.base)}")
        assert answer is not None
        assert answer.status == status, answer.url
        return self.page

    def faults(self) -> list[str]:
        """What breaks the rules of a page for phones."""
        return list(self.page.evaluate(FAULTS))

    def faint(self) -> list[str]:
        """Words that do not stand out from their ground."""
        return list(self.page.evaluate(FAINT))

    def fill(self, answers: Mapping[str, str]) -> None:
        """Fill in fields by their names, as a person would."""
        for name, answer in answers.items():
            field = self.page.locator(f'main [name="{name}"]')
            self.unfold(name)
            kind = field.first.get_attribute("type") or ""
            if kind in ("radio", "checkbox"):
                self.pick(name, answer)
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(answer)
            else:
                field.fill(answer)

    def unfold(self, name: str) -> None:
        """Open the parts of a form that a field stands in by their headings, outermost first."""
        field = self.page.locator(f'[name="{name}"]')
        folded = self.page.locator("main details:not([open])", has=field)
        while folded.count():
            folded.first.locator("summary").first.click()

    def pick(self, name: str, value: str) -> None:
        """Choose one of several, by the label a finger would hit."""
        choice = self.page.locator(f'[name="{name}"][value="{value}"]')
        self.page.locator("label", has=choice).click()

    def press(self, button: str) -> str:
        """Press a button by its words; the path it leads to."""
        self.page.get_by_role("button", name=button).click()
        return self.path

    @property
    def path(self) -> str:
        """Where the window is."""
        return urlsplit(self.page.url).path

    def open_mail(self, runtime: Runtime, to: str, reference: str, subject: str = "") -> None:
        """Find a mail on the mailbox page, read it, and press its button; a new page opens."""
        wanted = [to, reference, subject]
        until(lambda: any(_is(mail, wanted) for mail in runtime.mailbox(to)), f"mail to {to}")
        rows = self.open("/mailbox").locator("tr")
        for word in wanted:
            rows = rows.filter(has_text=word)
        rows.first.get_by_role("link").click()
        letter = self.page.frame_locator("iframe")
        with self.page.expect_popup() as opened:
            letter.locator("a[href*='/r/']").first.click()
        self.page.close()
        self.page = opened.value
        self.page.wait_for_load_state()

    def type_code(self, runtime: Runtime, to: str, reference: str) -> None:
        """Have a code mailed, and type it in as its reader would."""
        self.press("Gửi mã cho tôi")
        minute = int(self.page.locator('[name="minute"]').get_attribute("value") or 0)
        code = postbox(runtime).code(to, reference, datetime.fromtimestamp(minute, UTC))
        self.fill({"code": code})
        self.press("Mở hồ sơ")


def _is(mail: Mapping[str, Any], wanted: list[str]) -> bool:
    """Whether a mail is the one looked for."""
    return all(word in f"{mail['to']} {mail['subject']}" for word in wanted)
