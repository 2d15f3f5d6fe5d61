"""What editors and operators do, one function per intent."""
