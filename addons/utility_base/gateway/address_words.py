"""Words that mark the parts of an address in Russian, Ukrainian, Kazakh and English."""


def _index(groups):
    return {word: kind for kind, words in groups.items() for word in words.split()}


LOCALITY = _index(
    {
        "city": "г гор город місто м қ қала қаласы city",
        "town": "town",
        "settlement": "пгт смт рп п пос поселок посёлок селище кент кенті",
        "village": "с село ауыл ауылы а village",
        "hamlet": "д дер деревня х хутор",
        "station": "ст станция станція бекет",
        "garden": "снт днп сот сдт",
    }
)
DISTRICT = frozenset("р-н район ауданы аудан".split())
REGION = frozenset("обл область край респ республика республіка облысы округ ао".split())
COUNTRY = frozenset("россия рф украина україна казахстан қазақстан".split())
STREET = _index(
    {
        "street": "ул улица вул вулиця көш көшесі көше street st",
        "avenue": "пр-кт просп проспект пр-т пр даңғ даңғылы avenue ave",
        "lane": "пер переулок пров провулок lane",
        "boulevard": "б-р бул бульвар бульв boulevard",
        "square": "пл площадь площа майдан алаң алаңы square",
        "drive": "пр-д проезд проїзд өткел өткелі drive",
        "highway": "ш шоссе шосе highway",
        "embankment": "наб набережная набережна жағ жағалауы embankment",
        "tract": "тракт тр-т",
        "block": "кв-л квартал орам",
        "microdistrict": "мкр мкрн мкр-н микрорайон мікрорайон м-н м/а ықшамаудан",
        "dead_end": "туп тупик тұйық",
    }
)
HOUSE = frozenset("д дом буд будинок б үй house уч участок".split())
BLOCK = frozenset("корп корпус к блок бл block".split())
BLOCK_NAMED = {"стр": "стр.", "строение": "стр.", "лит": "лит.", "литер": "лит.", "литера": "лит."}
PREMISE = _index(
    {
        "flat": "кв квартира п пәтер пәт flat apt",
        "room": "комн ком комната кімн кімната бөлме room",
        "commercial": "пом помещение прим приміщення оф офис офіс үй-жай магазин маг office",
        "parking": "м/м машиноместо машино-место паркоместо машиномісце тұрақ parking",
        "storage": "кл кладовая комора қойма storage",
    }
)
#: Markers that begin a new part even without a comma, when a number follows.
NUMBERED = sorted({*HOUSE, *BLOCK, *BLOCK_NAMED, *PREMISE}, key=len, reverse=True)
