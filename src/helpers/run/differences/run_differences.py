"""Compares two runs and writes the result; the public face of this folder."""

from __future__ import annotations

from helpers.run.differences.compared_side import Side as Side
from helpers.run.differences.compared_side import open_side as open_side
from helpers.run.differences.differences_files import check_destination as check_destination
from helpers.run.differences.differences_files import write_differences as write_differences
from helpers.run.differences.differences_page import zero_words as zero_words
from helpers.run.differences.explained_changes import Change as Change
from helpers.run.differences.explained_changes import Differences as Differences
from helpers.run.differences.explained_changes import compare_sides as compare_sides
