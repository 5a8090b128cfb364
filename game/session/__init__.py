"""One playthrough: what the player sees, plans, decides, saves and reads again.

Importing the package loads nothing; import `game.session.session` to play and
`game.session.views` to show.
"""
