"""What members may write beyond CommonMark, a file for each: rules of the parser, and how they are drawn."""
