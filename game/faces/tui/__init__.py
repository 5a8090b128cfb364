"""The full-screen face: the whole game in one terminal window.

Importing the package loads nothing; `game.faces.tui.app.run` starts it.
"""
