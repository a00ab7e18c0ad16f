"""What there is to run: jobs, each one process, most of them with a database of their own."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tools import settings
from tools.report import Problem

from . import pure

TIMES = settings.OWN / "test-times.json"
# A job is split when its files took longer than this the last time, in seconds.
SHARE = 120.0
# What a test file is taken to last before it has ever been measured.
GUESS = 8.0
UPSTREAM = ("account", "portal", "product")
# A test file of tests/ that says so has a test class an addon, and is run in parts.
PARALLEL = re.compile(r"^PARALLEL = True$", re.MULTILINE)


@dataclass
class Job:
    """One process. ``files`` are the test files that must each have run at least one test."""

    name: str
    kind: str
    arguments: list[str]
    files: list[Path] = field(default_factory=list)
    seconds: float = GUESS


def times() -> dict[str, float]:
    """Seconds that each test file took the last time, by its path inside the checkout."""
    try:
        return json.loads(TIMES.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def remember(seconds: dict[str, float]) -> None:
    settings.write_private(TIMES, json.dumps({**times(), **seconds}, indent=1, sort_keys=True))


def relative(path: Path) -> str:
    return str(path.relative_to(settings.ROOT))


def shares(files: list[Path]) -> list[list[Path]]:
    """Split files into lists of about equal duration, none much longer than ``SHARE``."""
    known = times()
    cost = {path: known.get(relative(path), GUESS) for path in files}
    count = max(1, round(sum(cost.values()) / SHARE))
    groups: list[list[Path]] = [[] for _ in range(count)]
    for path in sorted(files, key=cost.get, reverse=True):
        min(groups, key=lambda group: sum(cost[p] for p in group)).append(path)
    return [group for group in groups if group]


def duration(files: Iterable[Path]) -> float:
    known = times()
    return sum(known.get(relative(path), GUESS) for path in files)


def pure_jobs() -> list[Job]:
    files = sorted((settings.ROOT / "tools" / "tests").glob("test_*.py"))
    return [
        Job("pure: engine and gateway", "unittest", ["pure"], pure.test_files()),
        Job("pure: tools", "unittest", [str(path) for path in files], files),
    ]


def addon_jobs(addon: str) -> list[Job]:
    files = sorted((settings.ADDONS / addon / "tests").glob("test_*.py"))
    groups = shares(files)
    jobs = []
    for number, group in enumerate(groups, start=1):
        tags = ",".join("/" + str(path.relative_to(settings.ADDONS)) for path in group)
        name = addon if len(groups) == 1 else f"{addon} {number}/{len(groups)}"
        # Loading Odoo with all addons comes before the first test.
        jobs.append(Job(name, "odoo", [tags], group, 10 + duration(group)))
    return jobs


def root_jobs(files: list[Path], cores: int) -> list[Job]:
    jobs = []
    for path in files:
        parallel = PARALLEL.search(path.read_text(encoding="utf-8"))
        parts = min(cores, len(settings.addons())) if parallel else 1
        for part in range(1, parts + 1):
            name = relative(path) if parts == 1 else f"{relative(path)} {part}/{parts}"
            arguments = [str(path), "--part", f"{part}/{parts}"]
            seconds = duration([path]) / parts
            jobs.append(Job(name, "unittest", arguments, [path] if parts == 1 else [], seconds))
    return jobs


def scenario_jobs() -> list[Job]:
    files = sorted(settings.ADDONS.glob("*/tests/scenarios/**/*.yaml"))
    return [Job("scenarios", "scenario", [str(path) for path in files])] if files else []


def upstream_jobs(names: Iterable[str], cores: int) -> list[Job]:
    """Odoo's own tests of the stock addons that the suite extends, with the suite installed."""
    jobs = []
    for name in names:
        folders = (settings.odoo_path() / top / name / "tests" for top in ("odoo/addons", "addons"))
        files = sorted(next(f for f in folders if f.exists()).glob("test_*.py"))
        parts = min(cores, 1 + len(files) // 12)
        for part in range(parts):
            tags = ",".join(f"/{name}/tests/{path.name}" for path in files[part::parts])
            jobs.append(Job(f"upstream {name} {part + 1}/{parts}", "odoo", [tags], [], 600))
    return jobs


def root_files() -> list[Path]:
    return sorted((settings.ROOT / "tests").glob("test_*.py"))


def make(selection: list[str], cores: int) -> list[Job]:
    """The jobs of a selection, the longest first."""
    # The scenarios that pass are among the tests of utility_billing; the word runs all of them.
    everything = selection or ["pure", "addons", "root"]
    jobs = []
    for word in everything:
        jobs += jobs_of(word, cores)
    return sorted(jobs, key=lambda job: -job.seconds)


def jobs_of(word: str, cores: int) -> list[Job]:
    if word == "pure":
        return pure_jobs()
    if word == "addons":
        return [job for addon in settings.addons() for job in addon_jobs(addon)]
    if word == "root":
        return root_jobs(root_files(), cores)
    if word == "scenarios":
        return scenario_jobs()
    if word == "upstream" or word in UPSTREAM:
        return upstream_jobs([word] if word in UPSTREAM else UPSTREAM, cores)
    if word in settings.addons():
        return addon_jobs(word)
    path = Path(word).resolve()
    if path in root_files():
        return root_jobs([path], cores)
    if path.is_file() and path.parent.parent.parent == settings.ADDONS:
        tags = "/" + str(path.relative_to(settings.ADDONS))
        return [Job(relative(path), "odoo", [tags], [path])]
    raise Problem(
        f"Nothing to test is called {word!r}.",
        "Say pure, addons, root, scenarios, upstream, the name of an addon, or a test file.",
    )
