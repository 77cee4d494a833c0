// Found: a count (5 bits) and up to 20 contacts of 287 bits each: address (256), link of 3 (2), rtt 0...4095 (12), port (16),
// reachable (1).
#include "witness.h"
#include "bits.h"

__attribute__((noinline)) unsigned witnessEncodeFound(const WitnessFound *f, uint8_t *out) {
  Writer w = {out, 0, 0};
  UP_TO(f->count, 20); put(&w, f->count, 5);
  for (unsigned i = 0; i < f->count; i++) {
    const WitnessContact *c = &f->nodes[i];
    for (int k = 0; k < 4; k++) {
      uint64_t word;
      memcpy(&word, c->address + 8 * k, 8);
      put64(&w, word);
    }
    UP_TO(c->link, 2); put(&w, c->link, 2);
    UP_TO(c->rtt, 4095); put(&w, c->rtt, 12);
    put(&w, c->port, 16);
    put(&w, c->reachable != 0, 1);
  }
  return (unsigned)(w.at - out) + (w.count > 0);
}

__attribute__((noinline)) int witnessDecodeFound(WitnessFound *f, const uint8_t *in, unsigned byteCount) {
  if (byteCount < 1) return 0;
  Reader r = {in, 0};
  uint64_t v = take(&r, 5);
  UP_TO(v, 20); f->count = (unsigned)v;
  if (byteCount != (5 + f->count * 287 + 7) / 8) return 0;
  for (unsigned i = 0; i < f->count; i++) {
    WitnessContact *c = &f->nodes[i];
    for (int k = 0; k < 4; k++) {
      uint64_t word = take64(&r);
      memcpy(c->address + 8 * k, &word, 8);
    }
    v = take(&r, 2); UP_TO(v, 2); c->link = (uint8_t)v;
    c->rtt = (uint16_t)take(&r, 12);
    c->port = (uint16_t)take(&r, 16);
    c->reachable = (uint8_t)take(&r, 1);
  }
  return isPaddingZero(&r);
}

void witnessMakeFound(WitnessFound *f, uint64_t *random) {
  memset(f, 0, sizeof *f);
  f->count = 20;
  for (int i = 0; i < 20; i++) {
    WitnessContact *c = &f->nodes[i];
    for (int k = 0; k < 32; k++) c->address[k] = (uint8_t)(witnessRandom(random) >> 32);
    c->link = witnessRandom(random) % 3;
    c->rtt = witnessRandom(random) % 4096;
    c->port = (uint16_t)(1024 + witnessRandom(random) % 64512);
    c->reachable = witnessRandom(random) & 1;
  }
}
