#include "witness.h"

uint64_t witnessRandom(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (*state * 2685821657736338717ull) >> 11;
}
