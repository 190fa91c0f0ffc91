"""Programs for developers of the workbook; not part of it."""
