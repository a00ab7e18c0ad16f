"""Scenarios through the ORM: the same models, run and buttons as the screens use.

``run_files(env, paths)`` is called by ``./utility scenario FILE...``. Every scenario builds its world in a
company of its own and is rolled back.
"""

from pathlib import Path

from .expect import compare
from .fields import SchemaError
from .orm_outcome import outcome
from .orm_steps import Steps, message_of
from .orm_world import OrmWorld
from .schema import parse

PASSED, FAILED, MALFORMED = 0, 1, 2


def run_scenario(env, scenario):
    """Run a parsed scenario and roll back; returns the list of differences (empty: it passes)."""
    with env.cr.savepoint() as savepoint:
        try:
            return _run(env, scenario)
        except Exception as error:  # one scenario never takes the others with it
            return [f"broke off: {message_of(error)}"]
        finally:
            savepoint.rollback()
            env.invalidate_all(flush=False)
            env.registry.clear_cache()


def _run(env, scenario):
    try:
        world = OrmWorld(env, scenario)
    except Exception as error:  # a world that cannot be built is a failed scenario, with its reason
        return [f"world: {message_of(error)}"]
    steps = Steps(world, scenario)
    for number, (name, argument) in enumerate(scenario.steps, 1):
        steps.run(number, name, argument)
    return compare(scenario.expect, outcome(world, steps))


def run_files(env, paths, write=print):
    """Run scenario files and folders; prints a line each and the sum.

    :return: 0 all passed, 1 something failed, 2 a file does not fit the schema
    """
    status = PASSED
    counts = {True: 0, False: 0}
    for path in _files(paths):
        try:
            scenario = parse(Path(path).read_text(encoding="utf-8"))
        except SchemaError as error:
            write(f"{path}: {error.path}: {error.reason}")
            status = MALFORMED
            continue
        except (OSError, UnicodeDecodeError) as error:
            write(f"{path}: (file): {error}")
            status = MALFORMED
            continue
        differences = run_scenario(env, scenario)
        counts[not differences] += 1
        if differences:
            write(f"FAIL {scenario.id}: {'; '.join(differences)}")
            status = max(status, FAILED)
        else:
            write(f"ok {scenario.id}")
    write(f"{counts[True]} passed, {counts[False]} failed")
    return status


def _files(paths):
    for path in paths:
        path = Path(path)
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        else:
            yield path
