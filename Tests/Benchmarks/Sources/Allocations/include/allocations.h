// How often the process asked for memory so far: malloc, calloc, realloc and the aligned forms, whoever called them.
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdint.h>

uint64_t allocationCount(void);

#endif
