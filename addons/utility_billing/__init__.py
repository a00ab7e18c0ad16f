from . import controllers, importers, models, wizards
