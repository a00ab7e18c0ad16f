from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .desk_common import DeskCommon


@tagged("post_install", "-at_install")
class TestDirectories(DeskCommon):
    def test_own_directory_with_columns(self):
        """K08: an administrator defines a directory, its columns and a tree of items."""
        clerk = self._user("desk_administrator", "administrator")
        directory = (
            self.env["utility.directory"]
            .with_user(clerk)
            .create(
                {
                    "name": "Valves",
                    "code": "valve",
                    "item_properties": [
                        {"name": "dn", "string": "Nominal diameter", "type": "integer"},
                        {"name": "maker", "string": "Maker", "type": "char"},
                    ],
                }
            )
        )
        items = self.env["utility.directory.item"].with_user(clerk)
        parent = items.create({"directory_id": directory.id, "name": "Gate"})
        child = items.create(
            {
                "directory_id": directory.id,
                "parent_id": parent.id,
                "name": "30s41nj",
                "properties": {"dn": 100, "maker": "Plant"},
            }
        )
        self.assertEqual(child.display_name, "Gate / 30s41nj")
        self.assertEqual(child.properties["dn"], 100)
        self.assertEqual(directory.item_count, 2)
        found = items.search(
            directory.action_open_items()["domain"] + [("properties.dn", "=", 100)]
        )
        self.assertEqual(found, child)

    def test_items_stay_in_their_directory(self):
        """K08: a tree does not cross directories, has no cycles and unique codes."""
        other = self.env["utility.directory"].create({"name": "Other", "code": "desk_other"})
        items = self.env["utility.directory.item"]
        first = items.create({"directory_id": self.directory.id, "name": "A", "code": "a"})
        second = items.create({"directory_id": other.id, "name": "B"})
        with self.assertRaises(ValidationError):
            second.parent_id = first
        third = items.create(
            {"directory_id": self.directory.id, "name": "C", "parent_id": first.id}
        )
        with self.assertRaises(UserError):
            first.parent_id = third
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            items.create({"directory_id": self.directory.id, "name": "D", "code": "a"})

    def test_building_uses_the_samples(self):
        """K08, A10: the passport of a house chooses from the shipped directories."""
        steel = self.env.ref("utility_base.directory_pipe_material_steel")
        self.assertEqual(steel.properties["pipe_material_life"], 20)
        form = Form(self.env["utility.building"])
        form.locality_id = self.locality
        form.number = "5"
        form.wall_material_id = self.env.ref("utility_base.directory_wall_material_panel")
        form.roof_kind_id = self.env.ref("utility_base.directory_roof_kind_bitumen")
        form.pipe_material_id = steel
        form.heating_element_id = self.env.ref("utility_base.directory_heating_element_cast_iron")
        building = form.save()
        self.assertEqual(building.pipe_material_id.directory_id.code, "pipe_material")
