"""A folder is a list: what its modules define is there, once, under names in lower case."""

import importlib
import sys
import threading

import pytest

from app.engine import registry as module
from app.engine.error import InputError
from app.engine.registry import Registry


def make(name, rank=1000, module="somewhere", qualname=None):
    """Return a class as a module of an item's own would define it."""
    return type(
        name.title(), (), {"name": name, "rank": rank, "__module__": module, "__qualname__": qualname or name}
    )


@pytest.fixture
def fruits(tmp_path, monkeypatch):
    """Give a registry and the empty package that it loads, to write modules into."""
    (tmp_path / "orchard" / "fruits").mkdir(parents=True)
    (tmp_path / "orchard" / "__init__.py").touch()
    (tmp_path / "orchard" / "fruits" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "__package__", "orchard")
    importlib.invalidate_caches()
    orchard = importlib.import_module("orchard")
    orchard.registry = Registry("fruit", "fruits")
    yield orchard.registry, tmp_path / "orchard" / "fruits"
    for name in [name for name in sys.modules if name.partition(".")[0] == "orchard"]:
        del sys.modules[name]


def plant(folder, name, rank=1000, before="", aliases=()):
    (folder / f"{name}.py").write_text(
        f"from orchard import registry\n{before}\n"
        f"class {name.title()}:\n    name = {name!r}\n    rank = {rank}\n"
        f"registry.add({name!r}, {name.title()}, {aliases!r})\n",
        encoding="utf-8",
    )
    importlib.invalidate_caches()


@pytest.fixture
def empty():
    found = Registry("fruit", "nowhere")
    found._loaded = True
    return found


def test_the_folder_is_the_list(fruits):
    registry, folder = fruits
    plant(folder, "pear", rank=20)
    plant(folder, "fig", rank=10)
    plant(folder, "apple", rank=20)
    (folder / "notes.txt").write_text("not a module", encoding="utf-8")
    assert registry.names() == ["fig", "apple", "pear"], "by rank, then by name"
    assert len(registry) == 3
    assert [item.__name__ for item in registry] == ["Fig", "Apple", "Pear"]
    assert registry["pear"].__module__ == "orchard.fruits.pear"


@pytest.mark.parametrize(
    "use", [len, list, lambda r: r["fig"], lambda r: r.names(), lambda r: "fig" in r], ids=range(5)
)
def test_any_use_loads_the_folder(fruits, use):
    registry, folder = fruits
    plant(folder, "fig")
    assert use(registry)


def test_nothing_is_imported_before_it_is_asked_for(fruits):
    _, folder = fruits
    plant(folder, "fig")
    assert "orchard.fruits.fig" not in sys.modules


def test_a_broken_module_is_told_every_time(fruits):
    registry, folder = fruits
    plant(folder, "apple")
    plant(folder, "pear", before="raise OSError('worm')")
    for _ in range(2):
        with pytest.raises(OSError, match="worm"):
            registry.names()
    plant(folder, "pear")
    assert registry.names() == ["apple", "pear"]


def test_a_module_may_look_into_the_registry_while_it_is_imported(fruits):
    registry, folder = fruits
    plant(folder, "apple")
    plant(folder, "pear", before="assert registry.names() == ['apple']")
    assert registry.names() == ["apple", "pear"]


def test_two_threads_see_the_whole_list(fruits):
    registry, folder = fruits
    plant(folder, "apple", before="import time; time.sleep(0.2)")
    plant(folder, "pear")
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(registry.names())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [["apple", "pear"]] * 4


def test_lookup_is_not_particular_about_capitals(empty):
    fig = make("fig")
    empty.add("fig", fig, ("common_fig",))
    assert empty["fig"] is empty["FIG"] is empty["common_fig"] is empty["Common_Fig"] is fig
    assert "Fig" in empty
    assert "COMMON_FIG" in empty


def test_membership_goes_by_name(empty):
    fig = make("fig")
    empty.add("fig", fig)
    assert "fig" in empty
    for other in ("pear", "", 3, None, ["fig"], fig):
        assert other not in empty


def test_aliases_are_no_items(empty):
    empty.add("fig", make("fig"), ("common_fig", "ficus"))
    assert len(empty) == 1
    assert empty.names() == ["fig"]


def test_an_unknown_name_is_told_with_the_nearest(empty):
    empty.add("fig", make("fig"), ("ficus_carica",))
    empty.add("pear", make("pear"))
    with pytest.raises(InputError) as caught:
        empty["paer"]
    assert str(caught.value) == "No fruit named 'paer'. Did you mean 'pear'?"
    assert caught.value.__cause__ is None
    with pytest.raises(InputError, match="Did you mean 'ficus_carica'"):
        empty["ficus_karica"]
    with pytest.raises(InputError, match=r"No fruit named 'zzz'. Choose one of: fig, pear\.$"):
        empty["zzz"]


@pytest.mark.parametrize("name", [3, None, ["fig"], {"fig": 1}])
def test_a_name_that_is_no_text(empty, name):
    empty.add("fig", make("fig"))
    with pytest.raises(
        InputError, match=r"The name of a fruit is a text, but .* was given. Choose one of: fig."
    ):
        empty[name]


def test_two_classes_of_one_name(empty):
    fig = make("fig", module="one")
    empty.add("fig", fig)
    with pytest.raises(TypeError, match="Two classes of kind fruit are named 'fig'"):
        empty.add("fig", make("fig", module="two"))
    with pytest.raises(TypeError, match="named 'fig'"):
        empty.add("fig", make("fig", module="one", qualname="Second"))
    assert empty["fig"] is fig


def test_a_name_that_is_an_alias_already(empty):
    fig = make("fig", module="one")
    empty.add("fig", fig, ("ficus",))
    pear = make("pear", module="two")
    for name, aliases in (("ficus", ()), ("pear", ("fig",)), ("pear", ("pyrus", "ficus"))):
        with pytest.raises(TypeError, match="Two classes of kind fruit"):
            empty.add(name, pear, aliases)
    assert empty.names() == ["fig"]
    assert "pyrus" not in empty, "a refused class leaves nothing behind"


def test_the_same_class_may_come_again(empty):
    empty.add("fig", make("fig"), ("ficus",))
    again = make("fig")
    empty.add("fig", again, ("ficus",))
    assert empty["fig"] is empty["ficus"] is again
    assert len(empty) == 1


@pytest.mark.parametrize(("name", "aliases"), [("Fig", ()), ("fig", ("FICUS",))])
def test_a_name_with_capitals_could_not_be_found(empty, name, aliases):
    with pytest.raises(TypeError, match=r"must be in lower case: '(fig|ficus)'"):
        empty.add(name, make("fig"), aliases)
    assert len(empty) == 0


def test_the_real_registries_find_their_folders():
    for name, items, first in (
        ("surface", "surfaces", "bowl"),
        ("optimizer", "optimizers", "gradient_descent"),
    ):
        registry = getattr(importlib.import_module(f"app.engine.{name}"), items)
        assert first in registry
        assert len(registry) == len(set(registry.names()))
        for item in registry:
            assert registry[item.name] is item


def test_one_that_is_asked_for_by_name_comes_alone(fruits):
    registry, folder = fruits
    plant(folder, "pear")
    plant(folder, "fig", aliases=("feige",))
    assert registry["fig"].name == "fig"
    assert set(registry.items) == {"fig"}
    assert registry["Feige"].name == "fig", "another name needs no more"
    assert registry.names() == ["fig", "pear"]
