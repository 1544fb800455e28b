"""Files of Word that a teacher takes away and changes: a practice with its sheets, and the sheets alone.

Written as WordprocessingML at once (ECMA-376, part 1): made with python-docx a file took 120 ms and 39 KB, so it takes
about 2 ms and 8 KB, which a base of ten thousand practices can afford (measured).

practice  what stands in the files, and in which order
body      paragraphs, lists and tables; the one converter of rich text for these files
package   the zip around them: styles, numbering, headers, properties; the same bytes for the same words
"""

from generator.exports.word.practice import files

__all__ = ["files"]
