"""What a sending platform, such as the city's 12345, is told of its own work orders."""
