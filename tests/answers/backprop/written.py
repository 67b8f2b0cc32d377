"""Wrong answers that differ from the usual code in a few words."""

import linecache
from collections.abc import Callable


def made_of(code: str, name: str, space: dict) -> Callable:
    """Return the function `name` of `code`; a test that fails can show its source."""
    path = f"<{name} {len(linecache.cache)}>"
    linecache.cache[path] = (len(code), None, code.splitlines(keepends=True), path)
    exec(compile(code, path, "exec"), space)
    return space[name]
