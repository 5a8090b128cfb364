"""HOW IT IS SHOWN: the command line, the line face and the full-screen face.

Importing the package loads nothing. Faces see the session and its views, and never one another.
"""
