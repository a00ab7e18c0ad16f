import base64
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..gateway.write_dbf import write_dbf
from ..importers import base as importers_base
from ..models import utility_import_run
from .imports_common import ImportsCommon

TABLES = (
    "utility.locality", "utility.street", "utility.building", "utility.premise", "utility.area",
    "utility.account", "utility.account.service", "utility.residency", "utility.ownership",
    "utility.meter", "utility.reading", "res.partner", "utility.import.change",
)  # fmt: skip
HEAD = ("Лицевой счёт", "ФИО", "Дата с")
ROWS = (HEAD, ("0001001", "Їжакевич Ганна", "01.01.2020"), ("0001002", "Ґудзь Олесь", "01.02.2020"))
RU_ROWS = (
    HEAD,
    ("0001001", "Семёнов Пётр", "01.01.2020"),
    ("0001002", "Щукина Юлия", "01.02.2020"),
)


@tagged("post_install", "-at_install", "utility_import")
class TestImportFramework(ImportsCommon):
    def test_encodings(self):
        """X71: every encoding of the trade is guessed, and read when the profile names it."""
        cases = (("utf-8", ROWS), ("utf-8-sig", ROWS), ("cp1251", ROWS), ("cp1125", ROWS),
                 ("cp866", RU_ROWS), ("koi8-r", RU_ROWS))  # fmt: skip
        for encoding, rows in cases:
            with self.subTest(encoding):
                record = self._new("residents", self._csv(rows, encoding), f"{encoding}.csv")
                record.action_read()
                if encoding in ("cp1125", "cp866", "koi8-r"):
                    record.profile_id.encoding = encoding
                    record.action_read()
                self.assertIn(rows[1][1], record.row_ids[0].data)
                record.action_check()
                self.assertEqual(self._states(record), ["created", "created"])

    def test_kinds_of_file(self):
        """X71: XLSX, CSV, DBF, fixed width and JSON give the same import."""
        from datetime import date

        dbf = write_dbf(
            [("LIC_SCHET", "C", 13, 0), ("FIO", "C", 40, 0), ("DATA_S", "D", 8, 0)],
            [("0001001", "Попов Иван", date(2020, 1, 1))],
            "cp866",
            today=date(2026, 3, 1),
        )
        json = '[{"account": "0001001", "name": "Попов Иван", "date_from": "2020-01-01"}]'
        row = ("0001001", "Попов Иван", "01.01.2020")
        files = (
            ("f.xlsx", self._xlsx([HEAD, row])),
            ("f.csv", self._csv([HEAD, row])),
            ("f.tab.txt", self._csv([HEAD, row], "cp1251", "\t")),
            ("f.dbf", dbf),
            ("f.json", json.encode()),
        )
        for name, data in files:
            with self.subTest(name):
                record = self._new("residents", data, name)
                record.action_read()
                if name == "f.dbf":
                    line = record.line_ids.filtered(lambda r: r.column == "DATA_S")
                    line.target_id = self._target("residents", "date_from")
                record.action_check()
                self.assertEqual(
                    self._states(record), ["created"], record.row_ids.mapped("message")
                )

    def _target(self, kind, name):
        return self.env["utility.import.target"].search([("kind", "=", kind), ("name", "=", name)])

    def test_fixed_width(self):
        """X71: text of fixed width by the positions of the profile."""
        profile = self.env["utility.import.profile"].create(
            {"name": "Fixed", "kind": "residents", "file_kind": "fixed", "header_row": 0}
        )
        for sequence, (name, start, width) in enumerate(
            (("account", 1, 10), ("name", 11, 20), ("date_from", 31, 10))
        ):
            profile.write({"line_ids": [(0, 0, {
                "sequence": sequence, "column": name, "position": start, "width": width,
                "target_id": self._target("residents", name).id,
            })]})  # fmt: skip
        data = f"{'0001001':10}{'Попов Иван':20}{'01.01.2020':10}\r\n".encode("cp866")
        record = self._run("residents", data, "f.txt", profile_id=profile.id)
        self.assertEqual(self._states(record), ["created"], record.row_ids.mapped("message"))

    def test_mapping_is_remembered(self):
        """X71: a mapping corrected by hand serves the next file of the same shape."""
        head = ("Абонентская карта", "Кто живёт", "Дата с")
        record = self._new("residents", self._csv([head, ROWS[1]]))
        record.action_read()
        with self.assertRaisesRegex(UserError, "Account"):
            record.action_check()
        for column, name in zip(head, ("account", "name", "date_from"), strict=True):
            record.line_ids.filtered(lambda r, c=column: r.column == c).target_id = self._target(
                "residents", name
            )
        record.action_run()
        self.assertEqual(record.state, "done")
        again = self._new("residents", self._csv([head, ROWS[2]]))
        again.action_read()
        self.assertEqual(again.profile_id, record.profile_id)
        again.action_run()
        self.assertEqual(self._states(again), ["created"])
        self.assertIn("Кто живёт", again.preview)

    def test_constants_and_translations(self):
        """X71: a constant fills what the file lacks; words of the file are translated."""
        head = ("Лицевой счет", "ФИО", "Рег.")
        record = self._new(
            "residents", self._csv([head, ("0001001", "Попов Иван", "п"), ("0001002", "Ли", "в")])
        )
        record.action_read()
        line = record.line_ids.filtered(lambda r: r.column == "Рег.")
        line.write({
            "target_id": self._target("residents", "registration").id,
            "value_map": "п = permanent\nв = temporary",
        })  # fmt: skip
        record.profile_id.line_ids = [
            (
                0,
                0,
                {
                    "target_id": self._target("residents", "date_from").id,
                    "default_value": "01.05.2021",
                },
            )
        ]
        record.action_run()
        self.assertEqual(
            self._states(record), ["created", "created"], record.row_ids.mapped("message")
        )
        residents = self.accounts[:2].residency_ids
        self.assertEqual(residents.mapped("kind"), ["permanent", "temporary"])
        self.assertEqual({str(d) for d in residents.mapped("date_from")}, {"2021-05-01"})

    def test_dry_run_writes_nothing(self):
        """X71: the check shows every outcome and leaves all tables as they were."""
        before = self._counts(*TABLES)
        record = self._new("residents", self._csv([*ROWS, ("404", "Никто", "")]))
        record.action_read()
        record.action_check()
        self.assertEqual(record.state, "checked")
        self.assertEqual(self._states(record), ["created", "created", "error"])
        self.assertEqual((record.created_count, record.error_count), (2, 1))
        self.assertEqual(self._counts(*TABLES), before)
        self.assertFalse(record.row_ids.filtered("res_id"))
        record.action_run()
        self.assertEqual(record.state, "partial")
        self.assertNotEqual(self._counts(*TABLES), before)

    def test_one_bad_row_does_not_spoil_its_portion(self):
        """X71: what the database refuses is found down to the row; all others are imported."""
        rows = [("Лицевой счет", "Собственник", "Доля", "Дата с")]
        rows += [("0001001", f"Хозяин {n}", "1/4", "01.01.2020") for n in range(4)]
        rows += [("0001001", "Пятый", "1/4", "01.01.2020")]
        rows += [("0001002", f"Сосед {n}", "1/4", "01.01.2020") for n in range(4)]
        record = self._run("owners", self._csv(rows))
        self.assertEqual(self._states(record), ["created"] * 4 + ["error"] + ["created"] * 4)
        self.assertIn("more than the whole", record.row_ids[4].message)

    def test_unknown_exception_is_coded(self):
        """X71: a programming error is a coded error of its row, never a traceback to the user."""
        plan = importers_base.Importer.__subclasses__()[0]
        from ..importers.residents import ResidentImporter

        def broken(importer, row, work, _plan=ResidentImporter.plan):
            if row["name"] == "Ґудзь Олесь":
                raise ZeroDivisionError("secret")
            return _plan(importer, row, work)

        self.assertTrue(plan)
        with (
            patch.object(ResidentImporter, "plan", broken),
            self.assertLogs(importers_base.__name__, "ERROR"),
        ):
            record = self._run("residents", self._csv(ROWS))
        self.assertEqual(self._codes(record), [False, "IMP-INTERNAL"])
        self.assertNotIn("secret", record.row_ids[1].message)

    def test_jobs_and_resume(self):
        """X71: portions run as jobs; an import killed between portions goes on without doubles."""
        rows = [HEAD] + [("0001001", f"Житель {chr(1072 + n)}", "01.01.2020") for n in range(25)]
        with (
            patch.object(utility_import_run, "AT_ONCE", 5),
            patch.object(utility_import_run, "PORTION", 10),
        ):
            record = self._new("residents", self._csv(rows))
            record.action_read()
            record.action_run()
            jobs = (
                self.env["queue.job"]
                .sudo()
                .search([("func_string", "like", f"utility.import({record.id},")])
            )
            self.assertEqual(jobs.mapped("method_name"), ["_job_run"])
            self.assertEqual(record.state, "running")
            record._job_run()
            self.assertEqual((record.created_count, record.pending_count), (10, 15))
            self.assertAlmostEqual(record.progress, 40)
            with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
                record._run_portion()  # the portion is done, the worker dies before its commit
                raise ZeroDivisionError
            record.invalidate_recordset()
            self.assertEqual(self.env["utility.residency"].search_count([]), 10)
            self.assertFalse(record.is_stalled)
            jobs.unlink()  # the job died and nobody repeats it
            record.invalidate_recordset(["is_stalled"])
            self.assertTrue(record.is_stalled)
            record.action_cancel()
            record._job_run()
            self.assertEqual((record.state, record.pending_count), ("cancelled", 15))
            record.action_resume()
            for _round in range(4):
                record._job_run()
        self.assertEqual((record.state, record.created_count), ("done", 25))
        self.assertEqual(
            self.env["utility.residency"].search_count([("account_id", "=", self.accounts[0].id)]),
            25,
        )

    def test_job_of_the_check(self):
        """X71: the check of a big file is a job as well."""
        rows = [HEAD] + [("0001001", f"Житель {n}", "01.01.2020") for n in range(12)]
        before = self._counts(*TABLES)
        with (
            patch.object(utility_import_run, "AT_ONCE", 5),
            patch.object(utility_import_run, "PORTION", 5),
        ):
            record = self._new("residents", self._csv(rows))
            record.action_read()
            record.action_check()
            self.assertEqual(record.state, "checking")
            record._job_check()
        self.assertEqual((record.state, record.created_count), ("checked", 12))
        self.assertEqual(self._counts(*TABLES), before)

    def test_errors_file(self):
        """X71: rows with errors come back with the error beside them, and can be imported again."""
        rows = [HEAD, ("404", "Попов Иван", "01.01.2020"), ROWS[1]]
        record = self._run("residents", self._csv(rows))
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.errors_file))).active
        found = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(len(found), 2)
        self.assertEqual(found[1][:3], list(rows[1]))
        self.assertEqual(found[1][4], "IMP-ACCOUNT-UNKNOWN")
        sheet["A2"] = "0001002"
        buffer = io.BytesIO()
        sheet.parent.save(buffer)
        again = self._run("residents", buffer.getvalue(), "errors.xlsx")
        self.assertEqual(self._states(again), ["created"], again.row_ids.mapped("message"))

    def test_samples_map_themselves(self):
        """X71: the sample of every kind is read back with all its columns known."""
        for kind, _label in self.env["utility.import.profile"]._selection_kind():
            with self.subTest(kind):
                record = self.env["utility.import"].create({"kind": kind})
                url = record.action_sample()["url"]
                self.assertIn(f"/{record.id}/sample_file/{kind}.", url)
                filename = url.rpartition("/")[2].partition("?")[0]
                record.write({"file": record.sample_file, "filename": filename})
                record.action_read()
                self.assertTrue(record.row_count)
                if not record.uses_mapping:
                    continue
                self.assertFalse(
                    record.line_ids.filtered(lambda r: not r.target_id).mapped("column")
                )

    def test_history_is_kept(self):
        """X71, R08: an import that changed something is neither read again nor deleted."""
        record = self._run("residents", self._csv(ROWS))
        with self.assertRaises(UserError):
            record.action_read()
        with self.assertRaises(UserError):
            record.unlink()
        record.action_undo()
        record.unlink()
        self.assertFalse(self.accounts.residency_ids)

    def test_unreadable_file(self):
        """X71: a file that can't be read is told in words, with the way out."""
        record = self._new("residents", b"PK not a workbook", "f.xlsx")
        with self.assertRaisesRegex(UserError, "workbook"):
            record.action_read()
