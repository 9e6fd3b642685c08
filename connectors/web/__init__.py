"""What every part that speaks HTTP shares: addresses, limits, headers, sizes of bodies, static files."""
