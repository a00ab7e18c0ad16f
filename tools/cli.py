"""The commands of ``./utility``."""

import argparse
import os
import sys
from pathlib import Path

from . import python_env, settings
from .report import Problem, say, warn


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./utility",
        description="Odoo 19 addons for communal utilities: set up, run, test.",
        epilog="Environment: ODOO_HOME (a checkout of Odoo 19.0), PGHOST or DATABASE_URL (an "
        "existing database server), XDG_CACHE_HOME (downloads), UTILITY_PYTHON (interpreter).",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, function, text: str, inside: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(function=function, inside=inside)
        return sub

    def database(sub) -> None:
        sub.add_argument(
            "-d", "--database", default=settings.DEMO_DATABASE, help="default: %(default)s"
        )

    run = add("run", cmd_run, "Set up what is missing and serve the demo town.")
    database(run)
    run.add_argument("-p", "--port", type=int, default=settings.HTTP_PORT)
    run.add_argument("--host", default="127.0.0.1", help="0.0.0.0 opens it to the network")
    run.add_argument("--workers", type=int, help="default: the one of odoo.conf")
    run.add_argument("--prepare", action="store_true", help="create the database, don't serve")

    test = add("test", cmd_test, "Set up what is missing and run the tests.")
    test.add_argument(
        "selection",
        nargs="*",
        help="pure, addons, root (these by default), scenarios, an addon, a test file; "
        "upstream runs the tests of Odoo in account, portal and product; or name one of these",
    )
    test.add_argument("-k", metavar="TEXT", help="only tests whose name contains TEXT")
    test.add_argument("-j", "--jobs", type=int, default=settings.cores())
    test.add_argument("--fresh", action="store_true", help="build the test database anew")
    test.add_argument("-v", "--verbose", action="store_true", help="name every test")

    setup = add("setup", cmd_setup, "Set up everything, start the database server.", inside=False)
    setup.add_argument("--no-browser", action="store_true", help="go without Chromium")
    add("stop", cmd_stop, "Stop the server and the private database server.", inside=False)

    shell = add("shell", cmd_shell, "A Python shell with `env`, or psql on the database.")
    database(shell)
    shell.add_argument("--sql", action="store_true", help="open psql instead")

    install = add("install", cmd_install, "Install addons, or update those that have changed.")
    install.add_argument("addons", nargs="*", metavar="ADDON", help="default: all of addons/")
    database(install)

    scenario = add("scenario", cmd_scenario, "Run scenario files and compare their figures.")
    scenario.add_argument("files", nargs="+", metavar="FILE")
    scenario.add_argument("-d", "--database", help="default: one of its own, kept up to date")

    bench = add("bench", cmd_bench, "Measure: ./utility bench NAME [options of the bench]")
    bench.add_argument("name", nargs="?", metavar="NAME")
    bench.add_argument("arguments", nargs=argparse.REMAINDER)

    lint = add("lint", cmd_lint, "Check the style of all files.")
    lint.add_argument("--fix", action="store_true", help="repair what can be repaired")
    lint.add_argument("files", nargs="*", metavar="FILE")
    i18n = add("i18n", cmd_i18n, "Write the translation templates, merge them into ru, uk, kk.")
    i18n.add_argument("addons", nargs="*", metavar="ADDON", help="default: all of addons/")
    add("docs", cmd_docs, "Write docs/data-model.md from the models.")
    add("doctor", cmd_doctor, "Show the state of every part.", inside=False)

    verify = add("verify", cmd_verify, "Prove that no sealed row of the journal was changed.")
    database(verify)
    verify.add_argument("--company", type=int, metavar="ID", help="default: every company")
    verify.add_argument("--export", type=Path, metavar="FILE", help="write the heads to a file")
    verify.add_argument(
        "--against", type=Path, metavar="FILE", help="compare with heads exported before"
    )

    script = add("script", cmd_script, "Run a Python file with `env` in a database.")
    database(script)
    script.add_argument("file", type=Path)
    return parser


