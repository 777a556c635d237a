"""What each kind of page shows, as plain data: a layout sees a view and nothing else."""
