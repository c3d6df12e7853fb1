"""When the partner is pointed to a disclosure: rows of rules, and what follows from them."""
