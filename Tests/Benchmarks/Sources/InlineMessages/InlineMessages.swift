// The messages are generated from inline.weft; a target needs one Swift file of its own.
