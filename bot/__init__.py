"""The shell: everything that waits. It carries readings to the rules and effects to the platforms."""
