"""A recorded conversation, played through the live inbox and rules on a simulated clock."""
