"""Words of the open exchange file and what they are in the register; both ways."""

PREMISE_KINDS = {
    "квартира": "flat",
    "совместная квартира": "flat",
    "коммунальная квартира": "flat",
    "жилой дом": "house",
    "нежилое": "commercial",
    "кладовая": "storage",
    "машиноместо": "parking",
}
PREMISE_TYPES = {
    "flat": "квартира",
    "house": "жилой дом",
    "commercial": "нежилое",
    "technical": "нежилое",
    "land": "нежилое",
    "storage": "кладовая",
    "parking": "машиноместо",
}
COMMUNAL = "коммунальная квартира"
#: property_type -> (kind of the account, kind of the property of the premise)
PROPERTY_KINDS = {
    "Частная физ. лицо": ("individual", "private"),
    "Частная юр. лицо": ("organisation", "private"),
    "Муниципальная": ("individual", "municipal"),
    "Государственная": ("individual", "state"),
}
PROPERTY_TYPES = {
    ("individual", "private"): "Частная физ. лицо",
    ("organisation", "private"): "Частная юр. лицо",
    ("individual", "municipal"): "Муниципальная",
    ("organisation", "municipal"): "Муниципальная",
    ("individual", "service"): "Муниципальная",
    ("organisation", "service"): "Муниципальная",
    ("individual", "state"): "Государственная",
    ("organisation", "state"): "Государственная",
}
#: type of a meter -> (resource, number of rates)
COUNTERS = {
    "ХВС": ("cold_water", 1),
    "ГВС": ("hot_water", 1),
    "Эл. однотарифный": ("electricity", 1),
    "Эл. двухтарифный": ("electricity", 2),
    "Эл. трехтарифный": ("electricity", 3),
    "Газ": ("gas", 1),
    "Отопление": ("heat", 1),
}
COUNTER_TYPES = {value: word for word, value in COUNTERS.items()}
OUT_REASONS = {
    "Выехал": "moved",
    "Умер": "died",
    "Выписан на основании решения суда": "court",
    "Иное": "other",
}
OUT_WORDS = {value: word for word, value in OUT_REASONS.items()}
OWNER, DWELLER = "Собственник", "Житель"
