"""GitHub's Markdown parser, called so that it gives its memory back.

cmarkgfm's own wrapper never frees the tree and the result: 22 KB for a field of 400 characters (measured), two
gigabytes over a site of 10,000 records.  The functions that free them are in the same library; where it does not
export them (not Linux or macOS) everything works and the memory is returned at exit.
"""

import ctypes
import re

from cmarkgfm import _cmark

SOURCEPOS = _cmark.lib.CMARK_OPT_SOURCEPOS  # data-sourcepos="line:column-line:column" on blocks, columns in bytes
UNSAFE = _cmark.lib.CMARK_OPT_UNSAFE  # raw HTML and dangerous addresses as they are: only to find them

_lib, _ffi = _cmark.lib, _cmark.ffi
_lib.cmark_gfm_core_extensions_ensure_registered()
_TABLE = _lib.cmark_find_syntax_extension(b"table")


# A run of underscores is a blank to fill in («Имя: ___ Класс: ___», «__.__.2026»), which Markdown would take for bold
# and cursive. The parser gets another character of one byte in their place, one that no text of ours has: columns stay
# as they are. A line of nothing else is a rule, as ever; who escapes the first one has said that it is none.
_BLANK = re.compile(r"^(?![ \t]*(?:_[ \t]*){3,}$)[^\n]*__[^\n]*$", re.MULTILINE)
_RUN = re.compile(r"(?P<escaped>\\_)__+|_{3,}|(?<![^\s«])__(?=[.»])|(?<=__\.)__(?=\.)")
_STAND_IN = "\x1f"


class _Allocator(ctypes.Structure):
    _fields_ = [
        ("calloc", ctypes.c_void_p),
        ("realloc", ctypes.c_void_p),
        ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    ]


def _freeing():
    """The pair (free a tree, free a result), or None when the library keeps them to itself."""
    try:
        library = ctypes.CDLL(_cmark.__file__)
        free_tree, allocator = library.cmark_node_free, library.cmark_get_default_mem_allocator
    except (OSError, AttributeError):
        return None
    free_tree.argtypes, free_tree.restype = [ctypes.c_void_p], None
    allocator.argtypes, allocator.restype = [], ctypes.POINTER(_Allocator)
    return free_tree, allocator().contents.free


_FREE = _freeing()


def markdown_to_html(text: str, options: int = 0) -> str:
    """HTML of the text with GFM tables; raw HTML is a comment `<!-- raw HTML omitted -->` unless UNSAFE.

    In: text without lone surrogates (UnicodeEncodeError otherwise).
    """
    source = _BLANK.sub(lambda line: _RUN.sub(_stand_in, line[0]), text).encode("utf-8")
    parser = _lib.cmark_parser_new(options)
    try:
        _lib.cmark_parser_attach_syntax_extension(parser, _TABLE)
        _lib.cmark_parser_feed(parser, source, len(source))
        tree = _lib.cmark_parser_finish(parser)
        result = _lib.cmark_render_html(tree, options, _lib.cmark_parser_get_syntax_extensions(parser))
        # "replace": for the entity of a noncharacter (&#xFFFE;) the parser writes one stray byte.
        output = _ffi.string(result).decode("utf-8", "replace")
        if _FREE:
            free_tree, free = _FREE
            free_tree(int(_ffi.cast("uintptr_t", tree)))
            free(int(_ffi.cast("uintptr_t", result)))
    finally:
        _lib.cmark_parser_free(parser)
    return output.replace(_STAND_IN, "_").replace("%1F", "_")


def _stand_in(run: re.Match[str]) -> str:
    escaped = run["escaped"] or ""
    return escaped + _STAND_IN * (len(run[0]) - len(escaped))
