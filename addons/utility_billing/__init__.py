from . import importers, models, wizards
