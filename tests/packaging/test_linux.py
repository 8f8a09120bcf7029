"""The files by which a Linux desktop knows the app agree with each other and with the app."""

import configparser
from pathlib import Path
from xml.etree import ElementTree

import app
from app.command.parser import parse

ROOT = Path(__file__).parents[2]
ID = "org.descentlab.DescentLab"


def path(suffix):
    return ROOT / "packaging/linux" / f"{ID}.{suffix}"


def desktop():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(path("desktop"), encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_menu_entry_starts_a_command_that_exists():
    program, command, file = desktop()["Exec"].split()
    assert (program, file) == ("descent-lab", "%f")
    assert parse([command]).study is None
    assert parse([command, "x.descent.json"]).study == "x.descent.json"


def test_all_name_the_same_kind_of_file():
    names = {"mime": "http://www.freedesktop.org/standards/shared-mime-info"}
    mime = ElementTree.parse(path("mime.xml")).getroot().find("mime:mime-type", names)
    assert mime.find("mime:glob", names).get("pattern") == "*.descent.json"
    meta = ElementTree.parse(path("metainfo.xml")).getroot()
    assert desktop()["MimeType"] == mime.get("type") + ";"
    assert meta.findtext("provides/mediatype") == mime.get("type")


def test_the_newest_release_is_this_one():
    meta = ElementTree.parse(path("metainfo.xml")).getroot()
    assert meta.findtext("id") == desktop()["Icon"] == ID
    assert meta.find("releases/release").get("version") == app.__version__
