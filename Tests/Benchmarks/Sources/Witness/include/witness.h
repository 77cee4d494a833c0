// Hand-written bit packers for three of the benchmark messages: what a careful C programmer would write, with the same
// range checks as the generated code. Their encodings are byte for byte those of Weft, which the driver asserts.
//
// encode: the buffer must hold the message's largest size and 8 bytes more. Returns the byte count, 0 where a value is out
// of its range. decode: the buffer must be readable for 8 bytes past `byteCount`. Returns 1, or 0 for anything but a whole,
// canonical message.
#ifndef WITNESS_H
#define WITNESS_H

#include <stdint.h>

typedef struct {
  uint8_t kind, team, flags, hasFlags, thrust;
  int16_t rotation[4], health;
  int32_t position[3], velocity[3];
} WitnessShip;

unsigned witnessEncodeShipSpawn(const WitnessShip *ship, uint8_t *out);
int witnessDecodeShipSpawn(WitnessShip *ship, const uint8_t *in, unsigned byteCount);
void witnessMakeShipSpawn(WitnessShip *ship, uint64_t *random);

typedef struct {
  uint32_t time;
  int32_t latitude, longitude;
  uint16_t sequence, speed, heading;
  int16_t altitude, roll;
  int8_t pitch, temperature, signal;
  uint8_t battery, mode, armed, moving, satellites;
} WitnessTelemetry;

unsigned witnessEncodeTelemetry(const WitnessTelemetry *telemetry, uint8_t *out);
int witnessDecodeTelemetry(WitnessTelemetry *telemetry, const uint8_t *in, unsigned byteCount);
void witnessMakeTelemetry(WitnessTelemetry *telemetry, uint64_t *random);

typedef struct {
  uint8_t address[32];
  uint16_t rtt, port;
  uint8_t link, reachable;
} WitnessContact;

typedef struct {
  unsigned count;
  WitnessContact nodes[20];
} WitnessFound;

unsigned witnessEncodeFound(const WitnessFound *found, uint8_t *out);
int witnessDecodeFound(WitnessFound *found, const uint8_t *in, unsigned byteCount);
void witnessMakeFound(WitnessFound *found, uint64_t *random);

/// xorshift64*: the same values in every run.
uint64_t witnessRandom(uint64_t *state);

#endif
