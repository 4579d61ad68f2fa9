"""The report as XLSX, alone in knowing colours and addresses; may import report and below."""
