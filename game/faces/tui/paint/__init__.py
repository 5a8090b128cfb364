"""From views to lines: pure functions of what the session shows and of a width.

Nothing here holds a widget or changes the game, so every picture can be tested as text.
"""
