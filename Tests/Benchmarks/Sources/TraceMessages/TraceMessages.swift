// The messages are generated from the definitions; a target needs one Swift file of its own.
