"""What does the tick cost when a compiler has read it whole?

The rules of game/engine as one pure function of a dict of arrays, for JAX on a processor, in
doubles and 64-bit integers. It gives no orders and keeps no reasons; the game does not use it.
"""

import jax

jax.config.update("jax_enable_x64", True)
