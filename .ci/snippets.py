"""What docs/editors.md tells people to write for editors that are not run here can at least be read: TOML, JSON and Lisp. Offline."""

import json
import re
import sys
import tomllib
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "editors.md"
COMMAND = ["clauselint", "lsp"]


def lisp(text: str) -> list:
    """The forms of a text; fails where one is not closed."""
    forms = [[]]
    for token in re.findall(r';[^\n]*|"(?:[^"\\]|\\.)*"|[()]|\'|[^\s()\'"]+|"', text):
        if token == "(":
            forms.append([])
        elif token == ")":
            closed = forms.pop()
            forms[-1].append(closed)
        elif token == '"':
            raise ValueError("a text is not closed")
        elif not token.startswith((";", "'")):
            forms[-1].append(json.loads(token) if token.startswith('"') else token)
    (whole,) = forms
    return whole


def named(form, word: str) -> bool:
    return form == word or isinstance(form, list) and any(named(each, word) for each in form)


def holds(form, wanted: list) -> bool:
    """True if a list ends with the words wanted, somewhere."""
    return isinstance(form, list) and (form[-len(wanted) :] == wanted or any(holds(each, wanted) for each in form))


def main() -> None:
    shown = dict(re.findall(r"^```\w+ ([\w./-]+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE))
    helix = tomllib.loads(shown["languages.toml"])
    server = helix["language-server"]["clauselint"]
    assert [server["command"], *server["args"]] == COMMAND, server
    assert set(server["config"]) == {"clauselint"}, server
    assert all(language["language-servers"][0] == "clauselint" for language in helix["language"]), helix
    zed = json.loads(shown["settings.json"])
    assert set(zed["lsp"]) == {"clauselint"}, zed
    assert all(language["language_servers"] == ["clauselint", "..."] for language in zed["languages"].values()), zed
    assert holds(lisp(shown["init.el"]), COMMAND), shown["init.el"]
    assert holds(lisp(shown["init-with-lsp-mode.el"]), COMMAND), shown["init-with-lsp-mode.el"]
    assert named(lisp(shown[".dir-locals.el"]), ":clauselint"), shown[".dir-locals.el"]
    print("read: Helix, Zed, Emacs")


if __name__ == "__main__":
    sys.exit(main())
