"""Discord: translation of recorded payloads, and the client against a simulated Discord."""
