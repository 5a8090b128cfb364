"""What does the tick cost when every actor is an agent of a modelling framework?

The oracle's rules on a Mesa model, one world, an empty sheet of orders; the game does not use it.
"""
