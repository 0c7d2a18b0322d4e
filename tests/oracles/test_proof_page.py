"""The page of `policy prove --format html` as a browser and a parser see it.

Pictures of every page, in every mode, land in target/proof-pages: look at them
after a change of a template.
"""

import subprocess

import browser
import findings
import html5lib
import pytest
from conftest import REPOSITORY, binary

POLICIES = ("sale-module", "raptorflow", "language")
PHONE, DESK = 390, 1280
# Name of the mode: width, colour scheme, medium.
MODES = {
    "phone": (PHONE, "light", ""),
    "phone-dark": (PHONE, "dark", ""),
    "desk": (DESK, "light", ""),
    "desk-dark": (DESK, "dark", ""),
    "print": (DESK, "light", "print"),
}
PICTURES = REPOSITORY / "target" / "proof-pages"


@pytest.fixture(scope="module")
def pages():
    """Every page by the name of its policy, written beside the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    written = {}
    for name in POLICIES:
        command = [binary(), "prove", f"policies/{name}.yaml", "--format", "html", "--as-of", "2026-11-21"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=REPOSITORY)
        if run.returncode == 2 and "invalid value 'html'" in run.stderr + run.stdout:
            pytest.skip("this binary does not print pages")
        if run.returncode == 2 and "unrecognized subcommand" in run.stderr:
            pytest.skip("this binary does not prove")
        # A missed objective is 1, and the page says so.
        assert run.returncode in (0, 1), f"{name}: {run.returncode}\n{run.stderr}"
        written[name] = PICTURES / f"{name}.html"
        written[name].write_text(run.stdout)
    return written


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    try:
        program = browser.find()
    except browser.Missing as missing:
        pytest.skip(str(missing))
    opened = browser.Browser(program, tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", POLICIES)
def test_the_page_is_html_without_a_mistake(pages, name):
    parser = html5lib.HTMLParser()
    parser.parse(pages[name].read_text())
    findings.none([f"{name}:{line}: {error} {about}" for (line, _), error, about in parser.errors])


def test_a_page_with_a_mistake_is_found():
    parser = html5lib.HTMLParser()
    parser.parse("<!doctype html><title>x</title><p><table><p></table>")
    assert parser.errors


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", POLICIES)
def test_the_page_shows_without_a_complaint(pages, chromium, name, mode):
    width, scheme, medium = MODES[mode]
    chromium.open(pages[name], width, scheme, medium)
    found = chromium.complaints()
    chromium.picture(PICTURES / f"{name}-{mode}.png")
    if medium == "print":
        chromium.paper(PICTURES / f"{name}.pdf")
    ground = chromium.value("getComputedStyle(document.body).backgroundColor")
    light = sum(int(part) for part in ground.strip("rgb()").split(",")[:3]) > 3 * 128
    if light != (scheme == "light"):
        found.append(f"the ground is {ground} in a {scheme} scheme")
    findings.none([f"{name}, {mode}: {one}" for one in found])


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_is_wider_than_a_phone(pages, chromium, name):
    chromium.open(pages[name], PHONE, "light")
    chromium.value("document.querySelectorAll('details').forEach(one => one.open = true), 0")
    # What scrolls by itself may be wider.
    wide = chromium.value(
        "[...document.querySelectorAll('body *')]"
        f".filter(one => one.getBoundingClientRect().right > {PHONE + 1}"
        "  && !one.closest('.scroll') && !one.closest('svg') && !one.closest('.hidden'))"
        ".slice(0, 5).map(one => one.outerHTML.slice(0, 160))"
    )
    assert chromium.value("document.documentElement.scrollWidth") <= PHONE, "\n".join(wide)
    findings.none(wide)


@pytest.mark.parametrize("name", POLICIES)
def test_a_verdict_leads_to_its_trace(pages, chromium, name):
    chromium.open(pages[name], DESK, "light")
    link = "document.querySelector('td a.badge')"
    closed = f"document.querySelector({link}.getAttribute('href')).closest('details').open"
    assert chromium.value(closed) is False
    chromium.value(f"{link}.click(), 0")
    assert chromium.value(f"new Promise(done => setTimeout(() => done(0), 50)), {closed}") is True


@pytest.mark.parametrize("name", POLICIES)
def test_paper_shows_what_a_reader_would_open(pages, chromium, name):
    chromium.open(pages[name], DESK, "light", "print")
    heights = chromium.value("[...document.querySelectorAll('.trace .body')].map(one => one.offsetHeight)")
    assert heights and all(heights), heights
