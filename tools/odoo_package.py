"""Odoo 19 from Debian unstable, unpacked into ``.local/odoo`` and never into the system.

The package archives are kept in the download cache, so another checkout unpacks them without
a network. The mirror is the machine's own, the signature is checked by its own keyring.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from . import settings, system
from .report import Problem, step, tail

PACKAGE = "odoo-19"
# Files that the package links to. Any suite will do for these:
LINKED = (
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
    "fonts-dejavu-core",
)
# ... but these only from a release: unstable has Font Awesome 7 with other file names.
LINKED_STABLE = ("fonts-font-awesome", "fonts-inconsolata")
RELEASES = ("bookworm", "trixie")
KEYRINGS = ("debian-archive-keyring.gpg", "debian-archive-keyring.pgp")
# Left out of the package for its licence, yet named by the asset bundle of every backend page.
EMPTY_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
STAMP = settings.ODOO_UNPACKED / ".unpacked"
USE_ODOO_HOME = "Get a checkout of Odoo 19.0 and name it: ODOO_HOME=/path/to/odoo ./utility run"


def version() -> str | None:
    """Version of the Odoo that would be used, or None when there is none yet."""
    if settings.odoo_home():
        found = (settings.odoo_path() / "odoo/release.py").exists()
        return f"checkout {settings.odoo_path()}" if found else None
    if (settings.odoo_path() / "odoo/release.py").exists():
        return STAMP.read_text(encoding="utf-8").strip() if STAMP.exists() else "unpacked"
    return None


def ensure() -> None:
    """Make ``settings.odoo_path()`` hold an importable Odoo 19."""
    if settings.odoo_home():
        check_odoo_home()
        return
    if version():
        return
    if settings.shared():
        raise Problem(f"{settings.LOCAL} is a link and holds no Odoo.", "Run setup where it lies.")
    archives = cached() or download()
    unpack(archives)


def check_odoo_home() -> None:
    path = settings.odoo_path()
    release = path / "odoo/release.py"
    if not release.exists():
        raise Problem(
            f"ODOO_HOME={path} holds no odoo/release.py.",
            "Name the top folder of a checkout of Odoo 19.0.",
        )
    if "version_info = (19, 0" not in release.read_text(encoding="utf-8"):
        raise Problem(f"ODOO_HOME={path} is not Odoo 19.0.", USE_ODOO_HOME)


def folder() -> Path:
    return settings.cache() / "odoo"


def cached() -> list[Path] | None:
    """The archives of the last complete download, or None if any is missing or damaged."""
    try:
        sizes = json.loads((folder() / "complete.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    archives = {folder() / name: size for name, size in sizes.items()}
    for path, size in archives.items():
        if not path.exists() or path.stat().st_size != size:
            return None
    names = {path.name.partition("_")[0] for path in archives}
    return list(archives) if names >= {PACKAGE, *LINKED, *LINKED_STABLE} else None


def mirror() -> str:
    """The Debian mirror of the machine's own apt configuration, never the security one."""
    fields = ("$(REPO_URI)", "$(ORIGIN)", "$(LABEL)")
    command = ["apt-get", "indextargets", "--format", "|".join(fields), "Created-By: Packages"]
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    for line in out.splitlines():
        uri, origin, label = (line.split("|") + ["", ""])[:3]
        if "security" in uri.lower() or "security" in label.lower():
            continue
        # Before the first `apt-get update` the origin is not known: its name stands there.
        if origin in ("Debian", "") or origin.startswith("$("):
            return uri
    raise Problem("apt is configured here without a Debian mirror.", USE_ODOO_HOME)


def stable_suite() -> str:
    """The release to take the fonts from: the machine's own if known to fit."""
    codename = system.release().get("VERSION_CODENAME", "")
    return codename if codename in RELEASES else RELEASES[-1]


def prepare_apt(suite: str) -> list[str]:
    """Write a private apt configuration; returns the options that make apt-get use it."""
    base = settings.LOCAL / "apt"
    for name in ("lists/partial", "archives/partial"):
        (base / name).mkdir(parents=True, exist_ok=True)
    keyrings = [Path("/usr/share/keyrings") / name for name in KEYRINGS]
    signed = next((f"[signed-by={path}] " for path in keyrings if path.exists()), "")
    uri = mirror()
    (base / "sources.list").write_text(
        "".join(f"deb {signed}{uri} {name} main\n" for name in ("sid", suite)), encoding="utf-8"
    )
    # Hooks of the machine (package cache cleaning, software centres) are not for private lists.
    (base / "apt.conf").write_text(
        "#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n",
        encoding="utf-8",
    )
    options = {
        "Dir::Etc::SourceList": base / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::State::Lists": base / "lists",
        "Dir::Cache": base,
        "Dir::Cache::archives": base / "archives",
        "APT::Get::List-Cleanup": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "true",
    }
    if system.is_root():
        # The user _apt can't write into a checkout under /root.
        options["APT::Sandbox::User"] = "root"
    return ["-c", str(base / "apt.conf"), *(f"-o{k}={v}" for k, v in options.items())]


