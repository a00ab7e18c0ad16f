"""The files of the production set-up agree with each other and with their own formats."""

import os
import shutil
import subprocess
import unittest

import yaml

from tools import settings

SECRETS = {"POSTGRES_PASSWORD": "a", "ADMIN_PASSWD": "b"}


class TestDeployment(unittest.TestCase):
    def setUp(self):
        self.compose = yaml.safe_load((settings.ROOT / "docker-compose.yml").read_text())

    def test_services(self):
        services = self.compose["services"]
        self.assertEqual(set(services), {"proxy", "web", "jobs", "database"})
        for name in ("web", "jobs"):
            self.assertEqual(services[name]["build"], ".")
            self.assertEqual(services[name]["command"], [name])
        published = [name for name, service in services.items() if service.get("ports")]
        self.assertEqual(published, ["proxy"], "only the proxy is reachable from outside")

    def test_every_volume_and_file_exists(self):
        for service in self.compose["services"].values():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("."):
                    self.assertTrue((settings.ROOT / source).exists(), source)
                else:
                    self.assertIn(source, self.compose["volumes"])

    def test_no_password_is_written_down(self):
        text = (settings.ROOT / "docker-compose.yml").read_text()
        for line in text.splitlines():
            if "PASSWORD:" in line or "PASSWD:" in line:
                self.assertIn("${", line)

    def test_docker_compose_accepts_it(self):
        """Where the client is installed; elsewhere the tests above have read the file."""
        if not shutil.which("docker"):
            return
        probe = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if probe.returncode:
            return
        done = subprocess.run(
            ["docker", "compose", "config", "-q"],
            cwd=settings.ROOT,
            env={**os.environ, **SECRETS},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_entrypoint_writes_a_configuration(self):
        """The roles differ in workers and in the runner of jobs; the template's own go."""
        for role, channels in (("web", "root:0"), ("jobs", "root:3")):
            with self.subTest(role):
                text = self.configuration(role)
                self.assertIn(f"channels = {channels}", text)
                self.assertEqual(text.count("[queue_job]"), 1)
                self.assertEqual(text.count("channels"), 1)
                self.assertNotIn("\nworkers", text)
                self.assertIn("db_password = secret", text)

    def configuration(self, role: str) -> str:
        """Run the entry point with a `sed` of its own place and an Odoo that prints its file."""
        script = (settings.ROOT / "docker/entrypoint").read_text()
        script = script.replace("/opt/utility/odoo.conf", str(settings.CONF_TEMPLATE))
        script = script.replace(
            "exec /opt/utility/.local/venv/bin/python /opt/utility/.local/odoo/usr/bin/odoo",
            'cat "$conf"; rm "$conf"; exit 0; :',
        )
        environ = {
            "PATH": os.environ["PATH"],
            "PGHOST": "database",
            "PGUSER": "odoo",
            "PGPASSWORD": "secret",
            "UTILITY_DATABASE": "utility",
            "ADMIN_PASSWD": "x",
            "UTILITY_JOBS": "3",
        }
        done = subprocess.run(
            ["sh", "-s", role],
            input=script,
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout
