// The .weft files beside this one are the source of this target.
