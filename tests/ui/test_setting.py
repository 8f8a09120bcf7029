"""Settings survive; a broken file does not stop the start."""

from PySide6.QtCore import QByteArray

from app.ui.setting import Settings, state_folder


def test_values_come_back_as_their_type():
    settings = Settings()
    settings.set("theme", "dark")
    settings.set("export/data", False)
    again = Settings()
    assert again.text("theme") == "dark"
    assert again.flag("export/data", True) is False
    assert again.flag("never set", True) is True


def test_a_layout_of_another_version_is_dropped():
    settings = Settings()
    settings.set_layout(QByteArray(b"geometry"), QByteArray(b"state"))
    assert settings.layout() == (QByteArray(b"geometry"), QByteArray(b"state"))
    settings.set("window/version", "0")
    assert settings.layout() is None


def test_a_broken_file_is_survived():
    folder = state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.ini").write_bytes(b"\x00\xff[[[ not an ini file \n=====")
    settings = Settings()
    assert settings.text("theme", "none") == "none"
    assert settings.layout() is None


def test_recent_files_are_newest_first_without_doubles_or_missing_ones(tmp_path):
    settings = Settings()
    paths = [tmp_path / f"{i}.descent.json" for i in range(10)]
    for path in paths:
        path.write_text("{}")
        settings.add_recent(path)
    settings.add_recent(paths[5])
    recent = settings.recent()
    assert recent[0] == paths[5].resolve()
    assert len(recent) == 8 == len(set(recent))
    paths[5].unlink()
    assert paths[5].resolve() not in settings.recent()
