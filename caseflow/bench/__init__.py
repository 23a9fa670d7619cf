"""Volume: databases of any size, modelled on the demonstration, to measure on."""
