"""What people look at: tables, the one-file report and the terminal."""
