"""The files that a deck needs beside its pages: reveal.js, MathJax, and the course's look."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from course_utils.instructor.notebooks import NotebookError
from course_utils.places import install_command

TEMPLATES = Path(__file__).parent / "templates"
LOOK = TEMPLATES / "course_slides"

# Folder in lib/ -> package, folder in it, and what a deck needs of that folder.
ASSETS = {
    "reveal": (
        "sphinx_revealjs",
        "_static/revealjs",
        ("LICENSE", "dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js"),
    ),
    "mathjax": (
        "nbclassic",
        "static/components/MathJax",
        (
            "MathJax.js",
            "extensions/tex2jax.js",
            "extensions/MathEvents.js",
            "extensions/AssistiveMML.js",
            "extensions/toMathML.js",
            "extensions/TeX/[a-z]*.js",
            "extensions/TeX/AMS*.js",
            "jax/input/TeX/*.js",
            "jax/element/mml/**/*.js",
            "jax/output/SVG/*.js",
            "jax/output/SVG/autoload/*.js",
            "jax/output/SVG/fonts/STIX-Web/*.js",
            "jax/output/SVG/fonts/STIX-Web/[!F]*/**/*.js",  # all but Fraktur
        ),
    ),
}


def copy_assets(lib: Path) -> None:
    """Copy reveal.js, MathJax and the course's look into `lib`."""
    for folder, (package, inside, patterns) in ASSETS.items():
        source = _package_folder(package) / inside
        for pattern in patterns:
            files = [file for file in source.glob(pattern) if file.is_file()]
            if not files:
                raise NotebookError(
                    f"{package} has no {inside}/{pattern}: its version does not fit. "
                    f'Install the extra "instructor" again: {install_command()}'
                )
            for file in files:
                target = lib / folder / file.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    theme = lib / "reveal" / "dist" / "theme" / "course.css"
    theme.parent.mkdir(exist_ok=True)
    shutil.copyfile(LOOK / "course.css", theme)
    for script in LOOK.glob("*.js"):
        shutil.copyfile(script, lib / script.name)


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NotebookError(
            f"The package {package.replace('_', '-')} is missing; slides need the extra "
            f'"instructor": {install_command()}'
        )
    return Path(spec.submodule_search_locations[0])
