"""References inside a scenario file: accounts, buildings and services that exist."""

from .fields import SchemaError

#: codes that every file may use without settings of its own
CATALOGUE = frozenset(
    "cold_water hot_water sewerage heating electricity gas solid_waste housing_maintenance "
    "capital_repair common_cold_water common_hot_water common_sewerage common_electricity "
    "parking pets intercom".split()
)


def check_world(world):
    """The references of a world, also of one that a ``change`` has made.

    :raises SchemaError: with the path and the name that is not known or given twice
    """
    for name in ("buildings", "accounts"):
        refs = [row["ref"] for row in world[name]]
        for ref in refs:
            if refs.count(ref) > 1:
                raise SchemaError(name, f"ref {ref} is given twice")
    for index, row in enumerate(world["accounts"]):
        serials = [(m["service"], m["serial"]) for m in row.get("meters", ()) if "serial" in m]
        for key in serials:
            if serials.count(key) > 1:
                raise SchemaError(
                    f"accounts[{index}].meters", f"serial {key[1]} of {key[0]} is given twice"
                )
    known = {
        "building": {row["ref"] for row in world["buildings"]},
        "account": {row["ref"] for row in world["accounts"]},
        "service": CATALOGUE | set(world["services"]),
    }
    for index, row in enumerate(world["events"]):
        _check_row(row, f"events[{index}]", known)
    for index, row in enumerate(world["accounts"]):
        _check_row(row, f"accounts[{index}]", {"building": known["building"]})
    for path, code in _services(world):
        if code not in known["service"]:
            raise SchemaError(path, f"unknown service {code}")


def check_outcome(world, steps, expect):
    """What is expected is of accounts, buildings and services of the file or of its changes, and
    of steps that are there.

    :raises SchemaError: with the path and the name that is not known
    """
    worlds = [world, *(argument for name, argument in steps if name == "change")]
    known = {
        name: {row["ref"] for part in worlds for row in part.get(f"{name}s", ()) if "ref" in row}
        for name in ("building", "account")
    }
    known["service"] = CATALOGUE.union(*(part.get("services", ()) for part in worlds))
    for name, rows in expect.items():
        for index, row in enumerate(rows):
            _check_row(row, f"expect.{name}[{index}]", known)
    for index, row in enumerate(expect.get("errors", ())):
        if not 1 <= row["step"] <= len(steps):
            raise SchemaError(f"expect.errors[{index}].step", f"there is no step {row['step']}")


def _check_row(row, path, known):
    for name, refs in known.items():
        if name in row and row[name] not in refs:
            raise SchemaError(f"{path}.{name}", f"unknown {name} {row[name]}")


def _services(world):
    """``(path, code)`` of all services that are named outside the settings of services."""
    for index, row in enumerate(world["parameters"]):
        if "service" in row:
            yield f"parameters[{index}].service", row["service"]
    for index, row in enumerate(world["buildings"]):
        yield from _meters(row, f"buildings[{index}]")
        for number, flat in enumerate(row.get("flats", ())):
            yield from _meters(flat, f"buildings[{index}].flats[{number}]")
    for index, row in enumerate(world["accounts"]):
        path = f"accounts[{index}]"
        yield from _meters(row, path)
        yield from ((f"{path}.services", code) for code in row.get("services", ()))
        for name in ("volumes", "no_meter"):
            yield from ((f"{path}.{name}", code) for code in row.get(name, ()))
        for number, privilege in enumerate(row.get("privileges", ())):
            place = f"{path}.privileges[{number}].services"
            yield from ((place, code) for code in privilege["services"])
        for number, debt in enumerate(row.get("opening", ())):
            yield f"{path}.opening[{number}].service", debt["service"]


def _meters(row, path):
    for number, meter in enumerate(row.get("meters", ())):
        yield f"{path}.meters[{number}].service", meter["service"]
