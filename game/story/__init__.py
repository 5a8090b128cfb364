"""WHAT IT MEANS: scenes, news, council, codex, endings and what is told afterwards.

Everything here reads the world and words of the content; only scenes write the world, through
the engine's effects. Nothing here draws a screen.
"""