def download() -> list[Path]:
    """Fetch the archives with apt-get, which checks their signatures, into the cache."""
    if not system.has_apt():
        raise Problem("This machine has no apt-get to fetch Odoo with.", USE_ODOO_HOME)
    if not system.is_debian():
        name = system.release().get("PRETTY_NAME", "This system")
        raise Problem(f"{name} is not Debian: its mirror has no {PACKAGE}.", USE_ODOO_HOME)
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    system.ensure_disk(0.5, "The download of Odoo", target)
    suite = stable_suite()
    options = prepare_apt(suite)
    with step("reading the package list of Debian unstable"):
        run_apt(["update", "-q", *options], target)
    wanted = [f"{PACKAGE}/sid", *(f"{name}/sid" for name in LINKED)]
    wanted += [f"{name}/{suite}" for name in LINKED_STABLE]
    with step("downloading Odoo 19 (140 MB)"):
        run_apt(["download", "-q", *options, *wanted], target)
    names = {PACKAGE, *LINKED, *LINKED_STABLE}
    newest = {}
    for path in sorted(target.glob("*.deb"), key=lambda p: p.stat().st_mtime):
        if path.name.partition("_")[0] in names:
            newest[path.name.partition("_")[0]] = path
    sizes = {path.name: path.stat().st_size for path in newest.values()}
    settings.write_private(target / "complete.json", json.dumps(sizes, indent=1))
    shutil.rmtree(settings.LOCAL / "apt", ignore_errors=True)
    return list(newest.values())


def run_apt(arguments: list[str], cwd: Path) -> None:
    environ = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        ["apt-get", *arguments], cwd=cwd, env=environ, capture_output=True, text=True, check=False
    )
    output = done.stdout + done.stderr
    if done.returncode == 0:
        return
    if f"Unable to locate package {PACKAGE}" in output or f"'{PACKAGE}' was not found" in output:
        raise Problem(f"{PACKAGE} is no longer in Debian unstable.", USE_ODOO_HOME)
    raise Problem(
        f"apt-get {arguments[0]} failed:\n{tail(output)}",
        f"Check the network and the apt mirror, then run this again. Or: {USE_ODOO_HOME}",
    )


def unpack(archives: list[Path]) -> None:
    """Unpack into a folder beside the final one, check it, and put it in place."""
    system.ensure_disk(2, "Odoo unpacked")
    fresh = settings.LOCAL / "odoo.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with step("unpacking Odoo"):
        for archive in archives:
            done = subprocess.run(
                ["dpkg-deb", "-x", archive, fresh], capture_output=True, text=True, check=False
            )
            if done.returncode:
                (folder() / "complete.json").unlink(missing_ok=True)
                raise Problem(
                    f"{archive.name} can't be unpacked:\n{tail(done.stderr)}",
                    "Check the disk space, then run this again: the file is fetched anew.",
                )
    script = fresh / "usr/lib/python3/dist-packages/odoo/addons" / EMPTY_SCRIPT
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.touch()
    broken = broken_links(fresh)
    if broken:
        raise Problem(
            f"The Odoo package links to files that are missing: {', '.join(broken[:3])}",
            f"The package has changed: report it, and meanwhile: {USE_ODOO_HOME}",
        )
    package = next(path for path in archives if path.name.startswith(PACKAGE + "_"))
    (fresh / STAMP.name).write_text(package.name.split("_")[1] + "\n", encoding="utf-8")
    shutil.rmtree(settings.ODOO_UNPACKED, ignore_errors=True)
    fresh.rename(settings.ODOO_UNPACKED)


def broken_links(top: Path) -> list[str]:
    """Links under ``top`` that lead nowhere, as ``link -> target``."""
    broken = []
    for base, folders, files in os.walk(top):
        for path in (Path(base, name) for name in folders + files):
            if path.is_symlink() and not path.exists():
                broken.append(f"{path.relative_to(top)} -> {os.readlink(path)}")
    return broken
