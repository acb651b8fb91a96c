"""One stylesheet for the world, one noun a file for those who write it; scripts that find each other."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from core.brand.finders import IMPORT, flattened

STYLES: Path = settings.BASE_DIR / "core" / "static" / "core" / "css"
SCRIPTS: Path = settings.BASE_DIR / "core" / "static" / "core" / "js"
TEMPLATES: Path = settings.BASE_DIR / "templates"


def stylesheets() -> list[Path]:
    """What the public site wears. What rooms add to the admin is named admin-<room>.css and stands beside it."""
    return sorted(path for path in STYLES.rglob("*.css") if not path.name.startswith("admin-"))


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.relative_to(STYLES).as_posix())
def test_a_noun_lives_in_the_layer_of_its_folder(path: Path) -> None:
    css = path.read_text(encoding="utf-8")
    assert "!important" not in css
    if path.parent != STYLES:
        assert re.findall(r"@layer (\w+)", css) == [path.parent.name]


def test_the_entry_names_every_stylesheet_once() -> None:
    named = IMPORT.findall((STYLES / "site.css").read_text(encoding="utf-8"))
    there = {path.relative_to(STYLES).as_posix() for path in stylesheets()} - {"site.css"}
    assert len(named) == len(set(named))
    assert set(named) == there
    assert named[0] == "tokens.css", "it declares the order of the layers"


def test_what_is_collected_is_one_stylesheet_that_names_no_other() -> None:
    text = flattened(STYLES / "site.css").decode()
    assert text.startswith("@layer reset, tokens, base")
    assert "@import" not in text
    assert "/*" not in text
    assert ".vote-box-button" in text


def test_an_address_in_a_stylesheet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(".a { background: url(b.png); }")
    (tmp_path / "site.css").write_text('@import url("a.css");')
    with pytest.raises(ValueError, match="names no other file"):
        flattened(tmp_path / "site.css")


def test_every_behavior_that_a_template_asks_for_has_its_module() -> None:
    asked = {
        name
        for path in TEMPLATES.rglob("*.html")
        for value in re.findall(r'data-behavior="([^"{]+)"', path.read_text(encoding="utf-8"))
        for name in value.split()
    }
    assert asked
    assert asked <= {path.stem for path in (SCRIPTS / "behaviors").glob("*.js")}


def test_no_module_imports_the_entry() -> None:
    """Its address carries a fingerprint, so it would run a second time under its plain name."""
    importing = [path.name for path in SCRIPTS.rglob("*.js") if "site.js" in path.read_text(encoding="utf-8")]
    assert importing == []
