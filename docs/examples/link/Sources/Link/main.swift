// Both ends of two links in one process: what a program does with a `channel`, without the sockets.

try talk()
try walk()
