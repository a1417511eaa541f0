"""Questions in rows: headers, columns and layouts of sheets, csv files and tables in documents."""
