"""Word and Excel: files to fill in, filled files read back, remarks put where they were made.

The way of a filled file, whatever its format:

``safety``       may it be opened; ``file_formats`` is this the file it says it is
``sandbox``      the parser runs in a subprocess, so that a crash cannot stop the import
``workbook_in``  a workbook becomes entries (``tables`` recognises sheets and columns, ``workbook_traps`` what is lost,
                 ``workbook_account`` what a person wrote that no field takes)
``document_in``  a Word document becomes entries: ``document_likeness`` refuses a large foreign one at a glance,
                 ``document_body`` is the document as a person sees it (``document_runs`` its runs, with
                 ``document_styles``, ``document_lists``, ``formatting``, ``document_formulas``),
                 ``document_text`` its paragraphs as Markdown,
                 ``document_tables`` finds questions and answers, ``document_answers`` makes a record of them,
                 ``document_account`` is what a person wrote that is neither: it is told,
                 ``document_ticks`` what is ticked,
                 ``roadmap_table`` reads the roadmap of a real document, ``document_warnings`` says what was not
                 taken as it stands
``filled``       what any filled file gives: entries with the place of every value
``interpret``      every answer in the record's spelling, or a remark (``typed``, ``names``, ``parties``,
                 ``time_terms``, ``normalize``, ``cell_words``; dates and terms in words: ``text.dates``,
                 ``text.terms``)
``plans``        tables of one's own (``sheet_tables`` makes those of a workbook alike): a plan becomes a roadmap or
                 events (``plan_events``), by its ``headings`` and its year (``text.dates``); ``monitoring`` and
                 ``banks`` are read beside it; ``column_questions`` asks what nobody knows, ``column_memory`` remembers;
                 ``lesson_maps`` reads technological maps of lessons, ``lesson_drafts`` makes practices of them
``held_rows``    rows of a roadmap that wait while the others are written
``proposing``    which record of the base an entry is about, and what would change (``differences``);
                 ``kept_as_written`` what stays of that record as its author wrote it
``importing``    all of it for many files: read, understood, checked, and only then written. ``import_base`` is what
                 they are read against, ``import_results`` what became of each and what will be written, in words;
                 ``cell_messages`` says what the checks say in the words of somebody who fills in cells
``workbook_remarks``, ``document_remarks``  remarks back into the same file

The way out: ``layout`` says how a form lies in a workbook, ``prefill`` what stands in it to begin with,
``workbook_out`` makes the file. For Word ``document_plan`` says how the same questions lie in tables and
``document_out`` makes the file (``document_controls`` lists and boxes, ``document_markdown`` texts,
``document_design`` type and colours). ``blanks`` makes all of them, for the
command and for the site.

The second reader of filled blanks runs on the page of a form (``theme/mkdocs/assets/form/blank``): ``blank_data`` gives
it labels, keys, limits and sentences, and it refuses by name what only this package reads. A table of somebody's own
it takes apart into rows by ``own_table_data``; terms and people stay with the readers here.
"""
