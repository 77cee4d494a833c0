// The messages are generated from messages.weft; a target needs one Swift file of its own.
