"""What is done so that people hear of what happens, one function per intent."""
