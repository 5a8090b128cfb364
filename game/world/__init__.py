"""WHAT IS: the state of every world as named arrays, and how its figures are read. No rules."""
