// Telemetry: 16 fields, every width constant, 198 bits.
#include "witness.h"
#include "bits.h"

__attribute__((noinline)) unsigned witnessEncodeTelemetry(const WitnessTelemetry *t, uint8_t *out) {
  Writer w = {out, 0, 0};
  put(&w, t->sequence, 16);
  put(&w, t->time, 32);
  IN(t->latitude, -900000000, 900000000); put(&w, (uint32_t)(t->latitude + 900000000), 31);
  IN(t->longitude, -1800000000, 1800000000); put(&w, (uint32_t)t->longitude + 1800000000u, 32);
  IN(t->altitude, -1000, 20000); put(&w, (uint32_t)(t->altitude + 1000), 15);
  UP_TO(t->speed, 1023); put(&w, t->speed, 10);
  UP_TO(t->heading, 3599); put(&w, t->heading, 12);
  IN(t->pitch, -90, 90); put(&w, (uint32_t)(t->pitch + 90), 8);
  IN(t->roll, -180, 180); put(&w, (uint32_t)(t->roll + 180), 9);
  UP_TO(t->battery, 100); put(&w, t->battery, 7);
  IN(t->temperature, -40, 125); put(&w, (uint32_t)(t->temperature + 40), 8);
  put(&w, (uint8_t)t->signal, 8);
  UP_TO(t->mode, 4); put(&w, t->mode, 3);
  put(&w, t->armed != 0, 1);
  put(&w, t->moving != 0, 1);
  UP_TO(t->satellites, 31); put(&w, t->satellites, 5);
  return (unsigned)(w.at - out) + (w.count > 0);
}

__attribute__((noinline)) int witnessDecodeTelemetry(WitnessTelemetry *t, const uint8_t *in, unsigned byteCount) {
  if (byteCount != 25) return 0;
  Reader r = {in, 0};
  uint64_t v;
  t->sequence = (uint16_t)take(&r, 16);
  t->time = (uint32_t)take(&r, 32);
  v = take(&r, 31); UP_TO(v, 1800000000); t->latitude = (int32_t)((int64_t)v - 900000000);
  v = take(&r, 32); UP_TO(v, 3600000000); t->longitude = (int32_t)((int64_t)v - 1800000000);
  v = take(&r, 15); UP_TO(v, 21000); t->altitude = (int16_t)((int)v - 1000);
  t->speed = (uint16_t)take(&r, 10);
  v = take(&r, 12); UP_TO(v, 3599); t->heading = (uint16_t)v;
  v = take(&r, 8); UP_TO(v, 180); t->pitch = (int8_t)((int)v - 90);
  v = take(&r, 9); UP_TO(v, 360); t->roll = (int16_t)((int)v - 180);
  v = take(&r, 7); UP_TO(v, 100); t->battery = (uint8_t)v;
  v = take(&r, 8); UP_TO(v, 165); t->temperature = (int8_t)((int)v - 40);
  t->signal = (int8_t)take(&r, 8);
  v = take(&r, 3); UP_TO(v, 4); t->mode = (uint8_t)v;
  t->armed = (uint8_t)take(&r, 1);
  t->moving = (uint8_t)take(&r, 1);
  t->satellites = (uint8_t)take(&r, 5);
  return isPaddingZero(&r);
}

void witnessMakeTelemetry(WitnessTelemetry *t, uint64_t *random) {
  memset(t, 0, sizeof *t);
  t->sequence = (uint16_t)witnessRandom(random);
  t->time = (uint32_t)witnessRandom(random);
  t->latitude = (int32_t)((int64_t)(witnessRandom(random) % 1800000001) - 900000000);
  t->longitude = (int32_t)((int64_t)(witnessRandom(random) % 3600000001) - 1800000000);
  t->altitude = (int16_t)((int)(witnessRandom(random) % 21001) - 1000);
  t->speed = witnessRandom(random) % 1024;
  t->heading = witnessRandom(random) % 3600;
  t->pitch = (int8_t)((int)(witnessRandom(random) % 181) - 90);
  t->roll = (int16_t)((int)(witnessRandom(random) % 361) - 180);
  t->battery = witnessRandom(random) % 101;
  t->temperature = (int8_t)((int)(witnessRandom(random) % 166) - 40);
  t->signal = (int8_t)witnessRandom(random);
  t->mode = witnessRandom(random) % 5;
  t->armed = witnessRandom(random) & 1;
  t->moving = witnessRandom(random) & 1;
  t->satellites = witnessRandom(random) % 32;
}
