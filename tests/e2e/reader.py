"""What a screen reader knows of the program, asked for line by line; runs under the system's own Python.

Each line of the input is a question in JSON, each line of the output its answer. It knows roles, names and
actions as AT-SPI tells them, and nothing of the source.
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib


def names_of(node):
    return (node.name, node.description)


def walk(node):
    """Yield what is on the screen, top down."""
    try:
        children = [node.getChildAtIndex(i) for i in range(node.childCount)]
    except GLib.Error:  # it has gone meanwhile
        return
    for child in children:
        try:
            if child is None or not child.getState().contains(pyatspi.STATE_SHOWING):
                continue
            yield child
        except GLib.Error:
            continue
        yield from walk(child)


def everything():
    desktop = pyatspi.Registry.getDesktop(0)
    for number in range(desktop.childCount):
        program = desktop.getChildAtIndex(number)
        if program is not None:
            yield from walk(program)


def actions_of(node):
    try:
        action = node.queryAction()
    except NotImplementedError:
        return []
    return [action.getName(number) for number in range(action.nActions)]


# A label may have the name of what it stands before.
ABLE = {
    "see": lambda node: True,
    "start": lambda node: True,
    "press": lambda node: {"Press", "Toggle"} & set(actions_of(node)),
    "focus": lambda node: node.getState().contains(pyatspi.STATE_FOCUSABLE),
}
# Where each question was answered last: to look there first saves the way through the whole window.
PLACES = {}


def fits(node, kind, name, role):
    try:
        if role not in ("", node.getRoleName()) or not node.getState().contains(pyatspi.STATE_SHOWING):
            return False
        named = node.name.startswith(name) if kind == "start" else name in names_of(node)
        return named and ABLE[kind](node)
    except GLib.Error:
        return False


def find(kind, name, role="", seconds=10.0):
    """Return what has this name, as soon as it shows.

    A list that drops down may have it as its description; of ``start``, the name begins with it.
    """
    end = time.monotonic() + seconds
    place = PLACES.get((kind, name, role))
    if place is not None and fits(place, kind, name, role):
        return place
    while True:
        for node in everything():
            if fits(node, kind, name, role):
                PLACES[kind, name, role] = node
                return node
        if time.monotonic() > end:
            raise LookupError(f"no {role or 'control'} named {name!r} on the screen after {seconds:g} s")
        time.sleep(0.02)


def about(node):
    state = node.getState()
    place = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    return {
        "role": node.getRoleName(),
        "name": node.name,
        "text": text_of(node),
        "enabled": state.contains(pyatspi.STATE_ENABLED),
        "checked": state.contains(pyatspi.STATE_CHECKED),
        "focused": state.contains(pyatspi.STATE_FOCUSED),
        "place": [place.x, place.y, place.width, place.height],
    }


def text_of(node):
    try:
        text = node.queryText()
    except NotImplementedError:
        return ""
    return text.getText(0, text.characterCount)


def answer(question):
    kind = question.pop("ask")
    if kind == "names":
        return [[node.getRoleName(), node.name] for node in everything()]
    node = find(kind, **question)
    if kind == "press":
        known = actions_of(node)
        node.queryAction().doAction(known.index("Press" if "Press" in known else "Toggle"))
    elif kind == "focus":
        node.queryComponent().grabFocus()
    return about(node)


def main():
    for line in sys.stdin:
        try:
            result = {"answer": answer(json.loads(line))}
        except (GLib.Error, LookupError, NotImplementedError) as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
