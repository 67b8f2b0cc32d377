"""Binder builds the course from environment.yml, and starts it with one thread.

Nothing is built here: repo2docker says what it would build, and the specs are read as conda does.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.requirements import InvalidRequirement, Requirement

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"https://mybinder\.org/v2/gh/([^/]+)/([^/]+)/([^/?]+)\?urlpath=(\S+?)`")


def environment() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


# --- What repo2docker makes of it ------------------------------------------------------------


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with the files of our root, and what else repo2docker looks at there."""
    pytest.importorskip("repo2docker", reason="repo2docker is missing: it is in the extra proof")
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
        elif path.name in ("binder", ".binder"):
            shutil.copytree(path, tmp_path / path.name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def chosen(folder):
    """Return the buildpack that repo2docker chooses for a folder."""
    from repo2docker.app import Repo2Docker

    os.chdir(folder)
    app = Repo2Docker()
    packs = (kind(base_image=app.base_image) for kind in app.buildpacks)
    found = (pack for pack in packs if pack.detect())
    return next(found, app.default_buildpack(base_image=app.base_image))


def test_conda_is_chosen_for_the_course(course):
    from repo2docker.buildpacks import CondaBuildPack

    pack = chosen(course)
    assert type(pack) is CondaBuildPack
    assert pack.python_version == "3.12"


@pytest.mark.parametrize(
    "stray", ["binder/requirements.txt", ".binder/apt.txt", "Dockerfile", "default.nix"]
)
def test_a_stray_file_would_change_that(course, stray):
    (course / stray).parent.mkdir(exist_ok=True)
    (course / stray).write_text("", "utf-8")
    pack = chosen(course)
    uses = getattr(pack, "binder_path", lambda name: name)("environment.yml")
    assert type(pack).__name__ != "CondaBuildPack" or not (course / uses).exists()


def test_the_course_is_installed_after_it_was_copied_and_started_by_our_script(course):
    run = ["-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000", "--user-name", "j"]
    done = subprocess.run(
        [sys.executable, *run, "."], cwd=course, text=True, capture_output=True, timeout=120
    )
    dockerfile = done.stdout + done.stderr
    assert done.returncode == 0, dockerfile[-2000:]
    copied = dockerfile.index("COPY --chown=1000:1000 src/ ${REPO_DIR}/")
    installed = dockerfile.index('env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"')
    assert copied < installed < dockerfile.index("start")
    assert re.search(r'R2D_ENTRYPOINT[ =]"?\$\{REPO_DIR\}/start', dockerfile)
    assert "-e ." in environment()["dependencies"][-1]["pip"]


def started(show: str, **variables: str) -> str:
    """Return what a program prints that our script starts, with no variable that it sets."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is missing")
    ours = ("OMP_NUM_THREADS", "JUPYTER_CONFIG_PATH")
    others = {k: v for k, v in os.environ.items() if k not in ours}
    command = [bash, str(ROOT / "start"), sys.executable, "-c", show]
    done = subprocess.run(command, env=others | variables, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_kernels_get_one_thread_but_who_chose_another_keeps_it():
    show = "import os; print(os.environ['OMP_NUM_THREADS'])"
    assert started(show) == "1"
    assert started(show, OMP_NUM_THREADS="4") == "4"
    assert os.access(ROOT / "start", os.X_OK)


def test_jupyterlab_has_the_settings_of_make_lab_below_the_users_own(tmp_path):
    show = """
from jupyter_server.services.config.manager import ConfigManager
settings = ConfigManager(config_dir_name="labconfig").get("default_setting_overrides")
print(settings["@jupyterlab/apputils-extension:notification"]["fetchNews"])
"""
    assert started(show) == "false"
    own = tmp_path / "labconfig" / "default_setting_overrides.json"
    own.parent.mkdir()
    own.write_text('{"@jupyterlab/apputils-extension:notification": {"fetchNews": "mine"}}')
    assert started(show, JUPYTER_CONFIG_PATH=str(tmp_path)) == "mine"


# --- Requirements ----------------------------------------------------------------------------


def conda_problem(spec: str) -> str:
    """Return what conda finds wrong with a requirement, or ""."""
    rattler = pytest.importorskip("rattler", reason="py-rattler is missing: it is in extra proof")
    try:
        rattler.MatchSpec(spec, strict=True)
    except Exception as error:
        return str(error) or type(error).__name__
    return ""


def test_conda_understands_every_requirement():
    specs = [each for each in environment()["dependencies"] if isinstance(each, str)]
    assert len(specs) > 15
    assert {spec: problem for spec in specs if (problem := conda_problem(spec))} == {}


@pytest.mark.parametrize("bad", ["numpy >=2.0,<", "numpy >>2", "numpy ==2.*.*", "numpy 2 build x"])
def test_a_bad_requirement_is_found(bad):
    assert conda_problem(bad)


def test_pip_understands_its_part():
    *packages, own = environment()["dependencies"][-1]["pip"]
    assert own == "-e ." and [Requirement(each) for each in packages]
    with pytest.raises(InvalidRequirement):
        Requirement("torchao >>0.17")


# --- The link --------------------------------------------------------------------------------


def test_the_link_fits_any_repository_and_opens_the_first_notebook():
    for page in ("README.md", "docs/binder.md"):
        links = LINK.findall((ROOT / page).read_text("utf-8"))
        assert links, f"{page} has no link to Binder"
        for owner, repository, ref, opened in links:
            assert (owner, repository, ref) == ("<owner>", "<repository>", "HEAD")
            assert opened.startswith("lab/tree/")
            assert (ROOT / opened.removeprefix("lab/tree/")).exists()
