// Definitions are the .weft files beside this one.
