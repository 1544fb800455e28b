"""Word and Excel: files to fill in, filled files read back, remarks put where they were made.

The way of a filled file, whatever its format:

``safety``       is this the file it says it is, and may it be opened
``workbook_in``  a workbook becomes entries (``tables`` recognises sheets and columns, ``workbook_traps`` what is lost)
``filled``       what any filled file gives: entries with the place of every value
``meaning``      every answer in the record's spelling, or a remark (``typed``, ``names``, ``terms_of_time``,
                 ``cleaning``)
``proposing``    which record of the base an entry is about, and what would change (``differences``)
``importing``    all of it for many files: read, understood, checked, and only then written; ``mending`` says what
                 the checks say in the words of somebody who fills in cells
``workbook_remarks``  remarks back into the same workbook

The way out: ``layout`` says how a form lies in a workbook, ``beginning`` what stands in it to begin with,
``workbook_out`` makes the file.
"""
