from . import closing, controllers, models, wizards
