"""``./utility lint``: ruff, pylint-odoo, the checks of OCA, prettier.

Runs inside the project's Python environment; prettier is fetched once by npm into ``.local/node``.
"""

import shutil
import subprocess
from pathlib import Path

from . import settings, system
from .report import Problem, say, step, tail

NODE = settings.LOCAL / "node"
BIN = settings.VENV / "bin"
SUFFIXES = (".xml", ".js", ".scss", ".css")
# Folders of an addon without models, and checks that make sense for models only.
PURE = ("engine", "gateway", "importers", "loader", "scenario")
NOT_IN_PURE = (
    "bad-builtin-groupby",
    "except-pass",
    "method-required-super",
    "missing-return",
    "prefer-env-translation",
)
# A model is split by subject into files under 300 lines, each with a class of its own; readme/
# holds what OCA would generate README.rst from.
UNWANTED = ("consider-merging-classes-inherited", "missing-readme")
PACKAGE_FILES = ("package.json", "package-lock.json")


def run(names: list[str], fix: bool = False) -> int:
    """Check the named files, or all that git knows; 1 when anything is to be mended."""
    files = [Path(name).resolve() for name in names] if names else tracked()
    python = [path for path in files if path.suffix == ".py"]
    markup = [path for path in files if path.suffix in SUFFIXES and not foreign(path)]
    addons = sorted({addon for path in files if (addon := addon_of(path))})
    checks = [
        ("ruff", python, lambda: ruff(python, fix)),
        ("pylint-odoo", addons, lambda: pylint(addons)),
        ("oca-checks", addons, lambda: oca(addons, fix)),
        ("prettier", markup, lambda: prettier(markup, fix)),
    ]
    failed = 0
    for name, subjects, check in checks:
        if not subjects:
            continue
        done = check()
        if done.returncode:
            failed += 1
            say((done.stdout + done.stderr).strip())
        say(f"{'FAIL' if done.returncode else 'ok':4} {name}")
    return 1 if failed else 0


def tracked() -> list[Path]:
    """All files of the checkout that git does not ignore; all at all where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = None
    if shutil.which("git"):
        done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, check=False)
    if done and not done.returncode:
        paths = [settings.ROOT / name for name in done.stdout.decode().split("\0") if name]
    else:
        folders = [path for path in settings.ROOT.iterdir() if not path.name.startswith(".")]
        paths = [path for folder in folders for path in folder.rglob("*")]
    return [path for path in paths if path.is_file()]


def foreign(path: Path) -> bool:
    """Libraries of others that are kept in the checkout as they came, and fixtures of tests."""
    return "lib" in path.parts or "fixtures" in path.parts


def addon_of(path: Path) -> str | None:
    parts = path.relative_to(settings.ADDONS).parts if path.is_relative_to(settings.ADDONS) else ()
    return parts[0] if parts and parts[0] in settings.addons() else None


def execute(command: list, **options) -> subprocess.CompletedProcess:
    options = {"cwd": settings.ROOT, "capture_output": True, "text": True, "check": False} | options
    return subprocess.run([str(part) for part in command], **options)


def ruff(files: list[Path], fix: bool) -> subprocess.CompletedProcess:
    checked = execute([BIN / "ruff", "check", "-q", *(["--fix"] if fix else []), *files])
    formatted = execute([BIN / "ruff", "format", "-q", *([] if fix else ["--check"]), *files])
    checked.returncode = checked.returncode or formatted.returncode
    checked.stdout += formatted.stdout
    checked.stderr += formatted.stderr
    return checked


def pylint(addons: list[str]) -> subprocess.CompletedProcess:
    """The checks of pylint-odoo, fewer of them on code that is no part of the ORM."""
    files = [path for addon in addons for path in (settings.ADDONS / addon).rglob("*.py")]
    orm = [path for path in files if path.relative_to(settings.ADDONS).parts[1] not in PURE]
    command = [BIN / "pylint", "--rcfile", settings.ROOT / "pyproject.toml", "--jobs", "0"]
    first = execute([*command, f"--disable={','.join(UNWANTED)}", *orm])
    pure = [path for path in files if path not in set(orm)]
    if pure:
        second = execute([*command, f"--disable={','.join(UNWANTED + NOT_IN_PURE)}", *pure])
        first.returncode = first.returncode or second.returncode
        first.stdout += second.stdout
        first.stderr += second.stderr
    return first


def oca(addons: list[str], fix: bool) -> subprocess.CompletedProcess:
    folders = [settings.ADDONS / addon for addon in addons]
    return execute([BIN / "oca-checks-odoo-module", *(["--fix"] if fix else []), *folders])


def prettier(files: list[Path], fix: bool) -> subprocess.CompletedProcess:
    ensure_prettier()
    modules = NODE / "node_modules"
    command = [modules / ".bin/prettier", "--config", settings.ROOT / ".prettierrc.json"]
    command += ["--plugin", modules / "@prettier/plugin-xml/src/plugin.js"]
    command += ["--log-level", "warn", "--write" if fix else "--check"]
    return execute([*command, *files])


def ensure_prettier() -> None:
    """Install the pinned packages with npm unless they are there."""
    contents = "".join((settings.ROOT / name).read_text("utf-8") for name in PACKAGE_FILES)
    stamp = NODE / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == contents:
        return
    if not shutil.which("npm"):
        if not (system.has_apt() and system.is_root()):
            raise Problem(
                "There is no npm here to fetch prettier with.",
                "An administrator must run: apt-get install --no-install-recommends nodejs npm",
            )
        system.install(["nodejs", "npm"])
    NODE.mkdir(parents=True, exist_ok=True)
    for name in PACKAGE_FILES:
        shutil.copy(settings.ROOT / name, NODE)
    with step("fetching prettier"):
        done = execute(["npm", "ci", "--no-audit", "--no-fund"], cwd=NODE)
    if done.returncode:
        raise Problem(f"npm failed:\n{tail(done.stderr)}", "Check the network, then run it again.")
    stamp.write_text(contents, encoding="utf-8")
