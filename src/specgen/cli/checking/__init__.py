"""What `check` is made of.

chosen        which files, which rules, which specs must exist
changed       files that a branch touched
look          files read and checked, here or in worker processes
workers       those processes
kept          what was found in files as they are, kept by content
progress      how far a long run is
report        what was found, as a Report; what only all files together show; what fails a run
baseline      findings that are accepted
report_files  reports written into files
"""
