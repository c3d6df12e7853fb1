"""How two people take turns: measures over the disclosures of a pair, derived when they are asked for."""
