"""What a person is asked, made from the models.

questions   the questions of every form, whatever carries them (site, Word, Excel)
scaffold    an empty record of a kind, to be filled in by hand
"""
