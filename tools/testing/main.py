"""``./utility test``: run the plan on all cores, report, end with one line of counts."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import count
from pathlib import Path

from tools import config, databases, settings, system
from tools.report import Problem, say, tail

from . import plan, record, template
from .record import FAILED, PASSED, SKIPPED, Outcome

LOGS = settings.LOGS / "test"
FOLDER = LOGS / str(os.getpid())
HERE = Path(__file__).parent
# No single process may take longer, in seconds.
LIMIT = 45 * 60
SCENARIO_LINE = re.compile(r"^(ok|FAIL)\s+(\S+?):?(?:\s+(.*))?$")


class Runner:
    """Runs jobs and keeps their outcomes. Jobs run in threads, each waiting for its process."""

    def __init__(self, arguments):
        self.k = arguments.k or ""
        self.verbose = arguments.verbose
        self.outcomes: list[Outcome] = []
        self._numbers = count(1)
        self._processes: set[subprocess.Popen] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, job: plan.Job) -> None:
        number = next(self._numbers)
        slug = re.sub(r"\W+", "-", job.name).strip("-")
        log, lines = FOLDER / f"{number:03}-{slug}.log", FOLDER / f"{number:03}-{slug}.jsonl"
        start = time.monotonic()
        try:
            code = getattr(self, f"_run_{job.kind}")(job, log, lines, number)
            outcomes = record.read(lines)
            if job.kind == "scenario":
                outcomes = scenario_outcomes(log)
            outcomes += self._missing(job, outcomes, code, log)
        except Problem as problem:
            outcomes = [Outcome(job.name, FAILED, f"{problem.what}\n{problem.remedy}")]
        if not self._stopped:
            self._report(job, outcomes, time.monotonic() - start)

    def _missing(self, job, outcomes, code, log) -> list[Outcome]:
        """Failures that no test has reported: a crash, or test files that ran no test."""
        found = []
        if not self.k:
            for path in job.files:
                if not any(dotted(path) in outcome.name for outcome in outcomes):
                    text = "no test of this file was run"
                    found.append(Outcome(plan.relative(path), FAILED, text))
        failed = any(outcome.outcome == FAILED for outcome in outcomes + found)
        if code and not failed:
            text = f"the process ended with {code}:\n{tail(read(log), 30)}"
            found.append(Outcome(job.name, FAILED, text))
        elif not outcomes and not found and not self.k:
            found.append(Outcome(job.name, FAILED, f"no test was run:\n{tail(read(log), 30)}"))
        return found

    def _report(self, job, outcomes, seconds) -> None:
        counts = tally(outcomes)
        with self._lock:
            self.outcomes += outcomes
            mark = "FAIL" if counts[FAILED] else "ok"
            numbers = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
            say(f"{mark:4} {job.name}: {numbers or 'nothing chosen'} ({seconds:.0f} s)")
            for outcome in outcomes:
                if outcome.outcome == FAILED:
                    say(f"     FAIL {outcome.name}\n{tail(outcome.text, 40)}")
                elif outcome.outcome == SKIPPED or self.verbose:
                    say(f"     {outcome.outcome} {outcome.name} {outcome.text}")

    def _run_odoo(self, job, log, lines, number) -> int:
        database = f"{template.PREFIX}{number:03}"
        databases.copy(template.FULL, database)
        port = system.free_port()
        command = [settings.PYTHON, HERE / "odoo_child.py", lines]
        command += ["-k", self.k] if self.k else []
        command += ["--", "server", "-c", settings.CONF, "-d", database]
        command += ["--test-tags", job.arguments[0], "--stop-after-init", "--workers", "0"]
        command += ["--max-cron-threads", "0", "--http-interface", "127.0.0.1"]
        command += ["--http-port", port, "--gevent-port", system.free_port()]
        command += ["--screenshots", FOLDER / "screenshots"]
        try:
            return self._process(command, log)
        finally:
            databases.drop(database)

    def _run_unittest(self, job, log, lines, _number) -> int:
        command = [settings.PYTHON, HERE / "unittest_child.py", lines, *job.arguments]
        return self._process(command + (["-k", self.k] if self.k else []), log)

    def _run_scenario(self, job, log, _lines, number) -> int:
        database = f"{template.PREFIX}{number:03}"
        databases.copy(template.FULL, database)
        command = [settings.PYTHON, settings.ROOT / "tools" / "__main__.py", "scenario"]
        files = [name for name in job.arguments if self.k.lower() in name.lower()]
        try:
            return self._process([*command, "--database", database, *files], log) if files else 0
        finally:
            databases.drop(database)

    def _process(self, command: list, log: Path) -> int:
        """Run to the end or to the limit; leaves no process of its group behind."""
        environ = databases.odoo_environ()
        # A crash of the machine may cost a test database its last second: let it be fast.
        environ["PGOPTIONS"] = f"{environ.get('PGOPTIONS', '')} -c synchronous_commit=off"
        with open(log, "ab") as file:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=settings.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=environ,
                start_new_session=True,
            )
        with self._lock:
            self._processes.add(process)
        try:
            return process.wait(LIMIT)
        except subprocess.TimeoutExpired as error:
            raise Problem(f"Not done in {LIMIT // 60} minutes:\n{tail(read(log))}", "") from error
        finally:
            kill(process)
            with self._lock:
                self._processes.discard(process)

    def stop(self) -> None:
        self._stopped = True
        with self._lock:
            for process in self._processes:
                kill(process)


def kill(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def dotted(path: Path) -> str:
    """How the tests of a file begin their names."""
    parts = list(path.relative_to(settings.ROOT).with_suffix("").parts)
    return ".".join(["odoo", *parts] if parts[0] == "addons" else parts)


def tally(outcomes: list[Outcome]) -> dict[str, int]:
    counts = {PASSED: 0, FAILED: 0, SKIPPED: 0}
    for outcome in outcomes:
        counts[outcome.outcome] += 1
    return counts


def scenario_outcomes(log: Path) -> list[Outcome]:
    """One outcome a line ``ok ID`` or ``FAIL ID: what differs`` of the scenario reader."""
    matches = [SCENARIO_LINE.match(line) for line in read(log).splitlines()]
    return [
        Outcome(f"scenario {m[2]}", PASSED if m[1] == "ok" else FAILED, m[3] or "")
        for m in matches
        if m
    ]


def run(arguments) -> int:
    """Exit status of ``./utility test``: 0 when something was run and nothing failed."""
    start = time.monotonic()
    config.write()
    for old in LOGS.iterdir() if LOGS.exists() else ():
        if old.is_dir() and not (old.name.isdigit() and system.alive(int(old.name))):
            shutil.rmtree(old)
    FOLDER.mkdir(parents=True)
    jobs = plan.make(arguments.selection, arguments.jobs)
    pure = [job for job in jobs if job.name.startswith("pure")]
    others = [job for job in jobs if job not in pure]
    runner = Runner(arguments)
    pool = ThreadPoolExecutor(max(1, arguments.jobs))
    try:
        pending = {pool.submit(runner.run, job) for job in pure}
        # Two runs at a time would take each other's databases away.
        with system.lock("tests") if others else contextlib.nullcontext():
            if others:
                pending |= submit(pool, runner, others, arguments.fresh)
            while pending:
                # In slices, so that Ctrl-C is heard.
                done, pending = wait(pending, timeout=1, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
    except KeyboardInterrupt:
        runner.stop()
        say("\nInterrupted.")
        return 130
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return summary(runner.outcomes, time.monotonic() - start, bool(runner.k))


def submit(pool, runner: Runner, jobs: list[plan.Job], fresh: bool) -> set:
    """Build the template databases, then start the jobs that need them."""
    template.drop_copies()
    try:
        template.ensure(template.FULL, fresh)
        if any(job.kind == "unittest" for job in jobs):
            template.ensure(template.EMPTY, fresh)
    except Problem as problem:
        say(f"FAIL the addons can't be installed\n{problem.what}\n{problem.remedy}")
        runner.outcomes.append(Outcome("installation of all addons", FAILED, problem.what))
        return set()
    return {pool.submit(runner.run, job) for job in jobs}


def summary(outcomes: list[Outcome], seconds: float, chosen: bool) -> int:
    """Print the failures once more and the line of counts."""
    if not chosen:
        measured: dict[str, float] = {}
        for path in [*settings.ADDONS.glob("*/tests/test_*.py"), *plan.root_files()]:
            total = sum(o.seconds for o in outcomes if dotted(path) in o.name)
            if total:
                measured[plan.relative(path)] = round(total, 1)
        plan.remember(measured)
    counts = tally(outcomes)
    failed = [outcome.name for outcome in outcomes if outcome.outcome == FAILED]
    say()
    for name in failed:
        say(f"FAIL {name}")
    if not outcomes:
        say("No test has this name." if chosen else "There is nothing to test.")
    say(f"Took {seconds / 60:.1f} minutes; logs in {FOLDER}")
    say(f"{counts[PASSED]} passed, {counts[FAILED]} failed, {counts[SKIPPED]} skipped")
    return 1 if failed or not outcomes else 0
