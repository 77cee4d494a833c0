// ShipSpawn: presence bit, kind of 6 (3 bits), three positions (25), four rotations (12), three velocities (23), flags (4, if
// present), team of 3 (2), health 0...1000 (10), thrust 0...100 (7): 219 bits with flags.
#include "witness.h"
#include "bits.h"

__attribute__((noinline)) unsigned witnessEncodeShipSpawn(const WitnessShip *s, uint8_t *out) {
  Writer w = {out, 0, 0};
  put(&w, s->hasFlags != 0, 1);
  IN(s->kind, 0, 5); put(&w, s->kind, 3);
  for (int i = 0; i < 3; i++) { IN(s->position[i], -8388608, 8388608); put(&w, (uint32_t)(s->position[i] + 8388608), 25); }
  for (int i = 0; i < 4; i++) { IN(s->rotation[i], -1024, 1024); put(&w, (uint32_t)(s->rotation[i] + 1024), 12); }
  for (int i = 0; i < 3; i++) { IN(s->velocity[i], -2097152, 2097152); put(&w, (uint32_t)(s->velocity[i] + 2097152), 23); }
  if (s->hasFlags) { IN(s->flags, 0, 15); put(&w, s->flags, 4); }
  IN(s->team, 0, 2); put(&w, s->team, 2);
  IN(s->health, 0, 1000); put(&w, (uint32_t)s->health, 10);
  IN(s->thrust, 0, 100); put(&w, s->thrust, 7);
  return (unsigned)(w.at - out) + (w.count > 0);
}

__attribute__((noinline)) int witnessDecodeShipSpawn(WitnessShip *s, const uint8_t *in, unsigned byteCount) {
  if (byteCount < 27) return 0;
  Reader r = {in, 0};
  uint64_t v;
  s->hasFlags = (uint8_t)take(&r, 1);
  if (byteCount != (s->hasFlags ? 28u : 27u)) return 0;
  v = take(&r, 3); UP_TO(v, 5); s->kind = (uint8_t)v;
  for (int i = 0; i < 3; i++) { v = take(&r, 25); UP_TO(v, 16777216); s->position[i] = (int32_t)v - 8388608; }
  for (int i = 0; i < 4; i++) { v = take(&r, 12); UP_TO(v, 2048); s->rotation[i] = (int16_t)((int)v - 1024); }
  for (int i = 0; i < 3; i++) { v = take(&r, 23); UP_TO(v, 4194304); s->velocity[i] = (int32_t)v - 2097152; }
  s->flags = s->hasFlags ? (uint8_t)take(&r, 4) : 0;
  v = take(&r, 2); UP_TO(v, 2); s->team = (uint8_t)v;
  v = take(&r, 10); UP_TO(v, 1000); s->health = (int16_t)v;
  v = take(&r, 7); UP_TO(v, 100); s->thrust = (uint8_t)v;
  return isPaddingZero(&r);
}

void witnessMakeShipSpawn(WitnessShip *s, uint64_t *random) {
  memset(s, 0, sizeof *s);
  s->kind = witnessRandom(random) % 6;
  s->hasFlags = 1;
  s->flags = witnessRandom(random) % 16;
  s->team = witnessRandom(random) % 3;
  s->thrust = witnessRandom(random) % 101;
  s->health = (int16_t)(witnessRandom(random) % 1001);
  for (int i = 0; i < 3; i++) s->position[i] = (int32_t)(witnessRandom(random) % 16777217) - 8388608;
  for (int i = 0; i < 4; i++) s->rotation[i] = (int16_t)((int)(witnessRandom(random) % 2049) - 1024);
  for (int i = 0; i < 3; i++) s->velocity[i] = (int32_t)(witnessRandom(random) % 4194305) - 2097152;
}
