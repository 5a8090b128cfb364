"""What do the commands that play nothing ask for, and what do they print?

One module a command: its arguments, then its reports. They import what they need when they run, so
that help stays quick; the work itself is done by the session and the content.
"""
