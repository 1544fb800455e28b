"""How people send records, each way checked by the same rules and ending in the same file.

submissions  the name of a new record and the checks that every way shares
fixes     what is certain in a file written by hand is put right
office    Word and Excel: files to fill in, filled files read back
text_files  what the form gives as a file: text (sent_text) or an archive with pictures (sent_parcels)
senders   what a sender does not decide
intake    records that come through an issue of the forge (intake_text, intake_remarks, intake_answer)
desk      the editor's desk beside the site (Decap CMS)
proposals  a branch, a commit and the address of the request for whatever came in
"""
