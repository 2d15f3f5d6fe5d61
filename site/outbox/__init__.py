"""What must happen after a commit, exactly as a row: mail, jobs, sweeps."""
