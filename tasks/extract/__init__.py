"""Reading numbers out of Chinese prose: text to quantities, quantities to observations."""
