"""The page: its platform side, and what two people meet in a browser."""
