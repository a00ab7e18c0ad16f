"""Process that lays out documents for others; run as a script by :mod:`.typst_pool`. No Odoo here.

Requests and answers are pickled dictionaries behind their length, on standard input and output.
A process of its own can be stopped in the middle of a template that never ends, gives its layout
cache back when it goes, and can't take more memory than its limit.
"""

import functools
import pickle
import resource
import struct
import sys

#: address space of a worker, bytes: a template that grows without end fails instead of the machine
MEMORY = 6 << 30
HEAD = struct.Struct(">Q")


@functools.cache
def _fonts(folders):
    import typst  # noqa: PLC0415 - the parent imports this module for its protocol only

    return typst.Fonts(font_paths=list(folders))


def compile_document(root, fmt, ppi, options, fonts):
    """Bytes of a PDF or a list of pictures of ``main.typ`` in the folder ``root``.

    :raises typst.TypstError: the template is wrong
    """
    import typst  # noqa: PLC0415

    compiler = typst.Compiler(f"{root}/main.typ", root=root, font_paths=_fonts(tuple(fonts)))
    result = compiler.compile(format=fmt, ppi=float(ppi), **options)
    if fmt == "pdf":
        return result
    pages = result if isinstance(result, list) else [result]
    return [page.encode() if isinstance(page, str) else page for page in pages]


def answer(request):
    """The answer to a request: ``result`` or ``error``, and the memory of the process in bytes."""
    import typst  # noqa: PLC0415

    try:
        found = {"result": compile_document(**request)}
    except typst.TypstError as error:
        found = {
            "error": {
                "message": error.message,
                "hints": list(error.hints),
                "diagnostic": getattr(error, "diagnostic", "") or "",
                "trace": [str(part) for part in getattr(error, "trace", None) or ()],
            }
        }
    with open("/proc/self/statm", encoding="ascii") as file:
        found["memory"] = int(file.read().split()[1]) * resource.getpagesize()
    return found


def write(stream, value):
    body = pickle.dumps(value)
    stream.write(HEAD.pack(len(body)) + body)
    stream.flush()


def main():
    """Answer until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not get among the answers
    while head := source.read(HEAD.size):
        write(target, answer(pickle.loads(source.read(HEAD.unpack(head)[0]))))


if __name__ == "__main__":
    main()
