"""The pictures of pages: those that the documents show, and the command that makes them."""

import re
from pathlib import Path

from tests.browser import needed, started
from tests.checkout import ROOT
from tests.screenshots import SMALL, Shot, all_shots, take, take_small
from tests.server import Site

PICTURES = ROOT / "docs" / "pictures"


def test_the_documents_show_each_of_the_small_pictures_and_no_other() -> None:
    told = re.findall(r"!\[[^]]+\]\(pictures/([\w-]+)\.webp\)", (ROOT / "docs" / "tour.md").read_text(encoding="utf-8"))
    assert told == [shot.name for shot in SMALL]
    assert sorted(path.stem for path in PICTURES.iterdir()) == sorted(told)


def test_the_small_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in PICTURES.iterdir()]
    assert max(sizes) <= 60_000
    assert sum(sizes) <= 500_000


def test_each_page_is_taken_in_each_width_scheme_and_language() -> None:
    names = [shot.name for shot in all_shots(["home", "map"], [360, 1920], ["light", "dark"], ["en", "zh", "ru"])]
    assert len(set(names)) == len(names) == 24
    assert "map-zh-360-dark" in names


@needed
def test_a_page_becomes_a_file_as_wide_as_it_was_looked_at(moon: Site, tmp_path: Path) -> None:
    shot = Shot("rules", "/rules", 360, "dark")
    with started() as browser:
        take(browser, moon, shot, tmp_path)
        take_small(browser, moon, shot, tmp_path)
    picture = (tmp_path / "rules.png").read_bytes()
    width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
    assert picture.startswith(b"\x89PNG")
    assert width == 360
    assert height > 1_000
    assert (tmp_path / "rules.webp").read_bytes()[8:12] == b"WEBP"
