"""What a person is asked, made from the models.

questions   the questions of every form, whatever carries them (site, Word, Excel)
size        how many questions that are and how long they take, in words
scaffold    an empty record of a kind, to be filled in by hand
"""
