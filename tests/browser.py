"""A page as a browser lays it out: what is wider than the window, and what can hardly be read."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
_SECONDS = 120
# It opens every page in a frame of a width, and says what it saw in an element of its own.
_LOOK = """
const out = [];
function rgb(text) { return (text.match(/[\\d.]+/g) || []).map(Number); }
function light(c) {
  const f = c.slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2];
}
function behind(view, node) {
  for (let one = node; one; one = one.parentElement) {
    const c = rgb(view.getComputedStyle(one).backgroundColor);
    if (c.length === 3 || (c.length === 4 && c[3] > 0.99)) return c;
  }
  return [255, 255, 255];
}
function look(frame) {
  const doc = frame.contentDocument, view = frame.contentWindow;
  const found = { width: frame.width, scroll: doc.documentElement.scrollWidth, outside: [],
    faint: [], cut: [], small: [], texts: 0, scripts: doc.scripts.length };
  for (const details of doc.querySelectorAll('details')) details.open = true;
  found.scroll = Math.max(found.scroll, doc.documentElement.scrollWidth);
  const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), node = walk.currentNode.parentElement;
    if (!text || node.closest('title,desc,.unseen')) continue;
    found.texts += 1;
    const style = view.getComputedStyle(node), box = node.getBoundingClientRect();
    const drawn = node.closest('svg');
    const ink = rgb(drawn ? style.fill : style.color), paper = behind(view, node);
    const pair = [light(ink), light(paper)].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (contrast < 4.5) found.faint.push([text, contrast, style.color]);
    let size = parseFloat(style.fontSize);
    if (drawn) {
      const sheet = drawn.getBoundingClientRect();
      size *= sheet.width / drawn.viewBox.baseVal.width;
      if (box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1)
        found.cut.push([text, box.left - sheet.left, box.right - sheet.right]);
    }
    if (size < 10) found.small.push([text, size]);
    if (box.right > frame.width * 1 + 1 && !node.closest('.wide')) found.outside.push(text);
  }
  return found;
}
window.onload = () => {
  for (const frame of document.querySelectorAll('iframe')) out.push(look(frame));
  document.getElementById('seen').textContent = JSON.stringify(out);
};
"""


@dataclass(frozen=True)
class Look:
    """What a browser saw of one page at one width.

    Attributes:
        width: Pixels of the window.
        scroll: Pixels of the page: more than the window where it has to be moved to the side.
        outside: Texts beyond the window, though in no box of their own.
        faint: Texts whose contrast is below 4.5.
        cut: Words of drawings that reach beyond them.
        small: Texts below 10 pixels.
        texts: How many texts there are.
        scripts: How many scripts there are.
    """

    width: int
    scroll: int
    outside: list[str]
    faint: list[tuple[str, float, str]]
    cut: list[tuple[str, float, float]]
    small: list[tuple[str, float]]
    texts: int
    scripts: int


def browser() -> str:
    """Return the browser that lays pages out."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        pytest.fail("There is no Chromium; bash tests/run installs one.")
    return found


def looks(
    pages: Sequence[bytes], widths: Sequence[int], folder: Path, *, dark: bool = False
) -> list[Look]:
    """Return what a browser sees of pages, each at every width."""
    frames = "".join(
        f'<iframe width="{width}" height="900" srcdoc="{html.escape(page.decode())}"></iframe>'
        for page in pages
        for width in widths
    )
    text = f"<!DOCTYPE html><pre id=seen></pre><script>{_LOOK}</script>{frames}"
    path = folder / "looked_at.html"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [
            browser(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--virtual-time-budget=20000", "--dump-dom", path.as_uri(),
        ],
        check=True, capture_output=True, text=True, timeout=_SECONDS,
    )  # fmt: skip
    said = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    assert said, done.stderr[-2000:]
    found = json.loads(html.unescape(said[1]))
    assert len(found) == len(pages) * len(widths)
    return [Look(**{**one, "width": int(one["width"])}) for one in found]
