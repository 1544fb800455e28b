"""Методотека: records in, a published knowledge base out.

The way of one record, six hops, always forward; read the rooms in this order:

1. ``sources``   a file is read safely into plain data that remembers line and column
2. ``records``   plain data becomes a typed record, or a list of problems
3. ``catalog``   identifiers become objects; back-links, evidence, roadmap states and readings are computed
4. ``checks``    rules across records; with one error nothing is published
5. ``pages``     the catalog becomes Markdown pages through the templates of ``theme/pages``
6. ``publish``   MkDocs renders the pages, the gate looks at the result, the new site replaces the old one

``site`` is the table of contents of that journey; ``cli`` and ``mkdocs_plugin`` only call it.

Helpers on the way: ``output`` (the encoding of screens and pipes), ``text`` (contributors' Markdown, plain text,
characters, Russian words), ``problems`` (what a person is told), ``codes`` (what every problem means), ``line_checks``
(marks of a merge, characters, letters of another alphabet), ``strict_yaml`` (the part of YAML that a record needs),
``comments`` (what people write beside the data), ``history`` (what git knows of the files), ``folders`` (a walk that
opens nothing unusual), ``files`` (the one room that writes),
``evidence``, ``roadmap``, ``indicators`` and ``readings`` (computations), ``settings``, ``charts`` (values to SVG),
``linked_data`` (what a page says to machines), ``search`` (synonyms and words for the search of the site), ``exports``
(open data beside the pages), ``desk`` (the editor's desk beside them).

The ways in: ``schemas`` (JSON Schemas of the models), ``formatter`` (the one spelling of a record), ``questions`` (what
a person is asked), ``intake`` (the checks that every door shares), ``mending`` (what is certain in a file written by
hand is mended), ``office`` (Word and Excel files), ``scaffold`` (empty records to fill in), ``sample`` (a generated
base), ``review`` (a proposed change in words, with remarks and what to look at).

For those who keep the base: ``privacy`` finds people in the records and takes a name out again; ``outside_links``,
``link_check`` and ``link_memory``: which links lead to other sites, do they still open, and what is remembered of it.

An import only ever points to an earlier room; ``tests/test_layers.py`` holds the order.
"""

__version__ = "0.1.0"
