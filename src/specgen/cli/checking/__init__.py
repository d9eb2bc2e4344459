"""What `check` is made of.

report    one run: which rules, what only all files together show, what fails it
look      files read and checked, here or in worker processes
workers   those processes
kept      what was found in files as they are, kept by content
baseline  findings that are accepted
changed   files that a branch touched
progress  how far a long run is
"""
