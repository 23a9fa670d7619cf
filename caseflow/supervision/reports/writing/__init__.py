"""Setting sheets as XLSX and DOCX, the same bytes for the same content."""
