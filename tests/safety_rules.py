"""What no file of the course may do: load code as data, run a text, start a shell, fetch a page."""

import ast
import re
from html.parser import HTMLParser

# Names that may not be spoken at all, called or not. A trailing dot stands for all below it.
FORBIDDEN = {
    **dict.fromkeys(
        ("pickle.load", "pickle.loads", "pickle.Unpickler", "pandas.read_pickle", "shelve.open"),
        "unpickles",
    ),
    **dict.fromkeys(("marshal.", "dill.", "cloudpickle.", "joblib.load", "_pickle."), "unpickles"),
    **dict.fromkeys(("eval", "exec", "builtins.eval", "builtins.exec"), "runs a text"),
    **dict.fromkeys(
        ("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"),
        "starts a shell",
    ),
    "asyncio.create_subprocess_shell": "starts a shell",
    **dict.fromkeys(("yaml.unsafe_load", "yaml.full_load"), "builds objects from YAML"),
    "tempfile.mktemp": "names a file that another may make first",
    **dict.fromkeys(("torch.hub.", "urllib.request.urlretrieve"), "downloads"),
}
RUNS = {f"subprocess.{name}" for name in ("run", "Popen", "call", "check_call", "check_output")}
RUN_BY_METHOD = {"run_cell", "run_line_magic", "run_cell_magic"}  # of IPython's shell
SCRIPT_TYPES = ("application/javascript", "text/javascript", "application/ecmascript")
# What a browser fetches by itself. The href of a link is fetched by a click alone.
FETCHED = {"src", "srcset", "data", "poster", "background", "xlink:href"}
FETCHED_BY_HREF = {"link", "image", "use", "feimage", "base"}
REMOTE = re.compile(r"\s*(?:https?:|wss?:|ftp:)?//", re.I)
REMOTE_STYLE = re.compile(r"@import\b|url\(\s*[\"']?\s*(?:https?:)?//", re.I)
REMOTE_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?(?:https?:)?//", re.I)


def dangers(code: str) -> list[tuple[str, str]]:
    """Return (what is used, what it does) for all in a Python text that may harm who runs it."""
    tree = ast.parse(code)
    aliases = _aliases(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = _dotted(node, aliases)
            if isinstance(node, ast.Attribute) and node.attr in RUN_BY_METHOD:
                found.append((node.attr, "runs a text"))
            if re.match(r"get_ipython\(\)\.(system|getoutput)", ast.unparse(node)):  # of !ls
                found.append((name or "!", "starts a shell"))
            parents = {name, name[: name.rfind(".") + 1], name.partition(".")[0] + "."} - {""}
            found += [(name, FORBIDDEN[one]) for one in sorted(parents & FORBIDDEN.keys())]
        if isinstance(node, ast.Call):
            found += _of_call(_dotted(node.func, aliases), node)
    return sorted(set(found))


def _of_call(name: str, call: ast.Call) -> list[tuple[str, str]]:
    """Judge a call that is harmless or not by its arguments."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}

    def is_(argument: str, value: object) -> bool:
        return isinstance(given.get(argument), ast.Constant) and given[argument].value is value

    found = []
    if name == "torch.load" and not is_("weights_only", True):
        found.append((name, "unpickles: weights_only=True is missing"))
    if name == "numpy.load" and "allow_pickle" in given and not is_("allow_pickle", False):
        found.append((name, "unpickles: allow_pickle"))
    if name in ("yaml.load", "yaml.load_all"):
        loaders = [*call.args[1:], given.get("Loader")]
        if not any("Safe" in ast.unparse(loader) for loader in filter(None, loaders)):
            found.append((name, "builds objects from YAML: its loader is not a safe one"))
    command = call.args[0] if call.args else given.get("args")
    if name in RUNS and "shell" in given and not is_("shell", False):
        found.append((name, "starts a shell"))
    elif name in RUNS and _is_text(command):
        found.append((name, "starts a command that is one text, and not a list"))
    return found


def _is_text(node: ast.expr | None) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    joined = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if joined and node.func.attr in ("join", "format") and _is_text(node.func.value):
        return True
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _aliases(tree: ast.AST) -> dict[str, str]:
    """Return for each imported name what it stands for: np -> numpy, loads -> pickle.loads."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return names


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return aliases.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, aliases)
        return f"{before}.{node.attr}" if before else ""
    return ""


class _Page(HTMLParser):
    """Collects what a page fetches, and what it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.run: list[str] = []
        self._within = ""

    def handle_starttag(self, tag, attrs):
        self._within = tag
        if tag in ("script", "iframe", "object", "embed"):
            self.run.append(f"<{tag}>")
        for name, value in attrs:
            value = value or ""
            if name in FETCHED or (name == "href" and tag in FETCHED_BY_HREF):
                addresses = value.split(",") if name == "srcset" else [value]
                self.fetched += [f"<{tag} {name}={a}>" for a in addresses if REMOTE.match(a)]
            if name == "style" and REMOTE_STYLE.search(value):
                self.fetched.append(f"<{tag} style={value}>")
            if name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.run.append(f"<{tag} {name}={value}>")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        if self._within == "style" and (found := REMOTE_STYLE.search(data)):
            self.fetched.append(f"<style> {found[0]}")

    def handle_endtag(self, tag):
        self._within = ""


def fetched_by(page: str) -> list[str]:
    """Return what an HTML page, or Markdown, fetches of other machines as soon as it is shown."""
    return _read(page).fetched + [found[0] for found in REMOTE_PICTURE.finditer(page)]


def run_by(page: str) -> list[str]:
    """Return what an HTML page runs: scripts, frames, handlers of events, javascript: links."""
    return _read(page).run


def _read(page: str) -> _Page:
    reader = _Page()
    reader.feed(page)
    reader.close()
    return reader


def scripts_in(outputs: list[dict]) -> list[str]:
    """Return what would run in a browser that shows the outputs of a cell."""
    found = []
    for output in outputs:
        for kind, content in output.get("data", {}).items():
            if kind in SCRIPT_TYPES:
                found.append(kind)
            if kind in ("text/html", "text/markdown", "image/svg+xml"):
                found += run_by("".join(content))
    return found
