# The benchmark messages for Cap'n Proto. An optional field is a union with a void, and a field of constant size takes the
# narrowest integer that holds its range.
@0xd2a5f0c3b1e49687;

enum ShipKind { scout @0; fighter @1; bomber @2; carrier @3; miner @4; station @5; }
enum Team { neutral @0; red @1; blue @2; }

struct ShipSpawn {
  kind @0 :ShipKind;
  positionX @1 :Int32;
  positionY @2 :Int32;
  positionZ @3 :Int32;
  rotationX @4 :Int16;
  rotationY @5 :Int16;
  rotationZ @6 :Int16;
  rotationW @7 :Int16;
  velocityX @8 :Int32;
  velocityY @9 :Int32;
  velocityZ @10 :Int32;
  flags :union { absent @11 :Void; value @12 :UInt8; }
  team @13 :Team;
  health @14 :UInt16;
  thrust @15 :UInt8;
}

enum Mode { idle @0; manual @1; hold @2; mission @3; landing @4; }

struct Telemetry {
  sequence @0 :UInt16;
  time @1 :UInt32;
  latitude @2 :Int32;
  longitude @3 :Int32;
  altitude @4 :Int16;
  speed @5 :UInt16;
  heading @6 :UInt16;
  pitch @7 :Int8;
  roll @8 :Int16;
  battery @9 :UInt8;
  temperature @10 :Int8;
  signal @11 :Int8;
  mode @12 :Mode;
  armed @13 :Bool;
  moving @14 :Bool;
  satellites @15 :UInt8;
}

struct FindNode {
  target @0 :Data;
  want @1 :UInt8;
  tags @2 :List(UInt16);
  token @3 :Data;      # a null pointer is an absent one
}

enum Link { webSocket @0; webRTC @1; relay @2; }

struct Contact {
  address @0 :Data;
  link @1 :Link;
  rtt @2 :UInt16;
  port @3 :UInt16;
  reachable @4 :Bool;
}

struct Found { nodes @0 :List(Contact); }

struct Chat {
  room @0 :UInt64;
  author @1 :Text;
  sequence @2 :UInt64;
  sent @3 :UInt64;
  edited :union { absent @4 :Void; value @5 :Int64; }
  body @6 :Text;
  mentions @7 :List(UInt64);
}

struct V4 {
  address @0 :Data;
  port @1 :UInt16;
}

struct V6 {
  address @0 :Data;
  port @1 :UInt16;
}

struct Endpoint {
  union {
    v4 @0 :V4;
    v6 @1 :V6;
    relay @2 :Data;
  }
}

struct Offer {
  answering @0 :Bool;
  connection @1 :UInt16;
  deadline :union { absent @2 :Void; value @3 :UInt16; }
  priority :union { absent @4 :Void; value @5 :UInt8; }
  fingerprint @6 :Data;
  reply @7 :Endpoint;
  endpoints @8 :List(Endpoint);
}
