"""Machine Time: a strategy game about who pours the fuel of AI.

This file says which version it is and imports nothing, so that `--version` stays quick.
"""

__version__ = "0.1.0"
