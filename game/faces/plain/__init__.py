"""The reference face: one line in, lines out.

No boxes, no cursor, no colour; every action of the game can be reached from here. It imports
neither textual nor rich.
"""
