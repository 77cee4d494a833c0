// Least significant bit first, as docs/language.md says. A word is stored and loaded at once, so both sides touch up to
// 8 bytes behind the message.
#include <stdint.h>
#include <string.h>

typedef struct {
  uint8_t *at;
  uint64_t bits;
  unsigned count;
} Writer;

// At most 57 bits.
static inline void put(Writer *w, uint64_t value, unsigned width) {
  w->bits |= value << w->count;
  w->count += width;
  memcpy(w->at, &w->bits, 8);
  unsigned whole = w->count >> 3;
  w->at += whole;
  w->bits = whole < 8 ? w->bits >> (whole * 8) : 0;
  w->count &= 7;
}

static inline void put64(Writer *w, uint64_t value) {
  uint64_t word = w->bits | value << w->count;
  memcpy(w->at, &word, 8);
  w->at += 8;
  w->bits = (value >> 1) >> (63 - w->count);
}

typedef struct {
  const uint8_t *base;
  unsigned at;
} Reader;

// At most 57 bits.
static inline uint64_t take(Reader *r, unsigned width) {
  uint64_t word;
  memcpy(&word, r->base + (r->at >> 3), 8);
  uint64_t value = word >> (r->at & 7) & ((1ull << width) - 1);
  r->at += width;
  return value;
}

static inline uint64_t take64(Reader *r) {
  uint64_t word;
  memcpy(&word, r->base + (r->at >> 3), 8);
  uint64_t next = r->base[(r->at >> 3) + 8];
  unsigned shift = r->at & 7;
  r->at += 64;
  return word >> shift | (next << 1) << (63 - shift);
}

static inline int isPaddingZero(const Reader *r) { return (r->at & 7) == 0 || (r->base[r->at >> 3] >> (r->at & 7)) == 0; }

#define IN(v, lo, hi) if ((v) < (lo) || (v) > (hi)) return 0
#define UP_TO(v, max) if ((v) > (max)) return 0
