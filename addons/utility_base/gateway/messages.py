"""English texts of the coded problems of ``utility_base``; ``_`` only marks them for the .pot."""

from .problem import register


def _(text):
    return text


register(
    "utility_base",
    {
        # the file as a whole
        "file.empty": (
            _("The file is empty."),
            _("Check that the right file was chosen and export it again."),
        ),
        "file.too_big": (
            _("The file has %(size)s bytes, the limit is %(limit)s."),
            _("Split the file or raise the limit in the import profile."),
        ),
        "file.kind": (
            _("Files of the kind “%(kind)s” can't be read."),
            _("Choose one of: %(known)s."),
        ),
        "file.option": (
            _("The option “%(option)s” of the import profile is wrong: %(reason)s."),
            _("Correct the import profile."),
        ),
        "file.encoding": (
            _("The text can't be read as %(encoding)s (byte %(position)s)."),
            _("Choose another encoding in the profile or leave it empty to let it be guessed."),
        ),
        "file.not_encodable": (
            _("The letter “%(char)s” does not exist in %(encoding)s."),
            _("Choose utf-8, or give a replacement for this letter in the profile."),
        ),
        "file.not_xlsx": (
            _("This is not an Excel workbook (.xlsx)."),
            _("Open the file in a spreadsheet program and save it as .xlsx or CSV."),
        ),
        "file.encrypted": (
            _("The workbook is protected by a password or is of the old .xls kind."),
            _("Remove the password or save it as .xlsx."),
        ),
        "file.zip_bomb": (
            _("Unpacked, the workbook would take %(size)s bytes; the limit is %(limit)s."),
            _("Remove pictures and unused sheets, or split the file."),
        ),
        "file.unsafe_xml": (
            _("The workbook holds XML declarations that are not allowed (%(part)s)."),
            _("Save the file again in a spreadsheet program."),
        ),
        "file.sheet": (
            _("There is no sheet “%(sheet)s”."),
            _("Sheets of this file: %(known)s."),
        ),
        "file.no_header": (
            _("Row %(row)s has no column names."),
            _("Set the number of the heading row in the profile."),
        ),
        "file.not_dbf": (
            _("This is not a DBF file, or its heading is damaged (%(reason)s)."),
            _("Export the file again; copy it in binary mode."),
        ),
        "file.truncated": (
            _("The file ends early: %(expected)s records announced, %(found)s found."),
            _("Ask for the file again; what is there can be imported."),
        ),
        "file.not_json": (
            _("This is not JSON: line %(line)s, column %(position)s."),
            _("Correct the file at this place."),
        ),
        "file.json_path": (
            _("The path “%(wanted)s” does not lead to a list of objects."),
            _("Correct the path in the profile."),
        ),
        "file.too_many_rows": (
            _("The file has more than %(limit)s rows."),
            _("Split the file or raise the limit in the import profile."),
        ),
        "file.no_memo": (
            _("The long texts of %(columns)s stand in a separate file and were left out."),
            _("Nothing to do when these columns are not needed."),
        ),
        "file.unknown_codepage": (
            _("The file does not tell its encoding; %(encoding)s was guessed."),
            _("Look at the names in the preview; choose another encoding if they are wrong."),
        ),
        # one row
        "row.columns": (
            _("The row has %(found)s values, %(expected)s were expected."),
            _("Look for a separator inside a value or a missing value."),
        ),
        "row.short": (
            _("The line has %(found)s characters, %(expected)s were expected."),
            _("Check the widths of the columns in the profile."),
        ),
        "row.quote": (
            _("A quotation mark is not closed."),
            _("Double the quotation marks inside values or choose another quote character."),
        ),
        "row.damaged": (
            _("The record is damaged: %(reason)s."),
            _("Correct the row in the source program and export again."),
        ),
        "row.not_object": (
            _("An object with named values was expected."),
            _("Correct this element of the file."),
        ),
        # one value
        "IMP-ADDRESS": (
            _("The address “%(value)s” can't be understood: %(reason)s."),
            _("Write it as “town, ul. Street, d. 5, kv. 12”, or use a column for each part."),
        ),
        "value.decimal": (
            _("“%(value)s” is not a number."),
            _("Write numbers as 1234.50 or 1 234,50."),
        ),
        "value.decimal_range": (
            _("“%(value)s” is out of range."),
            _("Check the number; at most %(digits)s digits are possible."),
        ),
        "value.integer": (
            _("“%(value)s” is not a whole number."),
            _("Write digits only."),
        ),
        "value.date": (
            _("“%(value)s” is not a date."),
            _("Write dates as 31.12.2026 or 2026-12-31."),
        ),
        "value.date_range": (
            _("The date %(value)s is improbable."),
            _("Check the year."),
        ),
        "value.period": (
            _("“%(value)s” is not a month."),
            _("Write months as 10.2026 or 2026-10."),
        ),
        "value.boolean": (
            _("“%(value)s” is neither yes nor no."),
            _("Write yes/no, да/нет, так/ні, иә/жоқ or 1/0."),
        ),
        "value.share": (
            _("“%(value)s” is not a share."),
            _("Write shares as 1/2, 0.5 or 50%%, above zero and at most one."),
        ),
        "value.choice": (
            _("“%(value)s” is not one of the possible values."),
            _("Possible: %(known)s."),
        ),
        "value.excel_error": (
            _("The cell shows the error %(value)s."),
            _("Correct the formula in the workbook."),
        ),
        "value.too_long": (
            _("The text has %(length)s characters, at most %(limit)s are possible."),
            _("Shorten the text."),
        ),
        # the open exchange file
        "exchange.root": (
            _("The file must be an object with houses, counters, accruals and payments."),
            _("See exchange.schema.json for the structure."),
        ),
        "exchange.type": (
            _("At %(path)s a %(expected)s was expected."),
            _("Correct this value."),
        ),
        "exchange.required": (
            _("At %(path)s the field is missing or empty."),
            _("Fill it in."),
        ),
        "exchange.unknown_field": (
            _("The field %(path)s is not known and was left out."),
            _("Nothing to do, or move the value into “extra”."),
        ),
        "exchange.duplicate_id": (
            _("The id %(value)s at %(path)s is used twice."),
            _("Give every object of one kind its own id."),
        ),
        "exchange.reference": (
            _("%(path)s points to %(value)s, which is not in the file."),
            _("Add the object or correct the id."),
        ),
        "exchange.dates": (
            _("At %(path)s the end is before the beginning."),
            _("Correct the dates."),
        ),
    },
)
