"""What members follow, and what is new in it; one table for regions, sectors, people and all else."""
