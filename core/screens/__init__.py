"""What a person is shown, as platform-free data; one module for each topic."""