def main(argv: list[str]) -> int:
    arguments = build_parser().parse_args(argv)
    try:
        if arguments.inside and not python_env.inside():
            enter(arguments, argv)
        return arguments.function(arguments) or 0
    except Problem as problem:
        warn(f"utility: {problem.what}")
        if problem.remedy:
            warn(problem.remedy)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


def enter(arguments: argparse.Namespace, argv: list[str]) -> None:
    """Set the machine up, then continue as a process of the project's Python environment."""
    from . import setup  # noqa: PLC0415

    setup.ensure(browser=arguments.command == "test")
    script = settings.ROOT / "tools" / "__main__.py"
    os.execv(settings.PYTHON, [str(settings.PYTHON), "-B", str(script), *argv])


def cmd_setup(arguments) -> int:
    from . import setup  # noqa: PLC0415

    setup.ensure(browser=not arguments.no_browser)
    say("Everything is set up. Next: ./utility run")
    return 0


def cmd_run(arguments) -> int:
    from . import databases, demo, server, system  # noqa: PLC0415

    state = server.running()
    if state:
        say(f"Already serving at {state['url']} ({state['database']}). Stop it: ./utility stop")
        return 0
    if not arguments.prepare and not system.port_is_free(arguments.port, arguments.host):
        raise server.port_problem(arguments.port, OSError(98, "it is in use"))
    databases.prepare()
    demo.ensure(arguments.database)
    if arguments.prepare:
        return 0
    welcome = demo.welcome(arguments.database)
    return server.serve(
        arguments.database, arguments.port, arguments.host, arguments.workers, welcome
    )


def cmd_test(arguments) -> int:
    from .testing import main as testing  # noqa: PLC0415

    return testing.run(arguments)


def cmd_stop(_arguments) -> int:
    from . import server  # noqa: PLC0415

    server.stop_all()
    return 0


def cmd_shell(arguments) -> int:
    from . import databases, postgres, system  # noqa: PLC0415

    databases.prepare()
    if arguments.sql:
        folder = system.postgres_folder()
        psql = str(folder / "psql") if folder else "psql"
        environ = {**os.environ, **postgres.connection().environ()}
        os.execvpe(psql, [psql, arguments.database], environ)
    command = databases.odoo_command("shell", "-d", arguments.database, "--no-http")
    os.execve(command[0], command, databases.odoo_environ())


def cmd_install(arguments) -> int:
    from . import databases  # noqa: PLC0415

    databases.prepare()
    if not databases.install(arguments.database, arguments.addons or settings.addons()):
        say("Nothing to do: every addon is installed as it is in the files.")
    return 0


def cmd_scenario(arguments) -> int:
    from . import scenario  # noqa: PLC0415

    return scenario.run([Path(name) for name in arguments.files], arguments.database)


def cmd_bench(arguments) -> int:
    from . import bench  # noqa: PLC0415

    return bench.run(arguments.name, arguments.arguments)


def cmd_lint(arguments) -> int:
    from . import lint  # noqa: PLC0415

    return lint.run(arguments.files, fix=arguments.fix)


def cmd_i18n(arguments) -> int:
    from . import databases, translations  # noqa: PLC0415
    from .testing import template  # noqa: PLC0415

    databases.prepare()
    template.ensure(template.FULL)
    translations.update(template.FULL, arguments.addons or settings.addons())
    return 0


def cmd_docs(_arguments) -> int:
    from . import data_model, databases  # noqa: PLC0415
    from .testing import template  # noqa: PLC0415

    databases.prepare()
    data_model.write(template.ensure(template.FULL))
    return 0


def cmd_doctor(_arguments) -> int:
    from . import doctor  # noqa: PLC0415

    return doctor.run()


def cmd_verify(arguments) -> int:
    from . import verify  # noqa: PLC0415

    return verify.run(arguments.database, arguments.company, arguments.export, arguments.against)


def cmd_script(arguments) -> int:
    from . import odoo_env  # noqa: PLC0415

    odoo_env.run_file(arguments.database, arguments.file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
