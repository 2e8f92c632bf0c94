"""The tools of an attempt's clone, and what they bring."""

from agents.tools.tree_changing import delete_file, edit_file, move_file, write_file
from agents.tools.tree_looking import list_files, read_file, search

BRINGS = ["private data", "content from outside"]

LOOKS, CHANGES = (list_files, read_file, search), (edit_file, write_file, move_file, delete_file)
for each in (*LOOKS, *CHANGES):
    each.metadata = {"labels": BRINGS, "leaves": each in CHANGES, "frames": each is read_file}
