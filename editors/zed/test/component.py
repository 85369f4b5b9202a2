"""Does with the compiled extension what Zed does: offers it a worktree and settings, and asks it how the server starts."""

import json
import sys

from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Linker, ResourceHost, ResourceType, Variant

RESOURCES = {"worktree": 1, "project": 2, "key-value-store": 3}
# The number by which Zed calls the worktree.
NUMBER = 42


class Zed:
    """What Zed offers, as far as this extension asks for it; were it to ask for more, it could not be linked."""

    def __init__(self, settings, programs):
        engine = Engine()
        self.store = Store(engine)
        wasi = WasiConfig()
        wasi.env = [("PWD", "/")]
        self.store.set_wasi(wasi)
        self.settings, self.asked = settings, []
        environment = [("LANG", "C"), ("PATH", "/bin")]
        linker = Linker(engine)
        linker.add_wasip2()
        with linker.root() as root:
            for name, number in RESOURCES.items():
                root.add_resource(name, ResourceType.host(number), lambda store, it: None)
            root.add_func("[method]worktree.id", borrowing(lambda: NUMBER))
            root.add_func("[method]worktree.which", borrowing(programs.get))
            root.add_func("[method]worktree.shell-env", borrowing(lambda: environment))
            root.add_func("get-settings", self.get_settings)
        self.extension = linker.instantiate(self.store, Component.from_file(engine, sys.argv[1]))
        self.call("init-extension")

    def get_settings(self, store, location, category, key):
        self.asked.append((getattr(location, "worktree-id"), category, key))
        if self.settings is None:
            return Variant("err", "on purpose")
        return Variant("ok", json.dumps(self.settings))

    def call(self, name, *arguments):
        return self.extension.get_func(self.store, name)(self.store, *arguments)

    def ask(self, name):
        """The answer; as Zed has it, of the server `tm` and a worktree."""
        answer = self.call(name, "tm", ResourceHost.borrow(1, RESOURCES["worktree"]).to_any(self.store))
        assert self.asked == [(NUMBER, "lsp", "tm")], self.asked
        return answer


def borrowing(method):
    """A method of the worktree, which is given back."""

    def called(store, worktree, *arguments):
        worktree.drop(store)
        return method(*arguments)

    return called


def command(settings, programs):
    """What starts the server, or why it cannot be started."""
    answer = Zed(settings, programs).ask("language-server-command")
    return answer if isinstance(answer, str) else (answer.command, answer.args, dict(answer.env))


def options(name, settings):
    answer = Zed(settings, {}).ask(name)
    assert answer.tag == "ok", answer
    return answer.payload and json.loads(answer.payload)


def same(found, expected):
    assert found == expected, f"{found!r} instead of {expected!r}"


ENVIRONMENT = {"LANG": "C", "PATH": "/bin"}
INSTALLED = {"tm": "/usr/bin/tm"}

same(command({}, INSTALLED), ("/usr/bin/tm", ["lsp"], ENVIRONMENT))
# The settings win over the PATH, each part by itself.
chosen = {"binary": {"path": "/opt/tm"}}
same(command(chosen, INSTALLED), ("/opt/tm", ["lsp"], ENVIRONMENT))
same(command(chosen, {}), ("/opt/tm", ["lsp"], ENVIRONMENT))
chosen = {"binary": {"arguments": ["--quiet", "lsp"], "env": {"LANG": "de"}}}
same(command(chosen, INSTALLED), ("/usr/bin/tm", ["--quiet", "lsp"], {"LANG": "de", "PATH": "/bin"}))
# Nothing to start: what to do is said.
missing = command({}, {"tmux": "/usr/bin/tmux"})
assert "there is no `tm` in the PATH" in missing and "`lsp.tm.binary.path`" in missing, missing
same(command(None, INSTALLED), "on purpose")

chosen = {"settings": {"profile": "strict"}, "initialization_options": {"questions": "off"}}
same(options("language-server-workspace-configuration", chosen), {"tm": {"profile": "strict"}})
same(options("language-server-workspace-configuration", {}), {"tm": None})
same(options("language-server-initialization-options", chosen), {"questions": "off"})
same(options("language-server-initialization-options", {}), None)
