"""Strict YAML: texts, whole numbers and booleans; floats and doubled keys are refused."""

import yaml

from .fields import SchemaError


def read_yaml(content):
    """The plain data of a file.

    :raises SchemaError: with the line and the reason
    """
    try:
        return yaml.load(content, Loader=_Loader)  # noqa: S506 - a subclass of SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        raise SchemaError(place, f"no YAML: {getattr(error, 'problem', error)}") from None


class _Loader(yaml.SafeLoader):
    """YAML with texts, whole numbers and booleans only; doubled keys are refused."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader, node):
    loader.flatten_mapping(node)
    found = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int)) or isinstance(key, bool):
            raise SchemaError(f"line {key_node.start_mark.line + 1}", "a key must be a text")
        if key in found:
            raise SchemaError(str(key), f"given twice (line {key_node.start_mark.line + 1})")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _refuse_float(loader, node):
    raise SchemaError(
        f"line {node.start_mark.line + 1}", f"float {node.value} is refused, use quotes"
    )


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _refuse_float)
