"""Take the README's pictures from the running course (needs Chromium)."""

import sys
import tempfile
from pathlib import Path

from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

import labkit  # noqa: E402
import labserver  # noqa: E402

from course_utils.classroom.learner_code import source_of  # noqa: E402
from course_utils.instructor import slides  # noqa: E402
from course_utils.perceptron.exercises import perceptron_update  # noqa: E402

IMAGES = REPOSITORY / "docs" / "images"
CHAPTER = "02_perceptron"
VISIT = 8  # of the explorer: a mistake, and both boundaries lie in the frame


def answer_with(variant) -> str:
    """Return the cell of a learner who wrote `variant` as the answer."""
    name = perceptron_update.EXERCISE.name
    return source_of(variant).replace(variant.__name__, name, 1) + f"\n\n\ncheck({name})"


def shoot_notebook(browser) -> None:
    """The card of a second wrong attempt, and the explorer in the middle of a run."""
    with tempfile.TemporaryDirectory() as work, labserver.lab_server(Path(work)) as server:
        context = browser.new_context(viewport={"width": 1180, "height": 1500})
        lab = labkit.LabPage(context.new_page(), labkit.Watch.on(context))
        lab.open(server, f"{CHAPTER}.ipynb").run_all()
        (exercise,) = lab.cells("exercise:perceptron_update")
        for wrong in perceptron_update.EXERCISE.misconceptions[2:0:-1]:
            lab.run_source(exercise, answer_with(wrong.variant))
        lab.select(exercise)
        save(lab.node(exercise).screenshot(), "exercise")
        explorer, *_ = lab.cells("explorer")
        lab.select(explorer)
        live = lab.node(explorer).locator(".course-explorer")
        live.get_by_role("slider").first.focus()
        for _ in range(VISIT - 1):
            lab.page.keyboard.press("ArrowRight")
        lab.page.wait_for_timeout(1000)
        save(live.screenshot(), "explorer")
        context.close()


def shoot_slide(browser) -> None:
    """The deck's slide with Rosenblatt's rule."""
    with tempfile.TemporaryDirectory() as folder:
        index = slides.build(CHAPTER, Path(folder) / "deck")
        page = browser.new_page(viewport={"width": 960, "height": 540})
        page.goto(index.as_uri())
        page.wait_for_function("document.querySelector('.reveal.ready')")
        heading = page.get_by_role("heading", name="Rosenblatt's rule: move only on a mistake")
        for _ in range(60):
            if heading.first.is_visible():
                break
            page.keyboard.press("Space")
            page.wait_for_timeout(300)
        page.wait_for_timeout(1500)
        save(page.screenshot(), "slide")


def save(png: bytes, name: str) -> None:
    """Write a small PNG: 128 colors are enough for text and figures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    path = IMAGES / f"{name}.png"
    path.write_bytes(png)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    with labkit.playwright_api().sync_playwright() as playwright:
        browser = labkit.launch_chromium(playwright)
        shoot_notebook(browser)
        shoot_slide(browser)
        browser.close()


if __name__ == "__main__":
    main()
