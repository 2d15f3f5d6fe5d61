"""What members may do beyond writing: roles that others granted them, perhaps for a region and all below it."""
